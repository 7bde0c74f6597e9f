import type { Bill } from '../src/model.js';
import { lettersOf, withoutYear } from '../src/tag/bill-index.js';
import type { Tagger } from '../src/tag/tagger.js';
import { sharedLines } from './eval-data.js';

/** One release of a gold set of bills. */
export interface BillGold {
  id: string;
  date: string;
  text: string;
  publisher?: string | null;
  stripped?: boolean;
  gold: string[];
  accept?: string[];
}

export interface BillScore {
  releases: number;
  hits: number;
  missed: number;
  wrong: number;
  /** Releases with at least one wrong tag. */
  wronged: number;
  errors: string[];
}

/** Scores bill tags against gold: `accept` is neither right nor wrong. */
export function scoreBills(
  tagger: Tagger,
  set: BillGold[],
  byTitle: ReadonlyMap<string, string[]> = new Map(),
  keep: (bill: string) => boolean = () => true,
): BillScore {
  const score: BillScore = { releases: set.length, hits: 0, missed: 0, wrong: 0, wronged: 0, errors: [] };
  for (const release of set) {
    const tags = tagger.tag({ text: release.text, date: release.date, publisher: release.publisher ?? null });
    const found = tags.bills.filter((tag) => keep(tag.bill));
    const ids = new Set(found.map((tag) => tag.bill));
    // `accept` also holds titles, of bills that were numbered after the release.
    const accept = new Set(
      (release.accept ?? []).flatMap((entry) => [
        entry,
        ...(byTitle.get(lettersOf(withoutYear(entry).text)) ?? []),
      ]),
    );
    let wronged = false;
    for (const tag of found) {
      if (release.gold.includes(tag.bill)) score.hits++;
      else if (!accept.has(tag.bill)) {
        score.wrong++;
        wronged = true;
        const [proof] = tag.evidence;
        score.errors.push(
          `wrong  ${tag.bill} ${tag.method} "${around(release.text, proof?.start ?? 0, proof?.end ?? 0)}"  ${release.id}`,
        );
      }
    }
    for (const bill of release.gold) {
      if (ids.has(bill)) continue;
      score.missed++;
      const unsure = tags.ambiguous
        .filter((item) => item.candidates.includes(bill))
        .map((item) => item.reason);
      score.errors.push(`missed ${bill} ${unsure.join('; ')} ${release.id}`);
    }
    if (wronged) score.wronged++;
  }
  return score;
}

function around(text: string, start: number, end: number): string {
  return `${text.slice(Math.max(0, start - 40), start)}[${text.slice(start, end)}]${text.slice(end, end + 40)}`.replace(
    /\s+/g,
    ' ',
  );
}

/** Ids of bills by the letters of their titles. */
export function idsByTitle(bills: Bill[]): Map<string, string[]> {
  const ids = new Map<string, string[]>();
  for (const bill of bills) {
    for (const { title } of bill.titles) {
      for (const key of new Set([lettersOf(title), lettersOf(withoutYear(title).text)])) {
        ids.set(key, [...(ids.get(key) ?? []), bill.id]);
      }
    }
  }
  return ids;
}

export function goldOf(file: string): BillGold[] {
  return sharedLines<BillGold>(`gold/${file}.jsonl`);
}

/** A text as a site leaves it that lost its punctuation. */
export function stripped(text: string): string {
  return text
    .replace(/[’']/g, '')
    .replace(/[^\p{L}\p{N}\s]/gu, ' ')
    .replace(/[ \t]+/g, ' ');
}

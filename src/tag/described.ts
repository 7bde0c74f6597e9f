import type { Bill } from '../model.js';
import type { Scene } from './bill-resolver.js';
import { congressOn, daysAfter } from './congress.js';
import { Shape, type Tokens, type Vocabulary } from './tokens.js';

/** A resolution that a text describes instead of naming it. */
export interface Description {
  bill: Bill;
  start: number;
  end: number;
}

interface Described {
  bill: Bill;
  words: Set<number>;
}

/** Words behind `resolution` that are compared with its title. */
const WINDOW = 60;
/** A text speaks of a new resolution, not of one of last year. */
const LOOKS_BACK = 120;
const LOOKS_AHEAD = 14;
const LEAST_WORDS = 4;
const LEAST_SHARE = 0.6;

const FORM =
  'a an and as at by for from in into its of on or our the to with without under over that resolution expressing recognizing honoring celebrating commemorating supporting commending designating congratulating sense senate house representatives goals ideals support significance importance other purposes united states national day month week year'.split(
    ' ',
  );

/**
 * Resolutions seldom have a name: `a resolution to honor Black history museums`. Such a description is read only
 * in a text of the resolution's own sponsor, and only where most of the title's rarer words are there.
 */
export class ResolutionReader {
  readonly #bySponsor = new Map<string, Described[]>();
  readonly #rarity = new Map<number, number>();
  readonly #resolution: number;
  readonly #form: Set<number>;

  constructor(bills: Iterable<Bill>, vocabulary: Vocabulary, scratch: Tokens) {
    this.#resolution = vocabulary.learn('resolution', scratch).id[0] as number;
    this.#form = new Set(FORM.map((word) => vocabulary.learn(word, scratch).id[0] as number));
    const counts = new Map<number, number>();
    let total = 0;
    for (const bill of bills) {
      if (!bill.type.endsWith('res') || !bill.sponsor) continue;
      const title =
        bill.titles.find(({ kind }) => /^official/i.test(kind))?.title ?? bill.titles[0]?.title ?? '';
      const words = this.#words(vocabulary.learn(title, scratch), 0, scratch.count);
      total++;
      for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
      const list = this.#bySponsor.get(bill.sponsor.bioguide) ?? [];
      list.push({ bill, words });
      this.#bySponsor.set(bill.sponsor.bioguide, list);
    }
    for (const [word, count] of counts) this.#rarity.set(word, Math.log(1 + total / count));
  }

  #words(tokens: Tokens, from: number, to: number): Set<number> {
    const words = new Set<number>();
    for (let i = from; i < to; i++) {
      const id = tokens.id[i] as number;
      if (id !== 0 && !this.#form.has(id)) words.add(id);
    }
    return words;
  }

  /** The resolutions of the publisher's own that the text describes. */
  read(tokens: Tokens, scene: Scene): Description[] {
    const { bioguide } = scene.publisher;
    const own = bioguide === null ? [] : (this.#bySponsor.get(bioguide) ?? []);
    const likely = own.filter(({ bill }) => isRecent(bill, scene.day));
    if (likely.length === 0) return [];
    const found = new Map<Bill, Description>();
    for (let i = 0; i < tokens.count; i++) {
      if (tokens.id[i] !== this.#resolution) continue;
      for (const { bill, words } of likely) {
        const last = this.#lastWord(tokens, i, words);
        if (last > i && !found.has(bill)) {
          found.set(bill, { bill, start: tokens.start[i] as number, end: tokens.end[last] as number });
        }
      }
    }
    return [...found.values()];
  }

  /** Index of the last word of a description that starts at `from`; −1 where too little of the title is there. */
  #lastWord(tokens: Tokens, from: number, title: Set<number>): number {
    let all = 0;
    for (const word of title) all += this.#rarity.get(word) ?? 0;
    const seen = new Set<number>();
    let share = 0;
    for (let i = from + 1; i < Math.min(tokens.count, from + WINDOW); i++) {
      const id = tokens.id[i] as number;
      if (!title.has(id) || seen.has(id) || ((tokens.shape[i] as number) & Shape.Number) !== 0) continue;
      seen.add(id);
      share += this.#rarity.get(id) ?? 0;
      if (seen.size >= LEAST_WORDS && share >= LEAST_SHARE * all) return i;
    }
    return -1;
  }
}

function isRecent(bill: Bill, day: string): boolean {
  if (bill.congress !== congressOn(day) || !bill.introduced) return false;
  return bill.introduced >= daysAfter(day, -LOOKS_BACK) && bill.introduced <= daysAfter(day, LOOKS_AHEAD);
}

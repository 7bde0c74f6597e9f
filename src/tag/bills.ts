import type { BillId, BillTag, Evidence, Tags } from '../model.js';
import type { BillIndex } from './bill-index.js';
import type { BillNumberReader, NumberCitation } from './bill-numbers.js';
import { resolveTitle, type Scene } from './bill-resolver.js';
import type { TitleHit, TitleReader } from './bill-titles.js';
import { congressOfCitation } from './citation-congress.js';
import { ordinal } from './congress.js';
import { foldName } from './names.js';
import type { Publisher } from './publisher.js';
import { standsAsLaw } from './standing-law-context.js';
import { isStateBill } from './state-bills.js';
import { Shape, type Tokens } from './tokens.js';

type Found = Pick<Tags, 'bills' | 'ambiguous' | 'unresolved'>;

/** Finds the bills that a text speaks of, by number, by title and by acronym. */
export class BillReader {
  readonly #index: BillIndex;
  readonly #numbers: BillNumberReader;
  readonly #titles: TitleReader;
  readonly #laws: ReadonlySet<string>;
  readonly #complete: ReadonlySet<number>;

  constructor(
    index: BillIndex,
    numbers: BillNumberReader,
    titles: TitleReader,
    laws: ReadonlySet<string>,
    complete: ReadonlySet<number>,
  ) {
    this.#index = index;
    this.#numbers = numbers;
    this.#titles = titles;
    this.#laws = laws;
    this.#complete = complete;
  }

  read(tokens: Tokens, day: string, publisher: Publisher): Found {
    const tags = new Map<BillId, BillTag>();
    const unresolved: Found['unresolved'] = [];
    for (const citation of this.#numbers.read(tokens)) {
      this.#number(tokens, citation, day, publisher, tags, unresolved);
    }
    const scene: Scene = {
      day,
      publisher,
      cited: new Set(tags.keys()),
      names: once(() => capitalised(tokens)),
    };
    const ambiguous = new Map<string, Found['ambiguous'][number]>();
    const aliases = new Map<string, BillId[]>();
    const taken: Evidence[] = [];
    for (const hit of this.#titles.read(tokens)) {
      taken.push(hit);
      this.#title(tokens, hit, scene, tags, ambiguous, aliases);
    }
    if (aliases.size > 0) this.#acronyms(tokens, aliases, taken, tags);
    return { bills: [...tags.values()], ambiguous: [...ambiguous.values()], unresolved };
  }

  #number(
    tokens: Tokens,
    citation: NumberCitation,
    day: string,
    publisher: Publisher,
    tags: Map<BillId, BillTag>,
    unresolved: Found['unresolved'],
  ): void {
    if (isStateBill(tokens, citation, publisher)) return;
    const congress = congressOfCitation(tokens, citation, day, this.#index);
    const id = `${citation.type}${citation.number}-${congress}`;
    const bill = this.#index.bills.get(id);
    if (!bill && this.#complete.has(congress)) {
      if (!unresolved.some(({ text }) => text === citation.text)) {
        unresolved.push({ text: citation.text, reason: `no such bill in the ${ordinal(congress)} Congress` });
      }
      return;
    }
    this.#add(tags, id, citation, 'number', bill ? 0.99 : 0.9);
  }

  #title(
    tokens: Tokens,
    hit: TitleHit,
    scene: Scene,
    tags: Map<BillId, BillTag>,
    ambiguous: Map<string, Found['ambiguous'][number]>,
    aliases: Map<string, BillId[]>,
  ): void {
    if (this.#laws.has(hit.title.text) && standsAsLaw(tokens, hit, scene)) return;
    const { bills, reason, confidence } = resolveTitle(hit, scene);
    const evidence = { start: hit.start, end: hit.end, text: hit.text };
    if (bills.length === 0) return;
    if (bills.length > 1 && !bills.every((bill) => scene.cited.has(bill.id))) {
      const candidates = bills.map((bill) => bill.id).sort();
      const key = candidates.join(' ');
      const known = ambiguous.get(key);
      if (known) known.evidence.push(evidence);
      else ambiguous.set(key, { candidates, evidence: [evidence], reason });
      return;
    }
    for (const bill of bills)
      this.#add(tags, bill.id, evidence, hit.title.acronym ? 'acronym' : 'title', confidence);
    if (hit.acronym)
      aliases.set(
        hit.acronym,
        bills.map((bill) => bill.id),
      );
  }

  /** Acronyms that the text itself gave to a title, wherever they stand alone. */
  #acronyms(
    tokens: Tokens,
    aliases: Map<string, BillId[]>,
    taken: Evidence[],
    tags: Map<BillId, BillTag>,
  ): void {
    let next = 0;
    for (let i = 0; i < tokens.count; i++) {
      if (((tokens.shape[i] as number) & (Shape.AllCaps | Shape.Mixed)) === 0) continue;
      const start = tokens.start[i] as number;
      const end = tokens.end[i] as number;
      while (next < taken.length && (taken[next] as Evidence).end <= start) next++;
      const inside = taken[next];
      if (inside && inside.start <= start) continue;
      const text = tokens.text.slice(start, end);
      for (const id of aliases.get(text) ?? []) this.#add(tags, id, { start, end, text }, 'acronym', 0.95);
    }
  }

  #add(
    tags: Map<BillId, BillTag>,
    id: BillId,
    at: Evidence,
    method: BillTag['method'],
    confidence: number,
  ): void {
    const evidence = { start: at.start, end: at.end, text: at.text };
    const tag = tags.get(id);
    if (tag) {
      tag.evidence.push(evidence);
      tag.confidence = Math.max(tag.confidence, confidence);
      return;
    }
    const bill = this.#index.bills.get(id);
    tags.set(id, {
      bill: id,
      confidence,
      method,
      known: bill !== undefined,
      evidence: [evidence],
      companions: bill?.related ?? [],
    });
  }
}

/** Words of the text that begin with a capital, folded. */
function capitalised(tokens: Tokens): Set<string> {
  const words = new Set<string>();
  for (let i = 0; i < tokens.count; i++) {
    if (((tokens.shape[i] as number) & Shape.Capital) === 0) continue;
    words.add(foldName(tokens.text.slice(tokens.start[i], tokens.end[i]).replace(/['’]s$/, '')));
  }
  return words;
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

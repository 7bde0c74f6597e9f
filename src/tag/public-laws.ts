import type { Bill, BillId, Evidence } from '../model.js';
import { isTight } from './gaps.js';
import { Shape, type Tokens, type Vocabulary } from './tokens.js';

/** A public law as a text cites it, and the bill that became it. */
export interface LawCitation extends Evidence {
  bill: BillId;
  /** `109-8` */
  law: string;
}

const WORDS = 'public pub p l pl law no number num'.split(' ');
/** `109-8`, `109–8`, and what is left where a site lost its punctuation. */
const JOINTS = /^(?:\s?[-–‑—]\s?|\s{1,2})$/;

/** Finds `P.L. 109-8`, `Public Law No. 109-8`, `Pub. L. 109-8`: the laws that bills of the index became. */
export class PublicLawReader {
  readonly #bills = new Map<string, BillId>();
  readonly #w: Record<string, number> = {};

  constructor(bills: Iterable<Bill>, vocabulary: Vocabulary, scratch: Tokens) {
    for (const { id, laws } of bills) for (const law of laws ?? []) this.#bills.set(law, id);
    for (const word of WORDS) this.#w[word] = vocabulary.learn(word, scratch).id[0] as number;
  }

  /** Laws in text order; a law that no bill of the index became gives nothing. */
  read(tokens: Tokens): LawCitation[] {
    if (this.#bills.size === 0) return [];
    const w = this.#w;
    const found: LawCitation[] = [];
    for (let i = 0; i + 1 < tokens.count; i++) {
      const id = tokens.id[i] as number;
      if (id !== w.law && id !== w.l && id !== w.pl) continue;
      const from = this.#opening(tokens, i);
      if (from < 0) continue;
      let at = i + 1;
      const next = tokens.id[at] as number;
      if ((next === w.no || next === w.number || next === w.num) && isTight(tokens, at)) at++;
      const citation = this.#numbered(tokens, from, at);
      if (citation) found.push(citation);
    }
    return found;
  }

  /** The first word of the form that ends with word `i`; −1 where it is none. */
  #opening(tokens: Tokens, i: number): number {
    const w = this.#w;
    const capital = (k: number) => ((tokens.shape[k] as number) & Shape.Capital) !== 0;
    if (tokens.id[i] === w.pl) return capital(i) ? i : -1;
    if (i === 0 || !isTight(tokens, i) || !capital(i - 1)) return -1;
    const before = tokens.id[i - 1] as number;
    if (tokens.id[i] === w.law) return before === w.public || before === w.pub ? i - 1 : -1;
    return capital(i) && (before === w.p || before === w.pub) ? i - 1 : -1;
  }

  /** The law of the two numbers that stand at word `at`. */
  #numbered(tokens: Tokens, from: number, at: number): LawCitation | null {
    if (at + 1 >= tokens.count || !isTight(tokens, at)) return null;
    for (const k of [at, at + 1]) if (((tokens.shape[k] as number) & Shape.Number) === 0) return null;
    if (!JOINTS.test(tokens.text.slice(tokens.end[at], tokens.start[at + 1]))) return null;
    const word = (k: number) => tokens.text.slice(tokens.start[k], tokens.end[k]);
    const law = `${word(at)}-${word(at + 1)}`;
    const bill = this.#bills.get(law);
    if (bill === undefined) return null;
    const start = tokens.start[from] as number;
    const end = tokens.end[at + 1] as number;
    return { bill, law, start, end, text: tokens.text.slice(start, end) };
  }
}

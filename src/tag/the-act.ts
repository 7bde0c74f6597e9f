import type { BillId, Evidence } from '../model.js';
import type { TitleHit } from './bill-titles.js';
import { isBlank } from './gaps.js';
import { Shape, type Tokens, type Vocabulary } from './tokens.js';

/** `the Act`, and the bills that it stands for. */
interface Mention {
  bills: BillId[];
  at: Evidence;
}

/**
 * Finds `the Act` and `this Act` behind a title in full. It is the bill of the last Act that the text named: another
 * Act's name between, be it a law or of no index, and it is that one.
 */
export class ActReader {
  readonly #act: number;
  readonly #the: ReadonlySet<number>;
  readonly #of: number;

  constructor(vocabulary: Vocabulary, scratch: Tokens) {
    const learn = (word: string) => vocabulary.learn(word, scratch).id[0] as number;
    this.#act = learn('act');
    this.#of = learn('of');
    this.#the = new Set(['the', 'this'].map(learn));
  }

  /** @param meant the bills that each title of the text was taken for; a title that is not there names none */
  read(tokens: Tokens, hits: readonly TitleHit[], meant: ReadonlyMap<TitleHit, BillId[]>): Mention[] {
    const found: Mention[] = [];
    const { id, shape, count } = tokens;
    let last: BillId[] | null = null;
    let next = 0;
    for (let i = 1; i < count; i++) {
      if (id[i] !== this.#act || ((shape[i] as number) & Shape.Capital) === 0) continue;
      while (next < hits.length && (hits[next] as TitleHit).to <= i) next++;
      const hit = hits[next];
      if (hit && hit.from <= i) last = meant.get(hit) ?? null;
      else if (!this.#the.has(id[i - 1] as number) || !isBlank(tokens, i) || this.#goesOn(tokens, i))
        last = null;
      else if (last) {
        const start = tokens.start[i] as number;
        const end = start + 'Act'.length;
        found.push({ bills: last, at: { start, end, text: tokens.text.slice(start, end) } });
      }
    }
    return found;
  }

  /** `the Act of 1934`, `the Act Now Coalition`: another name. */
  #goesOn(tokens: Tokens, i: number): boolean {
    const behind = i + 1;
    if (behind >= tokens.count || !isBlank(tokens, behind)) return false;
    if (tokens.id[behind] !== this.#of) return ((tokens.shape[behind] as number) & Shape.Capital) !== 0;
    return behind + 1 < tokens.count && ((tokens.shape[behind + 1] as number) & Shape.Number) !== 0;
  }
}

import type { Title } from './bill-index.js';
import { isBreak } from './gaps.js';
import { Shape, type Tokens, type Vocabulary } from './tokens.js';

/** A title found by its words although they stand in another order, or one of them is another word. */
export interface LooseHit {
  title: Title;
  from: number;
  to: number;
}

const LONGEST = 16;
const LEAST_WORDS = 5;

/**
 * Titles by their words without order. Releases swap words (`American Farmers and Families` for `American
 * Families and Farmers`) and replace one; such a name is found here where no title fits exactly.
 */
export class LooseTitles {
  readonly #titles: readonly Title[];
  /** Hash of all content words -> title number, −1 where several titles share it. */
  readonly #whole = new Map<number, number>();
  /** Hash of all content words but one -> title number, −1 where several titles share it. */
  readonly #lessOne = new Map<number, number>();
  readonly #small: ReadonlySet<number>;
  readonly #act: number;

  constructor(titles: readonly Title[], small: ReadonlySet<number>, vocabulary: Vocabulary, scratch: Tokens) {
    this.#titles = titles;
    this.#small = small;
    this.#act = vocabulary.learn('act', scratch).id[0] as number;
    titles.forEach((title, number) => {
      if (title.official || !title.named || title.content < LEAST_WORDS - 1) return;
      vocabulary.read(title.text, scratch, false);
      const words = this.#content(scratch, 0, scratch.count);
      if (words.length < LEAST_WORDS) return;
      const sum = words.reduce((total, word) => total + mix(word), 0);
      put(this.#whole, sum, number);
      if (words.length > LEAST_WORDS) for (const word of words) put(this.#lessOne, sum - mix(word), number);
    });
  }

  #content(tokens: Tokens, from: number, to: number): number[] {
    const words: number[] = [];
    for (let i = from; i < to; i++) {
      const id = tokens.id[i] as number;
      if (!this.#small.has(id)) words.push(id);
    }
    return words;
  }

  /** Looks at a name that ends with `Act` at word `last`: the longest run of capitals that fits one title. */
  endingAt(tokens: Tokens, last: number): LooseHit | null {
    if (tokens.id[last] !== this.#act || ((tokens.shape[last] as number) & Shape.Capital) === 0) return null;
    let first = last;
    while (first > 0 && last - first < LONGEST && !isBreak(tokens, first) && this.#belongs(tokens, first - 1))
      first--;
    for (let from = first; from <= last - LEAST_WORDS + 1; from++) {
      if (((tokens.shape[from] as number) & Shape.Capital) === 0) continue;
      const words = this.#content(tokens, from, last + 1);
      if (words.length < LEAST_WORDS) return null;
      if (words.includes(0)) continue;
      const sum = words.reduce((total, word) => total + mix(word), 0);
      const number = this.#whole.get(sum) ?? this.#swapped(words, sum);
      const title = number === undefined || number < 0 ? undefined : this.#titles[number];
      if (title) return { title, from, to: last + 1 };
    }
    return null;
  }

  /** The title that has all words but one. */
  #swapped(words: number[], sum: number): number | undefined {
    if (words.length <= LEAST_WORDS) return undefined;
    for (const word of words) {
      if (word === this.#act) continue;
      const number = this.#lessOne.get(sum - mix(word));
      if (number !== undefined && number >= 0) return number;
    }
    return undefined;
  }

  #belongs(tokens: Tokens, i: number): boolean {
    return ((tokens.shape[i] as number) & Shape.Capital) !== 0 || this.#small.has(tokens.id[i] as number);
  }
}

/** Spreads word numbers so that sums of them tell sets of words apart; 48 bits, so that sums stay exact. */
function mix(word: number): number {
  const low = Math.imul(word + 1, 0x9e3779b1) >>> 0;
  const high = Math.imul(word + 7, 0x85ebca6b) >>> 16;
  return high * 4294967296 + low;
}

function put(map: Map<number, number>, key: number, number: number): void {
  map.set(key, map.has(key) && map.get(key) !== number ? -1 : number);
}

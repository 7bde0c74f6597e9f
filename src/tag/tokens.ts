/**
 * Words as the tagger sees them. One pass over a text gives every word a number (the same number that the
 * word has in all titles, names and terms of the index), and its place in the text. Everything after that
 * compares numbers, never strings.
 *
 * A word is folded before it is numbered: lower case, no accents, no apostrophes, singular. So `Tenants’`,
 * `TENANT'S` and `tenants` are one word, and so is `Childrens`, which many sites make of `Children's`.
 */

/** Character codes of letters and digits to their folded form; 0 is no part of a word. */
const FOLD = new Uint16Array(65536);
/** Character classes that decide what ends a word and what merely interrupts it. */
const APOSTROPHES = new Set([0x27, 0x2019, 0x2018, 0x02bc, 0x60, 0xb4]);

for (let code = 0; code < 65536; code++) {
  if (code >= 0xd800 && code <= 0xdfff) continue;
  const char = String.fromCharCode(code);
  if (!/[\p{L}\p{N}]/u.test(char)) continue;
  const folded = char.normalize('NFD').charCodeAt(0);
  const lower = String.fromCharCode(folded).toLowerCase();
  FOLD[code] = lower.length === 1 ? lower.charCodeAt(0) : folded;
}

const LETTER_S = 115;
const AMPERSAND = 38;

/** True for A–Z and capitals beyond ASCII. */
function isCapital(code: number): boolean {
  if (code < 128) return code >= 65 && code <= 90;
  return (
    FOLD[code] !== code && FOLD[code] !== 0 && String.fromCharCode(code).toLowerCase().charCodeAt(0) !== code
  );
}

/** What a word looks like in the text, as bits. */
export const Shape = {
  /** Begins with a capital letter. */
  Capital: 1,
  /** Two or more letters and no small one: `SESTA`. */
  AllCaps: 2,
  /** Digits only. */
  Number: 4,
  /** Holds letters and digits: `hr1865`. */
  Mixed: 8,
} as const;

/** The words of one text. Arrays are longer than `count` and are used again for the next text. */
export interface Tokens {
  text: string;
  count: number;
  /** Word numbers; 0 where the index does not know the word. */
  id: Int32Array;
  start: Int32Array;
  end: Int32Array;
  shape: Uint8Array;
}

/** All words that an index knows, each with its number (from 1). */
export class Vocabulary {
  #slots = new Int32Array(1 << 16);
  #hashes = new Int32Array(1 << 15);
  #offsets = new Int32Array(1 << 15);
  #chars = new Uint16Array(1 << 18);
  #size = 0;
  #word = new Uint16Array(256);

  /** How many words are known. */
  get size(): number {
    return this.#size;
  }

  /** The folded word behind a number. */
  word(id: number): string {
    if (id < 1 || id > this.#size) return '';
    const from = this.#offsets[id - 1] ?? 0;
    return String.fromCharCode(...this.#chars.subarray(from, this.#offsets[id] ?? from));
  }

  /** The number of one word, 0 where it is unknown. */
  idOf(word: string): number {
    const tokens = newTokens();
    this.read(word, tokens, false);
    return tokens.count === 1 ? (tokens.id[0] ?? 0) : 0;
  }

  /** Word numbers of a title, a name or a term; its words become known. */
  learn(phrase: string, into: Tokens): Tokens {
    this.read(phrase, into, true);
    return into;
  }

  /**
   * Splits `text` into words and numbers them.
   * @param grow whether new words become known
   */
  read(text: string, out: Tokens, grow: boolean): void {
    out.text = text;
    let count = 0;
    const length = text.length;
    const word = this.#word;
    let i = 0;
    while (i < length) {
      let code = text.charCodeAt(i);
      let folded = FOLD[code] as number;
      if (folded === 0 && code !== AMPERSAND) {
        i++;
        continue;
      }
      if (count === out.id.length) grown(out);
      const start = i;
      let size = 0;
      let hash = 0x811c9dc5;
      let shape = 0;
      if (code === AMPERSAND) {
        i++;
        word[0] = 97;
        word[1] = 110;
        word[2] = 100;
        size = 3;
        for (let k = 0; k < 3; k++) hash = Math.imul(hash ^ (word[k] as number), 0x01000193);
        out.id[count] = this.#find(size, hash, grow);
        out.start[count] = start;
        out.end[count] = i;
        out.shape[count] = 0;
        count++;
        continue;
      }
      let digits = 0;
      let capitals = 0;
      if (isCapital(code)) shape |= Shape.Capital;
      let end = i;
      for (;;) {
        if (size < 256) word[size++] = folded;
        if (code >= 48 && code <= 57) digits++;
        else if (code < 128 ? code <= 90 : isCapital(code)) capitals++;
        i++;
        end = i;
        if (i >= length) break;
        code = text.charCodeAt(i);
        folded = FOLD[code] as number;
        if (folded === 0) {
          // An apostrophe between letters belongs to the word and leaves no trace in it.
          if (code !== 0x27 && !(code >= 0x60 && APOSTROPHES.has(code))) break;
          if (i + 1 >= length) break;
          const after = text.charCodeAt(i + 1);
          if (FOLD[after] === 0 || (after >= 48 && after <= 57)) break;
          i++;
          code = after;
          folded = FOLD[code] as number;
        }
      }
      if (digits === size) shape |= Shape.Number;
      else if (digits > 0) shape |= Shape.Mixed;
      if (digits === 0 && capitals === size && size > 1) shape |= Shape.AllCaps;
      // Singular, so that a word in the other number is the same word.
      if (size > 3 && word[size - 1] === LETTER_S) {
        const before = word[size - 2] as number;
        if (before !== LETTER_S && before !== 117 && before !== 105) {
          size--;
          // families -> family
          if (size > 4 && before === 101 && word[size - 2] === 105) {
            size -= 2;
            word[size++] = 121;
          }
        }
      }
      // `Nelson s bill`: a site that lost its apostrophes; the `s` is no word of its own.
      if (
        size === 1 &&
        word[0] === LETTER_S &&
        shape === 0 &&
        count > 0 &&
        start === (out.end[count - 1] as number) + 1 &&
        text.charCodeAt(end) !== 46
      ) {
        continue;
      }
      for (let k = 0; k < size; k++) hash = Math.imul(hash ^ (word[k] as number), 0x01000193);
      out.id[count] = this.#find(size, hash, grow);
      out.start[count] = start;
      out.end[count] = end;
      out.shape[count] = shape;
      count++;
    }
    out.count = count;
  }

  #find(size: number, hash: number, grow: boolean): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = (hash ^ (hash >>> 15)) & mask;
    for (;;) {
      const id = slots[slot] as number;
      if (id === 0) break;
      if (this.#hashes[id - 1] === hash && this.#equals(id, size)) return id;
      slot = (slot + 1) & mask;
    }
    return grow ? this.#add(size, hash, slot) : 0;
  }

  #equals(id: number, size: number): boolean {
    const from = this.#offsets[id - 1] as number;
    if ((this.#offsets[id] as number) - from !== size) return false;
    for (let k = 0; k < size; k++) if (this.#chars[from + k] !== this.#word[k]) return false;
    return true;
  }

  #add(size: number, hash: number, slot: number): number {
    if (this.#size + 2 > this.#offsets.length) {
      this.#hashes = doubled(this.#hashes);
      this.#offsets = doubled(this.#offsets);
    }
    const from = this.#offsets[this.#size] as number;
    if (from + size > this.#chars.length) {
      const chars = new Uint16Array(this.#chars.length * 2);
      chars.set(this.#chars);
      this.#chars = chars;
    }
    this.#chars.set(this.#word.subarray(0, size), from);
    this.#hashes[this.#size] = hash;
    this.#size++;
    this.#offsets[this.#size] = from + size;
    this.#slots[slot] = this.#size;
    if (this.#size * 2 > this.#slots.length) this.#rehash();
    return this.#size;
  }

  #rehash(): void {
    const slots = new Int32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let id = 1; id <= this.#size; id++) {
      const hash = this.#hashes[id - 1] as number;
      let slot = (hash ^ (hash >>> 15)) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = id;
    }
    this.#slots = slots;
  }
}

function doubled(array: Int32Array): Int32Array<ArrayBuffer> {
  const next = new Int32Array(array.length * 2);
  next.set(array);
  return next;
}

/** Room for the words of a text; used again for every text. */
export function newTokens(): Tokens {
  return {
    text: '',
    count: 0,
    id: new Int32Array(1024),
    start: new Int32Array(1024),
    end: new Int32Array(1024),
    shape: new Uint8Array(1024),
  };
}

function grown(tokens: Tokens): void {
  tokens.id = doubled(tokens.id);
  tokens.start = doubled(tokens.start);
  tokens.end = doubled(tokens.end);
  const shape = new Uint8Array(tokens.shape.length * 2);
  shape.set(tokens.shape);
  tokens.shape = shape;
}

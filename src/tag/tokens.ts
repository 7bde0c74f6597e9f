/**
 * Words as the tagger sees them. One pass over a text gives every word a number (the same number that the
 * word has in all titles, names and terms of the index), and its place in the text. Everything after that
 * compares numbers, never strings.
 *
 * A word is folded before it is numbered: lower case, no accents, no apostrophes, singular. So `Tenants’`,
 * `TENANT'S` and `tenants` are one word, and so is `Childrens`, which many sites make of `Children's`.
 */

/** What a character is to a word: its folded form in the low 16 bits, and what it is in the high ones; 0 is no part. */
const CLASS = new Uint32Array(65536);
const CAPITAL = 1 << 16;
const DIGIT = 1 << 17;
const APOSTROPHE = 1 << 18;
const AMPERSAND = 1 << 19;

for (let code = 0; code < 65536; code++) {
  if (code >= 0xd800 && code <= 0xdfff) continue;
  const char = String.fromCharCode(code);
  if (!/[\p{L}\p{N}]/u.test(char)) continue;
  const lower = String.fromCharCode(char.normalize('NFD').charCodeAt(0)).toLowerCase();
  const folded = lower.length === 1 ? lower.charCodeAt(0) : code;
  CLASS[code] = folded | (/\p{Lu}/u.test(char) ? CAPITAL : 0) | (code >= 48 && code <= 57 ? DIGIT : 0);
}
for (const char of "'’‘ʼ`´") CLASS[char.charCodeAt(0)] = APOSTROPHE;
CLASS[38] = AMPERSAND;

const LETTER_S = 115;
const SEED = 0x811c9dc5;
const PRIME = 0x01000193;
const OTHER_PRIME = 0x85ebca6b;
/** Longer words are told apart by so many letters. */
const LONGEST = 200;

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
  /** The text's UTF-16 code units. */
  chars: Uint16Array<ArrayBuffer>;
  /** The same memory, to copy the text into. */
  bytes: Buffer;
  count: number;
  /** Word numbers; 0 where the index does not know the word. */
  id: Int32Array;
  start: Int32Array;
  end: Int32Array;
  shape: Uint8Array;
}

/**
 * All words that an index knows, each with its number (from 1). Words are kept as two hashes of 32 bits and their
 * length: enough to tell millions of words apart, and one look in memory for each word of a text.
 */
export class Vocabulary {
  /** Open addressing, four places a word: number, hash, other hash, length. */
  #table = new Int32Array(1 << 18);
  #mask = (1 << 16) - 1;
  #size = 0;
  readonly #word = new Uint16Array(LONGEST + 1);

  /** How many words are known. */
  get size(): number {
    return this.#size;
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
    const length = text.length;
    // Characters are read from a flat copy: several times faster than from a string of unknown make.
    if (length > out.chars.length) {
      out.chars = new Uint16Array(length * 2);
      out.bytes = Buffer.from(out.chars.buffer);
    }
    const { chars } = out;
    out.bytes.write(text, 0, 'utf16le');
    const word = this.#word;
    let count = 0;
    let i = 0;
    while (i < length) {
      let kind = CLASS[chars[i] as number] as number;
      if (kind === 0 || kind === APOSTROPHE) {
        i++;
        continue;
      }
      if (count === out.id.length) grown(out);
      const start = i;
      if (kind === AMPERSAND) {
        i++;
        out.id[count] = this.#and(grow);
        out.start[count] = start;
        out.end[count] = i;
        out.shape[count++] = 0;
        continue;
      }
      const first = kind;
      let any = 0;
      let all = -1;
      let size = 0;
      for (;;) {
        if (size < LONGEST) word[size++] = kind & 0xffff;
        any |= kind;
        all &= kind;
        if (++i === length) break;
        kind = CLASS[chars[i] as number] as number;
        if (kind === 0) break;
        if (kind >= APOSTROPHE) {
          // An apostrophe between letters belongs to the word and leaves no trace in it.
          if (kind !== APOSTROPHE || i + 1 === length) break;
          const after = CLASS[chars[i + 1] as number] as number;
          // `Mikulski's` is Mikulski.
          if ((after & 0xffff) === LETTER_S && (i + 2 === length || CLASS[chars[i + 2] as number] === 0)) {
            i += 2;
            break;
          }
          if (after === 0 || (after & ~(0xffff | CAPITAL)) !== 0) break;
          kind = after;
          i++;
        }
      }
      const end = i;
      let shape = (first & CAPITAL) === 0 ? 0 : Shape.Capital;
      if ((any & DIGIT) !== 0) shape |= (all & DIGIT) === 0 ? Shape.Mixed : Shape.Number;
      else if ((all & CAPITAL) !== 0 && size > 1) shape |= Shape.AllCaps;
      if (word[size - 1] === LETTER_S) {
        // Singular, so that a word in the other number is the same word.
        if (size > 3) {
          const last = word[size - 2] as number;
          if (last !== LETTER_S && last !== 117 && last !== 105) {
            size--;
            // families -> family
            if (size > 4 && last === 101 && word[size - 2] === 105) {
              size -= 2;
              word[size++] = 121;
            }
          }
        } else if (size === 1 && shape === 0 && count > 0) {
          // `Nelson s bill`: a site that lost its apostrophes; the `s` is no word of its own.
          if (start === (out.end[count - 1] as number) + 1 && chars[end] !== 46) continue;
        }
      }
      out.id[count] = this.#find(size, grow);
      out.start[count] = start;
      out.end[count] = end;
      out.shape[count++] = shape;
    }
    out.count = count;
  }

  /** `&` is the word `and`. */
  #and(grow: boolean): number {
    this.#word.set([97, 110, 100]);
    return this.#find(3, grow);
  }

  /** The number of the word in `#word`, 0 where it is unknown and not to be learnt. */
  #find(size: number, grow: boolean): number {
    const word = this.#word;
    let hash = SEED;
    let other = size;
    for (let k = 0; k < size; k++) {
      const letter = word[k] as number;
      hash = Math.imul(hash ^ letter, PRIME);
      other = (Math.imul(other, OTHER_PRIME) + letter) | 0;
    }
    const table = this.#table;
    const mask = this.#mask;
    let slot = (hash ^ (hash >>> 15)) & mask;
    for (;;) {
      const at = slot << 2;
      const id = table[at] as number;
      if (id === 0) break;
      if (table[at + 1] === hash && table[at + 2] === other && table[at + 3] === size) return id;
      slot = (slot + 1) & mask;
    }
    return grow ? this.#add(hash, other, size) : 0;
  }

  #add(hash: number, other: number, size: number): number {
    this.#size++;
    if (this.#size * 2 > this.#mask) this.#rehash();
    this.#put(this.#size, hash, other, size);
    return this.#size;
  }

  #put(id: number, hash: number, other: number, size: number): void {
    let slot = (hash ^ (hash >>> 15)) & this.#mask;
    while (this.#table[slot << 2] !== 0) slot = (slot + 1) & this.#mask;
    this.#table.set([id, hash, other, size], slot << 2);
  }

  #rehash(): void {
    const old = this.#table;
    this.#table = new Int32Array(old.length * 2);
    this.#mask = this.#mask * 2 + 1;
    for (let i = 0; i < old.length; i += 4) {
      const [id = 0, hash = 0, other = 0, size = 0] = old.subarray(i, i + 4);
      if (id !== 0) this.#put(id, hash, other, size);
    }
  }
}

/** Offset behind word `i` without a possessive: `Act’s` ends with `Act`. */
export function endOf(tokens: Tokens, i: number): number {
  const end = tokens.end[i] as number;
  const start = tokens.start[i] as number;
  const mark = tokens.chars[end - 2];
  return end - start > 2 && mark !== undefined && CLASS[mark] === APOSTROPHE ? end - 2 : end;
}

function doubled(array: Int32Array): Int32Array<ArrayBuffer> {
  const next = new Int32Array(array.length * 2);
  next.set(array);
  return next;
}

/** Room for the words of a text; used again for every text. */
export function newTokens(): Tokens {
  const chars = new Uint16Array(8192);
  return {
    text: '',
    chars,
    bytes: Buffer.from(chars.buffer),
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

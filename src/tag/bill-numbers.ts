import type { BillType, Evidence } from '../model.js';
import { gapBefore, isTight } from './gaps.js';
import { Shape, type Tokens, type Vocabulary } from './tokens.js';
import type { Trace } from './trace.js';

/** A bill number as it stands in a text, before its Congress is decided. */
export interface NumberCitation extends Evidence {
  type: BillType;
  number: number;
  /** Word index of the first and the last word of the citation. */
  from: number;
  to: number;
  /** Written out (`Senate Bill 54`), as state bills are too. */
  spelled: boolean;
}

const WORDS = [
  's h r hr b bill j jt joint con conc concurrent res resolution no number num and or u',
  'senate house sj hj scon hcon sres hres sjres hjres sconres hconres',
  'the of in us page pages pp rec record room rm suite capitol dirksen russell hart rayburn longworth cannon street st ave avenue',
].join(' ');

type Word = Record<string, number>;

const TRAP = 'a room, a street or a page of the Congressional Record, no bill';
const GLUED = /^(s|hr|sres|hres|sjres|hjres|sconres|hconres)([1-9]\d{0,4})$/i;
const MIXED_RES = /^res([1-9]\d{0,3})$/i;
const AFTER_LIST =
  /^(?:[,;:.)\]?!\n]|$|\s+(?:and|or|would|will|are|were|is|was|to|which|that|in|have|both|as|by|which|from|on|for|through|respectively)\b)/;

/** Finds bill numbers of Congress in all their forms, in one pass over the words of a text. */
export class BillNumberReader {
  readonly #w: Word = {};

  constructor(vocabulary: Vocabulary, scratch: Tokens) {
    for (const word of WORDS.split(' ')) this.#w[word] = vocabulary.learn(word, scratch).id[0] as number;
  }

  /** Bill numbers in text order. State bills, rooms, page and case citations are left out. */
  read(tokens: Tokens, trace?: Trace): NumberCitation[] {
    const found: NumberCitation[] = [];
    for (let i = 0; i < tokens.count; i++) {
      const shape = tokens.shape[i] as number;
      if ((shape & (Shape.Number | Shape.Mixed)) === 0) continue;
      const citation = (shape & Shape.Number) !== 0 ? this.#afterPrefix(tokens, i) : this.#glued(tokens, i);
      if (!citation) continue;
      if (this.#isTrap(tokens, citation)) {
        trace?.({ about: 'bill', outcome: 'refused', bills: [], besides: [], at: citation, rule: TRAP });
        continue;
      }
      found.push(citation);
      i = this.#list(tokens, citation, found);
    }
    return found;
  }

  #citation(
    tokens: Tokens,
    type: BillType,
    number: number,
    from: number,
    to: number,
    spelled: boolean,
  ): NumberCitation {
    const start = tokens.start[from] as number;
    const end = tokens.end[to] as number;
    return { type, number, from, to, spelled, start, end, text: tokens.text.slice(start, end) };
  }

  #glued(tokens: Tokens, i: number): NumberCitation | null {
    if (((tokens.shape[i] as number) & Shape.Capital) === 0) return null;
    const text = tokens.text.slice(tokens.start[i], tokens.end[i]);
    const glued = GLUED.exec(text);
    if (glued)
      return this.#citation(tokens, glued[1]?.toLowerCase() as BillType, Number(glued[2]), i, i, false);
    const resolution = MIXED_RES.exec(text);
    if (!resolution || i === 0) return null;
    const prefix = this.#resolution(tokens, i);
    return prefix && this.#citation(tokens, prefix.type, Number(resolution[1]), prefix.from, i, false);
  }

  #afterPrefix(tokens: Tokens, i: number): NumberCitation | null {
    if (i === 0) return null;
    const number = this.#numberAt(tokens, i);
    if (!number) return null;
    const w = this.#w;
    let j = i - 1;
    const hyphen = gapBefore(tokens, i) === '-';
    if (!hyphen && !isTight(tokens, i)) return null;
    const numbered = tokens.id[j] === w.no || tokens.id[j] === w.number || tokens.id[j] === w.num;
    if (numbered) {
      if (j === 0 || !isTight(tokens, j)) return null;
      j--;
    }
    const prefix = this.#prefix(tokens, j);
    if (!prefix) return null;
    // `S-221` is a room, `H.R.-1234` a bill.
    if (hyphen && prefix.type === 's') return null;
    return this.#citation(tokens, prefix.type, number.value, prefix.from, number.to, prefix.spelled);
  }

  /** The number that starts at a word; `1,693` is read as one. */
  #numberAt(tokens: Tokens, i: number): { value: number; to: number } | null {
    const digits = tokens.text.slice(tokens.start[i], tokens.end[i]);
    if (digits.length > 5 || digits.startsWith('0')) return null;
    const end = tokens.end[i] as number;
    const after = tokens.text.slice(end, end + 5);
    if (/^,\d{3}(?!\d)/.test(after) && digits.length <= 2) {
      return { value: Number(digits + after.slice(1, 4)), to: i + 1 };
    }
    if (/^(?:\.\d|%|-\d)/.test(after)) return null;
    return { value: Number(digits), to: i };
  }

  /** The type of bill that ends at word `j`. */
  #prefix(tokens: Tokens, j: number): { type: BillType; from: number; spelled: boolean } | null {
    const w = this.#w;
    const id = tokens.id[j] as number;
    if (id === 0) return null;
    if (id === w.s) {
      const dotted = tokens.text.charCodeAt(tokens.end[j] as number) === 46;
      if (((tokens.shape[j] as number) & Shape.Capital) === 0 && !dotted) return null;
      if (j > 0 && tokens.id[j - 1] === w.u && isTight(tokens, j)) return null;
      return { type: 's', from: j, spelled: false };
    }
    if (id === w.hr) return { type: 'hr', from: j, spelled: false };
    if (id === w.r) {
      if (j === 0 || tokens.id[j - 1] !== w.h || !isTight(tokens, j)) return null;
      return { type: 'hr', from: j - 1, spelled: false };
    }
    if (id === w.bill) {
      if (j === 0 || !isTight(tokens, j)) return null;
      const chamber = tokens.id[j - 1];
      if (chamber === w.senate) return { type: 's', from: j - 1, spelled: true };
      if (chamber === w.house) return { type: 'hr', from: j - 1, spelled: true };
      if (chamber === w.hr) return { type: 'hr', from: j - 1, spelled: false };
      return null;
    }
    if (id === w.sres) return { type: 'sres', from: j, spelled: false };
    if (id === w.hres) return { type: 'hres', from: j, spelled: false };
    if (id === w.sjres) return { type: 'sjres', from: j, spelled: false };
    if (id === w.hjres) return { type: 'hjres', from: j, spelled: false };
    if (id === w.sconres) return { type: 'sconres', from: j, spelled: false };
    if (id === w.hconres) return { type: 'hconres', from: j, spelled: false };
    if (id === w.res || id === w.resolution) return this.#resolution(tokens, j);
    return null;
  }

  /** `S. Con. Res`, `House Joint Resolution` … that ends at word `j`. */
  #resolution(tokens: Tokens, j: number): { type: BillType; from: number; spelled: boolean } | null {
    const w = this.#w;
    if (j === 0 || !isTight(tokens, j)) return null;
    let k = j - 1;
    let kind: 'res' | 'jres' | 'conres' = 'res';
    const id = tokens.id[k];
    if (id === w.sj) return { type: 'sjres', from: k, spelled: false };
    if (id === w.hj) return { type: 'hjres', from: k, spelled: false };
    if (id === w.scon) return { type: 'sconres', from: k, spelled: false };
    if (id === w.hcon) return { type: 'hconres', from: k, spelled: false };
    if (id === w.j || id === w.jt || id === w.joint) kind = 'jres';
    else if (id === w.con || id === w.conc || id === w.concurrent) kind = 'conres';
    if (kind !== 'res') {
      if (k === 0 || !isTight(tokens, k)) return null;
      k--;
    }
    const chamber = tokens.id[k];
    // `H. R. Res. 12`, `H.R.J. Res. 3`
    if (chamber === w.r && k > 0 && tokens.id[k - 1] === w.h)
      return { type: `h${kind}`, from: k - 1, spelled: false };
    if (chamber === w.s || chamber === w.senate) {
      return { type: `s${kind}`, from: k, spelled: chamber === w.senate };
    }
    if (chamber === w.h || chamber === w.hr || chamber === w.house) {
      return { type: `h${kind}`, from: k, spelled: chamber === w.house };
    }
    return null;
  }

  /** What looks like a bill and is none: rooms, pages of the Record, streets. */
  #isTrap(tokens: Tokens, citation: NumberCitation): boolean {
    if (citation.type !== 's' || citation.spelled) return false;
    const w = this.#w;
    for (let k = Math.max(0, citation.from - 3); k < citation.from; k++) {
      const id = tokens.id[k] as number;
      if (id === 0) continue;
      if (id === w.room || id === w.rm || id === w.suite || id === w.page || id === w.pp) return true;
      if (id === w.rec || id === w.record) return k >= citation.from - 2;
    }
    // `S. 221 of the U.S. Capitol`: only small words may stand between.
    for (let k = citation.to + 1; k <= citation.to + 6 && k < tokens.count; k++) {
      const id = tokens.id[k] as number;
      if (id === 0) return false;
      if (id === w.capitol || id === w.dirksen || id === w.russell || id === w.hart) return true;
      if (k === citation.to + 1 && (id === w.street || id === w.st || id === w.avenue || id === w.ave))
        return true;
      if (id !== w.the && id !== w.of && id !== w.in && id !== w.u && id !== w.s && id !== w.us) return false;
    }
    return false;
  }

  /** Reads on: `S. 1 and 2`, `H.R. 10, 11 and 12`. Returns the last word read. */
  #list(tokens: Tokens, first: NumberCitation, found: NumberCitation[]): number {
    const w = this.#w;
    let last = first.to;
    const pending: NumberCitation[] = [];
    let joined = false;
    for (let i = first.to + 1; i < tokens.count && i <= last + 2; i++) {
      if (tokens.id[i] === w.and || tokens.id[i] === w.or) {
        if (i !== last + 1 || !/^,?\s{1,2}$/.test(gapBefore(tokens, i))) break;
        joined = true;
        continue;
      }
      if (((tokens.shape[i] as number) & Shape.Number) === 0) break;
      if (!/^(?:\s{1,2}|,\s{1,2}|\s?\/\s?)$/.test(gapBefore(tokens, i))) break;
      if (i === last + 1 && /^\s+$/.test(gapBefore(tokens, i))) break;
      const number = this.#numberAt(tokens, i);
      if (!number) break;
      const end = tokens.end[number.to] as number;
      if (!AFTER_LIST.test(tokens.text.slice(end, end + 16))) break;
      pending.push(this.#citation(tokens, first.type, number.value, i, number.to, first.spelled));
      last = number.to;
      if (joined) break;
    }
    // A list ends with `and`; without it a number after a comma may be a vote or a date.
    if (!joined || pending.length === 0) return first.to;
    found.push(...pending);
    return last;
  }
}

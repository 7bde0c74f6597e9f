import type { Bill, BillId, BillName } from '../model.js';
import { Shape, type Tokens, type Vocabulary } from './tokens.js';
import { PhraseTrie } from './trie.js';

/** One bill that bears a title. */
export interface TitleHolder {
  bill: Bill;
  /** The year in the title (`Act of 2017`), 0 where it has none. */
  year: number;
  /** The title names only a part of the bill (a division of an omnibus). */
  portion: boolean;
  /** The letters of the title in the spellings of this bill, to tell `Tax Cut` from `Tax Cuts`. */
  spellings: string[];
  /** How far the bill came under this title: 0 introduced, 1 reported, 2 passed, 3 by the other chamber, 4 enrolled. */
  stage: number;
  /** The title comes from an official source; what releases call a bill is less sure. */
  official: boolean;
}

/** One title, whoever bears it. */
export interface Title {
  /** The title without its year. */
  text: string;
  holders: TitleHolder[];
  /** How many words it has. */
  words: number;
  /** Words that say something: neither small words nor `Act`. */
  content: number;
  /** Ends in `Act`, `Resolution`, `Amendment`: a name by its own form. */
  named: boolean;
  /** `SAFE Act`: capitals all through, besides the last word. */
  acronym: boolean;
  /** A long official title, a sentence rather than a name. */
  official: boolean;
  /** A name of our own table: nobody needs to stand for it. */
  nickname: boolean;
  /** Some word of it stands in no other title of the index. */
  unique: boolean;
}

const YEAR_TAIL = /[\s,]+(?:of\s+)?((?:19|20)\d\d)\s*\.?$/;
/** `Technology Controls on Hardware (MATCH) Act`: an acronym inside a title is no part of it. */
const INTERRUPTED = /\s+\([A-Z][A-Za-z0-9&.-]{1,14}\)\s+/g;
const FISCAL_YEAR = /\s+(?:for|of)\s+(?:the\s+)?fiscal\s+years?\s*$/i;
const NAMED = /\b(?:Acts?|Resolution|Amendments?|Law|Code|Compact)(?:\s+\d\.\d)?\.?$/i;
const SMALL = new Set(
  'a an and as at by for from in into its of on or our the to with without under over that act resolution bill'.split(
    ' ',
  ),
);
/** Only among so many titles does a word that stands in one of them tell something. */
const ENOUGH_TITLES = 1000;
/** Titles that are no names: left-overs of the source. */
const JUNK = /^(?:act|act \d\.\d|this act may be cited as the|reserved for the .*)$/i;
const NICKNAME = 'nickname';
/** Longer official titles are quoted by nobody. */
const LONGEST_OFFICIAL = 300;

/** Splits the year off a title: `X Act of 2017` -> `X Act`, 2017. */
export function withoutYear(title: string): { text: string; year: number } {
  const clean = title
    .replace(/\s+/g, ' ')
    .replace(INTERRUPTED, ' ')
    .replace(/^The\s+/, '')
    .trim();
  const tail = YEAR_TAIL.exec(clean);
  const year = tail ? Number(tail[1]) : 0;
  const text = (tail ? clean.slice(0, tail.index) : clean).replace(FISCAL_YEAR, '').replace(/[.,\s]+$/, '');
  return { text, year };
}

/** The letters and digits of a title, in lower case: spellings that differ only in marks and spaces are equal. */
export function lettersOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/&/g, 'and')
    .replace(/[^\p{L}\p{N}]/gu, '');
}

/** How far a bill came, by the kind of a title of its. */
function stageOf(kind: string): number {
  if (/\bENR\b|enrolled|enacted/i.test(kind)) return 4;
  if (/engrossed amendment|amended by|\bRF[SH]\b/i.test(kind)) return 3;
  if (/passed|engrossed/i.test(kind)) return 2;
  return /reported|placed on/i.test(kind) ? 1 : 0;
}

/** A title as it was read once. */
interface Parsed {
  title: Title | null;
  year: number;
  letters: string;
}

/** All bills by id, and all their titles in one trie. Built once. */
export class BillIndex {
  readonly bills = new Map<BillId, Bill>();
  readonly titles: Title[] = [];
  readonly trie = new PhraseTrie();
  /** Official titles, which are sentences: apart, since their first words are everybody's. */
  readonly sentences = new PhraseTrie();
  readonly #shorts = new Map<string, Parsed>();
  readonly #officials = new Map<string, Parsed>();

  constructor(bills: Iterable<Bill>, names: Iterable<BillName>, vocabulary: Vocabulary, scratch: Tokens) {
    for (const bill of bills) {
      this.bills.set(bill.id, bill);
      for (const { kind, title } of bill.titles) this.#add(bill, kind, title, vocabulary, scratch);
    }
    for (const { name, bill: id } of names) {
      const bill = this.bills.get(id);
      if (bill) this.#add(bill, NICKNAME, name, vocabulary, scratch);
    }
    this.#shorts.clear();
    this.#officials.clear();
    this.#markUnique(vocabulary, scratch);
  }

  #add(bill: Bill, kind: string, raw: string, vocabulary: Vocabulary, scratch: Tokens): void {
    const official = isOfficial(kind);
    // Most titles come several times, under several kinds.
    const known = official ? this.#officials : this.#shorts;
    let parsed = known.get(raw);
    if (!parsed) {
      parsed = this.#parse(kind, raw, vocabulary, scratch);
      known.set(raw, parsed);
    }
    const { title, year, letters } = parsed;
    if (!title) return;
    const portion = kind.includes('portion');
    const stage = stageOf(kind);
    const holder = title.holders.find((item) => item.bill === bill);
    if (!holder) {
      const unofficial = kind === 'press-derived';
      title.holders.push({ bill, year, portion, stage, official: !unofficial, spellings: [letters] });
      return;
    }
    if (!holder.spellings.includes(letters)) holder.spellings.push(letters);
    holder.stage = Math.max(holder.stage, stage);
    if (year !== 0) holder.year = year;
    if (!portion) holder.portion = false;
  }

  #parse(kind: string, raw: string, vocabulary: Vocabulary, scratch: Tokens): Parsed {
    const name = nameOf(kind, raw);
    if (!name) return { title: null, year: 0, letters: '' };
    const { text, year } = name;
    const title = this.#newTitle(text, isOfficial(kind), kind === NICKNAME, vocabulary, scratch);
    return { title, year, letters: title && !title.official ? lettersOf(text) : '' };
  }

  #newTitle(
    text: string,
    official: boolean,
    nickname: boolean,
    vocabulary: Vocabulary,
    scratch: Tokens,
  ): Title | null {
    vocabulary.learn(text, scratch);
    const words = scratch.count;
    if ((words < 2 && !nickname) || JUNK.test(text)) return null;
    let content = 0;
    let capitals = 0;
    for (let i = 0; i < words; i++) {
      const word = text.slice(scratch.start[i], scratch.end[i]).toLowerCase();
      if (SMALL.has(word)) continue;
      content++;
      if (((scratch.shape[i] as number) & Shape.AllCaps) !== 0) capitals++;
    }
    if (content === 0) return null;
    const named = NAMED.test(text);
    const sentence = official || (!named && words > 8);
    if (sentence && words < 6) return null;
    const title: Title = {
      text,
      holders: [],
      words,
      content,
      named,
      acronym: capitals === content && words <= 4,
      official: sentence,
      nickname,
      unique: false,
    };
    const number = this.titles.length;
    const standing = (sentence ? this.sentences : this.trie).add(scratch.id, 0, words, number);
    // The same words in another spelling: `Veterans’` and `Veterans`.
    if (standing !== number) return this.titles[standing] ?? null;
    this.titles.push(title);
    return title;
  }

  /** A title is unique by a word that no other title has: then it is known even inside a longer name. */
  #markUnique(vocabulary: Vocabulary, scratch: Tokens): void {
    const df = new Int32Array(vocabulary.size + 1);
    const short = this.titles.filter((title) => !title.official);
    for (const title of short) {
      vocabulary.read(title.text, scratch, false);
      for (let i = 0; i < scratch.count; i++) {
        const id = scratch.id[i] as number;
        df[id] = (df[id] as number) + 1;
      }
    }
    if (short.length < ENOUGH_TITLES) return;
    for (const title of short) {
      vocabulary.read(title.text, scratch, false);
      for (let i = 0; i < scratch.count; i++) if (df[scratch.id[i] as number] === 1) title.unique = true;
    }
  }
}

function isOfficial(kind: string): boolean {
  return kind.startsWith('Official') || kind.startsWith('official');
}

/** What of a title stands in texts, and the year that may; null for a sentence that is too long to be quoted. */
export function nameOf(kind: string, title: string): { text: string; year: number } | null {
  if (!isOfficial(kind)) return withoutYear(title);
  return title.length > LONGEST_OFFICIAL ? null : withoutYear(withoutPreamble(title));
}

/** `A bill to amend …` -> `amend …`: releases name the purpose and leave the form out. */
function withoutPreamble(title: string): string {
  return title
    .replace(
      /^(?:an?|original)\s+(?:original\s+)?(?:bill|act|resolution|joint resolution|concurrent resolution)\s+(?:to\s+)?/i,
      '',
    )
    .replace(/^to\s+/i, '')
    .replace(/,?\s+and for other purposes\.?$/i, '');
}

import type { Evidence } from '../model.js';
import type { BillIndex, Title } from './bill-index.js';
import { isBlank, isBreak } from './gaps.js';
import { LooseTitles } from './loose-titles.js';
import { endOf, Shape, type Tokens, type Vocabulary } from './tokens.js';
import type { Trace } from './trace.js';
import type { PhraseTrie } from './trie.js';

/** A title of the index as it stands in a text. */
export interface TitleHit extends Evidence {
  title: Title;
  /** Word index of the first word, and of the one after the last. */
  from: number;
  to: number;
  /** The year that the text gives (`Act of 2017`), 0 where it gives none. */
  year: number;
  /** An acronym in parentheses inside or behind the title: `Stop Enabling Sex Traffickers Act (SESTA)`. */
  acronym: string | null;
  /** The words stand in another order, or one of them is another word. */
  loose: boolean;
}

const SMALL = 'a an and as at by for from in into its of on or our the to with without under over that'.split(
  ' ',
);
/** Capitalised words that may stand before a title without being part of a longer one. */
const LEADING =
  'the this that these a an our my your his her their its new bipartisan bicameral senate house federal congressional support supporting sponsor cosponsor introduce introducing reintroduce pass passing passage enact oppose opposing urge applaud announce vote voting sign back champion lead unveil on of for to in by with under and or as including via entitled titled called named dubbed known act bill bills legislation resolution law congress today also both u s us urging urges calling calls slam slams blast blasts blasting hail hails hailing praise praises praising condemn condemns demand demands demanding push pushes pushing champions championing leads leading unveils unveiling backs backing supports sponsors introduces reintroduces reintroducing passes opposes blocking block blocks applauds applauding announces announcing votes signs signing celebrate celebrates celebrating highlight highlights highlighting promote promotes promoting touts tout discuss discusses discussing after regarding about against fy following cosponsors joins join help helps secure secures advance advances advancing file files filing present presents include includes amends amend amending'.split(
    ' ',
  );
/** Words behind `Act` that make it another, longer name. */
const TRAILING =
  'amendment amendments reauthorization reauthorizations improvement extension implementation enforcement restoration expansion enhancement clarification correction modernization repeal'.split(
    ' ',
  );

/** Words behind which an official title may begin: `a bill to amend …`, `a resolution designating …`. */
const OPENING = ['to', 'resolution', 'bill', 'legislation', 'titled', 'entitled', 'title', 'measure'];

const NO_CAPITALS = 'the words are not written as a name: they lack its capitals';
const NO_ACRONYM = 'an acronym needs its capitals, and no other name around it';
const NO_EDGES = 'a part of a longer name';
const ORDINARY_WORDS = 'ordinary words, and no marks around them';

const YEAR_BEHIND = /^(?:\s|,|\(|\)|”|"|’){0,3}(?:of\s{1,2})?((?:19|20)\d\d)\b/;
const ACRONYM_BEHIND =
  /^[\s,]{0,2}[(,]\s?(?:the\s|or\s|known as\s|“|"|‘)*([A-Z][A-Za-z0-9.&-]{1,14})(?:\s+Act)?(?:”|"|’)?\s?[),]/;

/** Finds titles of the index, the longest at each place. */
export class TitleReader {
  readonly #index: BillIndex;
  readonly #small: Set<number>;
  readonly #leading: Set<number>;
  readonly #trailing: Set<number>;
  readonly #opening: Set<number>;
  readonly #act: number;
  readonly #and: number;
  readonly #our: number;
  readonly #loose: LooseTitles;

  constructor(index: BillIndex, vocabulary: Vocabulary, scratch: Tokens) {
    const learn = (words: string[]) =>
      new Set(words.map((word) => vocabulary.learn(word, scratch).id[0] as number));
    this.#index = index;
    this.#small = learn(SMALL);
    this.#leading = learn(LEADING);
    this.#trailing = learn(TRAILING);
    this.#opening = learn(OPENING);
    this.#act = vocabulary.learn('act', scratch).id[0] as number;
    this.#and = vocabulary.learn('and', scratch).id[0] as number;
    this.#our = vocabulary.learn('our', scratch).id[0] as number;
    this.#loose = new LooseTitles(index.titles, this.#small, vocabulary, scratch);
  }

  read(tokens: Tokens, trace?: Trace): TitleHit[] {
    const hits: TitleHit[] = [];
    const { trie, sentences } = this.#index;
    const { id, count } = tokens;
    const act = this.#act;
    for (let i = 0; i < count; i++) {
      const word = id[i] as number;
      if (word === 0) continue;
      let hit: TitleHit | null = null;
      if (trie.starts(word)) hit = this.#at(tokens, i, trie, trace);
      if (!hit && word === act) hit = this.#looseAt(tokens, i, hits.at(-1)?.to ?? 0);
      if (!hit && i > 0 && this.#opening.has(id[i - 1] as number) && sentences.starts(word)) {
        hit = this.#at(tokens, i, sentences, trace);
      }
      if (!hit) continue;
      hits.push(hit);
      i = hit.to - 1;
    }
    return hits;
  }

  #looseAt(tokens: Tokens, i: number, free: number): TitleHit | null {
    const loose = this.#loose.endingAt(tokens, i);
    if (!loose || loose.from < free) return null;
    return { ...this.#hit(tokens, loose.title, loose.from, loose.to, null), loose: true };
  }

  #at(tokens: Tokens, from: number, trie: PhraseTrie, trace?: Trace): TitleHit | null {
    let node = trie.step(0, tokens.id[from] as number);
    if (
      trie.valueAt(node) < 0 &&
      from + 1 < tokens.count &&
      trie.step(node, tokens.id[from + 1] as number) === 0 &&
      !this.#mayInterrupt(tokens, from + 1)
    ) {
      return null;
    }
    let best: TitleHit | null = null;
    let refused: { title: Title; to: number; flaw: string } | null = null;
    let acronym: string | null = null;
    for (let i = from + 1; ; i++) {
      const value = trie.valueAt(node);
      const title = value >= 0 ? this.#index.titles[value] : undefined;
      if (title) {
        const flaw = this.#flaw(tokens, title, from, i);
        if (flaw === null) best = this.#hit(tokens, title, from, i, acronym);
        else if (trace) refused = { title, to: i, flaw };
      }
      if (i >= tokens.count) break;
      let next = trie.step(node, tokens.id[i] as number);
      if (next === 0) {
        const skip = this.#skipAcronym(tokens, i);
        if (skip === i || skip >= tokens.count) break;
        acronym = tokens.text.slice(tokens.start[i], tokens.end[skip - 1]);
        i = skip;
        next = trie.step(node, tokens.id[i] as number);
        if (next === 0) break;
      }
      if (isBreak(tokens, i)) break;
      node = next;
    }
    if (!best && refused) {
      const { title, to, flaw } = refused;
      const at = this.#hit(tokens, title, from, to, null);
      const bills = title.holders.map(({ bill }) => bill.id);
      trace?.({ about: 'bill', outcome: 'refused', bills, besides: [], at, rule: flaw });
    }
    return best;
  }

  #mayInterrupt(tokens: Tokens, i: number): boolean {
    return ((tokens.shape[i] as number) & Shape.AllCaps) !== 0;
  }

  /** `Access and Retention (FARM) Stability Act`: the word after an acronym that interrupts a title. */
  #skipAcronym(tokens: Tokens, i: number): number {
    if (((tokens.shape[i] as number) & Shape.AllCaps) === 0) return i;
    const before = tokens.text.charCodeAt((tokens.start[i] as number) - 1);
    if (before === 40) {
      for (let k = i; k < Math.min(i + 4, tokens.count); k++) {
        if (tokens.text.charCodeAt(tokens.end[k] as number) === 41) return k + 1;
      }
      return i;
    }
    // A site that lost its punctuation: `Health Benefits Program SEHBP Act`.
    const plain = i > 0 && ((tokens.shape[i - 1] as number) & Shape.AllCaps) === 0;
    return plain && (tokens.end[i] as number) - (tokens.start[i] as number) > 2 ? i + 1 : i;
  }

  #hit(tokens: Tokens, title: Title, from: number, to: number, acronym: string | null): TitleHit {
    const start = tokens.start[from] as number;
    const end = endOf(tokens, to - 1);
    const behind = tokens.text.slice(end, end + 40);
    const year = YEAR_BEHIND.exec(behind);
    const rest = year ? behind.slice(year[0].length) : behind;
    return {
      title,
      from,
      to,
      start,
      end,
      text: tokens.text.slice(start, end),
      year: Number(year?.[1] ?? 0),
      acronym: acronym ?? ACRONYM_BEHIND.exec(rest)?.[1] ?? null,
      loose: false,
    };
  }

  /** Why the words are no name there, by their capitals and by their edges; null where they are one. */
  #flaw(tokens: Tokens, title: Title, from: number, to: number): string | null {
    if (title.official) return null;
    let capital = 0;
    let allCaps = 0;
    let content = 0;
    for (let i = from; i < to; i++) {
      if (this.#small.has(tokens.id[i] as number)) continue;
      content++;
      const shape = tokens.shape[i] as number;
      if ((shape & (Shape.Capital | Shape.Number | Shape.Mixed)) !== 0) capital++;
      if ((shape & (Shape.AllCaps | Shape.Number)) !== 0) allCaps++;
    }
    if (title.acronym) return this.#isAcronym(tokens, title, from, to) ? null : NO_ACRONYM;
    const quoted = from > 0 && /["“‘'(]/.test(tokens.text.charAt((tokens.start[from] as number) - 1));
    if (capital < content) {
      const wrong = content - capital;
      const tolerated = title.named
        ? title.content >= 5
          ? wrong <= 2 || capital === 0
          : wrong <= 1 && content > 3
        : false;
      if (!tolerated) return NO_CAPITALS;
    }
    if (!title.named && !title.nickname && title.content < 3 && !quoted) return ORDINARY_WORDS;
    const shouted = allCaps === content;
    return this.#hasEdges(tokens, title, from, to, shouted) ? null : NO_EDGES;
  }

  #isAcronym(tokens: Tokens, title: Title, from: number, to: number): boolean {
    const text = tokens.text.slice(tokens.start[from], tokens.end[to - 1]);
    if (text === title.text) return this.#hasEdges(tokens, title, from, to, false);
    for (let i = from; i < to - 1; i++) {
      if (this.#small.has(tokens.id[i] as number)) continue;
      if (((tokens.shape[i] as number) & Shape.AllCaps) === 0) return false;
    }
    if (((tokens.shape[to - 1] as number) & Shape.Capital) === 0) return false;
    return this.#hasEdges(tokens, title, from, to, false);
  }

  #hasEdges(tokens: Tokens, title: Title, from: number, to: number, shouted: boolean): boolean {
    if (to < tokens.count && isBlank(tokens, to)) {
      const next = tokens.shape[to] as number;
      if ((next & Shape.Capital) !== 0 && this.#trailing.has(tokens.id[to] as number)) return false;
      if (!title.named && (next & Shape.Capital) !== 0 && !shouted) return false;
    }
    if (title.unique || from === 0) return true;
    const blank =
      isBlank(tokens, from) ||
      isInitial(tokens, from) ||
      tokens.text.charAt((tokens.start[from] as number) - 1) === '-';
    if (!blank) return true;
    const before = from - 1;
    const id = tokens.id[before] as number;
    const shape = tokens.shape[before] as number;
    if (this.#leading.has(id)) return !this.#continues(tokens, title, before);
    if ((shape & (Shape.Capital | Shape.Mixed)) === 0) return true;
    // `Wyden’s X Act`, `Schumer-Graham X Act`: whose it is, not what it is called.
    const written = tokens.text.slice(tokens.start[before], tokens.end[before]);
    if (/^(?:FY)?\d+$/.test(written)) return true;
    if (
      /['’]s$|s['’]?$/.test(written) &&
      /['’]/.test(tokens.text.slice(tokens.start[before], tokens.start[from]))
    )
      return true;
    if (before > 0 && tokens.text.charAt((tokens.start[before] as number) - 1) === '-') return true;
    if (shouted && title.content >= 3) return true;
    return false;
  }

  /** `Hope and Opportunity Act`, `Honoring our Promise Act`: a small word ties the title to the name before it. */
  #continues(tokens: Tokens, title: Title, small: number): boolean {
    if (small === 0 || !isBlank(tokens, small)) return false;
    const id = tokens.id[small] as number;
    if (id !== this.#our && (id !== this.#and || title.content > 2)) return false;
    const before = tokens.shape[small - 1] as number;
    return (before & Shape.Capital) !== 0 && tokens.id[small - 1] !== this.#act;
  }
}

/** `D.C. Voting Rights Act`: an initial with its period stands before the word. */
function isInitial(tokens: Tokens, i: number): boolean {
  const before = i - 1;
  if ((tokens.end[before] as number) - (tokens.start[before] as number) !== 1) return false;
  return tokens.text.slice(tokens.end[before], tokens.start[i]) === '. ';
}

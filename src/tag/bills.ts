import type { BillId, BillTag, BillType, Evidence, Tags } from '../model.js';
import type { BillIndex } from './bill-index.js';
import type { BillNumberReader, NumberCitation } from './bill-numbers.js';
import { resolveTitle, type Scene } from './bill-resolver.js';
import type { TitleHit, TitleReader } from './bill-titles.js';
import { congressOfCitation } from './citation-congress.js';
import { ordinal } from './congress.js';
import type { ResolutionReader } from './described.js';
import { foldName } from './names.js';
import type { PublicLawReader } from './public-laws.js';
import type { Publisher } from './publisher.js';
import { standsAsLaw } from './standing-law-context.js';
import type { StandingLaws } from './standing-laws.js';
import { isStateBill } from './state-bills.js';
import type { ActReader } from './the-act.js';
import { Shape, type Tokens } from './tokens.js';
import type { Trace } from './trace.js';

type Found = Pick<Tags, 'bills' | 'ambiguous' | 'unresolved'>;

/** Above what any Congress came to: such a number is a slip of the pen (`S. Con. Res. 408` for `H. Con. Res. 408`). */
const MOST_NUMBERED: Record<BillType, number> = {
  s: 7000,
  hr: 22000,
  sres: 1500,
  hres: 3000,
  sjres: 400,
  hjres: 1500,
  sconres: 300,
  hconres: 1000,
};

/** What is gathered from one text. */
interface Gathering {
  tokens: Tokens;
  scene: Scene;
  tags: Map<BillId, BillTag>;
  ambiguous: Map<string, Found['ambiguous'][number]>;
  /** Acronyms that the text itself gives to a title: `SESTA` -> the bills that the title names. */
  aliases: Map<string, BillId[]>;
  /** The bills that each title of the text was taken for. */
  meant: Map<TitleHit, BillId[]>;
  trace: Trace | undefined;
}

/** Finds the bills that a text speaks of, by number, by title and by acronym. */
export class BillReader {
  readonly #index: BillIndex;
  readonly #numbers: BillNumberReader;
  readonly #publicLaws: PublicLawReader;
  readonly #titles: TitleReader;
  readonly #resolutions: ResolutionReader;
  readonly #acts: ActReader;
  readonly #laws: StandingLaws;
  readonly #complete: ReadonlySet<number>;

  constructor(
    index: BillIndex,
    numbers: BillNumberReader,
    publicLaws: PublicLawReader,
    titles: TitleReader,
    resolutions: ResolutionReader,
    acts: ActReader,
    laws: StandingLaws,
    complete: ReadonlySet<number>,
  ) {
    this.#index = index;
    this.#numbers = numbers;
    this.#publicLaws = publicLaws;
    this.#titles = titles;
    this.#resolutions = resolutions;
    this.#acts = acts;
    this.#laws = laws;
    this.#complete = complete;
  }

  read(tokens: Tokens, day: string, publisher: Publisher, trace?: Trace): Found {
    const { text } = tokens;
    const tags = new Map<BillId, BillTag>();
    const unresolved = new Map<string, string>();
    for (const citation of this.#numbers.read(tokens, trace)) {
      if (isStateBill(tokens, citation, publisher)) tell(trace, 'refused', [], citation, STATE_BILL);
      else this.#number(text, citation, day, tags, unresolved, trace);
    }
    for (const law of this.#publicLaws.read(tokens)) {
      this.#add(tags, law.bill, law, 'number', 0.99);
      if (trace) tell(trace, 'tagged', [law.bill], law, `became Public Law ${law.law}`);
    }
    const names = once(() => capitalised(tokens));
    const scene: Scene = {
      text,
      day,
      publisher,
      cited: new Set(tags.keys()),
      names,
      sponsors: new Map(),
      chambers: new Map(),
    };
    const aliases = new Map<string, BillId[]>();
    const meant = new Map<TitleHit, BillId[]>();
    const gathering: Gathering = { tokens, scene, tags, ambiguous: new Map(), aliases, meant, trace };
    const hits = this.#titles.read(tokens, trace);
    // Full titles first: they say what an acronym means in this text.
    for (const hit of hits) if (!hit.title.acronym) this.#title(hit, gathering);
    for (const hit of hits) if (hit.title.acronym) this.#title(hit, gathering);
    if (gathering.aliases.size > 0) this.#acronyms(hits, gathering);
    for (const { bills, at } of meant.size === 0 ? [] : this.#acts.read(tokens, hits, meant)) {
      for (const id of bills) this.#add(tags, id, at, 'title', 0);
      tell(trace, 'tagged', bills, at, 'the Act that was named last, in full');
    }
    for (const { bill, start, end } of this.#resolutions.read(tokens, scene)) {
      if (tags.has(bill.id)) continue;
      const at = { start, end, text: text.slice(start, end) };
      this.#add(tags, bill.id, at, 'title', 0.75);
      tell(trace, 'tagged', [bill.id], at, 'the publisher’s resolution, described in the words of its title');
    }
    for (const tag of tags.values()) tag.evidence.sort((a, b) => a.start - b.start || a.end - b.end);
    return {
      bills: [...tags.values()],
      ambiguous: [...gathering.ambiguous.values()],
      unresolved: [...unresolved].map(([written, reason]) => ({ text: written, reason })),
    };
  }

  #number(
    text: string,
    citation: NumberCitation,
    day: string,
    tags: Map<BillId, BillTag>,
    unresolved: Map<string, string>,
    trace: Trace | undefined,
  ): void {
    if (citation.number > MOST_NUMBERED[citation.type]) {
      unresolved.set(citation.text, TOO_MANY);
      tell(trace, 'refused', [], citation, TOO_MANY);
      return;
    }
    const { congress, reason } = congressOfCitation(text, citation, day, this.#index);
    const id = `${citation.type}${citation.number}-${congress}`;
    const bill = this.#index.bills.get(id);
    if (!bill && this.#complete.has(congress)) {
      const none = `no such bill in the ${ordinal(congress)} Congress`;
      unresolved.set(citation.text, none);
      tell(trace, 'refused', [id], citation, none);
      return;
    }
    this.#add(tags, id, citation, 'number', bill ? 0.99 : 0.9);
    if (!trace) return;
    const rule = `cited by number, in ${reason}`;
    tell(trace, 'tagged', [id], citation, bill ? rule : `${rule}; the index lacks the bill`);
  }

  #title(hit: TitleHit, gathering: Gathering): void {
    const { scene, tags, ambiguous, aliases, meant, trace } = gathering;
    const holders = () => hit.title.holders.map(({ bill }) => bill.id);
    if (standsAsLaw(hit, scene, this.#laws)) {
      if (trace) tell(trace, 'refused', holders(), hit, LAW_IN_FORCE);
      return;
    }
    const method = hit.title.acronym ? 'acronym' : 'title';
    if (hit.title.acronym) {
      const [word = ''] = hit.text.split(' ');
      const known = aliases.get(word);
      if (known) {
        for (const id of known) this.#add(tags, id, hit, method, 0.95);
        tell(trace, 'tagged', known, hit, OWN_ACRONYM);
        meant.set(hit, known);
        return;
      }
    }
    const { chosen, candidates, reason, confidence } = resolveTitle(hit, scene);
    if (chosen.length === 0) {
      if (candidates.length === 0) {
        if (trace) tell(trace, 'refused', holders(), hit, reason);
        return;
      }
      const ids = candidates.map((bill) => bill.id).sort();
      const evidence = { start: hit.start, end: hit.end, text: hit.text };
      const known = ambiguous.get(ids.join(' '));
      if (known) known.evidence.push(evidence);
      else ambiguous.set(ids.join(' '), { candidates: ids, evidence: [evidence], reason });
      tell(trace, 'ambiguous', ids, hit, reason);
      return;
    }
    const ids = chosen.map((bill) => bill.id);
    for (const id of ids) this.#add(tags, id, hit, method, confidence);
    meant.set(hit, ids);
    if (trace) {
      const besides = holders().filter((id) => !ids.includes(id));
      trace({ about: 'bill', outcome: 'tagged', bills: ids, besides, at: hit, rule: ruleOf(hit, reason) });
    }
    if (hit.acronym) aliases.set(hit.acronym, ids);
  }

  /** Acronyms that the text itself gave to a title, wherever they stand alone. */
  #acronyms(hits: TitleHit[], { tokens, aliases, tags, trace }: Gathering): void {
    let next = 0;
    for (let i = 0; i < tokens.count; i++) {
      if (((tokens.shape[i] as number) & (Shape.AllCaps | Shape.Mixed)) === 0) continue;
      const start = tokens.start[i] as number;
      const end = tokens.end[i] as number;
      while (next < hits.length && (hits[next] as TitleHit).end <= start) next++;
      const inside = hits[next];
      if (inside && inside.start <= start) continue;
      const text = tokens.text.slice(start, end);
      const meant = aliases.get(text) ?? [];
      for (const id of meant) this.#add(tags, id, { start, end, text }, 'acronym', 0.95);
      if (meant.length > 0) tell(trace, 'tagged', meant, { start, end, text }, OWN_ACRONYM);
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
    const rounded = Math.round(confidence * 100) / 100;
    if (tag) {
      tag.evidence.push(evidence);
      tag.confidence = Math.max(tag.confidence, rounded);
      return;
    }
    const bill = this.#index.bills.get(id);
    const companions = bill?.related ?? [];
    tags.set(id, {
      bill: id,
      confidence: rounded,
      method,
      known: bill !== undefined,
      evidence: [evidence],
      companions,
    });
  }
}

const STATE_BILL = 'a bill of a state’s legislature';
const TOO_MANY = 'no Congress has numbered so many of these';
const LAW_IN_FORCE = 'a law in force, and no word beside it speaks of a bill';
const OWN_ACRONYM = 'an acronym that the text itself gives to the title';

function tell(
  trace: Trace | undefined,
  outcome: 'tagged' | 'refused' | 'ambiguous',
  bills: BillId[],
  at: Evidence,
  rule: string,
): void {
  trace?.({ about: 'bill', outcome, bills, besides: [], at, rule });
}

/** How the title was known, and how it was decided which bill it names. */
function ruleOf(hit: TitleHit, reason: string): string {
  if (hit.loose) return `its title, in other words or another order; ${reason}`;
  if (hit.title.nickname) return `a name of our table; ${reason}`;
  if (hit.title.official) return `its official title; ${reason}`;
  return `${hit.title.acronym ? 'its acronym' : 'its title'}; ${reason}`;
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

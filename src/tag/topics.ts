import type { Bill, Evidence, Topic, TopicTag } from '../model.js';
import { isBreak } from './gaps.js';
import { Shape, type Tokens, type Vocabulary } from './tokens.js';
import type { Trace } from './trace.js';
import { PhraseTrie } from './trie.js';

interface Term {
  topic: number;
  text: string;
  /** Below 0 for a phrase that speaks against the topic. */
  weight: number;
  /** What the text must write in capitals: `AIDS` all of it, `Interior` its first letter. */
  capitals: number;
}

/** A bill that a text cites, with the words that do. */
interface CitedBill {
  bill: Bill;
  evidence: Evidence[];
}

interface Finding {
  term: Term;
  places: Evidence[];
  count: number;
}

interface Proof {
  evidence: Evidence;
  weight: number;
}

/** The policy areas of the Congressional Research Service, as it writes them. */
const POLICY_AREAS = new Set(
  `Agriculture and Food|Animals|Armed Forces and National Security|Arts, Culture, Religion|Civil Rights and Liberties, Minority Issues
Commerce|Congress|Crime and Law Enforcement|Economics and Public Finance|Education|Emergency Management|Energy
Environmental Protection|Families|Finance and Financial Sector|Foreign Trade and International Finance
Government Operations and Politics|Health|Housing and Community Development|Immigration|International Affairs
Labor and Employment|Law|Native Americans|Private Legislation|Public Lands and Natural Resources
Science, Technology, Communications|Social Sciences and History|Social Welfare|Sports and Recreation|Taxation
Transportation and Public Works|Water Resources Development`.split(/[|\n]/),
);

/** How many words that prove a topic are kept. */
const MOST_EVIDENCE = 8;
/** How much the policy area of a cited bill counts beside the words of the text. */
const BILL_WEIGHT = 3;
const LEAST_SCORE = 0.12;
/** How many policy areas are named. */
const MOST_AREAS = 4;
/** What an excluded phrase takes away from its topic, once. */
const AGAINST = -1;

/** Scores topics by their words and by the policy areas of the bills that a text cites. */
export class TopicReader {
  readonly #topics: Topic[];
  readonly #trie = new PhraseTrie();
  readonly #terms: Term[][] = [];
  readonly #byArea = new Map<string, number>();
  readonly #isArea: boolean[] = [];

  constructor(topics: Iterable<Topic>, vocabulary: Vocabulary, scratch: Tokens) {
    this.#topics = [...topics];
    this.#topics.forEach((topic, number) => {
      this.#byArea.set(topic.name.toLowerCase(), number);
      this.#isArea.push(POLICY_AREAS.has(topic.name));
      for (const { text, weight } of topic.terms) {
        this.#add({ topic: number, text, weight, capitals: capitalsOf(text) }, vocabulary, scratch);
      }
      for (const text of topic.exclude) {
        this.#add({ topic: number, text, weight: AGAINST, capitals: 0 }, vocabulary, scratch);
      }
    });
  }

  #add(term: Term, vocabulary: Vocabulary, scratch: Tokens): void {
    vocabulary.learn(term.text, scratch);
    if (scratch.count === 0) return;
    const value = this.#trie.add(scratch.id, 0, scratch.count, this.#terms.length);
    const list = this.#terms[value];
    if (list) list.push(term);
    else this.#terms.push([term]);
  }

  /** Topics, strongest first, each with the words that speak for it. */
  read(tokens: Tokens, bills: CitedBill[], trace?: Trace): TopicTag[] {
    const found = this.#find(tokens);
    const scores = new Float64Array(this.#topics.length);
    const proofs = this.#topics.map((): Proof[] => []);
    for (const { term, places, count } of found.values()) {
      const { topic, weight } = term;
      scores[topic] = (scores[topic] as number) + sumOf(weight, count);
      if (weight > 0) for (const evidence of places) proofs[topic]?.push({ evidence, weight });
    }
    for (const { bill, evidence } of bills) {
      const topic = this.#byArea.get((bill.policyArea ?? '').toLowerCase());
      if (topic === undefined) continue;
      scores[topic] = (scores[topic] as number) + billSum(bills.length);
      for (const item of evidence.slice(0, 2)) proofs[topic]?.push({ evidence: item, weight: BILL_WEIGHT });
    }
    const tags = this.#ranked(scores, proofs);
    if (trace) this.#tell(trace, scores, found, bills, tags);
    return tags;
  }

  /** Tells how each score came about. */
  #tell(
    trace: Trace,
    scores: Float64Array,
    found: Map<Term, Finding>,
    bills: CitedBill[],
    tags: TopicTag[],
  ): void {
    const sum = this.#areaSum(scores);
    this.#topics.forEach(({ id, name }, number) => {
      const proof = scores[number] as number;
      const terms = [...found.values()]
        .filter(({ term }) => term.topic === number)
        .map(({ term: { text, weight }, count }) => ({ text, weight, count, sum: sumOf(weight, count) }))
        .toSorted((a, b) => b.sum - a.sum || a.text.localeCompare(b.text));
      const own = bills.filter(({ bill }) => bill.policyArea?.toLowerCase() === name.toLowerCase());
      if (terms.length === 0 && own.length === 0) return;
      const area = this.#isArea[number] ?? false;
      const share = area && proof > 0 ? proof / sum : 1;
      const score = proof > 0 ? share * strengthOf(proof) : 0;
      const named = tags.some(({ topic }) => topic === id);
      const how = area
        ? `${percent(share)} of the proof of all policy areas, times 1 − e^(−proof/2) = ${strengthOf(Math.max(0, proof)).toFixed(2)}`
        : 'a topic of your own: 1 − e^(−proof/2)';
      const refusal = score < LEAST_SCORE ? `less than ${LEAST_SCORE}` : `not among the first ${MOST_AREAS}`;
      trace({
        about: 'topic',
        outcome: named ? 'tagged' : 'refused',
        topic: id,
        proof,
        score,
        terms,
        bills: own.map(({ bill }) => ({ bill: bill.id, sum: billSum(bills.length) })),
        rule: named ? how : `${how}; ${refusal}`,
      });
    });
  }

  #areaSum(scores: Float64Array): number {
    let sum = 0;
    scores.forEach((score, number) => {
      if (this.#isArea[number]) sum += Math.max(0, score);
    });
    return sum;
  }

  /** Terms that stand in the text: the longest at each place, none of a topic inside a phrase that it excludes. */
  #find(tokens: Tokens): Map<Term, Finding> {
    const found = new Map<Term, Finding>();
    const shielded = new Int32Array(this.#topics.length);
    for (let i = 0; i < tokens.count; ) {
      if (!this.#trie.starts(tokens.id[i] as number)) {
        i++;
        continue;
      }
      const { value, to, against, until } = this.#longest(tokens, i);
      for (const term of this.#terms[against] ?? []) {
        if (term.weight > 0) continue;
        shielded[term.topic] = until;
        note(found, term, tokens, i, until);
      }
      let taken = false;
      for (const term of this.#terms[value] ?? []) {
        if (term.weight < 0 || (shielded[term.topic] as number) > i || !hasCapitals(tokens, i, term.capitals))
          continue;
        note(found, term, tokens, i, to);
        taken = true;
      }
      i = taken ? to : i + 1;
    }
    return found;
  }

  /**
   * Policy areas compete: each gets its share of all proof. A topic of the user's own stands for itself: its score
   * is how much speaks for it, whatever else the text is about.
   */
  #ranked(scores: Float64Array, proofs: Proof[][]): TopicTag[] {
    const sum = this.#areaSum(scores);
    const tags: TopicTag[] = [];
    let areas = 0;
    const order = [...scores.keys()].sort((a, b) => (scores[b] as number) - (scores[a] as number) || a - b);
    for (const number of order) {
      const raw = scores[number] as number;
      if (raw <= 0) break;
      const strength = strengthOf(raw);
      const area = this.#isArea[number] ?? false;
      const score = area ? (raw / sum) * strength : strength;
      if (score < LEAST_SCORE || (area && ++areas > MOST_AREAS)) continue;
      const evidence = (proofs[number] ?? [])
        .toSorted((a, b) => b.weight - a.weight || a.evidence.start - b.evidence.start)
        .slice(0, MOST_EVIDENCE)
        .map((proof) => proof.evidence)
        .toSorted((a, b) => a.start - b.start);
      tags.push({ topic: this.#topics[number]?.id ?? '', score: Math.round(score * 1000) / 1000, evidence });
    }
    return tags.toSorted((a, b) => b.score - a.score || a.topic.localeCompare(b.topic));
  }

  /** The longest term and the longest excluded phrase that start at a word. */
  #longest(tokens: Tokens, from: number): { value: number; to: number; against: number; until: number } {
    const longest = { value: -1, to: from, against: -1, until: from };
    let node = this.#trie.step(0, tokens.id[from] as number);
    for (let i = from + 1; node !== 0; i++) {
      const here = this.#trie.valueAt(node);
      if (here >= 0) {
        if (this.#terms[here]?.some(({ weight }) => weight < 0)) {
          longest.against = here;
          longest.until = i;
        }
        if (
          this.#terms[here]?.some(({ weight, capitals }) => weight > 0 && hasCapitals(tokens, from, capitals))
        ) {
          longest.value = here;
          longest.to = i;
        }
      }
      if (i >= tokens.count || isBreak(tokens, i)) break;
      node = this.#trie.step(node, tokens.id[i] as number);
    }
    return longest;
  }
}

function note(found: Map<Term, Finding>, term: Term, tokens: Tokens, from: number, to: number): void {
  const known = found.get(term);
  if (known && ++known.count > MOST_EVIDENCE) return;
  const start = tokens.start[from] as number;
  const end = tokens.end[to - 1] as number;
  const place = { start, end, text: tokens.text.slice(start, end) };
  if (known) known.places.push(place);
  else found.set(term, { term, places: [place], count: 1 });
}

/** What a term of a weight adds that stands in a text so often: said ten times it is not ten times the proof. */
function sumOf(weight: number, count: number): number {
  return weight * (weight > 0 ? 1 + Math.log(count) : 1);
}

/** What the policy area of each of so many cited bills adds. */
function billSum(bills: number): number {
  return BILL_WEIGHT / Math.sqrt(bills);
}

function strengthOf(proof: number): number {
  return 1 - Math.exp(-proof / 2);
}

function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}

/** One word in capitals must stand in capitals; a name must begin with one. */
function capitalsOf(term: string): number {
  if (/^[A-Z&-]{2,}$/.test(term)) return Shape.AllCaps;
  return /^[A-Z]/.test(term) ? Shape.Capital : 0;
}

function hasCapitals(tokens: Tokens, i: number, capitals: number): boolean {
  return capitals === 0 || ((tokens.shape[i] as number) & capitals) !== 0;
}

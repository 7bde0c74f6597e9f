import type { Bill, Evidence, Topic, TopicTag } from '../model.js';
import { isBreak } from './gaps.js';
import { Shape, type Tokens, type Vocabulary } from './tokens.js';
import { PhraseTrie } from './trie.js';

interface Term {
  topic: number;
  /** 0 for a phrase that speaks against the topic. */
  weight: number;
  /** What the text must write in capitals: `AIDS` all of it, `Interior` its first letter. */
  capitals: number;
}

/** How many words that prove a topic are kept. */
const MOST_EVIDENCE = 8;
/** How much the policy area of a cited bill counts beside the words of the text. */
const BILL_WEIGHT = 3;
const LEAST_SCORE = 0.12;
const MOST_TOPICS = 4;

/** Scores topics by their words and by the policy areas of the bills that a text cites. */
export class TopicReader {
  readonly #topics: Topic[];
  readonly #trie = new PhraseTrie();
  readonly #terms: Term[][] = [];
  readonly #byArea = new Map<string, number>();

  constructor(topics: Iterable<Topic>, vocabulary: Vocabulary, scratch: Tokens) {
    this.#topics = [...topics];
    this.#topics.forEach((topic, number) => {
      this.#byArea.set(topic.name.toLowerCase(), number);
      for (const { text, weight } of topic.terms) {
        this.#add(text, { topic: number, weight, capitals: capitalsOf(text) }, vocabulary, scratch);
      }
      for (const text of topic.exclude) {
        this.#add(text, { topic: number, weight: 0, capitals: 0 }, vocabulary, scratch);
      }
    });
  }

  #add(text: string, term: Term, vocabulary: Vocabulary, scratch: Tokens): void {
    vocabulary.learn(text, scratch);
    if (scratch.count === 0) return;
    const value = this.#trie.add(scratch.id, 0, scratch.count, this.#terms.length);
    const list = this.#terms[value];
    if (list) list.push(term);
    else this.#terms.push([term]);
  }

  /** Topics, strongest first, each with the words that speak for it. */
  read(tokens: Tokens, bills: { bill: Bill; evidence: Evidence[] }[]): TopicTag[] {
    const counts = new Map<number, number>();
    const places = new Map<number, Evidence[]>();
    for (let i = 0; i < tokens.count; ) {
      const { value, to } = this.#longest(tokens, i);
      if (value < 0 || !this.#terms[value]?.some((term) => hasCapitals(tokens, i, term.capitals))) {
        i++;
        continue;
      }
      counts.set(value, (counts.get(value) ?? 0) + 1);
      const list = places.get(value) ?? [];
      if (list.length < MOST_EVIDENCE) {
        const start = tokens.start[i] as number;
        const end = tokens.end[to - 1] as number;
        list.push({ start, end, text: tokens.text.slice(start, end) });
        places.set(value, list);
      }
      i = to;
    }
    const scores = new Float64Array(this.#topics.length);
    const proofs = this.#topics.map((): { evidence: Evidence; weight: number }[] => []);
    for (const [value, count] of counts) {
      for (const { topic, weight } of this.#terms[value] ?? []) {
        if (weight === 0) continue;
        // A word said ten times is not ten times the proof.
        const share = weight * (1 + Math.log(count));
        scores[topic] = (scores[topic] as number) + share;
        for (const evidence of places.get(value) ?? []) proofs[topic]?.push({ evidence, weight });
      }
    }
    for (const { bill, evidence } of bills) {
      const topic = this.#byArea.get((bill.policyArea ?? '').toLowerCase());
      if (topic === undefined) continue;
      scores[topic] = (scores[topic] as number) + BILL_WEIGHT / Math.sqrt(bills.length);
      for (const item of evidence.slice(0, 2)) proofs[topic]?.push({ evidence: item, weight: BILL_WEIGHT });
    }
    return this.#ranked(scores, proofs);
  }

  #ranked(scores: Float64Array, proofs: { evidence: Evidence; weight: number }[][]): TopicTag[] {
    let sum = 0;
    for (const score of scores) sum += score;
    const tags: TopicTag[] = [];
    this.#topics.forEach((topic, number) => {
      const raw = scores[number] as number;
      // Between 0 and 1: the topic's share of all proof, less where there is little proof at all.
      const score = sum > 0 ? (raw / sum) * (1 - Math.exp(-raw / 2)) : 0;
      if (score < LEAST_SCORE) return;
      const evidence = (proofs[number] ?? [])
        .toSorted((a, b) => b.weight - a.weight || a.evidence.start - b.evidence.start)
        .slice(0, MOST_EVIDENCE)
        .map((proof) => proof.evidence)
        .toSorted((a, b) => a.start - b.start);
      tags.push({ topic: topic.id, score: Math.round(score * 1000) / 1000, evidence });
    });
    return tags.toSorted((a, b) => b.score - a.score || a.topic.localeCompare(b.topic)).slice(0, MOST_TOPICS);
  }

  #longest(tokens: Tokens, from: number): { value: number; to: number } {
    let node = this.#trie.step(0, tokens.id[from] as number);
    let value = -1;
    let to = from;
    for (let i = from + 1; node !== 0; i++) {
      const here = this.#trie.valueAt(node);
      if (here >= 0) {
        value = here;
        to = i;
      }
      if (i >= tokens.count || isBreak(tokens, i)) break;
      node = this.#trie.step(node, tokens.id[i] as number);
    }
    return { value, to };
  }
}

/** One word in capitals must stand in capitals; a name must begin with one. */
function capitalsOf(term: string): number {
  if (/^[A-Z&-]{2,}$/.test(term)) return Shape.AllCaps;
  return /^[A-Z]/.test(term) ? Shape.Capital : 0;
}

function hasCapitals(tokens: Tokens, i: number, capitals: number): boolean {
  return capitals === 0 || ((tokens.shape[i] as number) & capitals) !== 0;
}

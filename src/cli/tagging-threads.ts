import { Worker } from 'node:worker_threads';
import type { TagInput, Tags } from '../model.js';
import { createTagger, type Tagger, type TaggerKnowledge } from '../tag/tagger.js';

/** What came of one text. */
export type Tagged = { tags: Tags } | { error: string };

/** Tags many texts, in this process or in threads. */
export interface Tagging {
  tag(inputs: TagInput[]): Promise<Tagged[]>;
  close(): Promise<void>;
}

/** Texts handed to a thread at a time. */
const PORTION = 50;

/**
 * Opens threads that tag while this one reads and writes.
 * @param count 0 to tag in this thread
 */
export function openTagging(knowledge: TaggerKnowledge, count: number): Tagging {
  if (count === 0) {
    const tagger = createTagger(knowledge);
    return { tag: async (inputs) => tagAll(tagger, inputs), close: async () => {} };
  }
  return new Threads(knowledge, count);
}

/** A text that cannot be tagged costs that text its tags and nothing else. */
export function tagAll(tagger: Tagger, inputs: TagInput[]): Tagged[] {
  return inputs.map((input) => {
    try {
      return { tags: tagger.tag(input) };
    } catch (error) {
      return { error: error instanceof Error ? error.message : String(error) };
    }
  });
}

interface Order {
  inputs: TagInput[];
  resolve: (results: Tagged[]) => void;
  reject: (error: Error) => void;
}

class Threads implements Tagging {
  readonly #threads: Worker[];
  readonly #idle: Worker[] = [];
  readonly #waiting: number[] = [];
  readonly #orders = new Map<number, Order>();
  #made = 0;

  constructor(knowledge: TaggerKnowledge, count: number) {
    this.#threads = Array.from({ length: count }, () => {
      const thread = new Worker(new URL('./tagging-thread.js', import.meta.url), { workerData: knowledge });
      thread.on('message', ({ order, results }: { order: number; results: Tagged[] }) => {
        this.#orders.get(order)?.resolve(results);
        this.#orders.delete(order);
        this.#give(thread);
      });
      // Nobody waits for ever for a thread that died.
      thread.on('error', (error) => {
        for (const order of this.#orders.values()) order.reject(error as Error);
        this.#orders.clear();
      });
      this.#idle.push(thread);
      return thread;
    });
  }

  async tag(inputs: TagInput[]): Promise<Tagged[]> {
    const portions: Promise<Tagged[]>[] = [];
    for (let from = 0; from < inputs.length; from += PORTION) {
      portions.push(this.#order(inputs.slice(from, from + PORTION)));
    }
    return (await Promise.all(portions)).flat();
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.terminate()));
  }

  #order(inputs: TagInput[]): Promise<Tagged[]> {
    return new Promise((resolve, reject) => {
      this.#made += 1;
      this.#orders.set(this.#made, { inputs, resolve, reject });
      this.#waiting.push(this.#made);
      const thread = this.#idle.pop();
      if (thread !== undefined) this.#give(thread);
    });
  }

  #give(thread: Worker): void {
    const order = this.#waiting.shift();
    const inputs = order === undefined ? undefined : this.#orders.get(order)?.inputs;
    if (inputs === undefined) this.#idle.push(thread);
    else thread.postMessage({ order, inputs });
  }
}

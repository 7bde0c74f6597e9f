/** A thread that tags: see tagging-threads.ts. */
import { parentPort, workerData } from 'node:worker_threads';
import type { TagInput } from '../model.js';
import { createTagger, type TaggerKnowledge } from '../tag/tagger.js';
import { tagAll } from './tagging-threads.js';

const tagger = createTagger(workerData as TaggerKnowledge);

parentPort?.on('message', ({ order, inputs }: { order: number; inputs: TagInput[] }) => {
  parentPort?.postMessage({ order, results: tagAll(tagger, inputs) });
});

import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import type { Topic } from '../model.js';
import { dataDirectory } from './data-directory.js';
import { parseFacts, refuseDuplicates } from './facts.js';

const topicSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'an id is words in lower case joined by hyphens'),
  name: z.string().min(1),
  terms: z.array(z.strictObject({ text: z.string().min(1), weight: z.number() })).min(1),
  exclude: z.array(z.string().min(1)),
});

/** Every topic of `dir`/topics.jsonl. Throws CatalogError at the first line that is wrong. */
export function loadTopics(dir: string = dataDirectory()): Topic[] {
  return parseTopics(readFileSync(join(dir, 'topics.jsonl'), 'utf8'), `${basename(dir)}/topics.jsonl`);
}

/** Topics of one file, ours or the user's own. Throws CatalogError at the first line that is wrong. */
export function parseTopics(text: string, file: string): Topic[] {
  const facts = parseFacts(text, file, topicSchema);
  refuseDuplicates(facts, 'id', ({ id }) => id);
  return facts.map(({ value }) => value);
}

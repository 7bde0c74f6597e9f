import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseAcronyms } from '../src/catalog/acronyms.js';
import { billRecord } from '../src/catalog/bill-record.js';
import { parseOfficials } from '../src/catalog/officials.js';
import { parseTopics } from '../src/catalog/topics.js';
import type { Bill, BillName, Official, Topic } from '../src/model.js';

/** Everything the evaluation reads: gold sets and bill indexes beside the repo, officials and topics of our own. */

const ROOT = new URL(import.meta.url.includes('/dist/') ? '../../' : '../', import.meta.url);
const SHARED = new URL('../shared/', ROOT);

/** True where the folder with the gold sets is there. */
export function hasShared(): boolean {
  return existsSync(SHARED);
}

/** Lines of a JSONL file under the shared folder. */
export function sharedLines<T>(path: string): T[] {
  const text = readFileSync(new URL(path, SHARED), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
}

/** Bills of the named indexes: `119`, `109-from-releases`. */
export function bills(...names: string[]): Bill[] {
  return names.flatMap((name) =>
    sharedLines<unknown>(`bills/${name}.jsonl`).map((line) => billRecord.parse(line)),
  );
}

/** Officials of our catalogue. */
export function officials(): Official[] {
  const folder = new URL('data/officials/', ROOT);
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((file) =>
    parseOfficials(readFileSync(new URL(file, folder), 'utf8'), fileURLToPath(new URL(file, folder))),
  );
}

/** Acronyms and popular names of our catalogue. */
export function names(): BillName[] {
  return parseAcronyms(readFileSync(new URL('data/acronyms.jsonl', ROOT), 'utf8'), 'acronyms.jsonl');
}

/** Topics of our catalogue. */
export function topics(): Topic[] {
  const file = new URL('data/topics.jsonl', ROOT);
  return existsSync(file) ? parseTopics(readFileSync(file, 'utf8'), 'topics.jsonl') : [];
}

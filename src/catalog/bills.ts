import type { Bill } from '../model.js';
import { billRecord } from './bill-record.js';
import { dataDirectory } from './data-directory.js';
import { parseFacts, readFacts, refuseDuplicates } from './facts.js';

/** The bills that come with the package, of `dir`/bills/*.jsonl. Throws CatalogError at the first line that is wrong. */
export function loadBills(dir: string = dataDirectory()): Bill[] {
  const facts = readFacts(dir, 'bills', billRecord);
  refuseDuplicates(facts, 'bill', ({ id }) => id);
  return facts.map(({ value }) => value);
}

/** Bills of one file with a provenance line. Throws CatalogError at the first line that is wrong. */
export function parseBills(text: string, file: string): Bill[] {
  const facts = parseFacts(text, file, billRecord);
  refuseDuplicates(facts, 'bill', ({ id }) => id);
  return facts.map(({ value }) => value);
}

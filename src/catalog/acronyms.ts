import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import type { BillName } from '../model.js';
import { dataDirectory } from './data-directory.js';
import { parseFacts, refuseDuplicates } from './facts.js';

const acronym = z.strictObject({
  name: z.string().regex(/\p{Lu}/u, 'a name has a capital'),
  bill: z.string().regex(/^(?:s|hr|[sh](?:j|con)?res)[1-9]\d*-\d+$/, 'a bill is written s1693-115'),
  /** Why the name means this bill. */
  evidence: z.string().min(1),
});

/**
 * Acronyms and popular names of bills, of `dir`/acronyms.jsonl. Throws CatalogError at the first line that is
 * wrong, and where a name is given to two bills.
 */
export function loadAcronyms(dir: string = dataDirectory()): BillName[] {
  return parseAcronyms(readFileSync(join(dir, 'acronyms.jsonl'), 'utf8'), `${basename(dir)}/acronyms.jsonl`);
}

/** Acronyms of one file. Throws CatalogError at the first line that is wrong. */
export function parseAcronyms(text: string, file: string): BillName[] {
  const facts = parseFacts(text, file, acronym);
  refuseDuplicates(facts, 'name', ({ name }) => name.toLowerCase());
  return facts.map(({ value: { name, bill } }) => ({ name, bill }));
}

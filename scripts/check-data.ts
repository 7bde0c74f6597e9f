/**
 * Checks every fact that comes with the package and stops the build at the first line that is wrong:
 * `data/sources.jsonl:12: url: not an http or https address`. Run after the compiler, from `npm run build`; another folder can be named as the only argument.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { loadSampleCatalog } from '../sample/catalog.js';
import { loadAcronyms } from '../src/catalog/acronyms.js';
import { loadBills } from '../src/catalog/bills.js';
import { CatalogError } from '../src/catalog/catalog-error.js';
import { dataDirectory } from '../src/catalog/data-directory.js';
import { loadOfficials } from '../src/catalog/officials.js';
import { loadSources } from '../src/catalog/sources.js';
import { loadTopics } from '../src/catalog/topics.js';

try {
  const dir = process.argv[2] ?? dataDirectory();
  const officials = loadOfficials(dir);
  const sources = loadSources(dir, officials);
  const bills = loadBills(dir);
  const acronyms = existsSync(join(dir, 'acronyms.jsonl')) ? loadAcronyms(dir) : [];
  const topics = existsSync(join(dir, 'topics.jsonl')) ? loadTopics(dir) : [];
  loadSampleCatalog('http://127.0.0.1:1');
  console.log(
    `data: ${officials.length} officials, ${sources.length} sources, ${bills.length} bills, ${acronyms.length} names of bills, ${topics.length} topics`,
  );
} catch (error) {
  if (!(error instanceof CatalogError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

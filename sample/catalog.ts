import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageDirectory } from '../src/catalog/data-directory.js';
import { parseOfficials } from '../src/catalog/officials.js';
import { parseSources } from '../src/catalog/sources.js';
import type { Official, Source } from '../src/model.js';

/**
 * The invented officials and their newsrooms, the newsrooms' addresses on the sample server at `origin`
 * (`http://127.0.0.1:41234`). Throws CatalogError where a file in sample/catalog is wrong.
 */
export function loadSampleCatalog(origin: string): { officials: Official[]; sources: Source[] } {
  const officials = parseOfficials(read('officials.jsonl'), 'sample/catalog/officials.jsonl');
  const paths = read('sources.jsonl').replaceAll('"url":"/', `"url":"${new URL(origin).origin}/`);
  return { officials, sources: parseSources(paths, 'sample/catalog/sources.jsonl', officials) };
}

function read(name: string): string {
  return readFileSync(join(packageDirectory(), 'sample', 'catalog', name), 'utf8');
}

import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import type { Official, Source } from '../model.js';
import { CatalogError } from './catalog-error.js';
import { dataDirectory } from './data-directory.js';
import { type Fact, parseFacts, refuseDuplicates } from './facts.js';
import { loadOfficials } from './officials.js';
import { isState } from './states.js';

const sourceSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)+$/, 'an id is words in lower case joined by hyphens'),
  office: z.enum(['senate', 'attorney-general', 'house']),
  state: z.string().refine(isState, 'no such state'),
  official: z.string().nullable(),
  name: z.string().min(1),
  url: z.string().refine(isWebAddress, 'not an http or https address'),
  kind: z.enum(['feed', 'listing', 'wordpress', 'sitemap']),
  zone: z.string().refine(isZone, 'no such time zone'),
  enabled: z.boolean(),
  evidence: z.string().min(1),
});

/**
 * Every source of `dir`/sources.jsonl, its officials checked against `officials`.
 * Throws CatalogError at the first line that is wrong.
 */
export function loadSources(
  dir: string = dataDirectory(),
  officials: Official[] = loadOfficials(dir),
): Source[] {
  return parseSources(
    readFileSync(join(dir, 'sources.jsonl'), 'utf8'),
    `${basename(dir)}/sources.jsonl`,
    officials,
  );
}

/** Sources of one file, without reading anything. Throws CatalogError at the first line that is wrong. */
export function parseSources(text: string, file: string, officials: Official[]): Source[] {
  const facts = parseFacts(text, file, sourceSchema);
  refuseDuplicates(facts, 'id', ({ id }) => id);
  const known = new Map(officials.map((official) => [official.id, official]));
  for (const fact of facts) refuseStranger(fact, known);
  return facts.map(({ value }) => value);
}

/** A person's newsroom belongs to somebody who holds or held that office there. */
function refuseStranger({ value, file, line }: Fact<Source>, known: Map<string, Official>): void {
  if (value.official === null) return;
  const official = known.get(value.official);
  if (!official) throw new CatalogError(file, line, `no official ${value.official}`);
  if (!official.terms.some(({ office, state }) => office === value.office && state === value.state)) {
    throw new CatalogError(file, line, `${value.official} has no ${value.office} term in ${value.state}`);
  }
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

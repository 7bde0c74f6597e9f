import { z } from 'zod';
import type { Official, Term } from '../model.js';
import { dataDirectory } from './data-directory.js';
import { type Fact, parseFacts, readFacts, refuseDuplicates } from './facts.js';
import { divisionOf, isState } from './states.js';

const termSchema = z
  .strictObject({
    office: z.enum(['senate', 'attorney-general', 'house']),
    state: z.string().refine(isState, 'no such state'),
    division: z.string(),
    party: z.string().regex(/^[A-Z]+$/, 'a party is capital letters'),
    start: z.iso.date(),
    end: z.iso.date().nullable(),
    /** How the dates are known, where that needs saying; for readers of the file only. */
    evidence: z.string().min(1).optional(),
  })
  .refine(({ state, division }) => division === divisionOf(state), 'division does not match the state')
  .refine(({ start, end }) => end === null || start < end, 'a term ends after it starts')
  .transform(({ evidence: _, ...term }): Term => term);

const officialSchema = z
  .strictObject({
    id: z.string().regex(/^[a-z]+(-[a-z0-9]+)+$/, 'an id is last-first in lower case'),
    bioguide: z
      .string()
      .regex(/^[A-Z]\d{6}$/, 'a Bioguide id is a letter and six digits')
      .nullable(),
    name: z.string().min(1),
    first: z.string().min(1),
    last: z.string().min(1),
    aliases: z.array(z.string().min(1)),
    terms: z.array(termSchema).min(1),
  })
  .superRefine(({ terms }, context) => {
    const clash = overlap(terms);
    if (clash) context.addIssue({ code: 'custom', path: ['terms'], message: clash });
  });

/** Every official of `dir`/officials/*.jsonl. Throws CatalogError at the first line that is wrong. */
export function loadOfficials(dir: string = dataDirectory()): Official[] {
  const facts = readFacts(dir, 'officials', officialSchema);
  refuseRepeats(facts);
  return facts.map(({ value }) => value);
}

/** Officials of one file, without reading anything. Throws CatalogError at the first line that is wrong. */
export function parseOfficials(text: string, file: string): Official[] {
  const facts = parseFacts(text, file, officialSchema);
  refuseRepeats(facts);
  return facts.map(({ value }) => value);
}

function refuseRepeats(facts: Fact<Official>[]): void {
  refuseDuplicates(facts, 'id', ({ id }) => id);
  refuseDuplicates(facts, 'Bioguide id', ({ bioguide }) => bioguide);
}

/** Nobody holds the same office twice at a time; says which terms do, or null. */
function overlap(terms: Term[]): string | null {
  const sorted = [...terms].sort((a, b) => a.start.localeCompare(b.start));
  for (const [index, term] of sorted.entries()) {
    const next = sorted.slice(index + 1).find(({ office }) => office === term.office);
    if (next && (term.end === null || term.end > next.start)) {
      return `two ${term.office} terms overlap from ${next.start}`;
    }
  }
  return null;
}

import { parse } from 'yaml';
import { z } from 'zod';
import type { Official, Term } from '../model.js';
import { CatalogError } from './catalog-error.js';
import { complaints } from './facts.js';
import { divisionOf } from './states.js';

/**
 * People of Congress as the open project unitedstates/congress-legislators keeps them, in YAML or JSON: the part of
 * its form that says who held which seat when.
 */
const termSchema = z.object({
  type: z.enum(['sen', 'rep']),
  start: z.string(),
  end: z.string(),
  state: z.string(),
  party: z.string().optional(),
  party_affiliations: z.array(z.object({ start: z.string(), end: z.string(), party: z.string() })).optional(),
});

const legislatorSchema = z.object({
  id: z.object({ bioguide: z.string() }),
  name: z.object({
    first: z.string(),
    last: z.string(),
    middle: z.string().optional(),
    suffix: z.string().optional(),
    nickname: z.string().optional(),
    official_full: z.string().optional(),
  }),
  terms: z.array(termSchema).min(1),
});

type Legislator = z.infer<typeof legislatorSchema>;

/** Members first come together a few days after 3 January; the seat was theirs from that day all the same. */
const SEATED_LATE_DAYS = 7;

/**
 * Officials from a congress-legislators file. Who is in `known` (by Bioguide id) keeps id, names and terms in other
 * offices, and gets the file's terms in Congress; others get an id of their own. Throws CatalogError where the text
 * is neither YAML nor JSON of that form; `file` names it there.
 */
export function officialsFromLegislators(
  text: string,
  known: Official[] = [],
  file = 'legislators',
): Official[] {
  const people = readPeople(text, file);
  const byBioguide = new Map(known.map((official) => [official.bioguide, official]));
  const taken = new Set(known.map(({ id }) => id));
  return people.map((person) => {
    const familiar = byBioguide.get(person.id.bioguide);
    const terms = seamless(person.terms.flatMap(termsOf));
    if (familiar)
      return { ...familiar, aliases: union(familiar, namesOf(person)), terms: merge(familiar, terms) };
    const official = newcomer(person, terms, taken);
    taken.add(official.id);
    return official;
  });
}

function readPeople(text: string, file: string): Legislator[] {
  let value: unknown;
  try {
    value = text.trimStart().startsWith('[') ? JSON.parse(text) : parse(text);
  } catch (cause) {
    const line = /line (\d+)/.exec(cause instanceof Error ? cause.message : '')?.[1];
    throw new CatalogError(file, Number(line ?? 1), 'neither YAML nor JSON', { cause });
  }
  const people = z.array(legislatorSchema).safeParse(value);
  if (!people.success) throw new CatalogError(file, 1, complaints(people.error));
  return people.data;
}

function termsOf(term: z.infer<typeof termSchema>): Term[] {
  const division = divisionOf(term.state);
  if (!division) return [];
  const spells = term.party_affiliations ?? [
    { start: term.start, end: term.end, party: term.party ?? 'Independent' },
  ];
  return spells.map(({ start, end, party }) => ({
    office: term.type === 'sen' ? 'senate' : 'house',
    state: term.state,
    division,
    party: party.charAt(0).toUpperCase(),
    start,
    end,
  }));
}

/** Closes the few days between one term's end and the next one's first meeting. */
function seamless(terms: Term[]): Term[] {
  const sorted = [...terms].sort((a, b) => a.start.localeCompare(b.start));
  return sorted.map((term, index) => {
    const before = sorted[index - 1];
    if (!before?.end || before.office !== term.office || before.state !== term.state) return term;
    const days = (Date.parse(term.start) - Date.parse(before.end)) / 86_400_000;
    return days > 0 && days <= SEATED_LATE_DAYS ? { ...term, start: before.end } : term;
  });
}

/** The file knows best about the offices and years it covers; terms from before it, or in other offices, stay. */
function merge(familiar: Official, terms: Term[]): Term[] {
  const kept = familiar.terms.filter(
    (old) => !terms.some((term) => term.office === old.office && (old.end === null || old.end > term.start)),
  );
  return [...kept, ...terms].sort((a, b) => a.start.localeCompare(b.start));
}

function union(familiar: Official, names: string[]): string[] {
  return [...new Set([...familiar.aliases, ...names])].filter((name) => name !== familiar.name);
}

function namesOf({ name }: Legislator): string[] {
  const { first, middle, last, suffix, nickname, official_full } = name;
  const names = [official_full, `${first} ${last}`];
  if (nickname) names.push(`${nickname} ${last}`);
  if (middle) names.push(`${first} ${middle} ${last}`);
  if (suffix) names.push(`${first} ${last}, ${suffix}`);
  return [...new Set(names.filter((one) => one !== undefined))];
}

function newcomer(person: Legislator, terms: Term[], taken: Set<string>): Official {
  const { first, last, nickname } = person.name;
  const usual = nickname ?? first;
  const name = `${usual} ${last}`;
  const id = officialId(last, usual);
  return {
    id: taken.has(id) ? `${id}-${person.id.bioguide.toLowerCase()}` : id,
    bioguide: person.id.bioguide,
    name,
    first: usual,
    last,
    aliases: namesOf(person).filter((one) => one !== name),
    terms,
  };
}

/** `lujan-ben-ray` for Luján, Ben Ray. */
export function officialId(last: string, first: string): string {
  return `${last} ${first}`
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z -]/g, '')
    .trim()
    .replace(/[ -]+/g, '-');
}

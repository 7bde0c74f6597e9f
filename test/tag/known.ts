import { loadAcronyms } from '../../src/catalog/acronyms.js';
import type { Bill, BillId, BillType, Office, Official, TagInput, Tags, Topic } from '../../src/model.js';
import { createTagger } from '../../src/tag/tagger.js';

/** Invented bills, people and topics, and a tagger over them. */

interface BillFacts {
  titles?: string[];
  /** Kind of all titles but the first official one. */
  kind?: string;
  official?: string;
  introduced?: string | null;
  sponsor?: [bioguide: string, name: string] | null;
  cosponsors?: string[];
  area?: string;
  related?: BillId[];
  laws?: string[];
}

/** A bill of an id: `bill('s12-119', { titles: ['River Towns Act'] })`. */
export function bill(id: BillId, facts: BillFacts = {}): Bill {
  const [, type = 's', number = '0', congress = '0'] = /^([a-z]+)(\d+)-(\d+)$/.exec(id) ?? [];
  const titles = (facts.titles ?? []).map((title) => ({
    kind: facts.kind ?? 'Short Title(s) as Introduced',
    title,
  }));
  if (facts.official) titles.push({ kind: 'Official Title as Introduced', title: facts.official });
  return {
    id,
    congress: Number(congress),
    type: type as BillType,
    number: Number(number),
    titles,
    introduced: facts.introduced === undefined ? '2025-02-03' : facts.introduced,
    sponsor: facts.sponsor ? { bioguide: facts.sponsor[0], name: facts.sponsor[1] } : null,
    cosponsors: facts.cosponsors ?? [],
    policyArea: facts.area ?? null,
    subjects: [],
    related: facts.related ?? [],
    ...(facts.laws ? { laws: facts.laws } : {}),
  };
}

/** An official in one office: `official('Ada Quill', 'ND', 'D')`. */
export function official(
  name: string,
  state: string,
  party: string,
  office: Office = 'senate',
  term: [start: string, end: string | null] = ['2013-01-03', null],
  aliases: string[] = [],
): Official {
  const words = name.split(' ');
  const first = words[0] ?? '';
  const last = words
    .slice(1)
    .filter((word) => !/^[A-Z]\.$/.test(word))
    .join(' ');
  return {
    id: `${last}-${first}`.toLowerCase().replaceAll(' ', '-'),
    bioguide: `${last.charAt(0).toUpperCase()}${String(name.length * 7919)
      .padStart(6, '0')
      .slice(0, 6)}`,
    name,
    first,
    last,
    aliases,
    terms: [{ office, state, division: '', party, start: term[0], end: term[1] }],
  };
}

const NAMES = loadAcronyms();

export interface World {
  bills?: Bill[];
  complete?: number[];
  officials?: Official[];
  topics?: Topic[];
}

/** Tags one text against a small world; the date is of the 119th Congress where none is given. */
export function tag(world: World, text: string, input: Partial<TagInput> = {}): Tags {
  const tagger = createTagger({
    bills: world.bills ?? [],
    names: NAMES,
    completeCongresses: world.complete ?? [],
    officials: world.officials ?? [],
    topics: world.topics ?? [],
  });
  return tagger.tag({ text, date: '2026-03-10', ...input });
}

/** Ids of the bills that were tagged, sorted. */
export function billsIn(world: World, text: string, input: Partial<TagInput> = {}): BillId[] {
  return tag(world, text, input)
    .bills.map((found) => found.bill)
    .sort();
}

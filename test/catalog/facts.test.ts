import { describe, expect, it } from 'vitest';
import { parseBills } from '../../src/catalog/bills.js';
import { CatalogError } from '../../src/catalog/catalog-error.js';
import { loadOfficials, parseOfficials } from '../../src/catalog/officials.js';
import { parseSources } from '../../src/catalog/sources.js';
import { parseTopics } from '../../src/catalog/topics.js';
import { scratch } from './scratch.js';

const PROVENANCE = '{"provenance":"a test","read":"2026-11-24"}';
const TERM = {
  office: 'senate',
  state: 'ND',
  division: 'ocd-division/country:us/state:nd',
  party: 'D',
  start: '2013-01-03',
  end: '2019-01-03',
};
const PERSON = {
  id: 'quill-ada',
  bioguide: 'Q000001',
  name: 'Ada Quill',
  first: 'Ada',
  last: 'Quill',
  aliases: [],
  terms: [TERM],
};
const SOURCE = {
  id: 'senate-nd-quill',
  office: 'senate',
  state: 'ND',
  official: 'quill-ada',
  name: 'Senator Ada Quill',
  url: 'https://quill.example/press',
  kind: 'listing',
  zone: 'America/Chicago',
  enabled: true,
  evidence: 'a test',
};

function jsonl(...lines: unknown[]): string {
  return `${[PROVENANCE, ...lines.map((line) => JSON.stringify(line))].join('\n')}\n`;
}

describe('a file of officials', () => {
  it('gives people with their terms, without what is said only to its readers', () => {
    const [person] = parseOfficials(
      jsonl({ ...PERSON, terms: [{ ...TERM, evidence: 'a sworn oath' }] }),
      'o.jsonl',
    );
    expect(person).toEqual(PERSON);
  });

  it.each([
    ['a line that is not JSON', '{"id":', /^o\.jsonl:3: not JSON$/],
    ['an id that is not a slug', { ...PERSON, id: 'Ada' }, /^o\.jsonl:3: id: an id is last-first/],
    ['a Bioguide id of another form', { ...PERSON, id: 'x-y', bioguide: 'Q1' }, /bioguide: a Bioguide id/],
    [
      'a division of another state',
      { ...PERSON, terms: [{ ...TERM, state: 'SD' }] },
      /division does not match/,
    ],
    ['a state that does not exist', { ...PERSON, terms: [{ ...TERM, state: 'XX' }] }, /no such state/],
    [
      'a term that ends before it starts',
      { ...PERSON, terms: [{ ...TERM, end: '2012-01-03' }] },
      /ends after it starts/,
    ],
    [
      'two terms at a time',
      { ...PERSON, terms: [TERM, { ...TERM, start: '2018-06-01', end: null }] },
      /overlap from 2018-06-01/,
    ],
    ['a word nobody knows', { ...PERSON, colour: 'blue' }, /colour/],
    ['an id used before', { ...PERSON, id: 'marsh-eli' }, /id marsh-eli is taken by o\.jsonl:2/],
    [
      'a Bioguide id used before',
      { ...PERSON, bioguide: 'M000009' },
      /Bioguide id M000009 is taken by o\.jsonl:2/,
    ],
  ])('is refused for %s, by file and line', (_, line, complaint) => {
    const first = { ...PERSON, id: 'marsh-eli', bioguide: 'M000009' };
    const text = typeof line === 'string' ? `${jsonl(first)}${line}\n` : jsonl(first, line);
    expect(() => parseOfficials(text, 'o.jsonl')).toThrow(complaint);
    expect(() => parseOfficials(text, 'o.jsonl')).toThrow(CatalogError);
  });

  it('is refused without a line that says where it comes from', () => {
    expect(() => parseOfficials(`${JSON.stringify(PERSON)}\n`, 'o.jsonl')).toThrow(/^o\.jsonl:1: /);
    expect(() => parseOfficials('', 'o.jsonl')).toThrow(/no provenance/);
  });

  it('may not name a person whom another file has', () => {
    const dir = scratch({ 'officials/a.jsonl': jsonl(PERSON), 'officials/b.jsonl': jsonl(PERSON) });
    expect(() => loadOfficials(dir)).toThrow(
      /officials\/b\.jsonl:2: id quill-ada is taken by .*officials\/a\.jsonl:2/,
    );
  });
});

describe('a file of sources', () => {
  const officials = parseOfficials(jsonl(PERSON), 'o.jsonl');

  it('gives newsrooms', () => {
    expect(parseSources(jsonl(SOURCE), 's.jsonl', officials)).toEqual([SOURCE]);
  });

  it.each([
    ['an official nobody knows', { official: 'marsh-eli' }, /^s\.jsonl:2: no official marsh-eli/],
    ['an official of another state', { state: 'SD' }, /quill-ada has no senate term in SD/],
    ['an address that is not of the web', { url: 'ftp://quill.example/' }, /url: not an http/],
    ['a zone that does not exist', { zone: 'America/Fargo' }, /zone: no such time zone/],
    ['a kind that cannot be read', { kind: 'fax' }, /kind/],
  ])('is refused for %s', (_, change, complaint) => {
    expect(() => parseSources(jsonl({ ...SOURCE, ...change }), 's.jsonl', officials)).toThrow(complaint);
  });
});

describe('files of topics and bills', () => {
  it('are refused at the line that is wrong', () => {
    const topic = { id: 'health', name: 'Health', terms: [{ text: 'hospital', weight: 1 }], exclude: [] };
    expect(parseTopics(jsonl(topic), 't.jsonl')).toEqual([topic]);
    expect(() => parseTopics(jsonl(topic, topic), 't.jsonl')).toThrow(/^t\.jsonl:3: id health is taken/);
    expect(() => parseTopics(jsonl({ ...topic, terms: [{ text: 'x' }] }), 't.jsonl')).toThrow(
      /terms\.0\.weight/,
    );
    const bill = { congress: 115, type: 's', number: 1, titles: [], related: ['house bill 2'] };
    expect(() => parseBills(jsonl(bill), 'b.jsonl')).toThrow(
      /^b\.jsonl:2: related\.0: a related bill is written/,
    );
  });
});

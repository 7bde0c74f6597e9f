import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { releases } from '../../sample/release.js';
import { loadAcronyms, parseAcronyms } from '../../src/catalog/acronyms.js';
import { loadBills } from '../../src/catalog/bills.js';
import { dataDirectory } from '../../src/catalog/data-directory.js';
import { loadOfficials } from '../../src/catalog/officials.js';
import { loadSources } from '../../src/catalog/sources.js';
import { stateZone } from '../../src/catalog/states.js';
import { loadTopics } from '../../src/catalog/topics.js';
import type { Office } from '../../src/model.js';

const officials = loadOfficials();
const sources = loadSources();

function holders(office: Office, state: string, day: string): string[] {
  return officials
    .filter(({ terms }) =>
      terms.some(
        (term) =>
          term.office === office &&
          term.state === state &&
          term.start <= day &&
          (term.end === null || day < term.end),
      ),
    )
    .map(({ id }) => id);
}

describe('the officials', () => {
  it('fill the hundred seats of the Senate in June 2026, two a state', () => {
    const states = new Set(sources.filter(({ office }) => office === 'senate').map(({ state }) => state));
    expect(states.size).toBe(50);
    for (const state of states) expect(holders('senate', state, '2026-06-15'), state).toHaveLength(2);
  });

  it.each(['2004-06-01', '2007-03-01', '2012-06-01', '2018-03-21', '2021-06-01'])(
    'fill its seats on %s as well',
    (day) => {
      const states = new Set(sources.filter(({ office }) => office === 'senate').map(({ state }) => state));
      const counts = [...states].map((state) => [state, holders('senate', state, day).length]);
      expect(counts.filter(([, count]) => count !== 2)).toEqual([]);
    },
  );

  it('know who spoke in the spring of 2018', () => {
    const day = '2018-03-21';
    expect(holders('senate', 'ND', day).sort()).toEqual(['heitkamp-heidi', 'hoeven-john']);
    expect(holders('senate', 'AZ', day)).toContain('mccain-john');
    expect(holders('senate', 'OH', day)).toContain('portman-rob');
    expect(holders('attorney-general', 'MT', day)).toEqual(['fox-tim']);
    expect(holders('attorney-general', 'MT', '2021-01-04')).toEqual(['knudsen-austin']);
  });

  it('hold one attorney general an office at most, on any first of a month since 2015', () => {
    for (const { state } of sources.filter(({ office }) => office === 'attorney-general')) {
      for (let year = 2015; year <= 2026; year += 1) {
        for (const month of ['01', '04', '07', '10']) {
          const found = holders('attorney-general', state, `${year}-${month}-15`);
          expect(found.length, `${state} ${year}-${month}: ${found}`).toBeLessThanOrEqual(1);
        }
      }
    }
  });
});

describe('the sources', () => {
  it('are the newsrooms of a hundred senators and fifty-six attorneys general', () => {
    expect(sources.filter(({ office }) => office === 'senate')).toHaveLength(100);
    expect(sources.filter(({ office }) => office === 'attorney-general')).toHaveLength(56);
    expect(new Set(sources.filter(({ official }) => official).map(({ official }) => official)).size).toBe(
      100,
    );
  });

  it('keep the clock of their state and say where their address is from', () => {
    for (const { id, state, zone, evidence } of sources) {
      expect(zone, id).toBe(stateZone(state));
      expect(evidence.length, id).toBeGreaterThan(10);
    }
  });
});

describe('the acronyms', () => {
  it('name each bill as its id is written, and no two by one name', () => {
    const acronyms = loadAcronyms();
    expect(acronyms).toContainEqual({ name: 'SESTA', bill: 's1693-115' });
    expect(new Set(acronyms.map(({ name }) => name.toLowerCase())).size).toBe(acronyms.length);
  });

  it.each([
    [
      'a bill that is none',
      { name: 'X Act', bill: 'S. 12', evidence: 'y' },
      /:2: bill: a bill is written s1693-115/,
    ],
    ['no reason', { name: 'X Act', bill: 's12-119' }, /:2: evidence: /],
    ['small letters', { name: 'relief', bill: 's12-119', evidence: 'y' }, /:2: name: a name has a capital/],
  ])('are refused with %s', (_, line, reason) => {
    const text = `{"provenance":"x"}\n${JSON.stringify(line)}\n`;
    expect(() => parseAcronyms(text, 'acronyms.jsonl')).toThrow(reason);
  });

  it('are refused where one name is given to two bills', () => {
    const line = (bill: string) => JSON.stringify({ name: 'X', bill, evidence: 'y' });
    const text = `{"provenance":"x"}\n${line('s1-119')}\n${line('s2-119')}\n`;
    expect(() => parseAcronyms(text, 'a.jsonl')).toThrow('a.jsonl:3: name x is taken by a.jsonl:2');
  });
});

describe('the starter bills', () => {
  const bills = new Map(loadBills().map((bill) => [bill.id, bill]));

  it('hold the two bills the project began with, as companions, under all their names', () => {
    const titles = (id: string) => bills.get(id)?.titles.map(({ title }) => title);
    expect(titles('s1693-115')).toEqual(
      expect.arrayContaining(['Stop Enabling Sex Traffickers Act of 2017', 'SESTA']),
    );
    expect(titles('hr1865-115')).toEqual(
      expect.arrayContaining([
        'Allow States and Victims to Fight Online Sex Trafficking Act of 2017',
        'FOSTA',
      ]),
    );
    expect(bills.get('s1693-115')?.related).toContain('hr1865-115');
    expect(bills.get('hr1865-115')?.related).toContain('s1693-115');
  });

  it('hold every federal bill that the sample senators cite by number', () => {
    const cited = ['hale', 'okafor', 'lindqvist', 'mara'].flatMap((newsroom) =>
      [
        ...JSON.stringify(releases(newsroom, 1)).matchAll(/\b(S\.J\. ?Res|H\.J\. ?Res|H\.R|S)\. ?(\d+)\b/g),
      ].map(([, type = '', number]) => `${type.toLowerCase().replace(/[^a-z]/g, '')}${number}-115`),
    );
    expect(new Set(cited).size).toBeGreaterThan(15);
    expect(cited.filter((id) => !bills.has(id))).toEqual([]);
  });
});

describe.skipIf(!existsSync(join(dataDirectory(), 'topics.jsonl')))(
  'the topics (skipped until their file is there)',
  () => {
    it('are the 32 policy areas', () => {
      expect(loadTopics()).toHaveLength(32);
    });
  },
);

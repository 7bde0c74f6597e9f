import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { BillResult } from '../../src/catalog/bill-result.js';
import { readBills } from '../../src/catalog/import-bills.js';
import type { Bill } from '../../src/model.js';
import { NEWER, OLDER } from './bill-status-pages.js';
import { scratch, zipOf } from './scratch.js';

const SHARED = fileURLToPath(new URL('../../../shared/bills/', import.meta.url));

async function all(path: string): Promise<BillResult[]> {
  const results: BillResult[] = [];
  for await (const result of readBills(path)) results.push(result);
  return results;
}

async function bills(path: string): Promise<Bill[]> {
  return (await all(path)).map((result) => {
    if (result.error) throw result.error;
    return result.bill;
  });
}

const LIGHTHOUSES: Bill = {
  id: 'sjres9469-114',
  congress: 114,
  type: 'sjres',
  number: 9469,
  titles: [
    { kind: 'Short Titles as Introduced', title: 'Lighthouse & Buoy Act of 2015' },
    { kind: 'Official Title as Introduced', title: 'A joint resolution to count lighthouses.' },
  ],
  introduced: '2015-02-11',
  sponsor: { bioguide: 'Q000001', name: 'Sen. Quill, Ada [D-WA]' },
  cosponsors: ['A000001'],
  policyArea: 'Transportation and Public Works',
  subjects: ['Coast guard'],
  related: ['hjres7-114'],
  laws: ['114-999'],
};

describe('BILLSTATUS files', () => {
  it.each([
    ['older', OLDER],
    ['newer', NEWER],
  ])('give the same bill in the %s schema', async (_, xml) => {
    expect(await bills(join(scratch({ 'a.xml': xml }), 'a.xml'))).toEqual([LIGHTHOUSES]);
  });

  it('are found in folders and zips, however deep, and other files are passed over', async () => {
    const xml = (number: number) => NEWER.replaceAll('9469', String(number));
    const folder = scratch({
      '114/b.xml': xml(2),
      '114/readme.txt': 'not a bill',
      'a.zip': zipOf({ 'x/1.xml': xml(1), 'note.md': '#', 'x/3.xml': xml(3) }),
      'c.xml': xml(4),
    });
    expect((await bills(folder)).map(({ number }) => number)).toEqual([2, 1, 3, 4]);
  });

  it('name the file and the line where the XML is broken, and the others are read all the same', async () => {
    const cut = NEWER.slice(0, NEWER.indexOf('</relatedBills>'));
    const folder = scratch({
      'a.xml': NEWER,
      'b.xml': cut,
      'c.xml': '<html>\n<body/></html>',
      'd.xml': OLDER,
    });
    const results = await all(folder);
    expect(results.map(({ bill }) => bill?.id ?? null)).toEqual([
      'sjres9469-114',
      null,
      null,
      'sjres9469-114',
    ]);
    expect(results[1]?.error).toMatchObject({ file: join(folder, 'b.xml'), line: cut.split('\n').length });
    expect(results[2]?.error?.message).toContain('a <html> document, not <billStatus>');
  });

  it('name what is missing where the number or the kind of bill is not given', async () => {
    const [result] = await all(join(scratch({ 'a.xml': NEWER.replace('<type>SJRES</type>', '') }), 'a.xml'));
    expect(result?.error).toMatchObject({ name: 'CatalogError', line: 4 });
    expect(result?.error?.reason).toContain('type');
  });

  it('inside a broken zip are named with the zip', async () => {
    const zip = zipOf({ '1.xml': NEWER, '2.xml': OLDER });
    const folder = scratch({ 'cut.zip': zip.subarray(0, zip.length - 30), 'fine.zip': zip });
    const results = await all(folder);
    expect(results[0]?.error?.file).toBe(join(folder, 'cut.zip'));
    expect(results.filter(({ bill }) => bill)).toHaveLength(2);
  });
});

describe('our JSONL', () => {
  const line = { congress: 119, type: 's', number: 5, titles: [{ kind: 'short', title: 'Kelp Act' }] };

  it('gives bills with related ones of the same Congress unless they say another', async () => {
    const related = [{ bill: 'hr6', how: ['related'] }, 'sres7', 'hr8-118'];
    const folder = scratch({ 'a.jsonl': `${JSON.stringify({ ...line, related })}\r\n` });
    const [bill] = await bills(join(folder, 'a.jsonl'));
    expect(bill).toMatchObject({
      id: 's5-119',
      related: ['hr6-119', 'sres7-119', 'hr8-118'],
      cosponsors: [],
    });
  });

  it('gives the public laws that a bill became', async () => {
    const lines = [
      { ...line, laws: ['119-1'] },
      { ...line, number: 6, laws: ['P.L. 119-2'] },
    ];
    const folder = scratch({ 'a.jsonl': lines.map((one) => JSON.stringify(one)).join('\n') });
    const [became, wrong] = await all(join(folder, 'a.jsonl'));
    expect(became?.bill?.laws).toEqual(['119-1']);
    expect(wrong?.error?.message).toContain('a public law is written 109-8');
  });

  it('names the line that is wrong and goes on', async () => {
    const lines = [line, '{', { ...line, type: 'bill' }, { ...line, number: 6 }];
    const text = lines.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join('\n');
    const file = join(scratch({ 'a.jsonl': text }), 'a.jsonl');
    const results = await all(file);
    expect(results.map(({ bill, error }) => bill?.id ?? error?.line)).toEqual(['s5-119', 2, 3, 's6-119']);
  });

  it('skips the line of provenance that files of the package begin with', async () => {
    const file = join(scratch({ 'a.ndjson': `{"provenance":"x"}\n${JSON.stringify(line)}\n` }), 'a.ndjson');
    expect(await bills(file)).toHaveLength(1);
  });
});

describe('answers of the congress.gov API', () => {
  const bill = { congress: 119, type: 'HCONRES', number: '3', title: 'Tides', introducedDate: '2025-01-09' };

  it('are read from a folder a bill, from lists plain or wrapped', async () => {
    const folder = scratch({
      'x/bill.json': JSON.stringify({
        bill: { ...bill, sponsors: [{ bioguideId: 'Q000001', fullName: 'Q' }] },
      }),
      'x/titles.json': JSON.stringify({ titles: [{ title: 'Tides Act', titleType: 'Display Title' }] }),
      'x/cosponsors.json': JSON.stringify({
        cosponsors: [
          { bioguideId: 'A000001' },
          { bioguideId: 'A000002', sponsorshipWithdrawnDate: '2025-02-01' },
        ],
      }),
      'x/relatedbills.json': JSON.stringify({
        relatedBills: { item: { congress: 119, number: 4, type: 'SCONRES' } },
      }),
      'x/laws.json': JSON.stringify({
        laws: { item: { number: '119-998', type: 'Public Law' } },
      }),
      'x/subjects.json': JSON.stringify({
        subjects: [
          { legislativeSubjects: { item: [{ name: 'Seas' }] }, policyArea: { name: 'Environment' } },
        ],
      }),
      'y/bill.json': JSON.stringify({ bill: { ...bill, number: 9 } }),
    });
    const [tides, bare] = await bills(folder);
    expect(tides).toEqual({
      id: 'hconres3-119',
      congress: 119,
      type: 'hconres',
      number: 3,
      titles: [{ kind: 'Display Title', title: 'Tides Act' }],
      introduced: '2025-01-09',
      sponsor: { bioguide: 'Q000001', name: 'Q' },
      cosponsors: ['A000001'],
      policyArea: 'Environment',
      subjects: ['Seas'],
      related: ['sconres4-119'],
      laws: ['119-998'],
    });
    expect(bare?.titles).toEqual([{ kind: 'Display Title', title: 'Tides' }]);
  });

  it('name the answer that is broken and its line', async () => {
    const folder = scratch({ 'x/bill.json': JSON.stringify({ bill }), 'x/titles.json': '{"titles": [\n\n}' });
    const [result] = await all(folder);
    expect(result?.error).toMatchObject({ file: join(folder, 'x', 'titles.json'), line: 3 });
  });
});

describe('a path', () => {
  it('that does not exist, or is of no known kind, is an error and not a crash', async () => {
    const folder = scratch({ 'a.pdf': '%PDF' });
    expect((await all(join(folder, 'nothing.xml')))[0]?.error?.message).toContain('no such file');
    expect((await all(join(folder, 'a.pdf')))[0]?.error?.message).toContain('neither .xml');
  });
});

const shared = existsSync(SHARED);
describe.skipIf(!shared)('the real bill data in ../shared (skipped where that folder is absent)', () => {
  it('give every BILLSTATUS file with all that a citation needs', async () => {
    const found = await bills(join(SHARED, 'billstatus'));
    expect(found).toHaveLength(53);
    for (const bill of found) {
      expect(bill.titles.length, bill.id).toBeGreaterThanOrEqual(2);
      expect(bill.introduced, bill.id).toMatch(/^20\d\d-\d\d-\d\d$/);
    }
    // GPO's file of one 114th bill has an empty list of sponsors.
    expect(found.filter(({ sponsor }) => !sponsor).map(({ id }) => id)).toEqual(['s2848-114']);
    expect(found.find(({ id }) => id === 's35-117')).toMatchObject({
      sponsor: { bioguide: 'V000128', name: 'Sen. Van Hollen, Chris [D-MD]' },
      policyArea: 'Congress',
      related: ['hr305-117'],
    });
    expect(found.find(({ id }) => id === 'hr22-114')?.laws).toEqual(['114-94']);
    expect(found.find(({ id }) => id === 'hr1155-114')?.policyArea).toBe(
      'Government Operations and Politics',
    );
  });

  it('give every folder of API answers', async () => {
    const found = await bills(join(SHARED, 'congress-gov-api'));
    expect(found.map(({ id }) => id).sort()).toEqual(
      ['hr22-119', 'hres5-119', 's146-119', 's1693-119', 's5-119', 'sconres7-119', 'sjres10-119'].sort(),
    );
    expect(found.find(({ id }) => id === 's5-119')?.laws).toEqual(['119-1']);
  });

  it('give all 16,310 bills of the 119th Congress without an error, within seconds', async () => {
    const found = await bills(join(SHARED, '119.jsonl'));
    expect(found).toHaveLength(16_310);
    expect(new Set(found.map(({ id }) => id)).size).toBe(16_310);
  }, 10_000);
});

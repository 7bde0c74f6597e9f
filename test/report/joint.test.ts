import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { saveOfficials } from '../../db/officials.js';
import { saveSources } from '../../db/sources.js';
import { saveTags } from '../../db/tags.js';
import { billReport } from '../../src/report/bill.js';
import { overview } from '../../src/report/overview.js';
import { statementReport } from '../../src/report/statement.js';
import { findStatements } from '../../src/report/statements.js';
import { joinCopies } from '../../workers/joint.js';
import { type ScratchDatabase, scratchDatabase } from '../support/database.js';
import { seeRelease } from '../support/release.js';

const TEXT =
  'The senators today introduced the Harbor Safety Act, which asks every port of the country for a yearly plan, and for a public meeting about it with those who live and work there.';

describe('a joint release of three senators, and one of a fourth alone', () => {
  let scratch: ScratchDatabase;
  const ids: number[] = [];

  beforeAll(async () => {
    scratch = await scratchDatabase();
    const { db } = scratch;
    const senators = [
      { id: 'hale-ana', party: 'D' },
      { id: 'mara-joe', party: 'R' },
      { id: 'okafor-ben', party: 'D' },
      { id: 'lind-eva', party: 'R' },
    ];
    await saveOfficials(
      db,
      senators.map(({ id, party }) => ({
        id,
        name: `Senator ${id}`,
        first: 'A',
        last: id,
        catalogue: 'user',
        terms: [
          {
            office: 'senate',
            state: 'ND',
            division: 'x',
            party,
            starts_on: '2017-01-03',
            ends_on: '2023-01-03',
          },
        ],
      })),
    );
    await saveSources(
      db,
      senators.map(({ id }) => ({
        id: `senate-${id}`,
        catalogue: 'user',
        office: 'senate',
        state: 'ND',
        official_id: id,
        name: `Newsroom of ${id}`,
        url: `https://${id}.example/`,
        kind: 'listing',
        zone: 'America/Chicago',
      })),
    );
    const texts = [
      TEXT,
      `Contact: 555-0100. ${TEXT}`,
      `${TEXT} More is to come.`,
      `I am glad. ${'Alone. '.repeat(30)}`,
    ];
    for (const [index, { id }] of senators.entries()) {
      const body = texts[index] ?? '';
      const kept = await seeRelease(db, {
        address: `https://${id}.example/1`,
        source_id: `senate-${id}`,
        official_id: id,
        body,
      });
      ids.push(kept.statementId);
      await joinCopies(db, [{ statementId: kept.statementId, day: '2018-03-22', body }]);
      const evidence = [{ start: 0, end: 1, text: 'A' }];
      await saveTags(db, kept.statementId, kept.revisionId, {
        citations: [
          { bill_id: 's12-115', method: 'number', confidence: 1, known: false, evidence, companions: [] },
        ],
        topics: [],
        quotes: [],
        mentions: [],
        doubts: [],
      });
    }
  });
  afterAll(() => scratch.drop());

  it('counts once where a report asks how many, and once for each party', async () => {
    const report = await billReport(scratch.db, 's12-115');
    expect(report).toMatchObject({ statements: 2, officials: 4 });
    expect(report?.parties).toEqual([
      { party: 'R', statements: 2 },
      { party: 'D', statements: 1 },
    ]);
    expect((await overview(scratch.db, {})).bills).toMatchObject([{ bill: 's12-115', statements: 2 }]);
  });

  it('shows everywhere who published it', async () => {
    const statements = await findStatements(scratch.db, { bill: 's12-115' }, { limit: 10 });
    expect(statements).toHaveLength(4);
    const first = statements.find((statement) => statement.id === ids[1]);
    expect(first?.joint).toEqual({
      id: ids[0],
      publishers: ['hale-ana', 'mara-joe', 'okafor-ben'].map((id, index) => ({
        statement: ids[index],
        official: id,
        name: `Senator ${id}`,
        url: `https://${id}.example/1`,
      })),
    });
    expect(statements.find((statement) => statement.id === ids[3])?.joint).toBeNull();
    expect((await statementReport(scratch.db, ids[2] ?? 0))?.joint?.publishers).toHaveLength(3);
  });

  it('is one release to an analyst', async () => {
    const { rows } = await sql<{ pages: number; releases: number }>`
      select count(*)::int as pages, count(distinct release_id)::int as releases from statements_on_bill
    `.execute(scratch.db);
    expect(rows).toEqual([{ pages: 4, releases: 2 }]);
  });
});

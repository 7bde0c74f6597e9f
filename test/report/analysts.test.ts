import { readFileSync } from 'node:fs';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ScratchDatabase, scratchDatabase } from '../support/database.js';
import { writeDebate } from '../support/debate.js';

/** The questions of docs/analysts.md, as an analyst would copy them. */
const QUESTIONS = [
  ...readFileSync(new URL('../../docs/analysts.md', import.meta.url), 'utf8').matchAll(
    /^### (\d+)\. (.+)\n[\s\S]*?```sql\n([\s\S]*?)```/gm,
  ),
].map(([, number, title = '', query = '']) => ({ number: Number(number), title, query }));

const DOE = { official: 'Jane Doe', party: 'D', state: 'ND' };
const proof = [{ start: 0, end: 4, text: 'text' }];

const ANSWERS: Record<number, object[]> = {
  1: [{ ...DOE, published_on: '2017-08-02', title: 'Doe introduces bill against trafficking' }],
  2: [
    { week: '2017-07-31', democrats: '1', republicans: '0' },
    { week: '2018-03-19', democrats: '1', republicans: '2' },
  ],
  3: [
    { silent: 'Paula Poe', colleague: 'Max Moe', state: 'MT' },
    { silent: 'Ralph Roe', colleague: 'Jane Doe', state: 'ND' },
  ],
  4: [{ title: 'Doe introduces bill against trafficking', url: 'https://nd-doe.example/1', edits: 2 }],
  5: [{ days: 1 }],
  6: [
    { bill_id: 's1693-115', statements: '3' },
    { bill_id: 'hr1865-115', statements: '1' },
  ],
  7: [
    { published_on: '2017-08-02', text: 'This bill saves children,', url: 'https://nd-doe.example/1' },
    { published_on: '2018-03-21', text: 'At last,', url: 'https://nd-doe.example/2' },
  ],
  8: [
    { speaker: 'Jane Doe', party: 'D', quotes: 2 },
    { speaker: 'Max Moe', party: 'R', quotes: 2 },
    { speaker: 'Carl Coe', party: 'R', quotes: 1 },
  ],
  9: [{ bill_id: 's1693-115', democrats: '2', republicans: '2' }],
  10: [
    { name: 'Carl Coe', statements: 1 },
    { name: 'Max Moe', statements: 1 },
  ],
  11: [{ share: '0.50' }],
  12: [
    { official: 'Carl Coe', party: 'R', state: 'MT' },
    DOE,
    { official: 'Max Moe', party: 'R', state: 'MT' },
  ],
  13: [{ official: 'Jane Doe', published_on: '2018-03-21', title: 'Doe: Senate passes trafficking bill' }],
  14: [
    { year: 2018, party: 'R', statements: 1 },
    { year: null, party: 'D', statements: 1 },
  ],
  15: [
    {
      official: 'Ralph Roe',
      title: 'Roe on harvest',
      url: 'https://nd-roe.example/2',
      statement_state: 'missing',
    },
  ],
  16: [
    {
      official: 'Jane Doe',
      title: 'Doe: Senate passes trafficking bill',
      method: 'acronym',
      confidence: 0.6,
      evidence: proof,
    },
  ],
  17: [
    { publisher: 'Jane Doe', named: 'Carl Coe', times: 1 },
    { publisher: 'Max Moe', named: 'Jane Doe', times: 1 },
    { publisher: 'Max Moe', named: 'Paula Poe', times: 1 },
  ],
  18: [{ state: 'MT', official: 'Carl Coe', first: '2018-03-23' }],
  19: ['mt-ag', 'mt-moe', 'mt-poe', 'nd-doe', 'nd-roe'].map((source_id, index) => ({
    source_id,
    health: 'never tried',
    statements: [1, 1, 1, 2, 2][index],
  })),
  20: [
    { day: '2017-08-02', statements: 1, so_far: '1' },
    { day: '2018-03-21', statements: 1, so_far: '2' },
    { day: '2018-03-22', statements: 1, so_far: '3' },
    { day: '2018-03-23', statements: 1, so_far: '4' },
  ],
};

describe('the questions of docs/analysts.md', () => {
  let scratch: ScratchDatabase;
  beforeAll(async () => {
    scratch = await scratchDatabase();
    await writeDebate(scratch.db);
  });
  afterAll(() => scratch.drop());

  it('are twenty', () => {
    expect(QUESTIONS.map(({ number }) => number)).toEqual(
      Array.from({ length: 20 }, (_, index) => index + 1),
    );
  });

  it.each(QUESTIONS)('$number. $title', async ({ number, query }) => {
    const { rows } = await sql.raw(query).execute(scratch.db);
    expect(rows).toEqual(ANSWERS[number]);
  });

  it('may be asked by the role that reads, which may do nothing else', async () => {
    await scratch.db.connection().execute(async (db) => {
      await sql`set role rostrum_read`.execute(db);
      for (const { query } of QUESTIONS) await sql.raw(query).execute(db);
      for (const forbidden of [
        'select * from setting',
        `insert into topic (id, name) values ('x', 'x')`,
        `update statement set title = 'x'`,
        'delete from statement',
        'create table x (y int)',
      ]) {
        await expect(sql.raw(forbidden).execute(db), forbidden).rejects.toThrow(/permission denied/);
      }
      await sql`reset role`.execute(db);
    });
  });

  it('are about views of which every view and every column is explained in the database', async () => {
    const { rows } = await sql<{ view: string; column: string | null }>`
      select c.relname as view, a.attname as column
      from pg_class c left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'v'
        and (col_description(c.oid, a.attnum) is null or obj_description(c.oid) is null)`.execute(scratch.db);
    expect(rows).toEqual([]);
  });

  it('have answers in an empty archive too', async () => {
    const empty = await scratchDatabase();
    for (const { query } of QUESTIONS) await sql.raw(query).execute(empty.db);
    await empty.drop();
  });
});

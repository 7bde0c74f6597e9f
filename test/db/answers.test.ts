import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Inventor } from '../../bench/archive/invent.js';
import { generateArchive } from '../../bench/generate-archive.js';
import { openBatchClient, writeStatements } from '../../db/batch.js';
import { saveSources } from '../../db/sources.js';
import { saveTags } from '../../db/tags.js';
import { saveTopics } from '../../db/topics.js';
import { writeWords } from '../../db/words.js';
import { type ScratchDatabase, scratchDatabase } from '../support/database.js';
import { seeRelease } from '../support/release.js';

describe('what the database keeps by itself', () => {
  let scratch: ScratchDatabase;
  beforeAll(async () => {
    scratch = await scratchDatabase();
    await saveTopics(scratch.db, [{ id: 'health', name: 'Health' }]);
    await saveSources(scratch.db, [
      {
        id: 'nd',
        catalogue: 'rostrum',
        office: 'senate',
        state: 'ND',
        name: 'A newsroom',
        url: 'https://nd.example/',
        kind: 'feed',
        zone: 'America/Chicago',
      },
    ]);
  });
  afterAll(() => scratch.drop());

  const proof = [{ start: 0, end: 1, text: 'A' }];
  const see = (address: string, more: Parameters<typeof seeRelease>[1] | object = {}) =>
    seeRelease(scratch.db, { address, source_id: 'nd', ...more });

  async function seeTagged(address: string) {
    const kept = await see(address);
    await saveTags(scratch.db, kept.statementId, kept.revisionId, {
      citations: [
        { bill_id: 's1-115', method: 'number', confidence: 1, known: true, evidence: proof, companions: [] },
      ],
      topics: [{ topic_id: 'health', score: 1, evidence: proof }],
      quotes: [
        {
          position: 0,
          starts_at: 0,
          ends_at: 1,
          text: 'A',
          speaker: 'A',
          official_id: null,
          role: null,
          verb: null,
        },
      ],
      mentions: [],
      doubts: [],
    });
    return kept.statementId;
  }

  async function days(id: number) {
    const { rows } = await sql<{ day: string }>`
      select listed_on as day from statement where id = ${id}
      union all select listed_on from citation where statement_id = ${id}
      union all select listed_on from statement_topic where statement_id = ${id}
      union all select listed_on from quote where statement_id = ${id}
      union all select listed_on from statement_text where statement_id = ${id}`.execute(scratch.db);
    return rows.map((row) => row.day);
  }

  it('is the day on everything a statement is found through, whatever becomes of it', async () => {
    const id = await seeTagged('https://nd.example/1');
    expect(await days(id)).toEqual(Array(5).fill('2018-03-22'));
    await scratch.db
      .updateTable('statement')
      .set({ published_on: '2018-04-01' })
      .where('id', '=', id)
      .execute();
    expect(await days(id)).toEqual(Array(5).fill('2018-04-01'));
    await scratch.db.updateTable('statement').set({ published_on: null }).where('id', '=', id).execute();
    expect(await days(id)).toEqual(Array(5).fill('-infinity'));
  });

  it('is the state of the newsroom, also when the newsroom turns out to be another’s', async () => {
    const { statementId } = await see('https://nd.example/2');
    const place = async () =>
      (
        await scratch.db
          .selectFrom('statement')
          .select('place')
          .where('id', '=', statementId)
          .executeTakeFirstOrThrow()
      ).place;
    expect(await place()).toBe('ND');
    await scratch.db.updateTable('source').set({ state: 'SD' }).where('id', '=', 'nd').execute();
    expect(await place()).toBe('SD');
    await scratch.db.updateTable('source').set({ state: 'ND' }).where('id', '=', 'nd').execute();
    expect(await place()).toBe('ND');
  });

  it('are the words of the newest revision and of no other', async () => {
    const address = 'https://nd.example/3';
    const { statementId } = await see(address, { body: 'lighthouse' });
    await see(address, { body: 'harbour' });
    const found = async (word: string) =>
      (
        await sql<{ id: number }>`select statement_id as id from statement_search
        where words @@ plainto_tsquery('english', ${word})`.execute(scratch.db)
      ).rows.some((row) => row.id === statementId);
    expect([await found('lighthouse'), await found('harbour')]).toEqual([false, true]);
    await see(address, { body: 'lighthouse' });
    expect([await found('lighthouse'), await found('harbour')]).toEqual([true, false]);
  });

  it('are words of any text, however long, odd or foreign it is', async () => {
    const long = Array.from({ length: 400_000 }, (_, index) => `word${index}`).join(' ');
    for (const [index, body] of [
      long,
      'x'.repeat(1_000_000),
      '漢字'.repeat(200_000),
      '',
      '\u0001',
    ].entries()) {
      await expect(
        see(`https://nd.example/odd/${index}`, { body, content_hash: `odd${index}` }),
      ).resolves.toBeDefined();
    }
  });

  it('is the number of the last change that is told of a statement, and of no visit that changed nothing', async () => {
    const address = 'https://nd.example/4';
    const id = await seeTagged(address);
    const change = async () =>
      (
        await scratch.db
          .selectFrom('statement')
          .select('change')
          .where('id', '=', id)
          .executeTakeFirstOrThrow()
      ).change;
    const first = await change();
    await see(address);
    await scratch.db
      .updateTable('statement')
      .set({ last_seen_at: sql`now()`, next_check_at: sql`now()` })
      .where('id', '=', id)
      .execute();
    expect(await change()).toBe(first);
    await scratch.db.updateTable('statement').set({ state: 'missing' }).where('id', '=', id).execute();
    const second = await change();
    expect(second).toBeGreaterThan(first);
    await see(address, { body: 'edited' });
    expect(await change()).toBeGreaterThan(second);
  });
});

describe('statements written in a batch', () => {
  let scratch: ScratchDatabase;
  let inventor: Inventor;
  beforeAll(async () => {
    scratch = await scratchDatabase();
    inventor = await generateArchive(scratch.url, 50);
  });
  afterAll(() => scratch.drop());

  it('are as if each had been written by itself, words and days included', async () => {
    const client = await openBatchClient(scratch.url);
    await writeStatements(
      client,
      Array.from({ length: 40 }, (_, index) => inventor.release(1000 + index)),
    );
    await client.end();
    const { rows } = await sql<{ unlike: number }>`
      select count(*) as unlike from statement s
      left join revision r on r.id = s.revision_id and r.statement_id = s.id
      left join statement_text t on t.statement_id = s.id
      left join statement_address a on a.statement_id = s.id and a.address = s.address
      where r.id is null or t.words is distinct from search_words(r.title, r.body, s.listed_on) or a.address is null
        or exists (select from citation c where c.statement_id = s.id
          and (c.listed_on, c.official_id, c.revision_id) is distinct from (s.listed_on, s.official_id, s.revision_id))
        or exists (select from quote q where q.statement_id = s.id and q.listed_on <> s.listed_on)
        or exists (select from statement_topic p where p.statement_id = s.id and p.listed_on <> s.listed_on)`.execute(
      scratch.db,
    );
    expect(rows[0]?.unlike).toBe(0);
    expect(await countOf('statement')).toBe(90);
  });

  it('are written whole or not at all', async () => {
    const client = await openBatchClient(scratch.url);
    const again = [inventor.release(2000), inventor.release(1000)];
    await expect(writeStatements(client, again)).rejects.toThrow(/unique/);
    await expect(
      writeStatements(client, [inventor.release(2001)], async () => {
        throw new Error('the position could not be saved');
      }),
    ).rejects.toThrow('the position');
    await client.end();
    expect(await countOf('statement')).toBe(90);
  });

  it('may have their words made later', async () => {
    const client = await openBatchClient(scratch.url, 'later');
    await writeStatements(client, [inventor.release(3000), inventor.release(3001)]);
    await client.end();
    expect(await countOf('statement_text')).toBe(90);
    expect(await writeWords(scratch.url, 1, 2)).toBe(2);
    expect(await countOf('statement_text')).toBe(92);
  });

  async function countOf(table: 'statement' | 'statement_text'): Promise<number> {
    const { rows } = await sql<{ count: number }>`select count(*) as count from ${sql.table(table)}`.execute(
      scratch.db,
    );
    return rows[0]?.count ?? 0;
  }
});

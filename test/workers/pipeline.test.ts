import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bumpIndexVersion, saveBills } from '../../db/bills.js';
import { saveTopics } from '../../db/topics.js';
import { loadSampleCatalog } from '../../sample/catalog.js';
import { type Sample, startSample } from '../../sample/server.js';
import { loadBills } from '../../src/catalog/bills.js';
import { loadTopics } from '../../src/catalog/topics.js';
import { billRow, bringOfficials, bringSources } from '../../src/cli/catalogue.js';
import { findQuotes } from '../../src/report/quotes.js';
import { findStatements } from '../../src/report/statements.js';
import { repair } from '../../workers/sweep.js';
import { type ScratchDatabase, scratchDatabase } from '../support/database.js';
import { type NewsroomRun, startNewsroomRun } from '../support/newsroom-run.js';
import { hasRedis, redisNote, type ScratchRedis, startRedis } from '../support/redis.js';

/** The same story on both backends: what a newsroom shows is what the archive holds. */
function story(makeRedis: (() => Promise<ScratchRedis>) | null): void {
  let scratch: ScratchDatabase;
  let sample: Sample;
  let redis: ScratchRedis | null = null;
  let run: NewsroomRun;
  let edition: 1 | 2 = 1;
  let sourceIds: string[] = [];

  beforeAll(async () => {
    scratch = await scratchDatabase();
    redis = makeRedis === null ? null : await makeRedis();
    sample = await startSample({ edition: () => edition });
    const { officials, sources } = loadSampleCatalog(sample.url);
    sourceIds = sources.map((source) => source.id);
    await bringOfficials(scratch.db, officials, 'sample');
    await bringSources(scratch.db, sources, 'sample');
    await saveTopics(scratch.db, loadTopics());
    await saveBills(scratch.db, loadBills().map(billRow));
    await bumpIndexVersion(scratch.db);
    run = startNewsroomRun(scratch, {
      origin: sample.url,
      redisUrl: redis?.url ?? null,
      topics: loadTopics(),
      scope: 'sample',
    });
  });
  afterAll(async () => {
    await run.stop();
    await sample.close();
    await redis?.stop();
    await scratch.drop();
  });

  const all = () => findStatements(scratch.db, {}, { limit: 1000 });
  const pagesServed = (from: number) =>
    sample
      .requests()
      .slice(from)
      .filter((request) => request.status === 200 && !request.path.includes('robots.txt'))
      .map((request) => request.path);

  it('collects every release once, with its title, its date and its speaker', async () => {
    await run.crawl(sourceIds);
    const statements = await all();
    expect(statements.length).toBeGreaterThanOrEqual(60);
    expect(new Set(statements.map((statement) => statement.url)).size).toBe(statements.length);
    for (const statement of statements) {
      expect(statement, statement.url).toMatchObject({
        title: expect.stringMatching(/\w/),
        published: expect.stringMatching(/^201[78]-\d\d-\d\d/),
        official: expect.stringMatching(/^sample-/),
        statement_state: 'live',
        revisions: 1,
      });
    }
    const failed = await scratch.db
      .selectFrom('crawl_item')
      .where('state', '=', 'failed')
      .selectAll()
      .execute();
    expect(failed).toEqual([]);
  });

  it('answers who said what about a bill, with the words that prove it', async () => {
    const statements = await findStatements(scratch.db, { bill: 's1693-115' }, { limit: 100 });
    expect(statements.length).toBeGreaterThanOrEqual(8);
    expect(new Set(statements.map((statement) => statement.party))).toContain('R');
    expect(new Set(statements.map((statement) => statement.party))).toContain('D');
    for (const statement of statements) {
      const tag = statement.bills.find((bill) => bill.bill === 's1693-115');
      expect(tag?.evidence.length, statement.url).toBeGreaterThan(0);
    }
    const quotes = await findQuotes(scratch.db, { bill: 's1693-115' }, { limit: 100 });
    expect(new Set(quotes.map((quote) => quote.official)).size).toBeGreaterThanOrEqual(4);
  });

  it('puts every piece of evidence where it says it stands', async () => {
    const { rows } = await sql<{ found: string; text: string; place: string }>`
      select e.value->>'text' as text, r.title || ' ' || r.statement_id as place,
        substring(r.title || E'\n\n' || r.body from (e.value->>'start')::int + 1
          for (e.value->>'end')::int - (e.value->>'start')::int) as found
      from citation c join revision r on r.id = c.revision_id, jsonb_array_elements(c.evidence) e
      union all
      select q.text, r.title, substring(r.title || E'\n\n' || r.body from q.starts_at + 1 for q.ends_at - q.starts_at)
      from quote q join revision r on r.id = q.revision_id
    `.execute(scratch.db);
    expect(rows.length).toBeGreaterThan(50);
    for (const row of rows) expect(row.found, row.place).toBe(row.text);
  });

  it('does not take a bill of the state for the federal one of the same number', async () => {
    const statements = await all();
    const ofState = statements.filter((statement) => /Senate Bill 1693/.test(statement.title));
    const { rows } = await sql<{ title: string; cites: boolean }>`
      select r.title, exists (select from citation c where c.revision_id = r.id and c.bill_id = 's1693-115') as cites
      from revision r where r.title || r.body ~ 'Senate Bill 1693'
    `.execute(scratch.db);
    expect(rows.length + ofState.length).toBeGreaterThan(0);
    for (const row of rows) expect(row, row.title).toMatchObject({ cites: false });
  });

  it('asks for each newsroom once and for no release when nothing changed', async () => {
    const before = sample.requests().length;
    await run.crawl(sourceIds);
    expect(pagesServed(before)).toEqual([]);
    expect(sample.requests().length - before).toBe(sourceIds.length);
    expect((await all()).every((statement) => statement.revisions === 1)).toBe(true);
  });

  it('keeps a second revision of what was edited and marks what vanished, downloading only what changed', async () => {
    const before = sample.requests().length;
    const statementsBefore = await all();
    edition = 2;
    await run.crawl(sourceIds);
    const statements = await all();
    expect(statements).toHaveLength(statementsBefore.length);
    expect(statements.filter((statement) => statement.revisions === 2)).toHaveLength(1);
    expect(statements.filter((statement) => statement.statement_state === 'missing')).toHaveLength(1);
    const releasePages = pagesServed(before).filter((path) =>
      statements.some(
        (statement) => new URL(statement.url).pathname + new URL(statement.url).search === path,
      ),
    );
    const edited = statements.find((statement) => statement.revisions === 2);
    expect(releasePages.map((path) => `${sample.url}${path}`)).toEqual([edited?.url]);
    expect(statements.every((statement) => statement.bills !== null)).toBe(true);
  });

  it('brings a release back to life when it returns', async () => {
    edition = 1;
    await run.crawl(sourceIds);
    const statements = await all();
    expect(statements.every((statement) => statement.statement_state === 'live')).toBe(true);
  });

  it('fetches everything again when forced, and stores nothing twice', async () => {
    const before = await all();
    const served = sample.requests().length;
    await run.crawl(sourceIds, { force: true });
    expect(pagesServed(served).length).toBeGreaterThanOrEqual(before.length + sourceIds.length);
    const after = await all();
    expect(after.map((statement) => statement.id)).toEqual(before.map((statement) => statement.id));
    expect(after.map((statement) => statement.revisions)).toEqual(
      before.map((statement) => statement.revisions),
    );
  });

  it('rebuilds the work of a queue that lost everything', async () => {
    await scratch.db
      .updateTable('statement')
      .set({ tagged_at: null })
      .where('id', '<', (build) => build.selectFrom('statement').select(sql<number>`min(id) + 5`.as('id')))
      .execute();
    await run.crawl([]);
    await expect
      .poll(
        async () => {
          await repair(run.context, 0);
          const row = await scratch.db
            .selectFrom('statement')
            .where('tagged_at', 'is', null)
            .select((build) => build.fn.countAll<number>().as('count'))
            .executeTakeFirstOrThrow();
          return row.count;
        },
        { timeout: 10_000 },
      )
      .toBe(0);
  });
}

describe('the way from a newsroom to an answer, with the queues in Postgres', () => story(null));

describe.skipIf(!hasRedis)(`the way from a newsroom to an answer, with the queues in Redis${redisNote}`, () =>
  story(startRedis),
);

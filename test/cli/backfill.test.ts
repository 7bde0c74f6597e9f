import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { saveSources } from '../../db/sources.js';
import { type BackfillNewsroom, startBackfillNewsroom } from '../support/backfill-newsroom.js';
import { type ScratchDatabase, scratchDatabase } from '../support/database.js';
import { ended, RostrumHome } from '../support/rostrum.js';

const RELEASES = 400;
const PAGES = RELEASES / 20;
/** Jobs of one queue at a time; the visit to the newsroom is of another queue. */
const CONCURRENCY = 6;

describe('a backfill of twenty years', () => {
  let scratch: ScratchDatabase;
  let newsroom: BackfillNewsroom;
  let home: RostrumHome;

  beforeAll(async () => {
    scratch = await scratchDatabase();
    newsroom = await startBackfillNewsroom(RELEASES, { listingMs: 80, releaseMs: 5 });
    home = new RostrumHome({
      DATABASE_URL: scratch.url,
      ALLOW_PRIVATE_NETWORK: 'true',
      HOST_DELAY_MS: '0',
      WORKER_CONCURRENCY: String(CONCURRENCY),
    });
    const facts = {
      catalogue: 'user',
      office: 'senate',
      state: 'ND',
      kind: 'listing',
      zone: 'America/Chicago',
    };
    await saveSources(scratch.db, [{ ...facts, id: 'lindgren', name: 'Ada Lindgren', url: newsroom.url }]);
  });
  afterAll(async () => {
    await newsroom.close();
    await home.remove();
    await scratch.drop();
  });

  const command = () =>
    home.start('crawl', 'lindgren', '--since', '2005-01-01', '--wait', '--format', 'json');
  const count = async (table: 'statement' | 'crawl') => {
    const { rows } = await sql<{
      count: number;
    }>`select count(*)::int as count from ${sql.table(table)}`.execute(scratch.db);
    return rows[0]?.count;
  };

  it('that is killed and begun again stores every release and asks for no page twice but those under way', async () => {
    const first = command();
    const end = ended(first);
    await newsroom.askedFor(`/news?page=${PAGES / 2}`);
    first.kill('SIGKILL');
    expect((await end).code).toBe(null);
    const before = newsroom.asked.length;
    // It was killed while it walked through the listing and collected what it had found there.
    expect(newsroom.asked).not.toContain(`/news?page=${PAGES}`);
    expect(newsroom.asked.filter((path) => !path.startsWith('/news?')).length).toBeGreaterThan(20);

    const { code, stdout, stderr } = await ended(command());
    expect(stderr).toMatch(/going on with crawl 1,/);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject([
      { source_id: 'lindgren', state: 'polled', found: RELEASES, failed: 0 },
    ]);
    expect(await count('statement')).toBe(RELEASES);
    expect(await count('crawl')).toBe(1);
    const untagged = await scratch.db
      .selectFrom('statement')
      .select('id')
      .where('tagged_at', 'is', null)
      .execute();
    expect(untagged).toEqual([]);

    const twice = newsroom.asked.filter((path, index) => newsroom.asked.indexOf(path) < index);
    expect(new Set(newsroom.asked).size).toBe(RELEASES + PAGES);
    expect(twice.length, twice.join(' ')).toBeLessThanOrEqual(CONCURRENCY + 1);
    // What was asked twice was the last that the killed run asked for.
    const last = newsroom.asked.slice(before - 3 * (CONCURRENCY + 1), before);
    for (const path of twice) expect(last).toContain(path);
  }, 60_000);

  it('that was finished is a new crawl when it is asked for again, and finds nothing new', async () => {
    const before = newsroom.asked.length;
    const { code, stdout, stderr } = await ended(command());
    expect(code).toBe(0);
    expect(stderr).not.toMatch(/going on with/);
    expect(JSON.parse(stdout)).toMatchObject([{ found: RELEASES, new: 0 }]);
    expect(newsroom.asked.length - before).toBe(PAGES);
    expect(await count('crawl')).toBe(2);
  }, 60_000);
});

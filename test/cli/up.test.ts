import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect } from '../../db/connection.js';
import { freePort, hasRedis, redisNote, type ScratchRedis, startRedis } from '../support/redis.js';
import { ended, printed, RostrumHome } from '../support/rostrum.js';

/** What an archive holds, without what differs from run to run: port, ids and times. */
async function contents(home: RostrumHome): Promise<string[]> {
  const db = connect(databaseUrl(home), 2);
  try {
    const { rows } = await sql<{ line: string }>`
      select concat_ws(' | ', regexp_replace(s.address, '^http://[^/]+', ''), s.state, s.title, s.published_on,
        s.official_id, (select string_agg(r.number || ':' || r.content_hash, ',' order by r.number) from revision r
          where r.statement_id = s.id),
        (select string_agg(c.bill_id || ':' || c.method, ',' order by c.bill_id) from citation c where c.statement_id = s.id),
        (select string_agg(q.speaker || ':' || md5(q.text), ',' order by q.position) from quote q where q.statement_id = s.id),
        (select string_agg(t.topic_id, ',' order by t.topic_id) from statement_topic t where t.statement_id = s.id),
        (select count(*) from mention m where m.statement_id = s.id)) as line
      from statement s order by 1`.execute(db);
    return rows.map((row) => row.line);
  } finally {
    await db.destroy();
  }
}

function databaseUrl(home: RostrumHome): string {
  const folder = join(home.path, 'postgres');
  const password = readFileSync(join(folder, 'password'), 'utf8');
  const port = readFileSync(join(folder, 'data', 'postmaster.pid'), 'utf8').split('\n')[3];
  return `postgres://rostrum:${password}@127.0.0.1:${port}/rostrum`;
}

/** Holds the home's database open, so that a test can look into it between commands. */
async function withDatabase<T>(home: RostrumHome, work: () => Promise<T>): Promise<T> {
  const { openEmbeddedDatabase } = await import('../../src/embedded/postgres.js');
  const database = await openEmbeddedDatabase(home.path);
  try {
    return await work();
  } finally {
    await database.close();
  }
}

async function statementsSoFar(home: RostrumHome): Promise<number> {
  let url: string;
  try {
    url = databaseUrl(home);
  } catch {
    return 0;
  }
  const db = connect(url, 1);
  try {
    const row = await db
      .selectFrom('statement')
      .select((build) => build.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    return row.count;
  } catch {
    return 0;
  } finally {
    await db.destroy();
  }
}

function killedInTheMiddle(makeRedis: (() => Promise<ScratchRedis>) | null): void {
  let redis: ScratchRedis | null = null;
  const homes: RostrumHome[] = [];
  const newHome = () => {
    const home = new RostrumHome(redis === null ? {} : { REDIS_URL: redis.url });
    homes.push(home);
    return home;
  };
  beforeAll(async () => {
    redis = makeRedis === null ? null : await makeRedis();
  });
  afterAll(async () => {
    for (const home of homes) await home.remove();
    await redis?.stop();
  });

  it('ends where an undisturbed run ends', { timeout: 120_000 }, async () => {
    const calm = newHome();
    expect((await calm.run('up', '--sample', '--once')).code).toBe(0);
    const undisturbed = await withDatabase(calm, () => contents(calm));
    expect(undisturbed.length).toBeGreaterThanOrEqual(60);

    const harried = newHome();
    for (const enough of [3, 30]) {
      const child = harried.start('up', '--sample', '--once');
      const end = ended(child);
      while (child.exitCode === null && (await statementsSoFar(harried)) < enough) {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      child.kill('SIGKILL');
      await end;
    }
    const last = await harried.run('up', '--sample', '--once');
    expect(last.code, last.stderr).toBe(0);
    expect(await withDatabase(harried, () => contents(harried))).toEqual(undisturbed);
  });
}

describe('a run that is killed in the middle of a crawl (queues in Postgres)', () => killedInTheMiddle(null));
describe.skipIf(!hasRedis)(
  `a run that is killed in the middle of a crawl (queues in Redis)${redisNote}`,
  () => killedInTheMiddle(startRedis),
);

describe('rostrum up', () => {
  const home = new RostrumHome();
  afterAll(() => home.remove());

  it('fills the archive with the sample and says what came of it', { timeout: 60_000 }, async () => {
    const { code, stdout, stderr } = await home.run('up', '--sample', '--once');
    expect(code, stderr).toBe(0);
    expect(stdout).toContain('sample-');
    expect(stderr).toMatch(/6 sources · \d\d found · \d\d new · 0 changed .* \d\d tagged · 0 failed/);
  });

  it('answers from the command line afterwards', async () => {
    const answer = await home.run('statements', '--bill', 's1693-115');
    const statements = answer.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(statements.length).toBeGreaterThanOrEqual(8);
    const quotes = await home.run('statements', '--bill', 's1693-115', '--quotes', '--format', 'csv');
    expect(quotes.stdout.split('\n')[0]).toBe('published,speaker,role,quote,url');
    expect(quotes.stdout.split('\n').length).toBeGreaterThan(10);
  });

  it('finds one edited and one missing release the second time, and nothing twice', {
    timeout: 60_000,
  }, async () => {
    const { code, stderr } = await home.run('up', '--sample', '--once');
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(/0 new · 1 changed · 0 unchanged · 1 missing or gone · 1 tagged · 0 failed/);
  });

  it('serves the bill page, polls again on schedule, and stops in order when asked', {
    timeout: 60_000,
  }, async () => {
    const port = await freePort();
    const child = home.start('up', '--sample', '--port', String(port));
    const end = ended(child);
    await printed(child, /newsrooms on schedule/);
    const page = await fetch(`http://127.0.0.1:${port}/bills/s1693-115`);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('Stop Enabling Sex Traffickers Act');

    const second = await home.run('up', '--sample');
    expect(second.code).toBe(1);
    expect(second.stderr).toMatch(/is up on .* already \(process \d+\)/);
    const meanwhile = await home.run('sources', 'list', '--format', 'json');
    expect(meanwhile.code).toBe(0);

    child.kill('SIGTERM');
    const { code, stderr } = await end;
    expect(code, stderr).toBe(0);
    expect(existsSync(join(home.path, 'postgres', 'data', 'postmaster.pid'))).toBe(false);
  });

  it('refuses a port that is in use, with the way out', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    const { port } = taken.address() as AddressInfo;
    const { code, stderr } = await home.run('up', '--sample', '--port', String(port));
    taken.close();
    expect(code).toBe(1);
    expect(stderr.trim()).toBe(
      `rostrum: port ${port} of 127.0.0.1 is in use: choose another with --port or PORT`,
    );
  });
});

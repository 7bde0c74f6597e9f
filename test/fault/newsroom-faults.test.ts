import pino from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addCrawlItems } from '../../db/crawl-items.js';
import { startCrawl } from '../../db/crawls.js';
import { saveSources } from '../../db/sources.js';
import { chooseBackend } from '../../queues/backend.js';
import { Queues } from '../../queues/queues.js';
import { createCourier } from '../../src/alert/courier.js';
import { readConfig } from '../../src/config.js';
import { createClient } from '../../src/fetch/client.js';
import { createMemoryGate } from '../../src/fetch/memory-gate.js';
import { collect } from '../../workers/collect.js';
import type { WorkerContext } from '../../workers/context.js';
import type { VisitError } from '../../workers/failure.js';
import { poll } from '../../workers/poll.js';
import { taggerOver } from '../../workers/tagger.js';
import { type ScratchDatabase, scratchDatabase } from '../support/database.js';
import { type FaultServer, startFaultServer } from './server.js';

const MEGABYTE = 1_000_000;
const attempt = { signal: new AbortController().signal, last: true };

describe('a newsroom that fails', () => {
  let scratch: ScratchDatabase;
  let server: FaultServer;
  /** Another newsroom, on a host of its own. */
  let neighbour: FaultServer;
  let context: WorkerContext;

  beforeAll(async () => {
    scratch = await scratchDatabase();
  });
  afterAll(() => scratch.drop());

  beforeEach(async () => {
    server = await startFaultServer();
    neighbour = await startFaultServer();
    const client = createClient(
      {
        userAgent: 'Rostrum/0.1',
        contact: null,
        timeoutMs: 1500,
        headersTimeoutMs: 500,
        maxBodyBytes: 6 * MEGABYTE,
        maxRedirects: 5,
        allowPrivateNetwork: false,
        allowedOrigins: [server.url, neighbour.url],
      },
      { gate: createMemoryGate({ delayMs: 0, concurrency: 8 }) },
    );
    const queues = new Queues(chooseBackend(scratch.url, null, 'test'));
    context = {
      db: scratch.db,
      queues,
      client,
      courier: createCourier(readConfig({})),
      tagger: taggerOver(scratch.db, [], 'live'),
      scope: 'live',
      retagDays: 60,
      snapshotKeepDays: 0,
      log: pino({ level: 'silent' }),
    };
    await scratch.db.deleteFrom('source').execute();
    await scratch.db.deleteFrom('snapshot').execute();
    await addSource('good', '/feed/good', 'feed');
    return async () => {
      await client.close();
      await queues.close();
      await server.close();
      await neighbour.close();
    };
  });

  async function addSource(id: string, path: string, kind: 'feed' | 'listing', host = server) {
    await saveSources(scratch.db, [
      {
        id,
        catalogue: 'user',
        office: 'senate',
        state: 'ND',
        name: id,
        url: `${host.url}${path}`,
        kind,
        zone: 'America/Chicago',
      },
    ]);
  }

  const sourceRow = (id: string) =>
    scratch.db.selectFrom('source').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  const itemsOf = (id: string) =>
    scratch.db.selectFrom('crawl_item').selectAll().where('source_id', '=', id).execute();

  /** Collects what waits of a source. */
  async function collectAll(id: string): Promise<void> {
    const batches = new Set((await itemsOf(id)).flatMap(({ batch_id }) => batch_id ?? []));
    for (const batchId of batches) await collect({ batchId }, context, attempt);
  }

  it.each([
    ['leads in a circle', '/redirect/loop', 'redirect-loop'],
    ['leads to the metadata address of a cloud', '/redirect/metadata', 'private-address'],
    ['leads to this machine itself', '/redirect/loopback6', 'private-address'],
    ['asks to be left alone for some seconds', '/status/429-seconds', 'rate-limited'],
    ['asks to be left alone until a date', '/status/429-date', 'rate-limited'],
    ['answers 503', '/status/503', 'server-error'],
    ['answers 500 for ever', '/status/500', 'server-error'],
    ['breaks off in the body', '/reset/body', 'truncated'],
    ['never ends its headers', '/slow/headers', 'timeout'],
    ['sends a byte a second', '/slow/body', 'timeout'],
    ['sends ten gigabytes of zeros, packed', '/huge/zeros', 'too-large'],
    ['announces more than it sends', '/length/too-long', 'truncated'],
    ['is a bomb of entities', '/feed/bomb', 'no-items'],
    ['is an HTML page of fifty megabytes', '/huge/html', 'too-large'],
    ['is empty', '/empty', 'no-items'],
    ['has become an HTML page that lists nothing', '/feed/html', 'no-items'],
    ['has become a login page', '/login', 'login'],
    ['has become a wall against robots', '/wall/200', 'bot-wall'],
    ['has become a wall that forbids', '/wall', 'forbidden'],
  ])(
    'because it %s keeps what was stored, says why, is tried again later and harms no other',
    async (_name, path, kind) => {
      await poll({ sourceId: 'good', crawlId: null }, context, attempt);
      const before = await sourceRow('good');
      server.become('/feed/good', path);
      await addSource('other', '/listing/good', 'listing', neighbour);

      const started = Date.now();
      await expect(poll({ sourceId: 'good', crawlId: null }, context, attempt)).rejects.toThrow();
      expect(Date.now() - started).toBeLessThan(10_000);
      const after = await sourceRow('good');
      expect(after.error_kind, after.error ?? '').toBe(kind);
      expect(after.error).toMatch(/\w{3}/);
      expect(after.consecutive_failures).toBe(1);
      expect(after.next_poll_at.getTime()).toBeGreaterThan(Date.now());
      expect(after.etag).toBe(before.etag);
      expect(await itemsOf('good')).toHaveLength(20);

      await poll({ sourceId: 'other', crawlId: null }, context, attempt);
      expect((await sourceRow('other')).consecutive_failures).toBe(0);
      expect((await itemsOf('other')).length).toBeGreaterThan(0);
    },
  );

  it('is forgiven as soon as it answers again', async () => {
    server.become('/feed/good', '/status/500');
    for (let times = 1; times <= 3; times += 1) {
      await expect(poll({ sourceId: 'good', crawlId: null }, context, attempt)).rejects.toThrow();
      expect((await sourceRow('good')).consecutive_failures).toBe(times);
    }
    server.become('/feed/good', '/feed/good');
    await poll({ sourceId: 'good', crawlId: null }, context, attempt);
    expect(await sourceRow('good')).toMatchObject({ consecutive_failures: 0, error_kind: null, error: null });
  });

  it.each([
    ['in seconds', '/status/429-seconds', 'rate-limited', 115],
    ['until a date', '/status/429-date', 'rate-limited', 115],
    ['for an hour, for it is down', '/status/503', 'server-error', 3600],
  ])(
    'that asks to be left alone %s is, by the queue and by the schedule',
    async (_name, path, kind, seconds) => {
      server.become('/feed/good', path);
      const started = Date.now();
      const failure = await poll({ sourceId: 'good', crawlId: null }, context, attempt).catch(
        (error: unknown) => error,
      );
      expect(failure).toMatchObject({ kind, retryable: true });
      expect((failure as VisitError).retryAfterMs).toBeGreaterThanOrEqual(seconds * 1000);
      expect((await sourceRow('good')).next_poll_at.getTime() - started).toBeGreaterThanOrEqual(
        seconds * 1000,
      );
    },
  );

  it.each([
    ['forbids everything', '/robots/forbid', 'robots'],
    ['cannot be read', '/robots/error', 'robots'],
  ])('whose robots.txt %s is not read, and tried again later', async (_name, path, kind) => {
    server.become('/robots.txt', path);
    await expect(poll({ sourceId: 'good', crawlId: null }, context, attempt)).rejects.toThrow();
    const row = await sourceRow('good');
    expect(row.error_kind).toBe(kind);
    expect(row.next_poll_at.getTime()).toBeGreaterThan(Date.now());
    expect(server.requests.filter((request) => request.path === '/feed/good')).toEqual([]);
    expect(await itemsOf('good')).toEqual([]);
  });

  it('whose robots.txt is five megabytes long is read all the same', async () => {
    server.become('/robots.txt', '/robots/huge');
    await poll({ sourceId: 'good', crawlId: null }, context, attempt);
    expect(await itemsOf('good')).toHaveLength(20);
  });

  it('whose listing and pages are in another charset than they say is read with every letter', async () => {
    await addSource('charset', '/listing/charset', 'listing');
    server.become('/release/1', '/charset/wrong');
    await poll({ sourceId: 'charset', crawlId: null }, context, attempt);
    const items = await itemsOf('charset');
    expect(items).toHaveLength(30);
    for (const { title } of items)
      expect(title).toMatch(/^Senator Doe visits the café of Peñasco, number \d+$/);
    await collectAll('charset');
    const { body } = await scratch.db
      .selectFrom('revision')
      .innerJoin('statement', 'statement.revision_id', 'revision.id')
      .select('revision.body')
      .where('statement.address', '=', `${server.url}/release/1`)
      .executeTakeFirstOrThrow();
    expect(body).toContain('at a café in Peñasco on Monday – for 5 €, he’d say –');
  });

  it('with a feed of 20,000 items is read whole, each item once', { timeout: 60_000 }, async () => {
    await addSource('long', '/feed/20000', 'feed');
    const result = await poll({ sourceId: 'long', crawlId: null }, context, attempt);
    expect(result.found).toBe(20_000);
    const { count } = await scratch.db
      .selectFrom('crawl_item')
      .where('source_id', '=', 'long')
      .select((build) => build.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    expect(count).toBe(20_000);
  });

  it('whose clock is wrong is dated by its pages and not by the future', async () => {
    await addSource('skewed', '/feed/skewed', 'feed');
    await poll({ sourceId: 'skewed', crawlId: null }, context, attempt);
    const days = (await itemsOf('skewed')).map(({ published_on }) => published_on);
    // In 2099, in 1970 by a clock that was never set, and three days before the first of June.
    expect(days.toSorted()).toEqual(['2025-05-29', null, null]);
    await collectAll('skewed');
    const stored = await scratch.db.selectFrom('statement').select('published_on').execute();
    expect(stored.map(({ published_on }) => published_on)).toEqual(Array(3).fill('2025-05-30'));
  });

  it('whose listing leads to itself for ever ends with what it has', async () => {
    await addSource('endless', '/listing/endless', 'listing');
    const crawlId = await startCrawl(scratch.db, {
      askedBy: 'test',
      options: { since: '1990-01-01' },
      sourceIds: ['endless'],
    });
    const result = await poll({ sourceId: 'endless', crawlId }, context, attempt);
    expect(result.found).toBe(10);
    expect(
      server.requests.filter((request) => request.path.startsWith('/listing/endless')).length,
    ).toBeLessThan(5);
  });

  it.each([
    ['is empty', '/empty', 'empty'],
    ['is a login page', '/login', 'login'],
    ['is a wall against robots', '/wall/200', 'bot-wall'],
    ['is drawn by a script', '/shell', 'needs-javascript'],
    ['is a damaged PDF', '/pdf/damaged', 'not-html'],
    ['is not there', '/status/404', 'not-found'],
    ['is too large', '/huge/html', 'too-large'],
    ['leads to this machine itself', '/redirect/loopback6', 'private-address'],
  ])('with a release that %s stores no statement and lists the reason', async (_name, path, kind) => {
    const { batchIds } = await addCrawlItems(scratch.db, [
      {
        source_id: 'good',
        address: `${server.url}${path}`,
        url: `${server.url}${path}`,
        title: 'A release',
        reason: 'new',
      },
    ]);
    const [batchId = 0] = batchIds;
    await expect(collect({ batchId }, context, attempt)).rejects.toThrow();
    const [item] = await scratch.db
      .selectFrom('crawl_item')
      .selectAll()
      .where('batch_id', '=', batchId)
      .execute();
    expect(item).toMatchObject({ state: 'failed', error_kind: kind, statement_id: null });
    expect(await scratch.db.selectFrom('statement').selectAll().execute()).toEqual([]);
    expect(await scratch.db.selectFrom('snapshot').selectAll().execute()).toEqual([]);
  });
});

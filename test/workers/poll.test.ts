import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addCrawlItems, strayBatches } from '../../db/crawl-items.js';
import { saveSources } from '../../db/sources.js';
import { chooseBackend } from '../../queues/backend.js';
import { Queues } from '../../queues/queues.js';
import { createCourier } from '../../src/alert/courier.js';
import { readConfig } from '../../src/config.js';
import { createClient, type FetchClient } from '../../src/fetch/client.js';
import { FetchError } from '../../src/fetch/errors.js';
import { createMemoryGate } from '../../src/fetch/memory-gate.js';
import { collect } from '../../workers/collect.js';
import type { WorkerContext } from '../../workers/context.js';
import { poll } from '../../workers/poll.js';
import { taggerOver } from '../../workers/tagger.js';
import { type FaultServer, startFaultServer } from '../fault/server.js';
import { type ScratchDatabase, scratchDatabase } from '../support/database.js';

const attempt = { signal: new AbortController().signal, last: true };

/** Workers' context over the fault server, whose good newsroom is the one source. */
async function setUp() {
  const scratch = await scratchDatabase();
  const server = await startFaultServer();
  const client = createClient(
    {
      userAgent: 'Rostrum/0.1',
      contact: null,
      timeoutMs: 2000,
      headersTimeoutMs: 2000,
      maxBodyBytes: 1_000_000,
      maxRedirects: 5,
      allowPrivateNetwork: false,
      allowedOrigins: [server.url],
    },
    { gate: createMemoryGate({ delayMs: 0, concurrency: 8 }) },
  );
  const queues = new Queues(chooseBackend(scratch.url, null, 'test'));
  const context: WorkerContext = {
    db: scratch.db,
    queues,
    client,
    courier: createCourier(readConfig({})),
    tagger: taggerOver(scratch.db, [], 'live'),
    scope: 'live',
    snapshotKeepDays: 0,
    log: pino({ level: 'silent' }),
    retagDays: 60,
  };
  await saveSources(scratch.db, [sourceAt(server, 'good')]);
  const close = async () => {
    await client.close();
    await queues.close();
    await server.close();
    await scratch.drop();
  };
  return { scratch, server, context, close };
}

function sourceAt(server: FaultServer, id: string) {
  return {
    id,
    catalogue: 'user',
    office: 'senate',
    state: 'ND',
    name: 'Good',
    url: `${server.url}/listing/good`,
    kind: 'listing',
    zone: 'America/Chicago',
  };
}

describe('a visit that is cut short between two pages', () => {
  let scratch: ScratchDatabase;
  let server: FaultServer;
  let context: WorkerContext;
  let bench: Awaited<ReturnType<typeof setUp>>;
  let breaking = true;

  beforeAll(async () => {
    bench = await setUp();
    ({ scratch, server } = bench);
    const { client } = bench.context;
    const fragile: FetchClient = {
      ...client,
      fetch: async (request) => {
        if (breaking && request.url.includes('page=2')) throw new FetchError('reset', request.url, 'cut off');
        return client.fetch(request);
      },
    };
    context = { ...bench.context, client: fragile };
  });
  afterAll(() => bench.close());

  async function collectAll(): Promise<void> {
    const batches = await scratch.db
      .selectFrom('crawl_item')
      .select('batch_id')
      .distinct()
      .where('state', '=', 'waiting')
      .execute();
    for (const { batch_id } of batches) await collect({ batchId: batch_id ?? 0 }, context, attempt);
  }

  const addresses = async () =>
    new Set((await scratch.db.selectFrom('statement').select('address').execute()).map((row) => row.address))
      .size;

  it('is made good by the next, although everything on the first page is known by then', async () => {
    await expect(poll({ sourceId: 'good', crawlId: null }, context, attempt)).rejects.toThrow('cut off');
    await collectAll();
    expect(await addresses()).toBe(10);

    breaking = false;
    await poll({ sourceId: 'good', crawlId: null }, context, attempt);
    await collectAll();
    expect(await addresses()).toBe(30);
  });

  it('and once it came to its end, the next reads one page and no more', async () => {
    const before = server.requests.length;
    await scratch.db
      .updateTable('source')
      .set({ etag: null, last_modified: null, body_hash: null })
      .execute();
    await poll({ sourceId: 'good', crawlId: null }, context, attempt);
    expect(
      server.requests.slice(before).filter((request) => request.path.startsWith('/listing')),
    ).toHaveLength(1);
  });
});

describe('pages that are collected together', () => {
  let bench: Awaited<ReturnType<typeof setUp>>;
  beforeAll(async () => {
    bench = await setUp();
  });
  afterAll(() => bench.close());

  it('do not wait for one that fails, and are not asked for again when it is', async () => {
    const { scratch, server, context } = bench;
    const page = (path: string) => ({
      source_id: 'good',
      address: `${server.url}${path}`,
      url: `${server.url}${path}`,
      title: 'A release',
      reason: 'new' as const,
    });
    server.become('/release/2', '/status/500');
    const { batchIds } = await addCrawlItems(
      scratch.db,
      ['/release/1', '/release/2', '/release/3'].map(page),
    );
    expect(batchIds).toHaveLength(1);
    const [batchId = 0] = batchIds;
    const again = { ...attempt, last: false };
    await expect(collect({ batchId }, context, again)).rejects.toThrow(/500/);
    expect(await strayBatches(scratch.db, 0, 10)).toEqual([batchId]);

    server.become('/release/2', '/release/2');
    server.requests.length = 0;
    expect(await collect({ batchId }, context, again)).toMatchObject({
      source: 'good',
      new: 1,
      unchanged: 0,
    });
    expect(server.requests.map((request) => request.path)).toEqual(['/release/2']);
    expect(await strayBatches(scratch.db, 0, 10)).toEqual([]);
  });

  it('are of one source each, few enough to be done soon', async () => {
    const { scratch, server } = bench;
    await saveSources(scratch.db, [{ ...sourceAt(server, 'good'), id: 'other' }]);
    const items = Array.from({ length: 25 }, (_, index) => ({
      source_id: index < 12 ? 'good' : 'other',
      address: `https://a.example/${index}`,
      url: `https://a.example/${index}`,
      reason: 'new',
    }));
    expect(await addCrawlItems(scratch.db, items)).toMatchObject({ items: 25, batchIds: { length: 4 } });
    expect(await addCrawlItems(scratch.db, items)).toEqual({ items: 0, batchIds: [] });
  });
});

import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { saveSources } from '../../db/sources.js';
import { chooseBackend } from '../../queues/backend.js';
import { Queues } from '../../queues/queues.js';
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

describe('a visit that is cut short between two pages', () => {
  let scratch: ScratchDatabase;
  let server: FaultServer;
  let client: FetchClient;
  let queues: Queues;
  let context: WorkerContext;
  let breaking = true;

  beforeAll(async () => {
    scratch = await scratchDatabase();
    server = await startFaultServer();
    client = createClient(
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
    queues = new Queues(chooseBackend(scratch.url, null, 'test'));
    const fragile: FetchClient = {
      ...client,
      fetch: async (request) => {
        if (breaking && request.url.includes('page=2')) throw new FetchError('reset', request.url, 'cut off');
        return client.fetch(request);
      },
    };
    context = {
      db: scratch.db,
      queues,
      client: fragile,
      tagger: taggerOver(scratch.db, [], 'live'),
      scope: 'live',
      snapshotKeepDays: 0,
      log: pino({ level: 'silent' }),
      retagDays: 60,
    };
    await saveSources(scratch.db, [
      {
        id: 'good',
        catalogue: 'user',
        office: 'senate',
        state: 'ND',
        name: 'Good',
        url: `${server.url}/listing/good`,
        kind: 'listing',
        zone: 'America/Chicago',
      },
    ]);
  });
  afterAll(async () => {
    await client.close();
    await queues.close();
    await server.close();
    await scratch.drop();
  });

  async function collectAll(): Promise<void> {
    const items = await scratch.db
      .selectFrom('crawl_item')
      .select('id')
      .where('state', '=', 'waiting')
      .execute();
    for (const { id } of items) await collect({ itemId: id }, context, attempt);
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

import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Backend, chooseBackend, openQueue, openWorker } from '../../queues/backend.js';
import { dutyOf, PayloadError, readPayload } from '../../queues/jobs.js';
import { Queues } from '../../queues/queues.js';
import { type ScratchDatabase, scratchDatabase } from '../support/database.js';
import { hasRedis, redisNote, type ScratchRedis, startRedis } from '../support/redis.js';

describe('payloads', () => {
  it('are refused when they are not of their queue’s form, naming the field', () => {
    expect(() => readPayload('collect', { batchId: 'x' })).toThrow(PayloadError);
    expect(() => readPayload('collect', { batchId: 'x' })).toThrow(/queue collect .*batchId/);
    expect(() => readPayload('sweep', { extra: 1 })).toThrow(PayloadError);
    expect(readPayload('poll', { sourceId: 'ag-mt', crawlId: null })).toEqual({
      sourceId: 'ag-mt',
      crawlId: null,
    });
  });

  it('never let anything through that is not of the form', () => {
    fc.assert(
      fc.property(fc.anything(), (data) => {
        try {
          return Number.isInteger(readPayload('tag', data).statementId);
        } catch (error) {
          return error instanceof PayloadError;
        }
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('that are about the same thing have the same duty, and others another', () => {
    expect(dutyOf('poll', { sourceId: 'ag-mt', crawlId: null })).toBe(
      dutyOf('poll', { sourceId: 'ag-mt', crawlId: null }),
    );
    expect(dutyOf('poll', { sourceId: 'ag-mt', crawlId: 1 })).not.toBe(
      dutyOf('poll', { sourceId: 'ag-mt', crawlId: null }),
    );
  });
});

function behaviour(makeRedis: (() => Promise<ScratchRedis>) | null): void {
  let scratch: ScratchDatabase;
  let redis: ScratchRedis | null = null;
  let backend: Backend;
  let queues: Queues;
  beforeAll(async () => {
    scratch = await scratchDatabase();
    redis = makeRedis === null ? null : await makeRedis();
    backend = chooseBackend(scratch.url, redis?.url ?? null, 'test');
    queues = new Queues(backend);
  });
  afterAll(async () => {
    await queues.close();
    await redis?.stop();
    await scratch.drop();
  });

  it('hold work about one thing once, however often it is added', async () => {
    for (let times = 0; times < 3; times += 1) {
      await queues.add('tag', [{ statementId: 1 }, { statementId: 2 }]);
    }
    expect((await queues.counts()).tag.prioritized).toBe(2);
  });

  it('give what a person asked for before what the schedule asks for', async () => {
    await queues.add('collect', [{ batchId: 1 }, { batchId: 2 }]);
    await queues.add('collect', [{ batchId: 3 }], 'asked');
    const order: number[] = [];
    const worker = openWorker(backend, 'collect', async (job) => order.push(job.data.batchId), {
      concurrency: 1,
      drainDelay: 1,
    });
    await expect.poll(() => order.length, { timeout: 10_000 }).toBe(3);
    await worker.close();
    expect(order[0]).toBe(3);
  });

  it('tick once however often the clock is set', async () => {
    for (let times = 0; times < 3; times += 1) await queues.schedule(60_000);
    const seen: string[] = [];
    const worker = openWorker(backend, 'sweep', async (job) => seen.push(job.name), {
      concurrency: 1,
      drainDelay: 1,
    });
    await expect.poll(() => seen.length, { timeout: 10_000 }).toBe(1);
    expect(await queues.hasWorkers()).toBe(false);
    await worker.close();
    expect(seen).toEqual(['sweep']);
  });

  it('set the clock again when their server lost it', async () => {
    await queues.schedule(200);
    const sweep = openQueue(backend, 'sweep', {});
    await sweep.removeJobScheduler('tick');
    await expect.poll(() => sweep.getJobScheduler('tick'), { timeout: 10_000 }).toMatchObject({ every: 200 });
    await sweep.close();
  });

  it('know whether anybody works on them', async () => {
    expect(await queues.hasWorkers()).toBe(false);
    const worker = openWorker(backend, 'poll', async () => {}, { concurrency: 1, drainDelay: 1 });
    await worker.waitUntilReady();
    await expect.poll(() => queues.hasWorkers(), { timeout: 10_000 }).toBe(true);
    await worker.close();
  });
}

describe('queues in Postgres', () => behaviour(null));
describe.skipIf(!hasRedis)(`queues in Redis${redisNote}`, () => behaviour(startRedis));

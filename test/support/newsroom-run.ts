import pino from 'pino';
import { crawlProgress, startCrawl } from '../../db/crawls.js';
import { type Backend, chooseBackend } from '../../queues/backend.js';
import { QUEUES } from '../../queues/jobs.js';
import { Queues } from '../../queues/queues.js';
import { createCourier } from '../../src/alert/courier.js';
import { readConfig } from '../../src/config.js';
import { createClient } from '../../src/fetch/client.js';
import type { Topic } from '../../src/model.js';
import type { WorkerContext } from '../../workers/context.js';
import { createHostGate } from '../../workers/host-gate.js';
import { type Stack, startWorkers } from '../../workers/stack.js';
import { repair } from '../../workers/sweep.js';
import { taggerOver } from '../../workers/tagger.js';
import type { ScratchDatabase } from './database.js';

/** Workers on a scratch archive, and a way to crawl with them. */
export interface NewsroomRun {
  context: WorkerContext;
  backend: Backend;
  /** Visits the sources and waits until everything that follows is done. */
  crawl(sourceIds: string[], options?: { force?: boolean; since?: string; pages?: number }): Promise<number>;
  stop(): Promise<void>;
}

export function startNewsroomRun(
  scratch: ScratchDatabase,
  options: { origin: string; redisUrl?: string | null; topics?: Topic[]; scope?: 'sample' | 'live' },
): NewsroomRun {
  const { db } = scratch;
  const backend = chooseBackend(scratch.url, options.redisUrl ?? null, 'test');
  const host = new URL(options.origin).host;
  const client = createClient(
    {
      userAgent: 'Rostrum/0.1',
      contact: null,
      timeoutMs: 5000,
      headersTimeoutMs: 5000,
      maxBodyBytes: 20_000_000,
      maxRedirects: 5,
      allowPrivateNetwork: false,
      allowedOrigins: [options.origin],
    },
    {
      gate: createHostGate(db, { hostDelayMs: 0, hostConcurrency: 8, fetchTimeoutMs: 5000, exempt: [host] }),
    },
  );
  const queues = new Queues(backend);
  const scope = options.scope ?? 'live';
  const context: WorkerContext = {
    db,
    queues,
    client,
    courier: createCourier(readConfig({})),
    tagger: taggerOver(db, options.topics ?? [], scope),
    scope,
    retagDays: 60,
    snapshotKeepDays: 0,
    log: pino({ level: 'silent' }),
  };
  const workers: Stack = startWorkers(backend, context, { queues: QUEUES, concurrency: 8 });
  return {
    context,
    backend,
    crawl: async (sourceIds, crawlOptions = {}) => {
      const crawlId = await startCrawl(db, { askedBy: 'test', options: crawlOptions, sourceIds });
      await repair(context, 0);
      for (let looks = 0; looks < 600; looks += 1) {
        if ((await crawlProgress(db, crawlId)).done) return crawlId;
        if (looks % 40 === 39) await repair(context);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      throw new Error(`crawl ${crawlId} was not done: ${JSON.stringify(await crawlProgress(db, crawlId))}`);
    },
    stop: async () => {
      await workers.stop(1000);
      await client.close();
      await queues.close();
    },
  };
}

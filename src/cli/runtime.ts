import type { Logger } from 'pino';
import type { Scope } from '../../db/scope.js';
import { QUEUES, type QueueName } from '../../queues/jobs.js';
import { Queues } from '../../queues/queues.js';
import type { WorkerContext } from '../../workers/context.js';
import { createHostGate } from '../../workers/host-gate.js';
import { startWorkers } from '../../workers/stack.js';
import { taggerOver } from '../../workers/tagger.js';
import { createCourier } from '../alert/courier.js';
import { OwnTopicsFile } from '../catalog/own-topics.js';
import { loadTopics } from '../catalog/topics.js';
import { createClient } from '../fetch/client.js';
import type { Archive } from './archive.js';
import { fetchSettings } from './look.js';

/** Longest wait for jobs under way when the program is told to stop. */
const GRACE_MS = 10_000;

/** Queues and workers of this process. */
export interface Runtime {
  context: WorkerContext;
  queues: Queues;
  stop(): Promise<void>;
}

/**
 * Starts workers on the named queues of an archive.
 * @param options.sampleUrl the origin of the sample's server, which needs neither guard nor politeness
 */
export function startRuntime(
  archive: Archive,
  log: Logger,
  options: { scope: Scope; queues?: readonly QueueName[]; concurrency?: number; sampleUrl?: string | null },
): Runtime {
  const { config, db, backend } = archive;
  const topics = loadTopics();
  const ownTopics = new OwnTopicsFile(config.topicsFile.path, config.topicsFile.required, topics);
  // A file that is wrong stops the start, not the first job.
  ownTopics.read();
  const origins = options.sampleUrl == null ? [] : [options.sampleUrl];
  const gate = createHostGate(db, {
    hostDelayMs: config.hostDelayMs,
    hostConcurrency: config.hostConcurrency,
    fetchTimeoutMs: config.fetchTimeoutMs,
    exempt: origins.map((origin) => new URL(origin).host),
  });
  const client = createClient(fetchSettings(config, origins), { gate });
  const courier = createCourier(config);
  const queues = new Queues(backend);
  const context: WorkerContext = {
    db,
    queues,
    client,
    courier,
    tagger: taggerOver(db, topics, options.scope, { file: ownTopics, log }),
    retagDays: config.retagDays,
    scope: options.scope,
    snapshotKeepDays: config.snapshotKeepDays,
    log,
  };
  const workers = startWorkers(backend, context, {
    queues: options.queues ?? QUEUES,
    concurrency: options.concurrency ?? config.workerConcurrency,
  });
  return {
    context,
    queues,
    stop: async () => {
      await workers.stop(GRACE_MS);
      await client.close();
      await courier.close();
      await queues.close();
    },
  };
}

import {
  createPostgresBackend,
  type Processor,
  Queue,
  type QueueOptions,
  runMigrations,
  Worker,
  type WorkerOptions,
} from 'bullmq';
import { Redis } from 'ioredis';
import { Client } from 'pg';
import type { QueueName } from './jobs.js';

/** Where the queues live: in a Redis where one is given, else in the archive's own Postgres. */
export type Backend =
  | { kind: 'postgres'; url: string }
  /** `archive` keeps the queues of several archives on one Redis apart. */
  | { kind: 'redis'; url: string; archive: string };

/** The one place that decides. */
export function chooseBackend(databaseUrl: string, redisUrl: string | null, archive: string): Backend {
  return redisUrl === null
    ? { kind: 'postgres', url: databaseUrl }
    : { kind: 'redis', url: redisUrl, archive };
}

type Bare<T> = Omit<T, 'connection'>;

/** In Postgres the tables of the queues are in a schema of this name. */
const SCHEMA = 'bullmq';

/** Opens a queue, to add jobs to. */
export function openQueue(backend: Backend, name: QueueName, options: Bare<QueueOptions>): Queue {
  const queue =
    backend.kind === 'redis'
      ? new Queue(name, { ...options, prefix: keys(backend.archive), connection: redis(backend.url) })
      : new Queue(name, { ...options, connection: pool(backend.url, 2) }, createPostgresBackend);
  // Lost connections are opened again by the library; without a listener they would end the process.
  queue.on('error', () => {});
  return queue as Queue;
}

/** Opens a worker on a queue. */
export function openWorker(
  backend: Backend,
  name: QueueName,
  processor: Processor,
  options: Bare<WorkerOptions>,
): Worker {
  const worker =
    backend.kind === 'redis'
      ? new Worker(name, processor, {
          ...options,
          prefix: keys(backend.archive),
          connection: redis(backend.url),
        })
      : new Worker(name, processor, { ...options, connection: pool(backend.url, 4) }, createPostgresBackend);
  return worker as Worker;
}

/** Makes the tables of the queues where they live in Postgres; does nothing for Redis. */
export async function migrateBackend(backend: Backend): Promise<void> {
  if (backend.kind === 'redis') return;
  const client = new Client({ connectionString: backend.url });
  await client.connect();
  try {
    await runMigrations(client, SCHEMA);
  } finally {
    await client.end();
  }
}

/** Asks the queues' server for a sign of life. @throws when it gives none within three seconds. */
export async function pingBackend(backend: Backend): Promise<string> {
  if (backend.kind === 'postgres') return 'Postgres';
  const redis = new Redis(backend.url, {
    lazyConnect: true,
    maxRetriesPerRequest: 0,
    connectTimeout: 3000,
    retryStrategy: () => null,
  });
  redis.on('error', () => {});
  try {
    await redis.connect();
    const info = await redis.info('server');
    return `Redis ${/redis_version:(\S+)/.exec(info)?.[1] ?? ''}`.trim();
  } finally {
    redis.disconnect();
  }
}

/** The library opens ioredis connections by this, and closes them; one that it is handed it would leave open. */
function redis(url: string) {
  return { url, maxRetriesPerRequest: null };
}

function keys(archive: string): string {
  return `rostrum-${archive}`;
}

function pool(connectionString: string, max: number) {
  return { connectionString, schema: SCHEMA, max, application_name: 'rostrum-queues' };
}

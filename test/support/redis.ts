import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { Redis } from 'ioredis';

/** Whether a Redis server can be started here. Where REQUIRE_REDIS is set its absence is a failure, not a skip. */
export const hasRedis = spawnSync('redis-server', ['--version']).status === 0;
if (process.env.REQUIRE_REDIS !== undefined && !hasRedis) {
  throw new Error('REQUIRE_REDIS is set and there is no redis-server: install it');
}

/** Why tests on Redis do not run, for their names. */
export const redisNote = hasRedis ? '' : ' (skipped: no redis-server here)';

export interface ScratchRedis {
  url: string;
  stop(): Promise<void>;
}

/** A Redis of its own, in memory only. */
export async function startRedis(): Promise<ScratchRedis> {
  const port = await freePort();
  const server: ChildProcess = spawn(
    'redis-server',
    ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--maxmemory-policy', 'noeviction'],
    { stdio: 'ignore' },
  );
  const url = `redis://127.0.0.1:${port}`;
  const client = new Redis(url, { retryStrategy: () => 50, maxRetriesPerRequest: null });
  client.on('error', () => {});
  await client.ping();
  client.disconnect();
  return {
    url,
    stop: async () => {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGKILL');
      await ended;
    },
  };
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

import type { FastifyInstance } from 'fastify';
import type { Database } from '../../db/connection.js';
import { pendingMigrations } from '../../db/migrate.js';
import { type Backend, pingBackend } from '../../queues/backend.js';
import type { Queues } from '../../queues/queues.js';
import type { Config } from '../config.js';
import { metricsText } from './metrics.js';
import { problem } from './problem.js';

const UNLIMITED = { config: { rateLimit: false } } as const;

/** What watches over the program: alive, ready, counts. */
export function healthRoutes(
  app: FastifyInstance,
  { db, config, backend, queues }: { db: Database; config: Config; backend: Backend; queues: Queues },
): void {
  // Alive: the process answers. Ready: so do its database and its queues.
  app.get('/healthz', UNLIMITED, async () => ({ status: 'ok' }));
  app.get('/readyz', UNLIMITED, async (_request, reply) => {
    const pending = await pendingMigrations(db).catch(() => null);
    if (pending === null) return problem(reply, 503, 'The database does not answer.');
    if (pending.length > 0)
      return problem(reply, 503, 'The database was not migrated: run "rostrum migrate".');
    try {
      await pingBackend(backend);
    } catch {
      return problem(reply, 503, 'The Redis of the queues does not answer.');
    }
    return { status: 'ready' };
  });
  if (!config.metrics) return;
  app.get('/metrics', UNLIMITED, async (_request, reply) => {
    reply.type('text/plain; version=0.0.4; charset=utf-8');
    return metricsText(db, queues);
  });
}

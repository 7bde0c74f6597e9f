import Fastify, { type FastifyInstance } from 'fastify';
import type { Database } from '../../db/connection.js';
import { pendingMigrations } from '../../db/migrate.js';
import { type Backend, pingBackend } from '../../queues/backend.js';
import { Queues } from '../../queues/queues.js';
import type { Config } from '../config.js';
import { addAccess } from './access.js';
import { apiRoutes } from './api.js';
import { metricsText } from './metrics.js';
import { pageRoutes } from './pages.js';
import { problem } from './problem.js';

/** The web server could not start; the message says what to do. */
class WebError extends Error {
  override name = 'WebError';
}

export interface WebOptions {
  db: Database;
  config: Config;
  backend: Backend;
  /** 0 for a free one. */
  port: number;
}

/**
 * Starts the web server: pages, the API, health and counts.
 * @throws WebError when the port is in use
 */
export async function startWeb(options: WebOptions): Promise<{ url: string; close(): Promise<void> }> {
  const { config, port } = options;
  const queues = new Queues(options.backend);
  const app = await buildWeb(options, queues);
  try {
    await app.listen({ port, host: config.host });
  } catch (error) {
    await app.close();
    await queues.close();
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') {
      throw new WebError(`port ${port} of ${config.host} is in use: choose another with --port or PORT`);
    }
    throw error;
  }
  const bound = app.addresses().find((address) => typeof address === 'object');
  const host = config.host === '127.0.0.1' || config.host === '0.0.0.0' ? 'localhost' : config.host;
  return {
    url: `http://${host}:${bound?.port ?? port}`,
    close: async () => {
      await app.close();
      await queues.close();
    },
  };
}

async function buildWeb({ db, config, backend }: WebOptions, queues: Queues): Promise<FastifyInstance> {
  const app = Fastify({
    logger: false,
    forceCloseConnections: true,
    trustProxy: config.trustedProxies ?? false,
  });
  app.decorate('publicUrl', config.publicUrl);
  app.addHook('onSend', async (_request, reply) => {
    reply.headers(SECURITY_HEADERS);
  });
  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    const status = error.statusCode ?? 500;
    return problem(
      reply,
      status,
      status < 500 ? error.message : 'Something went wrong here; try again later.',
    );
  });
  await addAccess(app, { db, adminToken: config.adminToken });
  app.setNotFoundHandler((request, reply) =>
    problem(
      reply,
      404,
      `There is nothing at ${request.url}: the API is at /api/v1/statements, the pages begin at /.`,
    ),
  );

  // Alive: the process answers. Ready: so do its database and its queues.
  app.get('/healthz', async () => ({ status: 'ok' }));
  app.get('/readyz', async (_request, reply) => {
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
  if (config.metrics) {
    app.get('/metrics', async (_request, reply) => {
      reply.type('text/plain; version=0.0.4; charset=utf-8');
      return metricsText(db, queues);
    });
  }
  apiRoutes(app, db);
  pageRoutes(app, { db, queues, backend });
  return app;
}

const SECURITY_HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
};

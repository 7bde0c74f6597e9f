import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import type { Database } from '../../db/connection.js';
import type { Backend } from '../../queues/backend.js';
import { Queues } from '../../queues/queues.js';
import type { Config } from '../config.js';
import { addAccess } from './access.js';
import { apiRoutes } from './api.js';
import { congressRoutes } from './congress/routes.js';
import { addErrors } from './errors.js';
import { feedRoutes } from './feeds/routes.js';
import { addFreshness } from './fresh.js';
import { healthRoutes } from './health.js';
import { keepAnswers } from './kept-answers.js';
import { mcpRoutes } from './mcp/routes.js';
import { watchMethods } from './methods.js';
import { pageRoutes } from './pages.js';
import { problem } from './problem.js';
import { addRateLimit } from './rate-limit.js';
import { unsubscribeRoutes } from './unsubscribe.js';

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
  /** For how long answers that say the same to everybody are kept; 5 where not given, 0 for not at all. */
  keepSeconds?: number;
  /** Where what went wrong here is written down; nowhere without it. */
  log?: FastifyBaseLogger;
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

async function buildWeb(
  { db, config, backend, log, keepSeconds = 5 }: WebOptions,
  queues: Queues,
): Promise<FastifyInstance> {
  const app = Fastify({
    ...(log === undefined ? { logger: false } : { loggerInstance: log }),
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: true,
    trustProxy: config.trustedProxies ?? false,
    bodyLimit: 262_144,
    frameworkErrors: (error, _request, reply) => {
      problem(reply, error.statusCode ?? 400, `${error.message}.`);
    },
  });
  app.decorate('publicUrl', config.publicUrl);
  app.addHook('onRequest', async (request, reply) => {
    // The database has no place for it in any text.
    if (request.url.includes('%00')) return problem(reply, 400, 'The address holds the character U+0000.');
  });
  app.addHook('onSend', async (_request, reply) => {
    reply.headers(SECURITY_HEADERS);
  });
  if (keepSeconds > 0) keepAnswers(app, db, { seconds: keepSeconds });
  addFreshness(app);
  const answerOthers = watchMethods(app);
  addErrors(app);
  await addRateLimit(app, config.rateLimit);
  await addAccess(app, { db, adminToken: config.adminToken });
  healthRoutes(app, { db, config, backend, queues });
  await apiRoutes(app, db, queues, config);
  await congressRoutes(app, db);
  await feedRoutes(app, db);
  mcpRoutes(app, db);
  unsubscribeRoutes(app, db);
  pageRoutes(app, { db, queues, backend });
  answerOthers();
  return app;
}

const SECURITY_HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
};

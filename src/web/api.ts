import cors from '@fastify/cors';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { renderToString } from 'preact-render-to-string';
import type { Database } from '../../db/connection.js';
import type { Queues } from '../../queues/queues.js';
import type { Config } from '../config.js';
import { requireScope } from './access.js';
import { CrawlWatches } from './api/crawl-watch.js';
import { apiDocument } from './api/document.js';
import type { Services } from './api/operation.js';
import { API, OPERATIONS } from './api/operations.js';
import { referencePage } from './api/reference.js';
import { baseOf } from './public-address.js';

/** Headers that a script of another site may read. */
export const READABLE = [
  'Link',
  'ETag',
  'Retry-After',
  'RateLimit-Limit',
  'RateLimit-Remaining',
  'RateLimit-Reset',
];

/** What these answer with comes from statements and what they are about; newsrooms and crawls change without them. */
const KEPT = new Set(['Statements', 'Quotes', 'Search', 'Bills', 'Officials', 'Topics']);

/** The API: every operation of its document, and the document. */
export async function apiRoutes(
  app: FastifyInstance,
  db: Database,
  queues: Queues,
  config: Config,
): Promise<void> {
  const services: Services = { db, queues, config, watches: new CrawlWatches(db) };
  app.addHook('preClose', async () => services.watches.close());
  await app.register(async (scope) => {
    await scope.register(cors, { origin: '*', methods: ['GET', 'HEAD'], exposedHeaders: READABLE });
    // Only JSON is taken: a form of another site's page cannot send that.
    scope.removeContentTypeParser(['text/plain', 'application/x-www-form-urlencoded']);
    for (const one of OPERATIONS) {
      scope.route({
        method: one.method.toUpperCase(),
        url: API + one.path.replace(/\{(\w+)\}/g, ':$1'),
        ...(one.scope === null ? {} : { preHandler: requireScope(one.scope) }),
        config: KEPT.has(one.tag) ? { kept: true } : {},
        handler: (request: FastifyRequest, reply: FastifyReply) => one.run(request, reply, services),
      });
    }
    scope.get(`${API}/openapi.json`, async (request) => apiDocument(baseOf(request)));
  });
  app.get('/api', async (request, reply) =>
    reply
      .type('text/html; charset=utf-8')
      .send(`<!doctype html>${renderToString(referencePage(apiDocument(baseOf(request))))}`),
  );
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { Database } from '../../db/connection.js';
import { listSources } from '../../db/sources.js';
import { packageDirectory } from '../catalog/data-directory.js';
import { billReport, parseBillId } from '../report/bill.js';
import { busiestBills } from '../report/busiest-bills.js';
import { findQuotes } from '../report/quotes.js';
import { countStatements, findStatements } from '../report/statements.js';
import { billPage } from './pages/bill.js';
import { frontPage } from './pages/front.js';
import { messagePage } from './pages/message.js';

const PAGE = 100;

/** The pages people read. */
export function pageRoutes(app: FastifyInstance, db: Database): void {
  const css = readFileSync(join(packageDirectory(), 'src', 'web', 'style.css'), 'utf8');
  app.get('/style.css', async (_request, reply) =>
    reply.type('text/css; charset=utf-8').header('cache-control', 'max-age=300').send(css),
  );

  app.get('/', async (_request, reply) =>
    send(reply, 200, frontPage(await busiestBills(db, 30), await holdsSample(db))),
  );

  app.get<{ Params: { id: string }; Querystring: { page?: string } }>(
    '/bills/:id',
    async (request, reply) => {
      let id: string;
      try {
        id = parseBillId(request.params.id).id;
      } catch (error) {
        return send(reply, 400, messagePage('Not a bill', (error as Error).message));
      }
      const bill = await billReport(db, id);
      if (bill === null) {
        return send(
          reply,
          404,
          messagePage('No such bill', `There is no bill ${id} in the index, and no statement cites it.`),
        );
      }
      const page = Math.max(1, Math.min(1000, Number.parseInt(request.query.page ?? '1', 10) || 1));
      const window = { limit: PAGE, offset: (page - 1) * PAGE };
      const [statements, quotes, total] = await Promise.all([
        findStatements(db, { bill: id }, window),
        findQuotes(db, { bill: id }, { limit: 1000 }),
        countStatements(db, { bill: id }),
      ]);
      return send(
        reply,
        200,
        billPage({
          bill,
          statements,
          quotes,
          page,
          pages: Math.ceil(total / PAGE) || 1,
          invented: await holdsSample(db),
        }),
      );
    },
  );
}

async function holdsSample(db: Database): Promise<boolean> {
  return (await listSources(db, { scope: 'sample' })).length > 0;
}

function send(reply: FastifyReply, status: number, page: VNode): FastifyReply {
  return reply
    .code(status)
    .type('text/html; charset=utf-8')
    .send(`<!doctype html>${renderToString(page)}`);
}

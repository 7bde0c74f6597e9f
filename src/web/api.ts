import type { FastifyInstance } from 'fastify';
import type { Database } from '../../db/connection.js';
import { billReport, parseBillId } from '../report/bill.js';
import { CursorError } from '../report/cursor.js';
import { countStatements, statementPage } from '../report/statements.js';
import { problem } from './problem.js';
import { filterOf, statementQuery, UnknownNameError } from './statement-query.js';

/** The first JSON API: statements by every filter, and a bill with what was said about it. */
export function apiRoutes(app: FastifyInstance, db: Database): void {
  app.get('/api/v1/statements', async (request, reply) => {
    const query = statementQuery.safeParse(request.query);
    if (!query.success) {
      const issue = query.error.issues[0];
      const field = issue?.path.join('.') || 'the query';
      return problem(reply, 400, `${field}: ${issue?.message}`);
    }
    const { limit, cursor, sort } = query.data;
    try {
      const filter = await filterOf(db, query.data);
      const [page, total] = await Promise.all([
        statementPage(db, filter, { limit, sort, ...(cursor === undefined ? {} : { cursor }) }),
        countStatements(db, filter),
      ]);
      return { total, limit, ...page };
    } catch (error) {
      if (error instanceof UnknownNameError) return problem(reply, 400, `${error.field}: ${error.message}`);
      if (error instanceof CursorError) return problem(reply, 400, `cursor: ${error.message}`);
      throw error;
    }
  });

  app.get<{ Params: { id: string } }>('/api/v1/bills/:id', async (request, reply) => {
    let id: string;
    try {
      id = parseBillId(request.params.id).id;
    } catch (error) {
      return problem(reply, 400, (error as Error).message);
    }
    const report = await billReport(db, id);
    if (report === null) {
      return problem(reply, 404, `There is no bill ${id} in the index, and no statement cites it.`);
    }
    return report;
  });
}

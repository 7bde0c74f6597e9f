import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Database } from '../../db/connection.js';
import { type BillIdError, billReport, parseBillId } from '../report/bill.js';
import { type DateError, parseDay } from '../report/dates.js';
import type { StatementFilter } from '../report/filter.js';
import { countStatements, findStatements } from '../report/statements.js';
import { problem } from './problem.js';

const day = z.string().transform((text, context) => {
  try {
    return parseDay(text);
  } catch (error) {
    context.addIssue({ code: 'custom', message: (error as DateError).message });
    return z.NEVER;
  }
});

const bill = z.string().transform((text, context) => {
  try {
    return parseBillId(text).id;
  } catch (error) {
    context.addIssue({ code: 'custom', message: (error as BillIdError).message });
    return z.NEVER;
  }
});

/** The filters of `rostrum statements`, as a query. */
const statementQuery = z.strictObject({
  bill: bill.optional(),
  topic: z.string().min(1).optional(),
  official: z.string().min(1).optional(),
  office: z.enum(['senate', 'attorney-general', 'house']).optional(),
  state: z
    .string()
    .regex(/^[A-Za-z]{2}$/, 'must be two letters, as ND')
    .transform((code) => code.toUpperCase())
    .optional(),
  party: z
    .string()
    .regex(/^[A-Za-z]$/, 'must be one letter: R, D or I')
    .transform((letter) => letter.toUpperCase())
    .optional(),
  since: day.optional(),
  until: day.optional(),
  q: z.string().min(1).max(500).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
});

/** The first JSON API: statements by every filter, and a bill with what was said about it. */
export function apiRoutes(app: FastifyInstance, db: Database): void {
  app.get('/api/v1/statements', async (request, reply) => {
    const query = statementQuery.safeParse(request.query);
    if (!query.success) {
      const issue = query.error.issues[0];
      const field = issue?.path.join('.') || 'the query';
      return problem(reply, 400, `${field}: ${issue?.message}`);
    }
    const { limit, offset, ...given } = query.data;
    const filter = Object.fromEntries(
      Object.entries(given).filter(([, value]) => value !== undefined),
    ) as StatementFilter;
    const [statements, total] = await Promise.all([
      findStatements(db, filter, { limit, offset }),
      countStatements(db, filter),
    ]);
    return { total, limit, offset, statements };
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

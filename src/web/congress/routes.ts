import cors from '@fastify/cors';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { findBill, isCited } from '../../../db/bills.js';
import type { Database } from '../../../db/connection.js';
import { bioguidesOf, findMember } from '../../../db/officials.js';
import { listTopics, usedTopics } from '../../../db/topics.js';
import { parseBillId } from '../../report/bill.js';
import { parseDay } from '../../report/dates.js';
import type { StatementFilter } from '../../report/filter.js';
import { countStatements, findStatements } from '../../report/statements.js';
import { congressStart, daysAfter } from '../../tag/congress.js';
import { baseOf } from '../public-address.js';
import { congressStatement, memberUri, subjectOf } from './shape.js';

const PREFIX = '/congress/v1';
const KEPT = { config: { kept: true } } as const;
const PAGE = 20;
const MOST_OFFSET = 100_000;
const COPYRIGHT =
  'Statements are the words of their publishers. Answered by Rostrum in the form of the retired Congress API.';

/** Something that was asked for in a way that this API did not take. */
class CongressError extends Error {
  override name = 'CongressError';
  readonly statusCode: number;

  constructor(statusCode: number, message: string) {
    super(message);
    this.statusCode = statusCode;
  }
}

const notFound = () => new CongressError(404, 'Record not found');

/**
 * The statement endpoints of the Congress API that was retired, so that programs written for it need another host and
 * nothing else. A key is taken and not looked at.
 */
export async function congressRoutes(app: FastifyInstance, db: Database): Promise<void> {
  await app.register(
    async (scope) => {
      await scope.register(cors, { origin: '*', methods: ['GET', 'HEAD'] });
      scope.setErrorHandler((error: { statusCode?: number; message: string }, request, reply) => {
        const status = error.statusCode ?? ('status' in error ? Number(error.status) : 500);
        if (status >= 500) request.log.error(error);
        return sendError(reply, status, status < 500 ? error.message : 'Internal server error');
      });
      scope.setNotFoundHandler((_request, reply) => sendError(reply, 404, 'Record not found'));
      statementRoutes(scope, db);
      memberRoutes(scope, db);
    },
    { prefix: PREFIX },
  );
}

function statementRoutes(scope: FastifyInstance, db: Database): void {
  scope.get('/statements/latest.json', KEPT, (request) => answer(db, request, {}));
  scope.get<{ Params: { date: string } }>('/statements/date/:date.json', KEPT, (request) => {
    const day = dayOf(request.params.date);
    return answer(db, request, { since: day, until: day });
  });
  scope.get<{ Querystring: { query?: unknown } }>('/statements/search.json', KEPT, (request) => {
    const { query } = request.query;
    if (typeof query !== 'string' || query.trim() === '') {
      throw new CongressError(400, 'A search needs words: send query=');
    }
    return answer(db, request, { q: query.slice(0, 500) });
  });
  scope.get('/statements/subjects.json', KEPT, async (request) => {
    const topics = await usedTopics(db);
    const results = topics.map((topic) => subjectOf(apiOf(request), topic));
    return { status: 'OK', copyright: COPYRIGHT, num_results: results.length, results };
  });
  scope.get<{ Params: { slug: string } }>('/statements/subject/:slug.json', KEPT, async (request) => {
    const slug = request.params.slug.toLowerCase().replace(/[\s_]+/g, '-');
    const topics = await listTopics(db);
    if (!topics.some((topic) => topic.id === slug)) throw notFound();
    return answer(db, request, { topic: slug });
  });
  scope.get<{ Params: { congress: string; slug: string } }>(
    '/:congress/bills/:slug/statements.json',
    KEPT,
    async (request) => {
      const bill = billOf(request.params.slug, request.params.congress);
      if ((await findBill(db, bill)) === null && !(await isCited(db, bill))) throw notFound();
      return answer(db, request, { bill });
    },
  );
}

function memberRoutes(scope: FastifyInstance, db: Database): void {
  scope.get<{ Params: { member: string } }>('/members/:member/statements.json', KEPT, async (request) => {
    const member = await memberOf(db, request.params.member);
    return answer(db, request, { official: member.official }, memberFields(request, member));
  });
  scope.get<{ Params: { member: string; congress: string } }>(
    '/members/:member/statements/:congress.json',
    KEPT,
    async (request) => {
      const congress = Number(/^\d{1,3}$/.exec(request.params.congress)?.[0] ?? Number.NaN);
      if (Number.isNaN(congress) || congress < 1) throw notFound();
      const member = await memberOf(db, request.params.member);
      const { id, uri, name } = memberFields(request, member);
      const filter = {
        official: member.official,
        since: congressStart(congress),
        until: daysAfter(congressStart(congress + 1), -1),
      };
      return answer(db, request, filter, { id, uri, name, congress });
    },
  );
}

interface Member {
  id: string;
  uri: string;
  name: string;
  congress?: number;
}

/** Twenty statements in the envelope of that API. */
async function answer(db: Database, request: FastifyRequest, filter: StatementFilter, member?: Member) {
  const offset = offsetOf(request);
  // Every statement of that API has a date.
  const dated: StatementFilter = { since: congressStart(1), ...filter, members: true };
  const [statements, total, topics] = await Promise.all([
    findStatements(db, dated, { limit: PAGE, offset }),
    countStatements(db, dated),
    listTopics(db),
  ]);
  const officials = statements.flatMap((one) => one.official ?? []);
  const surroundings = {
    api: apiOf(request),
    bioguides: await bioguidesOf(db, officials),
    topics: new Map(topics.map(({ id, name }) => [id, name])),
  };
  return {
    status: 'OK',
    copyright: COPYRIGHT,
    num_results: total,
    ...(member === undefined
      ? {}
      : {
          member_id: member.id,
          ...(member.congress === undefined ? {} : { congress: member.congress }),
          member_uri: member.uri,
          name: member.name,
        }),
    offset,
    results: statements.map((one) => congressStatement(one, surroundings)),
  };
}

function apiOf(request: FastifyRequest): string {
  return `${baseOf(request)}${PREFIX}`;
}

function memberFields(request: FastifyRequest, { id, name }: { id: string; name: string }): Member {
  return { id, uri: memberUri(apiOf(request), id), name };
}

async function memberOf(db: Database, id: string): Promise<{ official: string; id: string; name: string }> {
  const found = await findMember(db, id);
  if (found === null) throw notFound();
  return { official: found.id, id: found.bioguide ?? found.id, name: found.name };
}

function offsetOf(request: FastifyRequest): number {
  const { offset = '0' } = request.query as { offset?: unknown };
  const value = typeof offset === 'string' && /^\d{1,7}$/.test(offset) ? Number(offset) : Number.NaN;
  if (Number.isNaN(value) || value > MOST_OFFSET) {
    throw new CongressError(400, `offset is a multiple of ${PAGE}, up to ${MOST_OFFSET}`);
  }
  return value;
}

function dayOf(text: string): string {
  try {
    return parseDay(text);
  } catch (error) {
    throw new CongressError(400, (error as Error).message);
  }
}

function billOf(slug: string, congress: string): string {
  try {
    return parseBillId(`${slug}-${congress}`).id;
  } catch {
    throw notFound();
  }
}

function sendError(reply: FastifyReply, status: number, message: string): FastifyReply {
  return reply.code(status).send({ status: 'ERROR', errors: [{ error: message }] });
}

import cors from '@fastify/cors';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { findBill, isCited } from '../../../db/bills.js';
import type { Database } from '../../../db/connection.js';
import { findOfficial } from '../../../db/officials.js';
import { listTopics } from '../../../db/topics.js';
import { billLabel, displayTitle, parseBillId } from '../../report/bill.js';
import { check } from '../api/operation.js';
import { READABLE } from '../api.js';
import { RequestProblem } from '../problem.js';
import { baseOf } from '../public-address.js';
import { filterFields, filterOf, limitField, pageFields, withoutEmpty } from '../statement-query.js';
import { atomOf } from './atom.js';
import { type Feed, type FeedKind, type FeedSubject, KINDS, statementFeed } from './feed.js';
import { jsonFeedOf } from './json-feed.js';
import { rssOf } from './rss.js';

const FORMS: Record<FeedKind, { type: string; write: (feed: Feed) => string }> = {
  atom: { type: 'application/atom+xml; charset=utf-8', write: atomOf },
  rss: { type: 'application/rss+xml; charset=utf-8', write: rssOf },
  json: { type: 'application/feed+json; charset=utf-8', write: jsonFeedOf },
};

const KEPT = { config: { kept: true } } as const;

const feedQuery = z.strictObject({ ...filterFields, ...pageFields, limit: limitField(50, 200) });
type FeedQuery = z.output<typeof feedQuery>;
type FilterName = 'bill' | 'official' | 'topic' | 'state';

/** What a feed can be of, each with the filter that it sets and what it is called. */
const SUBJECTS: Record<
  string,
  { filter: FilterName; subject: (db: Database, id: string) => Promise<FeedSubject> }
> = {
  bills: { filter: 'bill', subject: billSubject },
  officials: { filter: 'official', subject: officialSubject },
  topics: { filter: 'topic', subject: topicSubject },
  states: { filter: 'state', subject: stateSubject },
};

/** Feeds of any filter: of all statements, of a bill, an official, a topic, a state. */
export async function feedRoutes(app: FastifyInstance, db: Database): Promise<void> {
  await app.register(
    async (scope) => {
      await scope.register(cors, { origin: '*', methods: ['GET', 'HEAD'], exposedHeaders: READABLE });
      for (const kind of KINDS) {
        scope.get(`/statements.${kind}`, KEPT, async (request, reply) => {
          const query = check(feedQuery, withoutEmpty(request.query));
          return send(db, request, reply, kind, query, generalSubject(request, query));
        });
      }
      scope.get<{ Params: { subject: string; file: string } }>(
        '/:subject/:file',
        KEPT,
        async (request, reply) => {
          const [, id = '', kind] = /^(.+)\.(atom|rss|json)$/.exec(request.params.file) ?? [];
          const found = SUBJECTS[request.params.subject];
          if (found === undefined || kind === undefined) throw nothing(request);
          const subject = await found.subject(db, id);
          const given = withoutEmpty(request.query) as object;
          const query = check(feedQuery, { ...given, [found.filter]: id });
          return send(db, request, reply, kind as FeedKind, query, subject);
        },
      );
    },
    { prefix: '/feeds' },
  );
}

async function send(
  db: Database,
  request: FastifyRequest,
  reply: FastifyReply,
  kind: FeedKind,
  query: FeedQuery,
  subject: FeedSubject,
): Promise<FastifyReply> {
  const { limit, cursor } = query;
  const page = { limit, ...(cursor === undefined ? {} : { cursor }) };
  const where = { base: baseOf(request), self: request.url };
  const feed = await statementFeed(db, await filterOf(db, query), subject, page, where);
  const { type, write } = FORMS[kind];
  if (feed.next !== null) reply.header('link', `<${feed.next}>; rel="next"`);
  return reply.type(type).header('last-modified', feed.updated.toUTCString()).send(write(feed));
}

function nothing(request: FastifyRequest): RequestProblem {
  return new RequestProblem(
    404,
    `There is no feed at ${request.url.split('?')[0]}: there are /feeds/statements.atom and /feeds/bills/s1693-115.atom, officials, topics and states likewise; .rss and .json beside .atom.`,
  );
}

function generalSubject(request: FastifyRequest, query: FeedQuery): FeedSubject {
  const { limit: _, cursor: __, ...filter } = query;
  const given = Object.entries(filter).filter(([, value]) => value !== undefined);
  const asked = new URLSearchParams(request.url.split('?')[1] ?? '');
  for (const name of ['limit', 'cursor']) asked.delete(name);
  const path = given.length === 0 ? '/search' : `/search?${asked}`;
  const title = given.map(([name, value]) => (name === 'q' ? `“${value}”` : `${name} ${value}`)).join(', ');
  return { title: title === '' ? 'Statements' : `Statements: ${title}`, path };
}

async function billSubject(db: Database, text: string): Promise<FeedSubject> {
  const bill = billIn(text);
  const known = bill === null ? null : await findBill(db, bill.id);
  if (bill === null || (known === null && !(await isCited(db, bill.id)))) {
    throw new RequestProblem(404, `There is no bill ${text}: find it at /api/v1/bills?q=`);
  }
  const title = known === null ? null : displayTitle(known.titles);
  const label = billLabel(bill.type, bill.number);
  return { title: `Statements on ${label}${title === null ? '' : `: ${title}`}`, path: `/bills/${bill.id}` };
}

function billIn(text: string) {
  try {
    return parseBillId(text);
  } catch {
    return null;
  }
}

async function officialSubject(db: Database, id: string): Promise<FeedSubject> {
  const official = await findOfficial(db, id);
  if (official === null) {
    throw new RequestProblem(404, `There is no official ${id}: find one at /api/v1/officials?name=`);
  }
  return { title: `Statements of ${official.name}`, path: `/officials/${encodeURIComponent(id)}` };
}

async function topicSubject(db: Database, id: string): Promise<FeedSubject> {
  const topic = (await listTopics(db)).find((one) => one.id === id);
  if (topic === undefined) {
    throw new RequestProblem(404, `There is no topic ${id}: /api/v1/topics lists them.`);
  }
  return { title: `Statements on ${topic.name}`, path: `/topics/${encodeURIComponent(id)}` };
}

async function stateSubject(_db: Database, code: string): Promise<FeedSubject> {
  if (!/^[A-Za-z]{2}$/.test(code))
    throw new RequestProblem(404, `There is no state ${code}: write two letters, as ND.`);
  return { title: `Statements from ${code.toUpperCase()}`, path: `/states/${code.toUpperCase()}` };
}

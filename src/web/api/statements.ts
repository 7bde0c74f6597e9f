import { z } from 'zod';
import type { Database } from '../../../db/connection.js';
import { diffRevisions } from '../../report/revision-diff.js';
import { historyOf, revisionsOf, statementReport } from '../../report/statement.js';
import { countStatements, type StatementAnswer, statementPage, totalCap } from '../../report/statements.js';
import { type CsvColumn, csvOf } from '../csv.js';
import { RequestProblem } from '../problem.js';
import { filterOf, limitField, type StatementQuery, statementQuery } from '../statement-query.js';
import { numberOf, operation } from './operation.js';
import { pageLinks } from './paging.js';
import { named, next, nextCursor, statement } from './shapes.js';
import { revision, wholeStatement } from './whole-statement.js';

const statementList = z
  .object({
    total: z.int().meta({ description: 'How many there are in all, as far as was counted.' }),
    total_is_capped: z.boolean().meta({ description: 'There are `total` or more: no further was counted.' }),
    statements: z.array(statement),
    next,
    next_cursor: nextCursor,
  })
  .register(named, { id: 'StatementList' });

const fileQuery = statementQuery.extend({
  limit: limitField(1000, 10_000),
});

const byId = z.strictObject({
  id: numberOf('must be the number of a statement, as /api/v1/statements lists them').meta({
    description: 'Number of the statement.',
    examples: [4711],
  }),
});

export const statementOperations = [
  operation({
    id: 'listStatements',
    method: 'get',
    path: '/statements',
    tag: 'Statements',
    summary: 'Who said what, newest first',
    description: 'Every filter that is given must hold.',
    query: statementQuery,
    answers: { 200: { description: 'A page of statements.', schema: statementList, headers: ['Link'] } },
    async handle({ query, request, reply }, { db }) {
      const filter = await filterOf(db, query);
      const [page, total] = await Promise.all([
        statementPage(db, filter, { ...pageOf(query), highlight: true }),
        countStatements(db, filter),
      ]);
      return {
        total,
        total_is_capped: total === totalCap(filter),
        statements: page.statements,
        ...pageLinks(request, reply, page.next),
      };
    },
  }),
  operation({
    id: 'listStatementsAsCsv',
    method: 'get',
    path: '/statements.csv',
    tag: 'Statements',
    summary: 'The same list as CSV',
    query: fileQuery,
    answers: {
      200: {
        description: 'A table, UTF-8 with its mark.',
        media: 'text/csv; charset=utf-8',
        headers: ['Link'],
      },
    },
    async handle({ query, request, reply }, { db }) {
      const { statements, cursor } = await many(db, query);
      pageLinks(request, reply, cursor);
      reply.header('content-disposition', 'attachment; filename="statements.csv"');
      return reply.type('text/csv; charset=utf-8').send(csvOf(statements, COLUMNS));
    },
  }),
  operation({
    id: 'listStatementsAsNdjson',
    method: 'get',
    path: '/statements.ndjson',
    tag: 'Statements',
    summary: 'The same list, one JSON object a line',
    query: fileQuery,
    answers: {
      200: { description: 'Statements, one a line.', media: 'application/x-ndjson', headers: ['Link'] },
    },
    async handle({ query, request, reply }, { db }) {
      const { statements, cursor } = await many(db, query);
      pageLinks(request, reply, cursor);
      return reply
        .type('application/x-ndjson')
        .send(statements.map((one) => `${JSON.stringify(one)}\n`).join(''));
    },
  }),
  operation({
    id: 'getStatement',
    method: 'get',
    path: '/statements/{id}',
    tag: 'Statements',
    summary: 'One statement: its text, its tags with what proves them, every content it has had',
    params: byId,
    answers: { 200: { description: 'The statement.', schema: wholeStatement } },
    async handle({ params }, { db }) {
      const report = await statementReport(db, params.id);
      if (report === null) throw noStatement(params.id);
      const [revisions, history] = await Promise.all([revisionsOf(db, params.id), historyOf(db, params.id)]);
      return {
        ...report,
        revisions: revisions.map(({ body, links: _, ...one }) => ({ ...one, characters: body.length })),
        history,
      };
    },
  }),
  operation({
    id: 'getRevision',
    method: 'get',
    path: '/statements/{id}/revisions/{number}',
    tag: 'Statements',
    summary: 'One content that a statement had, and what changed from the one before',
    params: byId.extend({
      number: numberOf('must be the number of a revision, from 1').meta({
        description: 'Number of the revision, from 1.',
        examples: [1],
      }),
    }),
    answers: { 200: { description: 'The revision.', schema: revision } },
    async handle({ params }, { db }) {
      const revisions = await revisionsOf(db, params.id);
      if (revisions.length === 0) throw noStatement(params.id);
      const at = revisions.findIndex((one) => one.number === params.number);
      const found = revisions[at];
      if (found === undefined) {
        const numbers = revisions.map((one) => one.number).join(', ');
        throw new RequestProblem(
          404,
          `Statement ${params.id} has no revision ${params.number}: it has ${numbers}.`,
        );
      }
      const before = revisions[at - 1];
      return {
        statement: params.id,
        ...found,
        changed: before === undefined ? null : diffRevisions(before, found),
      };
    },
  }),
];

function noStatement(id: number): RequestProblem {
  return new RequestProblem(
    404,
    `There is no statement ${id}: /api/v1/statements lists them with their numbers.`,
  );
}

function pageOf({ limit, sort, cursor }: Pick<StatementQuery, 'limit' | 'sort' | 'cursor'>) {
  return { limit, sort, ...(cursor === undefined ? {} : { cursor }) };
}

/** Read in portions, so that one long list does not keep the database from others. */
const PORTION = 500;

async function many(db: Database, query: z.output<typeof fileQuery>) {
  const filter = await filterOf(db, query);
  const statements: StatementAnswer[] = [];
  let cursor = query.cursor;
  do {
    const limit = Math.min(PORTION, query.limit - statements.length);
    const page = await statementPage(db, filter, pageOf({ ...query, limit, cursor }));
    statements.push(...page.statements);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined && statements.length < query.limit);
  return { statements, cursor: cursor ?? null };
}

const COLUMNS: CsvColumn<StatementAnswer>[] = [
  { name: 'id', value: (row) => row.id },
  { name: 'published', value: (row) => row.published },
  { name: 'official', value: (row) => row.official },
  { name: 'name', value: (row) => row.name },
  { name: 'party', value: (row) => row.party },
  { name: 'office', value: (row) => row.office },
  { name: 'state', value: (row) => row.state },
  { name: 'title', value: (row) => row.title },
  { name: 'bills', value: (row) => row.bills.map((tag) => tag.bill).join(' ') },
  { name: 'topics', value: (row) => row.topics.join(' ') },
  { name: 'quotes', value: (row) => row.quotes },
  { name: 'revisions', value: (row) => row.revisions },
  { name: 'statement_state', value: (row) => row.statement_state },
  { name: 'url', value: (row) => row.url },
];

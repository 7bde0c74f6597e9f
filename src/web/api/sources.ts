import { z } from 'zod';
import type { Database } from '../../../db/connection.js';
import { setSourceEnabled } from '../../../db/sources.js';
import { RequestProblem } from '../problem.js';
import { filterFields, flag } from '../statement-query.js';
import { operation } from './operation.js';
import { dayText, moment, named, namedRequests, office } from './shapes.js';

const sourceFields = {
  id: z.string().meta({ examples: ['senate-nd-hoeven'] }),
  name: z.string(),
  office,
  state: z.string(),
  kind: z.string().meta({ description: 'How it is read: feed, listing, wordpress or sitemap.' }),
  url: z.string(),
  enabled: z.boolean().meta({ description: 'It is visited on schedule.' }),
  health: z.enum(['good', 'failing', 'never tried', 'disabled']),
  last_tried: moment.nullable(),
  last_good: moment.nullable(),
  last_new: moment.nullable().meta({ description: 'The last visit that found something new.' }),
  next_visit: moment,
  failures: z.int().meta({ description: 'Visits that failed since the last good one.' }),
  error_kind: z.string().nullable(),
  error: z.string().nullable(),
  evidence: z.string().meta({ description: 'Where the address comes from, or why there is none to read.' }),
  newest_statement: dayText.nullable(),
};

const source = z
  .object(sourceFields)
  .register(named, { id: 'Source', description: 'A newsroom and its health.' });
const wholeSource = z
  .object({ ...sourceFields, statements: z.int().meta({ description: 'How many were found there.' }) })
  .register(named, { id: 'WholeSource' });
const sourceList = z.object({ sources: z.array(source) }).register(named, { id: 'SourceList' });

// The number of statements is counted for one newsroom only: for all of them it would be the whole archive.
const LISTED = [
  'source_id',
  'name',
  'office',
  'state',
  'kind',
  'url',
  'enabled',
  'health',
  'last_tried_at',
  'last_good_at',
  'last_new_at',
  'next_poll_at',
  'consecutive_failures',
  'error_kind',
  'error',
  'evidence',
  'newest_statement_on',
] as const;

function health(db: Database) {
  return db.selectFrom('source_health').select(LISTED);
}

type Row = Awaited<ReturnType<ReturnType<typeof health>['execute']>>[number];

function sourceOf(row: Row) {
  const { source_id, last_tried_at, last_good_at, last_new_at, next_poll_at, ...rest } = row;
  const { consecutive_failures, newest_statement_on, ...facts } = rest;
  return {
    id: source_id,
    ...facts,
    last_tried: last_tried_at,
    last_good: last_good_at,
    last_new: last_new_at,
    next_visit: next_poll_at,
    failures: consecutive_failures,
    newest_statement: newest_statement_on,
  };
}

async function whole(db: Database, id: string) {
  const row = await health(db).select('statements').where('source_id', '=', id).executeTakeFirst();
  if (row === undefined) {
    throw new RequestProblem(404, `There is no source ${id}: /api/v1/sources lists them.`);
  }
  const { statements, ...rest } = row;
  return { ...sourceOf(rest), statements };
}

const byId = z.strictObject({
  id: z
    .string()
    .min(1)
    .max(200)
    .meta({ description: 'Id of the newsroom.', examples: ['ag-mt'] }),
});

export const sourceOperations = [
  operation({
    id: 'listSources',
    method: 'get',
    path: '/sources',
    tag: 'Newsrooms',
    summary: 'Every newsroom, and how it fares',
    query: z.strictObject({
      office: filterFields.office,
      state: filterFields.state,
      health: sourceFields.health.optional(),
      enabled: flag.optional(),
    }),
    answers: { 200: { description: 'Newsrooms, by id.', schema: sourceList } },
    async handle({ query }, { db }) {
      let rows = health(db).orderBy('source_id');
      if (query.office !== undefined) rows = rows.where('office', '=', query.office);
      if (query.state !== undefined) rows = rows.where('state', '=', query.state);
      if (query.health !== undefined) rows = rows.where('health', '=', query.health);
      if (query.enabled !== undefined) rows = rows.where('enabled', '=', query.enabled);
      return { sources: (await rows.execute()).map(sourceOf) };
    },
  }),
  operation({
    id: 'getSource',
    method: 'get',
    path: '/sources/{id}',
    tag: 'Newsrooms',
    summary: 'One newsroom',
    params: byId,
    answers: { 200: { description: 'The newsroom.', schema: wholeSource } },
    handle: ({ params }, { db }) => whole(db, params.id),
  }),
  operation({
    id: 'updateSource',
    method: 'patch',
    path: '/sources/{id}',
    tag: 'Newsrooms',
    summary: 'Visit a newsroom on schedule, or no more',
    params: byId,
    body: z
      .strictObject({ enabled: z.boolean().meta({ description: 'Whether it is visited on schedule.' }) })
      .register(namedRequests, { id: 'SourceChange' }),
    scope: 'admin',
    answers: { 200: { description: 'The newsroom as it is now.', schema: wholeSource } },
    async handle({ params, body }, { db }) {
      await setSourceEnabled(db, params.id, body.enabled);
      return whole(db, params.id);
    },
  }),
];

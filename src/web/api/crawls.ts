import { z } from 'zod';
import { listCrawls } from '../../../db/crawls.js';
import { askForCrawlOnce, type Chosen, chooseSources } from '../../ask-crawl.js';
import { signedIn } from '../access.js';
import { RequestProblem } from '../problem.js';
import { baseOf } from '../public-address.js';
import { filterFields, pageFields } from '../statement-query.js';
import { crawl, crawlFields, crawlOptions, crawlView } from './crawl-view.js';
import { isLastEvent, TooManyWatchersError } from './crawl-watch.js';
import { numberOf, operation } from './operation.js';
import { pageLinks } from './paging.js';
import { named, namedRequests, next, nextCursor } from './shapes.js';

const crawlRequest = z
  .strictObject({
    sources: z
      .array(z.string().min(1).max(200))
      .max(1000)
      .optional()
      .meta({ description: 'Newsrooms by id.', examples: [['ag-mt']] }),
    all: z.boolean().optional().meta({ description: 'Every enabled one.' }),
    office: filterFields.office.meta({ description: 'Enabled ones of an office.' }),
    state: filterFields.state.meta({ description: 'Enabled ones of a state.' }),
    since: filterFields.since.meta({ description: 'Walk back through older pages until this day.' }),
    pages: z
      .int()
      .min(1)
      .max(100_000)
      .optional()
      .meta({ description: 'Read at most so many pages of each listing.' }),
    force: z.boolean().optional().meta({ description: 'Fetch everything again, whatever validators say.' }),
    dry_run: z.boolean().optional().meta({ description: 'Only say which newsrooms it would be.' }),
  })
  .register(namedRequests, { id: 'CrawlRequest' });

const acceptedCrawl = z
  .object({
    id: z.int(),
    joined: z.boolean().meta({ description: 'The same was under way already: it is that one.' }),
    sources: z.array(z.string()),
    url: z.url().meta({ description: 'How far it is.' }),
    events: z.url().meta({ description: 'The same as server-sent events.' }),
  })
  .register(named, { id: 'AcceptedCrawl' });

const dryRun = z
  .object({ dry_run: z.literal(true), sources: z.array(z.string()), options: crawlOptions })
  .register(named, { id: 'DryRun' });

const crawlList = z
  .object({
    crawls: z.array(
      z.object({ ...crawlFields, sources: z.int().meta({ description: 'How many newsrooms.' }) }),
    ),
    next,
    next_cursor: nextCursor,
  })
  .register(named, { id: 'CrawlList' });

const byId = z.strictObject({
  id: numberOf('must be the number of a crawl, as /api/v1/crawls lists them').meta({
    description: 'Number of the crawl.',
    examples: [1],
  }),
});

function noCrawl(id: number): RequestProblem {
  return new RequestProblem(404, `There is no crawl ${id}: /api/v1/crawls lists them.`);
}

function refusal(chosen: Exclude<Chosen, { sources: unknown }>): RequestProblem {
  if (chosen.refused === 'unknown') {
    const detail = `there is no source ${chosen.ids.join(', ')}: /api/v1/sources lists them`;
    return new RequestProblem(400, `sources: ${detail}`, [{ parameter: 'sources', detail }]);
  }
  if (chosen.refused === 'none matches') {
    return new RequestProblem(400, 'No enabled source matches: /api/v1/sources lists all.');
  }
  return new RequestProblem(400, 'Say which newsrooms: send sources, office, state or all.');
}

export const crawlOperations = [
  operation({
    id: 'startCrawl',
    method: 'post',
    path: '/crawls',
    tag: 'Crawls',
    summary: 'Visit newsrooms now',
    description:
      'The same as `rostrum crawl`. While it is under way, asking for the same again is asking for it.',
    body: crawlRequest,
    scope: 'crawl',
    answers: {
      200: { description: 'With `dry_run`: which newsrooms it would be.', schema: dryRun },
      202: {
        description: 'It is on the queue, and this is where to watch it.',
        schema: acceptedCrawl,
        headers: ['Location'],
      },
    },
    async handle({ body, request, reply }, { db, queues }) {
      const { sources: ids, office, state, all, since, pages, force, dry_run } = body;
      const chosen = await chooseSources(db, { ids, office, state, all });
      if (!('sources' in chosen)) throw refusal(chosen);
      const sources = chosen.sources.map((source) => source.id);
      const options = {
        ...(since === undefined ? {} : { since }),
        ...(pages === undefined ? {} : { pages }),
        ...(force ? { force } : {}),
      };
      if (dry_run) return { dry_run: true, sources, options };
      const tokenId = (await signedIn(request))?.tokenId ?? null;
      const { id, joined } = await askForCrawlOnce(db, queues, {
        askedBy: 'api',
        tokenId,
        options,
        sources: chosen.sources,
      });
      const url = `${baseOf(request)}/api/v1/crawls/${id}`;
      reply.code(202).header('location', url);
      return { id, joined, sources, url, events: `${url}/events` };
    },
  }),
  operation({
    id: 'listCrawls',
    method: 'get',
    path: '/crawls',
    tag: 'Crawls',
    summary: 'Crawls that were asked for, the newest first',
    query: z.strictObject({
      limit: pageFields.limit,
      cursor: numberOf('must be a cursor that a page of this list gave')
        .optional()
        .meta({ description: 'Go on after this crawl.' }),
    }),
    answers: { 200: { description: 'A page of crawls.', schema: crawlList, headers: ['Link'] } },
    async handle({ query: { limit, cursor }, request, reply }, { db }) {
      const rows = await listCrawls(db, { limit: limit + 1, before: cursor });
      const crawls = rows.slice(0, limit).map(({ created_at, finished_at, ...row }) => ({
        ...row,
        created: created_at,
        finished: finished_at,
      }));
      const last = rows.length > limit ? crawls.at(-1) : undefined;
      return { crawls, ...pageLinks(request, reply, last === undefined ? null : String(last.id)) };
    },
  }),
  operation({
    id: 'getCrawl',
    method: 'get',
    path: '/crawls/{id}',
    tag: 'Crawls',
    summary: 'One crawl, and how far it is',
    params: byId,
    answers: { 200: { description: 'The crawl.', schema: crawl } },
    async handle({ params: { id } }, { db }) {
      const view = await crawlView(db, id);
      if (view === null) throw noCrawl(id);
      return view;
    },
  }),
  operation({
    id: 'watchCrawl',
    method: 'get',
    path: '/crawls/{id}/events',
    tag: 'Crawls',
    summary: 'Progress of a crawl as server-sent events',
    description:
      'Each event `progress` has the totals and the newsrooms that changed since the one before, as JSON; the last is `done`, and ends the stream. Send `Last-Event-ID` to go on where a connection broke.',
    params: byId,
    answers: {
      200: { description: 'Events, until the crawl is done.', media: 'text/event-stream' },
      204: { description: 'The last event was received already.' },
    },
    async handle({ params: { id }, request, reply }, { db, watches }) {
      const header = request.headers['last-event-id'];
      const last = typeof header === 'string' && header !== '' ? header : null;
      if ((await crawlView(db, id)) === null) throw noCrawl(id);
      if (isLastEvent(last)) return reply.code(204).send();
      try {
        return reply
          .header('cache-control', 'no-store')
          .header('x-accel-buffering', 'no')
          .type('text/event-stream')
          .send(watches.watch(id, last));
      } catch (error) {
        if (error instanceof TooManyWatchersError) {
          throw new RequestProblem(
            503,
            'Too many watch crawls already: ask for /api/v1/crawls/ID now and then.',
          );
        }
        throw error;
      }
    },
  }),
];

import { z } from 'zod';
import type { Database } from '../../../db/connection.js';
import { failedItems } from '../../../db/crawl-items.js';
import { crawlProgress, findCrawl } from '../../../db/crawls.js';
import { moment, named } from './shapes.js';

const count = z.int();

const visit = z
  .object({
    source: z.string(),
    state: z.string().meta({ description: 'waiting, polled or failed.' }),
    pages: count.meta({ description: 'Pages of its listing that were read.' }),
    found: count,
    items: count.meta({ description: 'Releases to read.' }),
    waiting: count.meta({ description: 'Of those, not read yet.' }),
    new: count,
    changed: count,
    unchanged: count,
    gone: count.meta({ description: 'Missing or gone.' }),
    failed: count,
    error_kind: z.string().nullable(),
    error: z.string().nullable(),
  })
  .register(named, { id: 'Visit', description: 'What a crawl has done at one newsroom so far.' });

/** What was asked of a crawl. */
export const crawlOptions = z.object({
  since: z.string().optional(),
  pages: z.int().optional(),
  force: z.boolean().optional(),
});

export const crawlFields = {
  id: z.int(),
  asked_by: z.string().meta({ description: 'The command, or `api`.' }),
  options: crawlOptions,
  created: moment,
  finished: moment.nullable(),
};

/** A crawl and how far it is. */
export const crawl = z
  .object({
    ...crawlFields,
    done: z.boolean().meta({ description: 'Everything was visited, read and tagged.' }),
    untagged: count.meta({ description: 'Statements read whose tags are not made yet.' }),
    sources: z.array(visit),
    failures: z
      .array(
        z.object({
          source: z.string(),
          url: z.string(),
          error_kind: z.string().nullable(),
          error: z.string().nullable(),
        }),
      )
      .meta({ description: 'Releases that could not be read, the first hundred.' }),
  })
  .register(named, { id: 'Crawl' });

const MOST_FAILURES = 100;

/** How far a crawl is; null where there is none of that number. */
export async function crawlView(db: Database, id: number) {
  const row = await findCrawl(db, id);
  if (row === null) return null;
  const [progress, failures] = await Promise.all([crawlProgress(db, id), failedItems(db, id)]);
  return {
    id,
    asked_by: row.asked_by,
    options: row.options as z.input<typeof crawlOptions>,
    created: row.created_at,
    finished: row.finished_at,
    done: progress.done,
    untagged: progress.untagged,
    sources: progress.sources.map(({ source_id, ...rest }) => ({ source: source_id, ...rest })),
    failures: failures
      .slice(0, MOST_FAILURES)
      .map(({ source_id, ...rest }) => ({ source: source_id, ...rest })),
  };
}

export type CrawlView = NonNullable<Awaited<ReturnType<typeof crawlView>>>;

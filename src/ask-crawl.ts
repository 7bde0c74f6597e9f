import { createHash } from 'node:crypto';
import type { Database } from '../db/connection.js';
import { type CrawlOptions, startCrawlOnce } from '../db/crawls.js';
import { listSources, type SourceFilter, type SourceRow } from '../db/sources.js';
import type { Queues } from '../queues/queues.js';

/** Which newsrooms somebody wants visited. */
export interface CrawlChoice {
  ids?: string[] | undefined;
  office?: string | undefined;
  state?: string | undefined;
  /** Every enabled one. */
  all?: boolean | undefined;
}

/** The newsrooms that were meant, or why it cannot be said which those are. */
export type Chosen =
  | { sources: SourceRow[] }
  | { refused: 'nothing named' | 'none matches' }
  | { refused: 'unknown'; ids: string[] };

/** Those named by id, whether enabled or not; else the enabled ones that fit. */
export async function chooseSources(db: Database, choice: CrawlChoice): Promise<Chosen> {
  const ids = [...new Set(choice.ids ?? [])];
  const filter: SourceFilter = {
    ...(ids.length === 0 ? { enabled: true } : { ids }),
    ...(choice.office === undefined ? {} : { office: choice.office }),
    ...(choice.state === undefined ? {} : { state: choice.state }),
  };
  if (ids.length === 0 && choice.office === undefined && choice.state === undefined && !choice.all) {
    return { refused: 'nothing named' };
  }
  const sources = await listSources(db, filter);
  const unknown = ids.filter((id) => !sources.some((source) => source.id === id));
  if (unknown.length > 0) return { refused: 'unknown', ids: unknown };
  return sources.length === 0 ? { refused: 'none matches' } : { sources };
}

/**
 * Writes down a crawl of these newsrooms and puts it on the queue. While one that was asked for in this way is under
 * way, asking for the same newsrooms with the same options is asking for that one.
 * @param crawl.tokenId the token that asks; null for that of the settings
 * @returns its number, and whether it was under way already
 */
export async function askForCrawlOnce(
  db: Database,
  queues: Queues,
  crawl: { askedBy: string; tokenId: number | null; options: CrawlOptions; sources: SourceRow[] },
): Promise<{ id: number; joined: boolean }> {
  const sourceIds = crawl.sources.map((source) => source.id).sort();
  const { since = null, pages = null, force = false } = crawl.options;
  const asked = JSON.stringify([sourceIds, since, pages, force]);
  const { askedBy, tokenId, options } = crawl;
  const requestKey = createHash('sha256').update(asked).digest('hex');
  const started = await startCrawlOnce(db, { askedBy, options, sourceIds, tokenId, requestKey });
  if (!started.joined) {
    const jobs = sourceIds.map((sourceId) => ({ sourceId, crawlId: started.id }));
    await queues.add('poll', jobs, 'asked');
  }
  return started;
}

import type { Logger } from 'pino';
import type { Database } from '../db/connection.js';
import type { CrawlOptions } from '../db/crawls.js';
import type { Scope } from '../db/scope.js';
import type { SourceRow } from '../db/sources.js';
import type { Queues } from '../queues/queues.js';
import type { Courier } from '../src/alert/courier.js';
import type { FetchClient } from '../src/fetch/client.js';
import type { Tagger } from '../src/tag/tagger.js';

/** What every worker works with. */
export interface WorkerContext {
  db: Database;
  queues: Queues;
  client: FetchClient;
  /** Sends what alerts have to tell. */
  courier: Courier;
  /** The tagger over the index as it stands now. */
  tagger: () => Promise<Tagger>;
  scope: Scope;
  /** For how many days back statements are tagged again when a bill or topic is new or changed. */
  retagDays: number;
  /** For how many days the bytes of pages are kept; 0 for ever. */
  snapshotKeepDays: number;
  log: Logger;
}

/** One attempt at a job. */
export interface Attempt {
  signal: AbortSignal;
  /** True when a failure now is final. */
  last: boolean;
}

/** A source to visit: because it is due, or because a crawl asked for it. */
export interface Visit {
  source: SourceRow;
  /** Null where it is due. */
  crawlId: number | null;
  options: CrawlOptions;
}

/** True where somebody asked for all of a source, or for what is old. */
export function asksForAll({ options: { since, pages, force } }: Visit): boolean {
  return since !== undefined || pages !== undefined || force === true;
}

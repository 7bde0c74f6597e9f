import type { Database } from '../db/connection.js';
import { crawlOptions, endCrawlSource, updateCrawlSource } from '../db/crawls.js';
import {
  findSource,
  recentPublications,
  recordFailedPoll,
  recordGoodPoll,
  type SourceRow,
} from '../db/sources.js';
import type { Payload } from '../queues/jobs.js';
import type { FetchResult } from '../src/fetch/client.js';
import { nextPoll } from '../src/fetch/schedule.js';
import type { Attempt, Visit, WorkerContext } from './context.js';
import { isInterruption, toVisitError, VisitError } from './failure.js';
import { Intake } from './intake.js';
import { rememberMove } from './moved.js';
import { type Mark, SourceWalk } from './source-walk.js';

/** The sample's newsrooms are asked often, so that a demo shows it. */
const SAMPLE_INTERVAL_MS = 30_000;

export interface PollResult {
  source: string;
  pages: number;
  found: number;
  /** Addresses to collect: new, changed or no longer listed. */
  queued: number;
  unchanged: boolean;
}

/** Visits a source: what it lists that is new, what changed, what it no longer lists. */
export async function poll(
  { sourceId, crawlId }: Payload<'poll'>,
  context: WorkerContext,
  attempt: Attempt,
): Promise<PollResult> {
  const { db } = context;
  const source = await findSource(db, sourceId);
  if (source === null) throw new VisitError('internal', `there is no source ${sourceId}`);
  const options = crawlId === null ? {} : await crawlOptions(db, crawlId);
  try {
    const result = await visitSource({ source, crawlId, options }, context, attempt);
    if (crawlId !== null) {
      await endCrawlSource(db, crawlId, sourceId, { state: 'polled', error_kind: null, error: null });
    }
    return result;
  } catch (error) {
    if (isInterruption(error)) throw error;
    const failure = toVisitError(error);
    await recordFailure(db, source, failure);
    if (crawlId !== null) {
      const why = { error_kind: failure.kind, error: failure.message };
      if (attempt.last || !failure.retryable) {
        await endCrawlSource(db, crawlId, sourceId, { state: 'failed', ...why });
      } else await updateCrawlSource(db, crawlId, sourceId, why);
    }
    throw failure;
  }
}

async function visitSource(visit: Visit, context: WorkerContext, attempt: Attempt): Promise<PollResult> {
  const intake = new Intake(visit, context);
  const walk = new SourceWalk(visit, intake, context, attempt);
  const end = await walk.run();
  if (end !== null) {
    if (walk.isWhole) await intake.checkUnlisted();
    await recordGood(visit.source, end.first, end.mark, intake.queued > 0, context);
  }
  return {
    source: visit.source.id,
    pages: walk.pages,
    found: intake.found,
    queued: intake.queued,
    unchanged: end?.unchanged ?? false,
  };
}

async function recordFailure(db: Database, source: SourceRow, failure: VisitError): Promise<void> {
  const nextPollAt = nextPoll({
    now: new Date(),
    zone: source.zone,
    published: [],
    outcome: 'failed',
    consecutiveFailures: source.consecutive_failures + 1,
    retryAfterMs: failure.retryAfterMs,
    cacheMaxAgeMs: null,
    jitter: Math.random(),
  });
  await recordFailedPoll(db, source.id, { kind: failure.kind, message: failure.message, nextPollAt });
}

async function recordGood(
  source: SourceRow,
  answer: FetchResult,
  mark: Mark,
  foundNew: boolean,
  { db, log }: WorkerContext,
): Promise<void> {
  const now = new Date();
  const published = await recentPublications(db, source.id, 30);
  const nextPollAt =
    source.catalogue === 'sample'
      ? new Date(now.getTime() + SAMPLE_INTERVAL_MS)
      : nextPoll({
          now,
          zone: source.zone,
          published,
          outcome: foundNew ? 'new' : 'unchanged',
          consecutiveFailures: 0,
          retryAfterMs: answer.retryAfterMs,
          cacheMaxAgeMs: answer.cacheMaxAgeMs,
          jitter: Math.random(),
        });
  await recordGoodPoll(db, source.id, { ...mark, foundNew, nextPollAt });
  if (answer.requestedUrl === source.url) {
    const moved = await rememberMove(db, source, answer);
    if (moved !== null) log.warn({ source: source.id, url: moved }, 'moved for good');
  }
}

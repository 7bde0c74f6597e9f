import type { Database } from '../db/connection.js';
import { failCrawlItem } from '../db/crawl-items.js';
import { postponeCheck } from '../db/presence.js';
import { failedAddresses } from '../db/statements.js';
import { type VisitRow, visitsOf } from '../db/visits.js';
import type { Payload } from '../queues/jobs.js';
import type { Attempt, WorkerContext } from './context.js';
import { isInterruption, restAfter, toVisitError, type VisitError } from './failure.js';
import { matchCopies, type SignedText } from './joint.js';
import { visitPage } from './visit-page.js';

export interface CollectResult {
  batch: number;
  source: string | null;
  statements: number[];
  new: number;
  changed: number;
  unchanged: number;
  gone: number;
}

/**
 * Visits the pages of a batch that still wait, one after the other, each kept before the next is asked for. One that
 * fails does not keep the others from their turn; the job then fails, and its next attempt visits what is left.
 */
export async function collect(
  { batchId }: Payload<'collect'>,
  context: WorkerContext,
  attempt: Attempt,
): Promise<CollectResult> {
  const { db } = context;
  const visits = await visitsOf(db, batchId);
  const result: CollectResult = {
    batch: batchId,
    source: visits[0]?.source_id ?? null,
    statements: [],
    new: 0,
    changed: 0,
    unchanged: 0,
    gone: 0,
  };
  const failures: VisitError[] = [];
  const texts: SignedText[] = [];
  try {
    for (const visit of visits) {
      try {
        const { statementId, outcome, text } = await visitPage(visit, context, attempt);
        result.statements.push(statementId);
        result[outcome === 'missing' ? 'gone' : outcome] += 1;
        if (text !== null) texts.push(text);
      } catch (error) {
        if (isInterruption(error)) throw error;
        failures.push(await recordFailure(db, visit, toVisitError(error), attempt));
      }
    }
  } finally {
    await matchCopies(db, texts);
  }
  const [first] = failures;
  if (first !== undefined) throw failures.find((failure) => failure.retryable) ?? first;
  return result;
}

async function recordFailure(
  db: Database,
  visit: VisitRow,
  failure: VisitError,
  attempt: Attempt,
): Promise<VisitError> {
  const final = attempt.last || !failure.retryable;
  await failCrawlItem(db, visit.item_id, { kind: failure.kind, message: failure.message, final });
  if (final && visit.statement_id !== null) await restBeforeCheck(db, visit.statement_id, visit.address);
  return failure;
}

/** A page that fails when it is looked at again is left alone for an hour, then twice as long, up to a week. */
async function restBeforeCheck(db: Database, statementId: number, address: string): Promise<void> {
  const failures = (await failedAddresses(db, [address])).get(address)?.failures ?? 1;
  await postponeCheck(db, statementId, new Date(Date.now() + restAfter(failures)));
}

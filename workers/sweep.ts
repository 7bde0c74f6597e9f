import { dueAlerts, stopMovedAlerts } from '../db/alerts.js';
import { bumpIndexVersion } from '../db/bills.js';
import { pruneSnapshots } from '../db/captures.js';
import { addDueRechecks, strayBatches } from '../db/crawl-items.js';
import { finishSettledCrawls, strayVisits } from '../db/crawls.js';
import { pruneDeliveries } from '../db/deliveries.js';
import { pruneFetches } from '../db/fetches.js';
import { dueRetags, hasAbandonedRetags, untagNamed } from '../db/retags.js';
import { listDueSources } from '../db/sources.js';
import { untaggedStatements } from '../db/tags.js';
import type { WorkerContext } from './context.js';
import { matchStrays } from './joint.js';

/** Work of one round; what is more waits for the next. */
const ROUND = 1000;
/** Work written down longer ago than this should have a job; if the job lives, adding it again adds nothing. */
const STRAY_MS = 5_000;
/** A job looks for the copies of what it collected when it has collected all of it. */
const UNMATCHED_MS = 60_000;
const KEEP_FETCHES_DAYS = 90;
const KEEP_DELIVERIES_DAYS = 90;
/** How long one round looks for statements to tag again. */
const RETAG_MS = 3_000;
const RETAGS_AT_ONCE = 200;

export interface SweepResult {
  due: number;
  strays: number;
}

/** One tick: what is due is sent on its way, what was lost is put right. */
export async function sweep(context: WorkerContext): Promise<SweepResult> {
  const due = await sendDue(context);
  await retagNamed(context);
  const strays = await repair(context);
  await sendAlerts(context);
  await pruneFetches(context.db, KEEP_FETCHES_DAYS);
  if (context.snapshotKeepDays > 0) await pruneSnapshots(context.db, context.snapshotKeepDays, ROUND);
  return { due, strays };
}

/**
 * Sets statements of late untagged that may name a bill or a topic which is new or changed since they were tagged: a
 * title announced on Monday and numbered on Friday is found. What one round does not reach, the next goes on with.
 * @returns how many statements will be tagged again
 */
export async function retagNamed({
  db,
  retagDays: days,
}: Pick<WorkerContext, 'db' | 'retagDays'>): Promise<number> {
  if (await hasAbandonedRetags(db)) await bumpIndexVersion(db);
  const until = Date.now() + RETAG_MS;
  let untagged = 0;
  for (;;) {
    const due = await dueRetags(db, days, RETAGS_AT_ONCE);
    for (const retag of due) {
      if (Date.now() > until || untagged >= ROUND) return untagged;
      untagged += await untagNamed(db, retag, { days, limit: ROUND - untagged });
    }
    if (due.length < RETAGS_AT_ONCE) return untagged;
  }
}

/** Sends on their way the alerts that have something to look at, or to send. */
async function sendAlerts({ db, queues, log }: WorkerContext): Promise<void> {
  const stopped = await stopMovedAlerts(db);
  if (stopped > 0) log.warn({ alerts: stopped }, 'stopped: the archive was restored or moved');
  const due = await dueAlerts(db, ROUND);
  await queues.add(
    'alert',
    due.map((alertId) => ({ alertId })),
  );
  await pruneDeliveries(db, KEEP_DELIVERIES_DAYS);
}

/** Sends on their way the sources and the rechecks whose time has come. */
async function sendDue({ db, queues, scope }: WorkerContext): Promise<number> {
  const sources = await listDueSources(db, scope, ROUND);
  await queues.add(
    'poll',
    sources.map((source) => ({ sourceId: source.id, crawlId: null })),
  );
  const rechecks = await addDueRechecks(db, scope, ROUND);
  await queues.add(
    'collect',
    rechecks.batchIds.map((batchId) => ({ batchId })),
  );
  return sources.length + rechecks.items;
}

/**
 * Puts right what a crash or a lost queue left undone. All of it comes from tables, so a queue that lost
 * everything is filled again here.
 * @param olderThanMs for how long work has to wait before its job counts as lost; 0 to send everything at once
 */
export async function repair({ db, queues }: WorkerContext, olderThanMs: number = STRAY_MS): Promise<number> {
  const visits = await strayVisits(db, olderThanMs);
  await queues.add(
    'poll',
    visits.map((visit) => ({ sourceId: visit.source_id, crawlId: visit.crawl_id })),
    'asked',
  );
  const batches = await strayBatches(db, olderThanMs, ROUND);
  await queues.add(
    'collect',
    batches.map((batchId) => ({ batchId })),
  );
  const untagged = await untaggedStatements(db, ROUND);
  await queues.add(
    'tag',
    untagged.map((statementId) => ({ statementId })),
  );
  const unmatched = await matchStrays(db, olderThanMs === 0 ? 0 : UNMATCHED_MS, ROUND);
  await finishSettledCrawls(db);
  return visits.length + batches.length + untagged.length + unmatched;
}

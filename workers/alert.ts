import { randomUUID } from 'node:crypto';
import { dueAlerts, type LeasedAlert, leaseAlert, releaseAlert, stopAlert } from '../db/alerts.js';
import { currentMark } from '../db/changes.js';
import {
  addDeliveries,
  type BegunTry,
  beginTry,
  moveCursor,
  recordFailed,
  recordSent,
  recordTold,
  takeBackTry,
} from '../db/deliveries.js';
import type { Payload } from '../queues/jobs.js';
import { nextDigest } from '../src/alert/digest-time.js';
import { eventsOf } from '../src/alert/event.js';
import type { Outcome } from '../src/alert/parcel.js';
import { restAfter } from '../src/alert/retry.js';
import { type AlertFilter, findMatches, type Match } from '../src/report/alert-filter.js';
import { toldStatements } from '../src/report/told-statements.js';
import type { Attempt, WorkerContext } from './context.js';
import { isInterruption } from './failure.js';

export interface AlertResult {
  alert: number;
  /** Statements that were written into deliveries. */
  found: number;
  sent: number;
  failed: number;
}

/** Longer than any try takes: who has an alert and does not move for so long is dead. */
const LEASE_MS = 90_000;
/** Statements read at a time, and the most in one mail or digest. */
const ROUND = 100;
/** Rounds of one job; what is more waits for the next. */
const MOST_ROUNDS = 20;
/** For how long one job sends. */
const SENDING_MS = 120_000;
/** How long to wait where nothing can be sent from here. */
const HELD_MS = 300_000;

/**
 * Writes down what an alert has to tell, and sends what is due, in order. What was written down is sent at least
 * once, whoever dies when; a try that is made twice is made under the same key.
 */
export async function alert(
  { alertId }: Payload<'alert'>,
  context: WorkerContext,
  attempt: Attempt,
): Promise<AlertResult> {
  const holder = randomUUID();
  const leased = await leaseAlert(context.db, alertId, holder, LEASE_MS);
  const nothing = { alert: alertId, found: 0, sent: 0, failed: 0 };
  if (leased === null) return nothing;
  try {
    const found = await writeDown(leased, context);
    const outcome = await sendDue(leased, holder, context, attempt);
    return { ...nothing, found, ...outcome };
  } finally {
    await releaseAlert(context.db, alertId, holder);
  }
}

/** Works for each alert that has something to do, here and now. One that fails keeps no other from it. */
export async function workForAlerts(context: WorkerContext, signal: AbortSignal): Promise<void> {
  for (const alertId of await dueAlerts(context.db, MOST_AT_ONCE)) {
    if (signal.aborted) return;
    await alert({ alertId }, context, { signal, last: true }).catch((error) =>
      context.log.error({ alert: alertId, error: wordsOf(error) }, 'failed'),
    );
  }
}

const MOST_AT_ONCE = 1000;

/** @returns how many statements were written into deliveries */
async function writeDown(leased: LeasedAlert, context: WorkerContext): Promise<number> {
  if (leased.due_at !== null && leased.due_at.getTime() > Date.now()) return 0;
  let found = 0;
  for (let round = 1; round <= MOST_ROUNDS; round += 1) {
    const written = await writeRound(leased.id, context);
    found += written;
    if (written < ROUND) break;
  }
  return found;
}

/** Deliveries, what they tell, and where to go on are written in one transaction: all of it or nothing. */
async function writeRound(id: number, { db, courier }: WorkerContext): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const row = await trx
      .selectFrom('alert')
      .selectAll()
      .where('id', '=', id)
      .where('state', '=', 'active')
      .forUpdate()
      .executeTakeFirst();
    if (row === undefined) return 0;
    // Before the statements are read: what is settled now is in what is read then.
    const settled = (await currentMark(trx)).change;
    const matches = await findMatches(trx, { ...row, filter: row.filter as AlertFilter }, ROUND);
    const whole = matches.length < ROUND;
    const statements = await toldStatements(trx, matches, courier.publicUrl);
    const together = row.rhythm === 'daily' || row.channel === 'mail';
    const told = eventsOf({ id, name: row.name }, statements, together);
    await addDeliveries(
      trx,
      id,
      told.map(({ event, statementIds }) => ({
        kind: event.type,
        statementIds,
        body: JSON.stringify(event),
      })),
    );
    await recordTold(
      trx,
      id,
      matches.map((match) => ({ statement: match.id, revision: match.revision })),
    );
    await moveCursor(trx, id, {
      change: whole ? settled : Math.min(settled, lastChange(matches)),
      dueAt: whole ? nextDue(row) : row.due_at,
    });
    return matches.length;
  });
}

function lastChange(matches: Match[]): number {
  return matches.at(-1)?.change ?? 0;
}

function nextDue({ hour, zone }: LeasedAlert): Date | null {
  return hour === null || zone === null ? null : nextDigest(new Date(), hour, zone);
}

async function sendDue(
  leased: LeasedAlert,
  holder: string,
  context: WorkerContext,
  attempt: Attempt,
): Promise<{ sent: number; failed: number }> {
  const { db, courier } = context;
  const until = Date.now() + SENDING_MS;
  let sent = 0;
  while (Date.now() < until && !attempt.signal.aborted) {
    const begun = await beginTry(db, leased.id, holder, LEASE_MS);
    if (begun === null) return { sent, failed: 0 };
    let outcome: Outcome;
    try {
      outcome = await courier.send({ ...leased, key: begun.key, body: begun.body }, attempt.signal);
    } catch (error) {
      if (isInterruption(error)) {
        await takeBackTry(db, begun.id, 0);
        return { sent, failed: 0 };
      }
      outcome = { kind: 'failed', status: null, error: wordsOf(error), retryAfterMs: null };
    }
    if (outcome.kind === 'sent') {
      await recordSent(db, begun.id, outcome.status);
      sent += 1;
    } else if (await record(leased, begun, outcome, context)) {
      return { sent, failed: 1 };
    }
  }
  return { sent, failed: 0 };
}

/** @returns whether those behind it have to wait */
async function record(
  { id }: LeasedAlert,
  begun: BegunTry,
  outcome: Exclude<Outcome, { kind: 'sent' }>,
  { db, log }: WorkerContext,
): Promise<boolean> {
  const facts = { alert: id, delivery: begun.id, attempts: begun.attempts, error: outcome.error };
  if (outcome.kind === 'held') {
    log.warn(facts, 'held');
    await takeBackTry(db, begun.id, HELD_MS, outcome.error);
    return true;
  }
  const { error, status } = outcome;
  if (outcome.kind === 'unwanted') {
    log.warn(facts, 'the alert is stopped');
    await takeBackTry(db, begun.id, 0, error);
    await stopAlert(db, id, error);
    return true;
  }
  const retryInMs = restAfter(begun.attempts, {
    retryAfterMs: outcome.retryAfterMs,
    leftMs: begun.give_up_at.getTime() - Date.now(),
    spread: Math.random(),
  });
  log.warn({ ...facts, retryInMs }, retryInMs === null ? 'given up' : 'not received');
  await recordFailed(db, begun.id, { error, status, retryInMs });
  return retryInMs !== null;
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { inMs } from './alerts.js';
import type { Database } from './connection.js';

/** What is to be sent: rendered when it was found, so that every try sends the same. */
export interface NewDelivery {
  kind: string;
  statementIds: number[];
  body: string;
}

/** For how long a delivery is tried. */
export const GIVE_UP_MS = 24 * 3_600_000;

/** Writes deliveries of an alert, in their order. @returns their numbers */
export async function addDeliveries(
  db: Database,
  alertId: number,
  deliveries: NewDelivery[],
): Promise<number[]> {
  if (deliveries.length === 0) return [];
  const rows = await db
    .insertInto('alert_delivery')
    .values(
      deliveries.map(({ kind, statementIds, body }) => ({
        alert_id: alertId,
        key: `msg_${randomUUID()}`,
        kind,
        statement_ids: statementIds,
        body,
        give_up_at: inMs(GIVE_UP_MS),
      })),
    )
    .returning('id')
    .execute();
  return rows.map((row) => row.id);
}

/** Notes of contents that they were written into a delivery. */
export async function recordTold(
  db: Database,
  alertId: number,
  told: { statement: number; revision: number }[],
): Promise<void> {
  if (told.length === 0) return;
  await db
    .insertInto('alert_told')
    .values(
      told.map(({ statement, revision }) => ({
        alert_id: alertId,
        statement_id: statement,
        revision_id: revision,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Where an alert goes on looking. */
export async function moveCursor(
  db: Database,
  alertId: number,
  to: { change: number; dueAt: Date | null },
): Promise<void> {
  await db
    .updateTable('alert')
    .set({ change: to.change, due_at: to.dueAt })
    .where('id', '=', alertId)
    .execute();
}

/**
 * Begins a try of whichever delivery of an alert is next, if its time has come. The try is counted before it is made:
 * one that kills its worker is not made for ever.
 * @returns null where there is none, where the alert was paused or where another worker has taken it over
 */
export async function beginTry(db: Database, alertId: number, holder: string, leaseMs: number) {
  return db.transaction().execute(async (trx) => {
    const held = await trx
      .updateTable('alert')
      .set({ leased_until: inMs(leaseMs) })
      .where('id', '=', alertId)
      .where('lease_holder', '=', holder)
      .where('state', '=', 'active')
      .returning('id')
      .executeTakeFirst();
    if (held === undefined) return null;
    const next = await trx
      .selectFrom('alert_delivery')
      .select(['id'])
      .select(sql<boolean>`next_try_at <= now()`.as('due'))
      .where('alert_id', '=', alertId)
      .where('state', '=', 'waiting')
      // A trial waits for nothing; what was found keeps its order.
      .orderBy(sql`kind = 'alert.test' desc, id`)
      .limit(1)
      .executeTakeFirst();
    if (next === undefined || !next.due) return null;
    const row = await trx
      .updateTable('alert_delivery')
      .set({ attempts: sql`attempts + 1`, tried_at: sql`now()` })
      .where('id', '=', next.id)
      .where('state', '=', 'waiting')
      .returning(['id', 'key', 'kind', 'body', 'attempts', 'give_up_at'])
      .executeTakeFirst();
    return row ?? null;
  });
}

export type BegunTry = NonNullable<Awaited<ReturnType<typeof beginTry>>>;

/** A try that was not one: the program stops, or cannot send anything at all. It is made again after so long. */
export async function takeBackTry(db: Database, id: number, afterMs: number, error?: string): Promise<void> {
  await db
    .updateTable('alert_delivery')
    .set({ attempts: sql`greatest(attempts - 1, 0)`, next_try_at: inMs(afterMs) })
    .set(error === undefined ? {} : { error })
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .execute();
}

/** It was received. */
export async function recordSent(db: Database, id: number, status: number | null): Promise<void> {
  await db
    .updateTable('alert_delivery')
    .set({ state: 'sent', sent_at: sql`now()`, status, error: null })
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .execute();
}

/** It was not. @param failure.retryInMs null to try it no more */
export async function recordFailed(
  db: Database,
  id: number,
  failure: { error: string; status: number | null; retryInMs: number | null },
): Promise<void> {
  const { error, status, retryInMs } = failure;
  await db
    .updateTable('alert_delivery')
    .set({ error, status })
    .set(retryInMs === null ? { state: 'dead' } : { next_try_at: inMs(retryInMs) })
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .execute();
}

/** Deliveries, the newest first. @param filter.before only those with a lower number */
export async function listDeliveries(
  db: Database,
  filter: {
    alert?: number | undefined;
    state?: string | undefined;
    before?: number | undefined;
    limit: number;
  },
) {
  let rows = db
    .selectFrom('alert_delivery')
    .select(['id', 'alert_id as alert', 'key', 'kind', 'statement_ids as statements', 'state', 'attempts'])
    .select(['status', 'error', 'created_at', 'tried_at', 'sent_at'])
    .select(sql<Date | null>`case when state = 'waiting' then next_try_at end`.as('next_try_at'))
    .orderBy('id', 'desc')
    .limit(filter.limit);
  if (filter.alert !== undefined) rows = rows.where('alert_id', '=', filter.alert);
  if (filter.state !== undefined) rows = rows.where('state', '=', filter.state);
  if (filter.before !== undefined) rows = rows.where('id', '<', filter.before);
  return rows.execute();
}

export type DeliveryRow = Awaited<ReturnType<typeof listDeliveries>>[number];

/**
 * Sends deliveries once more, under the same key and in their order.
 * @param which one by its number, or all that are dead
 * @returns the numbers of those that will be
 */
export async function redeliver(
  db: Database,
  alertId: number,
  which: { id: number } | { dead: true },
): Promise<number[]> {
  let rows = db
    .updateTable('alert_delivery')
    .set({
      state: 'waiting',
      attempts: 0,
      next_try_at: sql`now()`,
      give_up_at: inMs(GIVE_UP_MS),
      sent_at: null,
    })
    .where('alert_id', '=', alertId)
    .returning('id');
  rows = 'id' in which ? rows.where('id', '=', which.id) : rows.where('state', '=', 'dead');
  return (await rows.execute()).map((row) => row.id).sort((one, other) => one - other);
}

/** Removes what was received more than so many days ago. What is dead stays until somebody has seen to it. */
export async function pruneDeliveries(db: Database, days: number): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('alert_delivery')
    .where('state', '=', 'sent')
    .where('sent_at', '<', sql<Date>`now() - ${days}::int * interval '1 day'`)
    .executeTakeFirst();
  return Number(numDeletedRows);
}

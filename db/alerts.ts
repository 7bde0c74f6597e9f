import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { currentMark } from './changes.js';
import type { Database } from './connection.js';
import { archiveId } from './settings.js';

/** A saved filter and where what passes it is sent. */
export interface NewAlert {
  name: string;
  /** As src/report/alert-filter.ts has it. */
  filter: object;
  channel: 'webhook' | 'mail';
  /** Address of the web, or of mail. */
  address: string;
  /** Null for an alert that tells at once; else the hour of its zone, and when that is next. */
  daily: { hour: number; zone: string; dueAt: Date } | null;
  /** Tell again of a statement whose text was changed. */
  revisions: boolean;
  /** `YYYY-MM-DD`: tell of what was published on that day or later; null for what is published from now on. */
  since: string | null;
  createdBy: string;
}

/** Bytes of a secret: Standard Webhooks asks for 24 to 64. */
const SECRET_BYTES = 32;

/**
 * Adds an alert.
 * @returns its number; and its secret, which is not shown again
 */
export async function createAlert(db: Database, alert: NewAlert): Promise<{ id: number; secret: string }> {
  const archive = await archiveId(db);
  const bytes = randomBytes(SECRET_BYTES);
  const secret =
    alert.channel === 'webhook' ? `whsec_${bytes.toString('base64')}` : bytes.toString('base64url');
  const { change } = await currentMark(db);
  const { id } = await db
    .insertInto('alert')
    .values({
      name: alert.name,
      filter: JSON.stringify(alert.filter),
      channel: alert.channel,
      address: alert.address,
      secret,
      rhythm: alert.daily === null ? 'instant' : 'daily',
      hour: alert.daily?.hour ?? null,
      zone: alert.daily?.zone ?? null,
      due_at: alert.daily?.dueAt ?? null,
      revisions: alert.revisions,
      since: alert.since,
      archive,
      change: alert.since === null ? change : 0,
      created_by: alert.createdBy,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { id, secret };
}

const summaries = (db: Database) =>
  db
    .selectFrom('alert')
    .select([
      'id',
      'name',
      'channel',
      'address',
      'filter',
      'rhythm',
      'hour',
      'zone',
      'due_at',
      'revisions',
      'since',
      'state',
      'reason',
      'created_by',
      'created_at',
    ])
    .select([
      sql<number>`(select count(*) from alert_delivery
        where alert_id = alert.id and state = 'waiting')`.as('waiting'),
      sql<number>`(select count(*) from alert_delivery where alert_id = alert.id and state = 'dead')`.as(
        'dead',
      ),
      sql<Date | null>`(select max(sent_at) from alert_delivery where alert_id = alert.id)`.as(
        'last_sent_at',
      ),
      sql<string | null>`(select error from alert_delivery
        where alert_id = alert.id and state = 'waiting' order by id limit 1)`.as('error'),
    ]);

/** An alert as people see it: without its secret, with how it fares. */
export type AlertSummary = Awaited<ReturnType<typeof listAlerts>>[number];

/** Every alert, by its number. */
export async function listAlerts(db: Database) {
  return summaries(db).orderBy('id').execute();
}

/** One alert; null where there is none of that number. */
export async function findAlert(db: Database, id: number): Promise<AlertSummary | null> {
  return (await summaries(db).where('id', '=', id).executeTakeFirst()) ?? null;
}

/** The secret of an alert; null where there is none of that number. */
export async function alertSecret(db: Database, id: number): Promise<string | null> {
  const row = await db.selectFrom('alert').select('secret').where('id', '=', id).executeTakeFirst();
  return row?.secret ?? null;
}

/** Looks and sends for it no more until it is resumed. @returns whether it was at work */
export async function pauseAlert(db: Database, id: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('alert')
    .set({ state: 'paused', reason: null })
    .where('id', '=', id)
    .where('state', '=', 'active')
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** The alert can no longer do what it is for; why is told until it is resumed. */
export async function stopAlert(db: Database, id: number, reason: string): Promise<void> {
  await db
    .updateTable('alert')
    .set({ state: 'stopped', reason })
    .where('id', '=', id)
    .where('state', '=', 'active')
    .execute();
}

/**
 * Sets an alert to work again that was paused or stopped. What waits, and what was published meanwhile, is sent.
 * @param options.skip leave out what was published meanwhile
 * @param options.dueAt when its next digest is made; null for one that tells at once
 * @param options.giveUpMs for how long what waits is tried from now on, in milliseconds
 * @returns whether it was paused or stopped
 */
export async function resumeAlert(
  db: Database,
  id: number,
  options: { skip: boolean; dueAt: Date | null; giveUpMs: number },
): Promise<boolean> {
  const archive = await archiveId(db);
  return db.transaction().execute(async (trx) => {
    const row = await trx
      .selectFrom('alert')
      .select('archive')
      .where('id', '=', id)
      .where('state', 'in', ['paused', 'stopped'])
      .forUpdate()
      .executeTakeFirst();
    if (row === undefined) return false;
    const begin = options.skip
      ? { change: (await currentMark(trx)).change, since: null, starts_at: sql<Date>`now()` }
      : row.archive === archive
        ? {}
        : // Numbers of another server say nothing here: what was told is known, so all of it is looked at again.
          { change: 0 };
    await trx
      .updateTable('alert')
      .set({ ...begin, state: 'active', reason: null, archive, due_at: options.dueAt })
      .where('id', '=', id)
      .execute();
    await trx
      .updateTable('alert_delivery')
      .set({ next_try_at: sql`now()`, attempts: 0, give_up_at: inMs(options.giveUpMs) })
      .where('alert_id', '=', id)
      .where('state', '=', 'waiting')
      .execute();
    return true;
  });
}

/** Whoever reads the mail of an alert wants no more of it. @returns its name; null where no mail has such a key */
export async function unsubscribe(db: Database, key: string): Promise<string | null> {
  const row = await db
    .updateTable('alert')
    .set({ state: 'unsubscribed', reason: 'whoever reads it has unsubscribed' })
    .where('secret', '=', key)
    .where('channel', '=', 'mail')
    .returning('name')
    .executeTakeFirst();
  return row?.name ?? null;
}

/** The name of the alert whose mail has this key for unsubscribing; null where none has. */
export async function nameBehindKey(db: Database, key: string): Promise<string | null> {
  const row = await db
    .selectFrom('alert')
    .select('name')
    .where('secret', '=', key)
    .where('channel', '=', 'mail')
    .executeTakeFirst();
  return row?.name ?? null;
}

/** Removes an alert with its deliveries. @returns whether there was one of that number */
export async function removeAlert(db: Database, id: number): Promise<boolean> {
  const { numDeletedRows } = await db.deleteFrom('alert').where('id', '=', id).executeTakeFirst();
  return numDeletedRows > 0n;
}

/**
 * Stops the alerts that came with the archive from another server, so that a copy of an archive sends nothing.
 * @returns how many
 */
export async function stopMovedAlerts(db: Database): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable('alert')
    .set({
      state: 'stopped',
      reason: 'the archive was restored or moved: resume it if this is the one that shall send',
    })
    .where(sql<boolean>`archive <> (select value from setting where name = 'archive_id')`)
    .where('state', '=', 'active')
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

/** Alerts that nobody works for and that have something to do: statements to look at, a digest, a delivery. */
export async function dueAlerts(db: Database, limit: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select id from alert
    where state = 'active' and coalesce(leased_until <= now(), true) and (
      (rhythm = 'instant' and change <= (select max(change) from statement))
      or due_at <= now()
      or (select next_try_at from alert_delivery where alert_id = alert.id and state = 'waiting'
        order by id limit 1) <= now()
      or exists (select from alert_delivery where alert_id = alert.id and state = 'waiting' and kind = 'alert.test'))
    order by id limit ${limit}`.execute(db);
  return rows.map((row) => row.id);
}

/**
 * Takes an alert for one worker, so that what it tells stays in order.
 * @returns null where another has it, or it is not at work
 */
export async function leaseAlert(db: Database, id: number, holder: string, ms: number) {
  const row = await db
    .updateTable('alert')
    .set({ lease_holder: holder, leased_until: inMs(ms) })
    .where('id', '=', id)
    .where('state', '=', 'active')
    .where(sql<boolean>`coalesce(leased_until <= now() or lease_holder = ${holder}, true)`)
    .returningAll()
    .executeTakeFirst();
  return row ?? null;
}

export type LeasedAlert = NonNullable<Awaited<ReturnType<typeof leaseAlert>>>;

export async function releaseAlert(db: Database, id: number, holder: string): Promise<void> {
  await db
    .updateTable('alert')
    .set({ lease_holder: null, leased_until: null })
    .where('id', '=', id)
    .where('lease_holder', '=', holder)
    .execute();
}

/** So many milliseconds from now, by the clock of the database. */
export function inMs(ms: number) {
  return sql<Date>`now() + ${ms}::float8 * interval '1 millisecond'`;
}

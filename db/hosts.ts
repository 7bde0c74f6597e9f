import { sql } from 'kysely';
import type { Database } from './connection.js';

/** How often a place is asked for again while the host has its full share of requests under way. */
const FULL_WAIT_MS = 100;

/**
 * Asks for a place at a host, for all workers of all processes together: at most `concurrency` requests under
 * way, and `delayMs` between two starts. Who comes too early is given a time of its own and comes back then
 * under the same `holder`; a place that nobody takes or gives back expires.
 * @returns 0 when the request may start now, else for how many milliseconds to wait before asking again.
 */
export async function takePlace(
  db: Database,
  host: string,
  holder: string,
  limits: { delayMs: number; concurrency: number; leaseMs: number },
): Promise<number> {
  const { rows } = await sql<{ wait: number }>`
    select take_place(${host}, ${holder}, ${limits.delayMs}, ${limits.concurrency}, ${limits.leaseMs}, ${FULL_WAIT_MS})
      as wait`.execute(db);
  return rows[0]?.wait ?? FULL_WAIT_MS;
}

/** Gives the place back. */
export async function leavePlace(db: Database, host: string, holder: string): Promise<void> {
  await db.deleteFrom('host_lease').where('host', '=', host).where('holder', '=', holder).execute();
}

/** Gives back the places of requests that a killed process had under way. Not to be called where others work. */
export async function leaveAbandonedPlaces(db: Database): Promise<void> {
  await db.deleteFrom('host_lease').where('started', '=', true).execute();
}

/** A host asked to be left alone: nobody gets a place there before then. */
export async function holdHost(db: Database, host: string, ms: number): Promise<void> {
  const until = sql<Date>`clock_timestamp() + ${ms} * interval '1 millisecond'`;
  await db
    .insertInto('host')
    .values({ name: host, free_at: until })
    .onConflict((conflict) =>
      conflict.column('name').doUpdateSet({ free_at: sql`greatest(host.free_at, excluded.free_at)` }),
    )
    .execute();
}

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
  const later = (ms: number) => sql<Date>`clock_timestamp() + ${ms} * interval '1 millisecond'`;
  return db.transaction().execute(async (trx) => {
    await trx
      .insertInto('host')
      .values({ name: host })
      .onConflict((conflict) => conflict.column('name').doNothing())
      .execute();
    // Whoever asks for this host waits here for the others who do.
    await trx.selectFrom('host').select('name').where('name', '=', host).forUpdate().execute();
    await trx
      .deleteFrom('host_lease')
      .where('host', '=', host)
      .where('expires_at', '<', sql<Date>`clock_timestamp()`)
      .execute();

    const own =
      (await trx
        .selectFrom('host_lease')
        .select(waitUntil('starts_at'))
        .where('host', '=', host)
        .where('holder', '=', holder)
        .executeTakeFirst()) ?? (await reserve());
    if (own.wait > 0) return Math.ceil(own.wait);

    const { busy } = await trx
      .selectFrom('host_lease')
      .where('host', '=', host)
      .where('started', '=', true)
      .where('holder', '<>', holder)
      .select((select) => select.fn.countAll<number>().as('busy'))
      .executeTakeFirstOrThrow();
    if (busy >= limits.concurrency) return FULL_WAIT_MS;
    await trx
      .updateTable('host_lease')
      .set({ started: true, expires_at: later(limits.leaseMs) })
      .where('host', '=', host)
      .where('holder', '=', holder)
      .execute();
    return 0;

    async function reserve() {
      const { free_at } = await trx
        .updateTable('host')
        .set({
          free_at: sql`greatest(free_at, clock_timestamp()) + ${limits.delayMs} * interval '1 millisecond'`,
        })
        .where('name', '=', host)
        .returning('free_at')
        .executeTakeFirstOrThrow();
      const startsAt = new Date(free_at.getTime() - limits.delayMs);
      return trx
        .insertInto('host_lease')
        .values({
          host,
          holder,
          starts_at: startsAt,
          expires_at: new Date(startsAt.getTime() + limits.leaseMs),
        })
        .returning(waitUntil('starts_at'))
        .executeTakeFirstOrThrow();
    }
  });
}

const waitUntil = (column: 'starts_at') =>
  sql<number>`extract(epoch from ${sql.ref(column)} - clock_timestamp())::float8 * 1000`.as('wait');

/** Gives the place back. */
export async function leavePlace(db: Database, host: string, holder: string): Promise<void> {
  await db.deleteFrom('host_lease').where('host', '=', host).where('holder', '=', holder).execute();
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

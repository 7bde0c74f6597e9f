import { sql } from 'kysely';
import type { Database } from './connection.js';

/**
 * Asks for a place at a host, for all workers of all processes together: at most `concurrency` requests under
 * way, and `delayMs` between two starts.
 * @returns 0 when the request may start now, else for how many milliseconds to wait before asking again.
 */
export async function takePlace(
  db: Database,
  host: string,
  holder: string,
  limits: { delayMs: number; concurrency: number; leaseMs: number },
): Promise<number> {
  return db.transaction().execute(async (trx) => {
    await trx
      .insertInto('host')
      .values({ name: host })
      .onConflict((conflict) => conflict.column('name').doNothing())
      .execute();
    const { wait } = await trx
      .selectFrom('host')
      .select(sql<number>`extract(epoch from free_at - clock_timestamp())::float8 * 1000`.as('wait'))
      .where('name', '=', host)
      .forUpdate()
      .executeTakeFirstOrThrow();
    if (wait > 0) return Math.ceil(wait);

    await trx
      .deleteFrom('host_lease')
      .where('host', '=', host)
      .where('expires_at', '<', sql<Date>`clock_timestamp()`)
      .execute();
    const { busy } = await trx
      .selectFrom('host_lease')
      .where('host', '=', host)
      .select((select) => select.fn.countAll<number>().as('busy'))
      .executeTakeFirstOrThrow();
    if (busy >= limits.concurrency) return Math.max(25, Math.min(limits.delayMs, 250));

    await trx
      .insertInto('host_lease')
      .values({
        host,
        holder,
        expires_at: sql`clock_timestamp() + ${limits.leaseMs} * interval '1 millisecond'`,
      })
      .execute();
    await trx
      .updateTable('host')
      .set({ free_at: sql`clock_timestamp() + ${limits.delayMs} * interval '1 millisecond'` })
      .where('name', '=', host)
      .execute();
    return 0;
  });
}

/** Gives the place back. */
export async function leavePlace(db: Database, host: string, holder: string): Promise<void> {
  await db.deleteFrom('host_lease').where('host', '=', host).where('holder', '=', holder).execute();
}

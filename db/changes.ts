import { sql } from 'kysely';
import type { Database } from './connection.js';
import { readSetting } from './settings.js';

/**
 * Every statement, and every kept page, carries the number of the transaction that last changed what is told of it. Numbers are given when
 * a change begins and are seen when it ends, so a reader goes on from the oldest transaction that was under way
 * while it read: it may be told something twice and is never told nothing.
 */
export interface ChangeMark {
  /** The archive whose numbers they are: another server counts anew. */
  archive: string;
  /** All changes with a lower number are settled. */
  change: number;
}

/** How far the snapshot of this transaction reaches. */
export async function currentMark(db: Database): Promise<ChangeMark> {
  const { rows } = await sql<{ settled: number }>`
    select pg_snapshot_xmin(pg_current_snapshot())::text::bigint as settled`.execute(db);
  return { archive: (await readSetting(db, 'archive_id')) ?? '', change: rows[0]?.settled ?? 0 };
}

/**
 * Numbers of another server are made those of this one, where an archive was moved between servers by other means
 * than `rostrum restore`. Everything then counts as changed, and marks of before are no longer taken.
 * @returns whether it was so
 */
export async function renumberMoved(db: Database): Promise<boolean> {
  const { rows } = await sql<{ moved: boolean }>`
    select coalesce((select max(change) from statement), 0)
      >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint as moved`.execute(db);
  if (!rows[0]?.moved) return false;
  await renumber(db);
  return true;
}

/** Everything counts as changed just now, and marks of before are no longer taken. */
export async function renumber(db: Database): Promise<void> {
  await db.transaction().execute(async (trx) => {
    for (const table of ['statement', 'capture'] as const) {
      await trx.updateTable(table).set({ change: sql`pg_current_xact_id()::text::bigint` }).execute();
    }
    await trx
      .updateTable('setting')
      .set({ value: sql`gen_random_uuid()::text` })
      .where('name', '=', 'archive_id')
      .execute();
  });
}

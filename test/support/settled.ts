import { sql } from 'kysely';
import type { Database } from '../../db/connection.js';

/**
 * Waits until every change of the archive counts as settled: other tests write on this server too, and what is under
 * way there has to end first.
 */
export async function settled(db: Database): Promise<void> {
  for (;;) {
    const { rows } = await sql<{ settled: boolean }>`
      select greatest((select max(change) from statement), (select max(change) from capture), 0)
        < pg_snapshot_xmin(pg_current_snapshot())::text::bigint as settled`.execute(db);
    if (rows[0]?.settled) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

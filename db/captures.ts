import { sql } from 'kysely';
import type { Database } from './connection.js';

/** Pages that are kept with their bytes; with a mark only those kept since then (see changes.ts). */
function kept(db: Database, since: number | null) {
  const all = db
    .selectFrom('capture')
    .innerJoin('snapshot', 'snapshot.hash', 'capture.snapshot_hash')
    .where('snapshot.body', 'is not', null);
  return since === null ? all : all.where('capture.change', '>=', since);
}

export async function countCaptures(db: Database, since: number | null): Promise<number> {
  const row = await kept(db, since)
    .select((build) => build.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return row.count;
}

/** The next kept pages by number, with their bytes (gzip) and how they were fetched. */
export async function capturesAfter(db: Database, since: number | null, after: number, limit: number) {
  return kept(db, since)
    .select(['capture.id', 'capture.url', 'capture.requested_url', 'capture.status'])
    .select(['capture.request_headers', 'capture.headers', 'capture.fetched_at', 'snapshot.body as page'])
    .where('capture.id', '>', after)
    .orderBy('capture.id')
    .limit(limit)
    .execute();
}

/**
 * Lets go of the bytes of pages last seen more than so many days ago, some at a time. Their hashes, and everything
 * that was read from them, stay.
 * @returns how many were let go
 */
export async function pruneSnapshots(db: Database, days: number, limit: number): Promise<number> {
  const result = await db
    .updateTable('snapshot')
    .set({ body: null })
    .where('hash', 'in', (build) =>
      build
        .selectFrom('snapshot')
        .select('hash')
        .where('body', 'is not', null)
        .where('kept_at', '<', sql<Date>`now() - ${days} * interval '1 day'`)
        .orderBy('kept_at')
        .limit(limit),
    )
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}

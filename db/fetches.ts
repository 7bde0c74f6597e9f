import { type Insertable, sql } from 'kysely';
import type { Database } from './connection.js';
import type { Fetch } from './schema.js';

/** One row for each request, whatever came of it. */
export async function recordFetch(db: Database, fetch: Insertable<Fetch>): Promise<void> {
  await db.insertInto('fetch').values(fetch).execute();
}

/** Forgets requests that are older than so many days; snapshots and revisions stay. */
export async function pruneFetches(db: Database, days: number): Promise<void> {
  await db
    .deleteFrom('fetch')
    .where('started_at', '<', sql<Date>`now() - ${days} * interval '1 day'`)
    .execute();
}

/** Where the last good request of a source's address before a moment ended, and when it was. */
export async function earlierEnd(db: Database, sourceId: string, url: string, before: Date) {
  return db
    .selectFrom('fetch')
    .select(['final_url', 'started_at'])
    .where('source_id', '=', sourceId)
    .where('purpose', '=', 'poll')
    .where('url', '=', url)
    .where('status', '<', 400)
    .where('started_at', '<=', before)
    .orderBy('started_at', 'desc')
    .executeTakeFirst();
}

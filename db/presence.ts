import { sql } from 'kysely';
import type { Database } from './connection.js';

/** A visit found the page as it was; a statement that had been missing is live again. */
export async function recordUnchanged(
  db: Database,
  id: number,
  nextCheckAt: Date | null,
  validators?: { etag: string | null; lastModified: string | null },
): Promise<void> {
  await db
    .with('shown', (cte) =>
      cte
        .updateTable('revision')
        .set({ last_seen_at: sql`now()` })
        .from('statement')
        .whereRef('statement.revision_id', '=', 'revision.id')
        .where('statement.id', '=', id),
    )
    .updateTable('statement')
    .set({
      last_seen_at: sql`now()`,
      state: 'live',
      missing_since: null,
      next_check_at: nextCheckAt,
      ...(validators === undefined ? {} : { etag: validators.etag, last_modified: validators.lastModified }),
    })
    .where('id', '=', id)
    .execute();
}

/**
 * A visit proved that the page is not there. The first time the statement becomes `missing`; proved again a day or
 * more later, `gone`. Nothing is deleted, and what is gone is still looked for, ever more seldom.
 */
export async function recordAbsent(db: Database, id: number): Promise<'missing' | 'gone'> {
  const row = await db
    .updateTable('statement')
    .set({
      state: sql`case when missing_since <= now() - interval '1 day' then 'gone' else 'missing' end`,
      missing_since: sql`coalesce(missing_since, now())`,
      next_check_at: sql`case when missing_since <= now() - interval '1 day'
        then now() + least(interval '180 days', greatest(interval '7 days', now() - missing_since))
        else coalesce(missing_since, now()) + interval '1 day' end`,
    })
    .where('id', '=', id)
    .returning('state')
    .executeTakeFirstOrThrow();
  return row.state === 'gone' ? 'gone' : 'missing';
}

/** A visit to a page that was due failed, which says nothing of the page: when to try again. */
export async function postponeCheck(db: Database, id: number, nextCheckAt: Date): Promise<void> {
  await db
    .updateTable('statement')
    .set({ next_check_at: nextCheckAt })
    .where('id', '=', id)
    .where('next_check_at', '<=', sql<Date>`now()`)
    .execute();
}

/**
 * Live statements of a source, published after a day, that its listing no longer shows.
 * @param listed every address the listing shows; a statement may have been collected from it a moment ago
 */
export async function unlistedStatements(
  db: Database,
  sourceId: string,
  publishedAfter: string,
  listed: string[],
) {
  return db
    .selectFrom('statement')
    .select(['id', 'address', 'url', 'title'])
    .where('source_id', '=', sourceId)
    .where('state', '=', 'live')
    .where('published_on', '>', publishedAfter)
    .where(
      sql<boolean>`not exists (select from statement_address own
        where own.statement_id = statement.id and own.address = any(${listed}::text[]))`,
    )
    .execute();
}

/** Whether a missing statement's newsroom has been read since it went missing and no listing showed it. */
export async function isStillUnlisted(db: Database, id: number): Promise<boolean> {
  const row = await db
    .selectFrom('statement')
    .innerJoin('source', 'source.id', 'statement.source_id')
    .select('statement.id')
    .where('statement.id', '=', id)
    .where('statement.state', '<>', 'live')
    .whereRef('source.last_good_at', '>', 'statement.missing_since')
    .where((build) =>
      build.not(
        build.exists(
          build
            .selectFrom('statement_source as listing')
            .select('listing.source_id')
            .whereRef('listing.statement_id', '=', 'statement.id')
            .whereRef('listing.last_listed_at', '>', 'statement.missing_since'),
        ),
      ),
    )
    .executeTakeFirst();
  return row !== undefined;
}

import { type Insertable, type Selectable, sql } from 'kysely';
import type { Database } from './connection.js';
import type { Source } from './schema.js';
import { inScope, type Scope } from './scope.js';

export type SourceRow = Selectable<Source>;

export async function findSource(db: Database, id: string): Promise<SourceRow | null> {
  return (await db.selectFrom('source').selectAll().where('id', '=', id).executeTakeFirst()) ?? null;
}

/** Filters for a list of sources; all that are given must hold. */
export interface SourceFilter {
  ids?: string[];
  office?: string;
  state?: string;
  enabled?: boolean;
  scope?: Scope;
}

export async function listSources(db: Database, filter: SourceFilter = {}): Promise<SourceRow[]> {
  let query = db.selectFrom('source').selectAll().orderBy('id');
  if (filter.ids !== undefined) query = query.where('id', 'in', filter.ids);
  if (filter.office !== undefined) query = query.where('office', '=', filter.office);
  if (filter.state !== undefined) query = query.where('state', '=', filter.state);
  if (filter.enabled !== undefined) query = query.where('enabled', '=', filter.enabled);
  if (filter.scope !== undefined) query = query.where(inScope(filter.scope));
  return query.execute();
}

/** Enabled sources whose time has come, the longest due first. */
export async function listDueSources(db: Database, scope: Scope, limit: number): Promise<SourceRow[]> {
  return db
    .selectFrom('source')
    .selectAll()
    .where('enabled', '=', true)
    .where('next_poll_at', '<=', sql<Date>`now()`)
    .where(inScope(scope))
    .orderBy('next_poll_at')
    .limit(limit)
    .execute();
}

/**
 * Adds or brings up to date what the catalogue says of a source; its schedule and health stay, and so does
 * a choice of an operator to switch it off. A new address forgets the validators of the old one; an address
 * that the newsroom was seen to have moved away from is no new one.
 */
export async function saveSources(db: Database, sources: Insertable<Source>[]): Promise<void> {
  const left = sql<boolean>`strpos(source.evidence, 'moved from ' || excluded.url || ' ') > 0`;
  const stays = sql<boolean>`(source.url = excluded.url or ${left})`;
  for (const source of sources) {
    const { enabled: _, ...facts } = source;
    await db
      .insertInto('source')
      .values(source)
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet({
          ...facts,
          url: sql`case when ${left} then source.url else excluded.url end`,
          evidence: sql`case when ${left} then source.evidence else excluded.evidence end`,
          etag: sql`case when ${stays} then source.etag end`,
          last_modified: sql`case when ${stays} then source.last_modified end`,
          body_hash: sql`case when ${stays} then source.body_hash end`,
        }),
      )
      .execute();
  }
}

export async function setSourceEnabled(db: Database, id: string, enabled: boolean): Promise<boolean> {
  const result = await db
    .updateTable('source')
    .set({ enabled, next_poll_at: sql`now()` })
    .where('id', '=', id)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** A newsroom has a new address; the note is added to its evidence. */
export async function moveSource(
  db: Database,
  id: string,
  move: { url: string; note: string },
): Promise<void> {
  await db
    .updateTable('source')
    .set({ url: move.url, evidence: sql`concat_ws('; ', nullif(evidence, ''), ${move.note}::text)` })
    .where('id', '=', id)
    .execute();
}

/** Makes every source of a scope due now. */
export async function makeDue(db: Database, scope: Scope): Promise<void> {
  await db.updateTable('source').set({ next_poll_at: sql`now()` }).where(inScope(scope)).execute();
}

/** A visit went well: validators, schedule and health, saved after what it found. */
export async function recordGoodPoll(
  db: Database,
  id: string,
  visit: {
    etag: string | null;
    lastModified: string | null;
    bodyHash: string | null;
    foundNew: boolean;
    nextPollAt: Date;
  },
): Promise<void> {
  await db
    .updateTable('source')
    .set({
      last_tried_at: sql`now()`,
      last_good_at: sql`now()`,
      consecutive_failures: 0,
      error_kind: null,
      error: null,
      etag: visit.etag,
      last_modified: visit.lastModified,
      body_hash: visit.bodyHash,
      next_poll_at: visit.nextPollAt,
      ...(visit.foundNew ? { last_new_at: sql`now()` } : {}),
    })
    .where('id', '=', id)
    .execute();
}

/** A visit failed: why, and when to try again. What was known before stays. */
export async function recordFailedPoll(
  db: Database,
  id: string,
  failure: { kind: string; message: string; nextPollAt: Date },
): Promise<void> {
  await db
    .updateTable('source')
    .set({
      last_tried_at: sql`now()`,
      consecutive_failures: sql`consecutive_failures + 1`,
      error_kind: failure.kind,
      error: failure.message,
      next_poll_at: failure.nextPollAt,
    })
    .where('id', '=', id)
    .execute();
}

/** When the newest statements of a source were published, for its rhythm: days, newest first. */
export async function recentPublications(db: Database, id: string, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('statement')
    .select('published_on')
    .where('source_id', '=', id)
    .where('published_on', 'is not', null)
    .orderBy('published_on', 'desc')
    .limit(limit)
    .execute();
  return rows.flatMap((row) => row.published_on ?? []);
}

/** Addresses of the statements that were read last at a source: what a release's address looks like there. */
export async function recentAddresses(db: Database, id: string, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('statement')
    .select('address')
    .where('source_id', '=', id)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => row.address);
}

/** Whether an archive holds the sample's invented newsrooms or real ones; it never holds both. */
export async function archiveScope(db: Database): Promise<Scope> {
  const invented = await db
    .selectFrom('source')
    .select('id')
    .where('catalogue', '=', 'sample')
    .limit(1)
    .executeTakeFirst();
  return invented === undefined ? 'live' : 'sample';
}

/** Removes every invented newsroom, official and statement of the sample. */
export async function removeSample(db: Database): Promise<{ sources: number; statements: number }> {
  return db.transaction().execute(async (trx) => {
    const { statements } = await trx
      .selectFrom('statement')
      .innerJoin('source', 'source.id', 'statement.source_id')
      .where('source.catalogue', '=', 'sample')
      .select((select) => select.fn.countAll<number>().as('statements'))
      .executeTakeFirstOrThrow();
    const removed = await trx.deleteFrom('source').where('catalogue', '=', 'sample').executeTakeFirst();
    await trx.deleteFrom('official').where('catalogue', '=', 'sample').execute();
    return { sources: Number(removed.numDeletedRows), statements };
  });
}

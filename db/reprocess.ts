import { type SelectQueryBuilder, sql } from 'kysely';
import type { Database } from './connection.js';
import type { DB } from './schema.js';

/** Which part of the archive is read again. */
export interface Selection {
  /** Published on this day or later, `YYYY-MM-DD`; what has no date counts by the day it was first seen. */
  since?: string;
  source?: string;
}

function selected<Tables extends keyof DB, Row>(
  query: SelectQueryBuilder<DB, Tables | 'statement', Row>,
  { since, source }: Selection,
): SelectQueryBuilder<DB, Tables | 'statement', Row> {
  let chosen = query;
  if (since !== undefined) {
    const day = sql<string>`coalesce(statement.published_on, statement.first_seen_at::date)`;
    chosen = chosen.where(sql<boolean>`${day} >= ${since}::date`);
  }
  if (source !== undefined) chosen = chosen.where(sql<boolean>`statement.source_id = ${source}`);
  return chosen;
}

export async function countRevisions(db: Database, selection: Selection, after: number): Promise<number> {
  const revisions = db
    .selectFrom('revision')
    .innerJoin('statement', 'statement.id', 'revision.statement_id')
    .where('revision.id', '>', after)
    .select((build) => build.fn.countAll<number>().as('count'));
  return (await selected(revisions, selection).executeTakeFirstOrThrow()).count;
}

export async function countStatements(db: Database, selection: Selection, after: number): Promise<number> {
  const statements = db
    .selectFrom('statement')
    .where('revision_id', 'is not', null)
    .where('statement.id', '>', after)
    .select((build) => build.fn.countAll<number>().as('count'));
  return (await selected(statements, selection).executeTakeFirstOrThrow()).count;
}

/** The next revisions by number, each with the page it was read from, where its bytes are still kept. */
export async function revisionsToRead(db: Database, selection: Selection, after: number, limit: number) {
  const revisions = db
    .selectFrom('revision')
    .innerJoin('statement', 'statement.id', 'revision.statement_id')
    .leftJoinLateral(
      (build) =>
        build
          .selectFrom('capture')
          .innerJoin('snapshot', 'snapshot.hash', 'capture.snapshot_hash')
          .select(['capture.url', 'capture.headers', 'capture.fetched_at', 'snapshot.body as page'])
          .select(['capture.listed_title', 'capture.listed_on', 'capture.listed_at'])
          .whereRef('capture.revision_id', '=', 'revision.id')
          .where('snapshot.body', 'is not', null)
          .orderBy('capture.id')
          .limit(1)
          .as('capture'),
      (join) => join.onTrue(),
    )
    .select(['revision.id', 'revision.statement_id', 'revision.content_hash', 'revision.title'])
    .select(['revision.published_on', 'revision.published_at', 'revision.body', 'revision.links'])
    .select(['revision.language', 'statement.zone', 'statement.revision_id as current_id'])
    .select(['capture.url', 'capture.headers', 'capture.fetched_at', 'capture.page'])
    .select(['capture.listed_title', 'capture.listed_on', 'capture.listed_at'])
    .where('revision.id', '>', after)
    .orderBy('revision.id')
    .limit(limit);
  return selected(revisions, selection).execute();
}

export type RevisionToRead = Awaited<ReturnType<typeof revisionsToRead>>[number];

/** The next statements by number that have a text to tag. */
export async function statementsToTag(
  db: Database,
  selection: Selection,
  after: number,
  limit: number,
): Promise<number[]> {
  const statements = db
    .selectFrom('statement')
    .select('statement.id')
    .where('revision_id', 'is not', null)
    .where('statement.id', '>', after)
    .orderBy('statement.id')
    .limit(limit);
  return (await selected(statements, selection).execute()).map((row) => row.id);
}

/** What a page says, read again. */
export interface Reading {
  content_hash: string;
  title: string;
  published_on: string | null;
  published_at: Date | null;
  body: string;
  links: { url: string; text: string }[];
  language: string;
}

/**
 * Puts a new reading of the same page in the place of the old one. That is no event in the statement's history:
 * its newsroom changed nothing. A revision that now reads as another one of its statement is that one, and becomes
 * part of the earlier of the two. The statement is left to be tagged where its current revision is concerned.
 * @returns null where the revision was changed by somebody else meanwhile
 */
export async function rewriteRevision(
  db: Database,
  revision: Pick<RevisionToRead, 'id' | 'statement_id' | 'content_hash'>,
  reading: Reading,
): Promise<'rewritten' | 'merged' | null> {
  return db.transaction().execute(async (trx) => {
    await sql`set local rostrum.no_history = on`.execute(trx);
    const statement = await trx
      .selectFrom('statement')
      .select('revision_id')
      .where('id', '=', revision.statement_id)
      .forUpdate()
      .executeTakeFirst();
    const rows = await trx
      .selectFrom('revision')
      .select(['id', 'number', 'content_hash'])
      .where('statement_id', '=', revision.statement_id)
      .orderBy('number')
      .execute();
    const own = rows.find((row) => row.id === revision.id);
    if (statement === undefined || own?.content_hash !== revision.content_hash) return null;
    const twin = rows.find((row) => row.id !== own.id && row.content_hash === reading.content_hash);
    const [kept, dropped] =
      twin === undefined ? [own, null] : own.number < twin.number ? [own, twin] : [twin, own];
    const isCurrent = [kept.id, dropped?.id].includes(statement.revision_id ?? -1);

    if (dropped !== null) await absorb(trx, revision.statement_id, kept.id, dropped.id);
    if (isCurrent) {
      await trx
        .updateTable('statement')
        .set({
          revision_id: kept.id,
          title: reading.title,
          published_on: reading.published_on,
          published_at: reading.published_at,
          official_id: sql`speaker_of(source_id, ${reading.published_on}::date)`,
          tagged_at: null,
          tag_error: null,
        })
        .where('id', '=', revision.statement_id)
        .execute();
    }
    if (dropped !== null) await trx.deleteFrom('revision').where('id', '=', dropped.id).execute();
    await trx
      .updateTable('revision')
      .set({ ...reading, links: JSON.stringify(reading.links) })
      .where('id', '=', kept.id)
      .execute();
    return dropped === null ? 'rewritten' : 'merged';
  });
}

/** Everything that hangs on one revision goes to another, but for the tags, which are found again. */
async function absorb(db: Database, statement: number, kept: number, dropped: number): Promise<void> {
  await sql`
    update revision r set first_seen_at = least(r.first_seen_at, d.first_seen_at),
      last_seen_at = greatest(r.last_seen_at, d.last_seen_at)
    from revision d where r.id = ${kept} and d.id = ${dropped}
  `.execute(db);
  await sql`
    update capture c set revision_id = ${kept}
    where c.revision_id = ${dropped} and not exists (
      select from capture k where k.revision_id = ${kept} and k.snapshot_hash = c.snapshot_hash)
  `.execute(db);
  await db
    .updateTable('statement_event')
    .set({ revision_id: kept })
    .where('revision_id', '=', dropped)
    .execute();
  // From one reading to the same is no edit.
  await sql`
    delete from statement_event e using (
      select id, revision_id, lag(revision_id) over (order by id) as before from statement_event
      where statement_id = ${statement} and event in ('found', 'edited')
    ) step
    where e.id = step.id and e.event = 'edited' and step.before = step.revision_id
  `.execute(db);
}

import { type Insertable, sql } from 'kysely';
import type { Database } from './connection.js';
import type { Fetch } from './schema.js';

/**
 * Everything the visits of one job have to know before they go out: those of its items that still wait, in the order
 * in which they were found.
 */
export async function visitsOf(db: Database, batchId: number) {
  return db
    .selectFrom('crawl_item as item')
    .innerJoin('source', 'source.id', 'item.source_id')
    .leftJoin('crawl', 'crawl.id', 'item.crawl_id')
    .leftJoin('statement_address as known', 'known.address', 'item.address')
    .leftJoin('statement', 'statement.id', 'known.statement_id')
    .leftJoin('revision', 'revision.id', 'statement.revision_id')
    .select([
      'item.id as item_id',
      'item.address',
      'item.url',
      'item.title as listed_title',
      'item.published_on as listed_on',
      'item.published_at as listed_at',
      'item.listed_as',
      'item.reason',
      'source.id as source_id',
      'source.url as source_url',
      'source.office',
      'source.state as source_state',
      'source.official_id',
      'source.zone',
      'statement.id as statement_id',
      'statement.first_seen_at',
      'statement.published_on as known_on',
      'statement.published_at as known_at',
      'statement.etag',
      'statement.last_modified',
      'revision.content_hash',
      sql<boolean>`coalesce((crawl.options->>'force')::boolean, false)`.as('force'),
    ])
    .where('item.batch_id', '=', batchId)
    .where('item.state', '=', 'waiting')
    .orderBy('item.id')
    .execute();
}

/** Whose word a newsroom's release of a day is: see speaker_of. */
export async function speakerOf(db: Database, sourceId: string, day: string | null): Promise<string | null> {
  const { rows } = await sql<{ speaker: string | null }>`
    select speaker_of(${sourceId}, ${day}::date) as speaker`.execute(db);
  return rows[0]?.speaker ?? null;
}

export type VisitRow = Awaited<ReturnType<typeof visitsOf>>[number];

/** How a visit ended that gave nothing new. */
export interface VisitEnd {
  outcome: 'unchanged' | 'missing' | 'gone';
  statementId: number;
  fetch: Omit<Insertable<Fetch>, 'source_id' | 'purpose' | 'url' | 'statement_id'>;
}

/** Writes down, in one trip, the request, that the item is done, and that its source lists the statement. */
export async function finishVisit(db: Database, visit: VisitRow, end: VisitEnd): Promise<void> {
  const listed = visit.listed_as !== '';
  await db
    .with('request', (cte) =>
      cte.insertInto('fetch').values({
        ...end.fetch,
        source_id: visit.source_id,
        statement_id: end.statementId,
        purpose: 'collect',
        url: visit.url,
      }),
    )
    .with('listing', (cte) =>
      cte
        .insertInto('statement_source')
        .columns(['statement_id', 'source_id', 'listed_as'])
        .expression(
          db
            .selectNoFrom([
              sql<number>`${end.statementId}::bigint`.as('statement_id'),
              sql<string>`${visit.source_id}`.as('source_id'),
              sql<string>`${visit.listed_as}`.as('listed_as'),
            ])
            .where(sql<boolean>`${listed}::boolean`),
        )
        .onConflict((conflict) =>
          conflict.columns(['statement_id', 'source_id']).doUpdateSet((excluded) => ({
            listed_as: excluded.ref('excluded.listed_as'),
            last_listed_at: sql`now()`,
          })),
        ),
    )
    .updateTable('crawl_item')
    .set({
      state: 'done',
      outcome: end.outcome,
      statement_id: end.statementId,
      error_kind: null,
      error: null,
      updated_at: sql`now()`,
    })
    .where('id', '=', visit.item_id)
    .execute();
}

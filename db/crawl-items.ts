import { type Insertable, sql } from 'kysely';
import type { Database } from './connection.js';
import type { CrawlItem } from './schema.js';
import { inScope, type Scope } from './scope.js';

/** Rows that are written at a time. */
const ROUND = 500;
/** Pages that one job collects. What a job costs is then small beside them, and what it holds is soon done. */
const BATCH = 10;

/** Addresses that wait to be collected, by the jobs that are to do it. */
export interface Waiting {
  items: number;
  batchIds: number[];
}

/** Writes down addresses to collect. An address that already waits is not added again. */
export async function addCrawlItems(db: Database, items: Insertable<CrawlItem>[]): Promise<Waiting> {
  const waiting: Waiting = { items: 0, batchIds: [] };
  for (let from = 0; from < items.length; from += ROUND) {
    const batches = batchesOf(items.slice(from, from + ROUND));
    const { rows: numbers } = await sql<{ id: number }>`
      select nextval('crawl_batch_id_seq') as id from generate_series(1, ${batches.length})`.execute(db);
    const rows = await db
      .insertInto('crawl_item')
      .values(batches.flatMap((batch, at) => batch.map((item) => ({ ...item, batch_id: numbers[at]?.id }))))
      .onConflict((conflict) => conflict.column('address').where('state', '=', 'waiting').doNothing())
      .returning('batch_id')
      .execute();
    waiting.items += rows.length;
    waiting.batchIds.push(...new Set(rows.flatMap((row) => row.batch_id ?? [])));
  }
  return waiting;
}

/** Each of a few items of one source. */
function batchesOf(items: Insertable<CrawlItem>[]): Insertable<CrawlItem>[][] {
  const batches: Insertable<CrawlItem>[][] = [];
  for (const item of items) {
    const last = batches.at(-1);
    if (last === undefined || last.length >= BATCH || last[0]?.source_id !== item.source_id)
      batches.push([item]);
    else last.push(item);
  }
  return batches;
}

/** Whether a source listed one of these addresses before a moment, as a visit wrote it down. */
export async function wasListedBefore(
  db: Database,
  sourceId: string,
  addresses: string[],
  moment: Date,
): Promise<boolean> {
  const row = await db
    .selectFrom('crawl_item')
    .select('id')
    .where(sql<boolean>`address = any(${addresses}::text[])`)
    .where('source_id', '=', sourceId)
    .where('found_at', '<=', moment)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** An attempt failed. The item waits on unless this was the last one. */
export async function failCrawlItem(
  db: Database,
  id: number,
  failure: { kind: string; message: string; final: boolean },
): Promise<void> {
  await db
    .updateTable('crawl_item')
    .set({
      ...(failure.final ? { state: 'failed' } : {}),
      error_kind: failure.kind,
      error: failure.message,
      attempts: sql`attempts + 1`,
      updated_at: sql`now()`,
    })
    .where('id', '=', id)
    .execute();
}

/** Batches with items that wait longer than they should: their jobs were lost. */
export async function strayBatches(db: Database, olderThanMs: number, limit: number): Promise<number[]> {
  const { rows } = await sql<{ batch_id: number }>`
    select distinct batch_id from (
      select batch_id from crawl_item
      where state = 'waiting' and batch_id is not null
        and updated_at < now() - ${olderThanMs} * interval '1 millisecond'
      order by id limit ${limit}
    ) stray order by batch_id`.execute(db);
  return rows.map((row) => row.batch_id);
}

/** Statements that are to be looked at again, written down as items; their next look is set by that visit. */
export async function addDueRechecks(db: Database, scope: Scope, limit: number): Promise<Waiting> {
  const due = await db
    .selectFrom('statement')
    .innerJoin('source', 'source.id', 'statement.source_id')
    .select(['statement.id', 'statement.source_id', 'statement.address', 'statement.url', 'statement.title'])
    .where('statement.next_check_at', '<=', sql<Date>`now()`)
    .where('source.enabled', '=', true)
    .where(inScope(scope))
    .orderBy('statement.next_check_at')
    .limit(limit)
    .execute();
  due.sort((one, other) => one.source_id.localeCompare(other.source_id));
  return addCrawlItems(
    db,
    due.map((row) => ({
      source_id: row.source_id,
      address: row.address,
      url: row.url,
      title: row.title,
      reason: 'recheck',
      statement_id: row.id,
    })),
  );
}

/** Items of a crawl that failed, with their reasons. */
export async function failedItems(db: Database, crawlId: number) {
  return db
    .selectFrom('crawl_item')
    .select(['source_id', 'url', 'error_kind', 'error'])
    .where('crawl_id', '=', crawlId)
    .where('state', '=', 'failed')
    .orderBy('source_id')
    .orderBy('id')
    .execute();
}

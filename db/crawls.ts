import { type Selectable, sql } from 'kysely';
import type { Database } from './connection.js';
import type { CrawlSource } from './schema.js';

export type CrawlSourceRow = Selectable<CrawlSource>;

/** How far a crawl goes; kept with the crawl, so that its jobs carry only ids. */
export interface CrawlOptions {
  /** Walk back through older pages until this day, `YYYY-MM-DD`. */
  since?: string;
  /** Read at most this many pages of each listing. */
  pages?: number;
  /** Ignore validators and fetch everything again. */
  force?: boolean;
}

interface NewCrawl {
  askedBy: string;
  options: CrawlOptions;
  sourceIds: string[];
}

/** Writes down that somebody asked for these sources to be visited. */
export async function startCrawl(db: Database, crawl: NewCrawl): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const { id } = await trx
      .insertInto('crawl')
      .values({ asked_by: crawl.askedBy, options: JSON.stringify(crawl.options) })
      .returning('id')
      .executeTakeFirstOrThrow();
    await addVisits(trx, id, crawl.sourceIds);
    return id;
  });
}

/**
 * The same, unless a crawl with this key is under way: then it is that one.
 * @returns its number, and whether it was under way
 */
export async function startCrawlOnce(
  db: Database,
  crawl: NewCrawl & { tokenId: number | null; requestKey: string },
): Promise<{ id: number; joined: boolean }> {
  for (;;) {
    const id = await db.transaction().execute(async (trx) => {
      const row = await trx
        .insertInto('crawl')
        .values({
          asked_by: crawl.askedBy,
          options: JSON.stringify(crawl.options),
          token_id: crawl.tokenId,
          request_key: crawl.requestKey,
        })
        .onConflict((conflict) => conflict.column('request_key').where('finished_at', 'is', null).doNothing())
        .returning('id')
        .executeTakeFirst();
      if (row !== undefined) await addVisits(trx, row.id, crawl.sourceIds);
      return row?.id;
    });
    if (id !== undefined) return { id, joined: false };
    const open = await db
      .selectFrom('crawl')
      .select('id')
      .where('request_key', '=', crawl.requestKey)
      .where('finished_at', 'is', null)
      .executeTakeFirst();
    if (open === undefined) continue;
    if (!(await crawlProgress(db, open.id)).done) return { id: open.id, joined: true };
    // It has ended, and nobody has looked since.
    await finishCrawl(db, open.id);
  }
}

async function addVisits(db: Database, crawlId: number, sourceIds: string[]): Promise<void> {
  if (sourceIds.length === 0) return;
  await db
    .insertInto('crawl_source')
    .values(sourceIds.map((source_id) => ({ crawl_id: crawlId, source_id })))
    .execute();
}

/** Crawls, the newest first, those before `before`, each with the number of its newsrooms. */
export async function listCrawls(db: Database, page: { limit: number; before?: number | undefined }) {
  let query = db
    .selectFrom('crawl')
    .select(['id', 'asked_by', 'options', 'created_at', 'finished_at'])
    .select((build) =>
      build
        .selectFrom('crawl_source')
        .whereRef('crawl_source.crawl_id', '=', 'crawl.id')
        .select((count) => count.fn.countAll<number>().as('count'))
        .as('sources'),
    )
    .orderBy('id', 'desc')
    .limit(page.limit);
  if (page.before !== undefined) query = query.where('id', '<', page.before);
  return query.execute();
}

export async function findCrawl(db: Database, id: number) {
  const row = await db
    .selectFrom('crawl')
    .select(['id', 'asked_by', 'options', 'created_at', 'finished_at'])
    .where('id', '=', id)
    .executeTakeFirst();
  return row ?? null;
}

/**
 * The newest unfinished crawl that this asker began, to go on with after a crash.
 * @param request where given, only a crawl of the same sources with the same options
 */
export async function unfinishedCrawl(
  db: Database,
  askedBy: string,
  request?: { options: CrawlOptions; sourceIds: string[] },
): Promise<number | null> {
  let query = db
    .selectFrom('crawl')
    .select('id')
    .where('asked_by', '=', askedBy)
    .where('finished_at', 'is', null)
    .orderBy('id', 'desc');
  if (request !== undefined) {
    const ids = request.sourceIds.toSorted();
    query = query.where(sql<boolean>`options = ${JSON.stringify(request.options)}::jsonb`).where(
      sql<boolean>`(select array_agg(source_id order by source_id collate "C") from crawl_source
          where crawl_id = crawl.id) = ${ids}::text[]`,
    );
  }
  return (await query.executeTakeFirst())?.id ?? null;
}

export async function crawlOptions(db: Database, crawlId: number): Promise<CrawlOptions> {
  const row = await db.selectFrom('crawl').select('options').where('id', '=', crawlId).executeTakeFirst();
  return (row?.options ?? {}) as CrawlOptions;
}

export async function crawlSource(db: Database, crawlId: number, sourceId: string) {
  return (
    (await db
      .selectFrom('crawl_source')
      .selectAll()
      .where('crawl_id', '=', crawlId)
      .where('source_id', '=', sourceId)
      .executeTakeFirst()) ?? null
  );
}

/** A visit to a source goes on, or is to be tried again. */
export async function updateCrawlSource(
  db: Database,
  crawlId: number,
  sourceId: string,
  change: Partial<Pick<CrawlSourceRow, 'pages' | 'found' | 'next_page' | 'error_kind' | 'error'>>,
): Promise<void> {
  await db
    .updateTable('crawl_source')
    .set({ ...change, updated_at: sql`now()` })
    .where('crawl_id', '=', crawlId)
    .where('source_id', '=', sourceId)
    .execute();
}

/** A visit to a source is over; what it had seen listed is no longer needed. */
export async function endCrawlSource(
  db: Database,
  crawlId: number,
  sourceId: string,
  end: Pick<CrawlSourceRow, 'state' | 'error_kind' | 'error'>,
): Promise<void> {
  await db
    .with('forgotten', (cte) =>
      cte.deleteFrom('crawl_listed').where('crawl_id', '=', crawlId).where('source_id', '=', sourceId),
    )
    .updateTable('crawl_source')
    .set({ ...end, updated_at: sql`now()` })
    .where('crawl_id', '=', crawlId)
    .where('source_id', '=', sourceId)
    .execute();
}

/** An address as a page of a listing shows it, and its day, where it has one. */
export interface Listed {
  address: string;
  day: string | null;
}

/** Writes down what a page lists, after what the pages before it do. */
export async function rememberListed(
  db: Database,
  crawlId: number,
  sourceId: string,
  listed: Listed[],
): Promise<void> {
  if (listed.length === 0) return;
  const addresses = listed.map(({ address }) => address);
  const days = listed.map(({ day }) => day);
  await sql`
    insert into crawl_listed (crawl_id, source_id, position, address, day)
    select ${crawlId}, ${sourceId}, before.count + page.position, page.address, page.day
    from unnest(${addresses}::text[], ${days}::date[]) with ordinality as page (address, day, position),
      (select count(*) from crawl_listed where crawl_id = ${crawlId} and source_id = ${sourceId}) before
    on conflict do nothing
  `.execute(db);
}

/** What the pages of a source list that a crawl has read so far, in their order. */
export async function listedSoFar(db: Database, crawlId: number, sourceId: string): Promise<Listed[]> {
  return db
    .selectFrom('crawl_listed')
    .select(['address', 'day'])
    .where('crawl_id', '=', crawlId)
    .where('source_id', '=', sourceId)
    .orderBy('position')
    .execute();
}

/** What a crawl has done so far, one row a source. */
export async function crawlProgress(db: Database, crawlId: number) {
  const count = (outcome: string) => sql<number>`count(*) filter (where item.outcome = ${outcome})`;
  const rows = await db
    .selectFrom('crawl_source as visit')
    .leftJoin('crawl_item as item', (join) =>
      join.onRef('item.crawl_id', '=', 'visit.crawl_id').onRef('item.source_id', '=', 'visit.source_id'),
    )
    .where('visit.crawl_id', '=', crawlId)
    .groupBy([
      'visit.source_id',
      'visit.state',
      'visit.found',
      'visit.pages',
      'visit.error_kind',
      'visit.error',
    ])
    .select([
      'visit.source_id',
      'visit.state',
      'visit.found',
      'visit.pages',
      'visit.error_kind',
      'visit.error',
    ])
    .select([
      count('new').as('new'),
      count('changed').as('changed'),
      count('unchanged').as('unchanged'),
      sql<number>`count(*) filter (where item.outcome in ('missing', 'gone'))`.as('gone'),
      sql<number>`count(*) filter (where item.state = 'failed')`.as('failed'),
      sql<number>`count(*) filter (where item.state = 'waiting')`.as('waiting'),
      sql<number>`count(item.id)`.as('items'),
    ])
    .orderBy('visit.source_id')
    .execute();
  const tagging = await db
    .selectFrom('crawl_item as item')
    .innerJoin('statement', 'statement.id', 'item.statement_id')
    .where('item.crawl_id', '=', crawlId)
    .leftJoin('unmatched', 'unmatched.statement_id', 'statement.id')
    .where((build) =>
      build.or([
        build('unmatched.statement_id', 'is not', null),
        build('statement.tagged_at', 'is', null).and('statement.revision_id', 'is not', null),
      ]),
    )
    .select((select) => select.fn.countAll<number>().as('waiting'))
    .executeTakeFirstOrThrow();
  return {
    sources: rows,
    untagged: tagging.waiting,
    done: tagging.waiting === 0 && rows.every((row) => row.state !== 'waiting' && row.waiting === 0),
  };
}

export type CrawlProgress = Awaited<ReturnType<typeof crawlProgress>>;

export async function finishCrawl(db: Database, crawlId: number): Promise<void> {
  await db
    .updateTable('crawl')
    .set({ finished_at: sql`now()` })
    .where('id', '=', crawlId)
    .where('finished_at', 'is', null)
    .execute();
}

/** Marks finished whatever has nothing left to do. */
export async function finishSettledCrawls(db: Database): Promise<void> {
  const open = await db.selectFrom('crawl').select('id').where('finished_at', 'is', null).execute();
  for (const { id } of open) {
    if ((await crawlProgress(db, id)).done) await finishCrawl(db, id);
  }
}

/** Visits asked for whose jobs were lost. */
export async function strayVisits(db: Database, olderThanMs: number) {
  return db
    .selectFrom('crawl_source')
    .innerJoin('crawl', 'crawl.id', 'crawl_source.crawl_id')
    .select(['crawl_source.crawl_id', 'crawl_source.source_id'])
    .where('crawl.finished_at', 'is', null)
    .where('crawl_source.state', '=', 'waiting')
    .where('crawl_source.updated_at', '<', sql<Date>`now() - ${olderThanMs} * interval '1 millisecond'`)
    .execute();
}

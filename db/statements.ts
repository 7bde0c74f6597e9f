import { type Selectable, sql } from 'kysely';
import type { Database } from './connection.js';
import type { Statement } from './schema.js';

export type StatementRow = Selectable<Statement>;

/** The statement at an address, or at another address of the same release. */
export async function statementAt(db: Database, address: string): Promise<StatementRow | null> {
  return (
    (await db
      .selectFrom('statement')
      .innerJoin('statement_address', 'statement_address.statement_id', 'statement.id')
      .selectAll('statement')
      .where('statement_address.address', '=', address)
      .executeTakeFirst()) ?? null
  );
}

/** What is known of each address that a source lists: its statement, and how it was last listed there. */
export async function knownListings(db: Database, sourceId: string, addresses: string[]) {
  if (addresses.length === 0) return new Map<string, never>();
  const rows = await db
    .selectFrom('statement_address as address')
    .innerJoin('statement', 'statement.id', 'address.statement_id')
    .leftJoin('statement_source as listing', (join) =>
      join.onRef('listing.statement_id', '=', 'address.statement_id').on('listing.source_id', '=', sourceId),
    )
    .select([
      'address.address',
      'statement.id',
      'statement.state',
      'statement.first_seen_at',
      'listing.listed_as',
    ])
    .where('address.address', 'in', addresses)
    .execute();
  return new Map(rows.map((row) => [row.address, row]));
}

/** Addresses whose last collection failed, with how often and when. */
export async function failedAddresses(db: Database, addresses: string[]) {
  if (addresses.length === 0) return new Map<string, never>();
  const rows = await db
    .selectFrom('crawl_item')
    .select(['address'])
    .select((select) => [select.fn.countAll<number>().as('failures'), select.fn.max('updated_at').as('last')])
    .where('address', 'in', addresses)
    .where('state', '=', 'failed')
    .groupBy('address')
    .execute();
  return new Map(rows.map((row) => [row.address, row]));
}

/** A source listed these statements just now. */
export async function recordListed(
  db: Database,
  sourceId: string,
  listed: { statementId: number; listedAs: string }[],
): Promise<void> {
  if (listed.length === 0) return;
  await db
    .insertInto('statement_source')
    .values(
      listed.map((row) => ({
        statement_id: row.statementId,
        source_id: sourceId,
        listed_as: row.listedAs,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['statement_id', 'source_id']).doUpdateSet((excluded) => ({
        listed_as: excluded.ref('excluded.listed_as'),
        last_listed_at: sql`now()`,
      })),
    )
    .execute();
  await db
    .updateTable('statement')
    .set({ last_seen_at: sql`now()` })
    .where(
      'id',
      'in',
      listed.map((row) => row.statementId),
    )
    .where('state', '=', 'live')
    .execute();
}

/** Live statements of a source, published after a day, that its listing no longer shows. */
export async function unlistedStatements(
  db: Database,
  sourceId: string,
  publishedAfter: string,
  listed: number[],
) {
  let query = db
    .selectFrom('statement')
    .select(['id', 'address', 'url', 'title'])
    .where('source_id', '=', sourceId)
    .where('state', '=', 'live')
    .where('published_on', '>', publishedAfter);
  if (listed.length > 0) query = query.where('id', 'not in', listed);
  return query.execute();
}

/** What a page says now, and the bytes that said it. */
export interface SeenRelease {
  address: string;
  url: string;
  source_id: string;
  office: string;
  /** The official whose newsroom it is; null where it is whoever held the office that day. */
  official_id: string | null;
  zone: string;
  etag: string | null;
  last_modified: string | null;
  next_check_at: Date | null;
  /** Other addresses of the same release. */
  aliases: string[];
  content_hash: string;
  title: string;
  published_on: string | null;
  published_at: Date | null;
  body: string;
  links: { url: string; text: string }[];
  language: string;
  snapshot_hash: string;
  /** Size of the page before compression. */
  bytes: number;
  content_type: string | null;
}

/** What became of a release that was kept. */
export interface KeptRelease {
  statementId: number;
  revisionId: number;
  /** Who speaks: the official whose newsroom it is, or who held the office that day. */
  officialId: string | null;
  outcome: 'new' | 'changed' | 'unchanged';
}

/**
 * Keeps what a page says now: a statement for a page not seen before, a revision for content not seen before.
 * Content that comes back becomes the current revision again. Safe to run twice, and from several workers.
 * @param page the bytes, compressed
 */
export async function keepRelease(db: Database, release: SeenRelease, page: Buffer): Promise<KeptRelease> {
  const { rows } = await sql<KeptRelease>`
    select statement_id as "statementId", revision_id as "revisionId", official_id as "officialId", outcome
    from keep_release(${JSON.stringify(release)}::jsonb, ${page})
  `.execute(db);
  const [kept] = rows;
  if (kept === undefined) throw new Error(`nothing was kept of ${release.url}`);
  return kept;
}

/** A visit found the page as it was. */
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
 * A visit did not find the page. The first time the statement becomes `missing`; found absent again a day or
 * more later, `gone`. Nothing is deleted.
 */
export async function recordAbsent(db: Database, id: number): Promise<'missing' | 'gone'> {
  const row = await db
    .updateTable('statement')
    .set({
      state: sql`case when missing_since <= now() - interval '1 day' then 'gone' else 'missing' end`,
      missing_since: sql`coalesce(missing_since, now())`,
      next_check_at: sql`case when missing_since <= now() - interval '1 day' then null
        else coalesce(missing_since, now()) + interval '1 day' end`,
    })
    .where('id', '=', id)
    .returning('state')
    .executeTakeFirstOrThrow();
  return row.state === 'gone' ? 'gone' : 'missing';
}

/** Another address turned out to be this statement's. */
export async function addAddress(db: Database, address: string, statementId: number): Promise<void> {
  await db
    .insertInto('statement_address')
    .values({ address, statement_id: statementId })
    .onConflict((conflict) => conflict.column('address').doNothing())
    .execute();
}

/** The content hash of a statement's current revision. */
export async function currentHash(db: Database, id: number): Promise<string | null> {
  const row = await db
    .selectFrom('statement')
    .innerJoin('revision', 'revision.id', 'statement.revision_id')
    .select('revision.content_hash')
    .where('statement.id', '=', id)
    .executeTakeFirst();
  return row?.content_hash ?? null;
}

/** Which of these addresses are those of statements. */
export async function knownAddresses(db: Database, addresses: string[]): Promise<string[]> {
  const rows = await db
    .selectFrom('statement_address')
    .select('address')
    .where(sql<boolean>`address = any(${addresses})`)
    .execute();
  return rows.map((row) => row.address);
}

import { type Selectable, sql } from 'kysely';
import type { Database } from './connection.js';
import type { Statement } from './schema.js';
import type { TagRows } from './tags.js';

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
  capture: SeenPage;
}

/** How the bytes of a page were come by, and what had been announced of it. */
export interface SeenPage {
  requested_url: string;
  /** Where the redirects ended. */
  url: string;
  status: number;
  request_headers: Record<string, string>;
  headers: Record<string, string>;
  redirects: { from: string; to: string; status: number }[];
  listed_title: string;
  listed_on: string | null;
  listed_at: Date | null;
  fetched_at: Date;
}

/** What became of a release that was kept. */
export interface KeptRelease {
  statementId: number;
  revisionId: number;
  /** Who speaks: the official whose newsroom it is, or who held the office that day. */
  officialId: string | null;
  outcome: 'new' | 'changed' | 'unchanged';
}

/** What is written down together with a release. */
export interface KeptWith {
  /** Its tags, with what its copies in other newsrooms are found by; without them it is left to be tagged. */
  tags?: TagRows & { day: string; keys: number[] };
  /** The visit that saw it: the request, and the item that ends here. */
  visit?: EndedVisit;
}

/** The end of a visit to a page that gave a release. */
export interface EndedVisit {
  item_id: number;
  /** How the source listed the page; empty where it did not. */
  listed_as: string;
  url: string;
  final_url: string;
  status: number;
  headers: Record<string, string>;
  bytes: number;
  duration_ms: number;
  started_at: Date;
}

/**
 * Keeps what a page says now: a statement for a page not seen before, a revision for content not seen before.
 * Content that comes back becomes the current revision again. Safe to run twice, and from several workers.
 * @param page the bytes, compressed
 */
export async function keepRelease(
  db: Database,
  release: SeenRelease,
  page: Buffer,
  { tags, visit }: KeptWith = {},
): Promise<KeptRelease> {
  const { rows } = await sql<KeptRelease>`
    select statement_id as "statementId", revision_id as "revisionId", official_id as "officialId", outcome
    from keep_visit(${JSON.stringify(release)}::jsonb, ${page}, ${asJson(tags)}::jsonb, ${asJson(visit)}::jsonb)
  `.execute(db);
  const [kept] = rows;
  if (kept === undefined) throw new Error(`nothing was kept of ${release.url}`);
  return kept;
}

/** U+0000 is text to us and none to jsonb. */
function asJson(value: object | undefined): string | null {
  return value === undefined ? null : JSON.stringify(value).replaceAll('\\u0000', '');
}

/** What the current revision of a statement says, as it was read. */
export async function currentContent(db: Database, id: number) {
  const row = await db
    .selectFrom('statement')
    .innerJoin('revision', 'revision.id', 'statement.revision_id')
    .select(['revision.title', 'revision.published_on', 'revision.published_at'])
    .select(['revision.body', 'revision.links'])
    .where('statement.id', '=', id)
    .executeTakeFirst();
  return row === undefined ? null : contentOf(row);
}

/** A stored revision as content to compare. */
export function contentOf(row: {
  title: string;
  published_on: string | null;
  published_at: Date | null;
  body: string;
  links: unknown;
}) {
  return {
    title: row.title,
    day: row.published_on,
    moment: row.published_at,
    body: row.body,
    links: row.links as { url: string; text: string }[],
  };
}

/** Another address turned out to be this statement's. */
export async function addAddress(db: Database, address: string, statementId: number): Promise<void> {
  await db
    .insertInto('statement_address')
    .values({ address, statement_id: statementId })
    .onConflict((conflict) => conflict.column('address').doNothing())
    .execute();
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

import { sql } from 'kysely';
import type { Database } from '../../db/connection.js';
import { formatPublished } from './dates.js';
import { type Compared, diffRevisions, type RevisionDiff } from './revision-diff.js';

/** One content that a statement had, and how the page was come by; without the text itself. */
export interface Version {
  number: number;
  title: string;
  current: boolean;
  first_seen: Date;
  last_seen: Date;
  /** Length of the text in characters. */
  characters: number;
  /** Of the page that it was read from; null where it was imported without one. */
  page: null | {
    fetched: Date;
    url: string;
    status: number;
    bytes: number;
    hash: string;
    /** Whether the bytes are still kept. */
    kept: boolean;
  };
}

const MOST = 200;

/** The contents that a statement had, the newest 200, newest first. */
export async function versionsOf(db: Database, id: number): Promise<Version[]> {
  const { rows } = await sql<
    Omit<Version, 'page'> & { page: (Version['page'] & { fetched: string }) | null }
  >`
    select revision.number, revision.title, revision.id = statement.revision_id as current,
      revision.first_seen_at as first_seen, revision.last_seen_at as last_seen, length(revision.body) as characters,
      case when capture.id is not null then jsonb_build_object('fetched', capture.fetched_at, 'url', capture.url,
        'status', capture.status, 'bytes', snapshot.bytes, 'hash', snapshot.hash, 'kept', snapshot.body is not null)
        end as page
    from revision
    join statement on statement.id = revision.statement_id
    left join lateral (
      select * from capture where capture.revision_id = revision.id order by capture.id desc limit 1
    ) capture on true
    left join snapshot on snapshot.hash = capture.snapshot_hash
    where revision.statement_id = ${id} order by revision.number desc limit ${MOST}`.execute(db);
  return rows.map(({ page, ...row }) => ({
    ...row,
    page: page === null ? null : { ...page, fetched: new Date(page.fetched) },
  }));
}

/** One version with its text; null where there is none of that number. */
export async function versionOf(db: Database, id: number, number: number): Promise<Compared | null> {
  const row = await db
    .selectFrom('revision')
    .innerJoin('statement', 'statement.id', 'revision.statement_id')
    .select(['revision.number', 'revision.title', 'revision.published_on', 'revision.published_at'])
    .select(['revision.body', 'revision.links', 'statement.zone'])
    .where('revision.statement_id', '=', id)
    .where('revision.number', '=', number)
    .executeTakeFirst();
  if (row === undefined) return null;
  return {
    number: row.number,
    title: row.title,
    published: formatPublished(row.published_on, row.published_at, row.zone),
    body: row.body,
    links: row.links as unknown as Compared['links'],
  };
}

/** What changed from one version to another, by word; null where there is no such version. */
export async function differenceBetween(
  db: Database,
  id: number,
  from: number,
  to: number,
): Promise<RevisionDiff | null> {
  const [before, after] = await Promise.all([versionOf(db, id, from), versionOf(db, id, to)]);
  return before === null || after === null ? null : diffRevisions(before, after);
}

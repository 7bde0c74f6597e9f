import { sql } from 'kysely';
import type { Database } from '../../db/connection.js';
import { inArchive } from '../../db/scope.js';

/** A newsroom at a glance. */
export interface NewsroomHealth {
  id: string;
  name: string;
  office: string;
  state: string;
  kind: string;
  url: string;
  enabled: boolean;
  health: 'good' | 'failing' | 'never tried' | 'disabled';
  last_tried: Date | null;
  last_good: Date | null;
  next_poll: Date;
  failures: number;
  error_kind: string | null;
  error: string | null;
  /** Day of its newest statement. */
  newest: string | null;
  /** Statements of its last thirty days up to the newest. */
  lately: number;
}

const HEALTH = sql<NewsroomHealth>`select source.id, source.name, source.office, source.state, source.kind, source.url,
    source.enabled, source.last_tried_at as last_tried, source.last_good_at as last_good,
    source.next_poll_at as next_poll, source.consecutive_failures as failures, source.error_kind, source.error,
    case when not source.enabled then 'disabled' when source.last_tried_at is null then 'never tried'
      when source.consecutive_failures > 0 then 'failing' else 'good' end as health,
    newest.day as newest,
    (select count(*) from statement where statement.source_id = source.id
      and statement.published_on > newest.day - 30) as lately
  from source left join lateral (
    select statement.published_on as day from statement
    where statement.source_id = source.id and statement.published_on is not null
    order by statement.published_on desc limit 1
  ) newest on true
  where ${inArchive('source')}`;

/** Every newsroom, those that fail first, then by state. */
export async function newsroomHealth(db: Database): Promise<NewsroomHealth[]> {
  const { rows } = await sql<NewsroomHealth>`
    select * from (${HEALTH}) every
    order by case health when 'failing' then 0 when 'never tried' then 1 when 'good' then 2 else 3 end,
      state, office desc, name`.execute(db);
  return rows;
}

/** One newsroom; null where there is none of that id. */
export async function newsroomById(db: Database, id: string): Promise<NewsroomHealth | null> {
  const { rows } = await sql<NewsroomHealth>`select * from (${HEALTH}) every where id = ${id}`.execute(db);
  return rows[0] ?? null;
}

/** How many newsrooms are visited, and when one was last read well. */
export async function lastReading(db: Database): Promise<{ newsrooms: number; last: Date | null }> {
  const row = await db
    .selectFrom('source')
    .where('enabled', '=', true)
    .where(inArchive('source'))
    .select((build) => [build.fn.countAll<number>().as('newsrooms'), build.fn.max('last_good_at').as('last')])
    .executeTakeFirstOrThrow();
  return { newsrooms: row.newsrooms, last: row.last };
}

/** The last requests to a newsroom, newest first. */
export async function requestsTo(db: Database, id: string, limit: number) {
  return db
    .selectFrom('fetch')
    .select(['started_at', 'purpose', 'url', 'status', 'bytes', 'duration_ms', 'error_kind', 'error'])
    .where('source_id', '=', id)
    .orderBy('started_at', 'desc')
    .limit(limit)
    .execute();
}

/** The addresses of a newsroom that could not be collected, the last first; looks at its newest thousand. */
export async function failedOf(db: Database, id: string, limit: number) {
  const { rows } = await sql<{ url: string; error_kind: string | null; error: string | null; at: Date }>`
    select url, error_kind, error, updated_at as at from (
      select * from crawl_item where source_id = ${id} order by id desc limit 1000
    ) items where state = 'failed' order by id desc limit ${limit}`.execute(db);
  return rows;
}

/** Ids of a newsroom's newest statements; those without a date are left out. */
export async function newestOf(db: Database, id: string, limit: number): Promise<number[]> {
  const rows = await db
    .selectFrom('statement')
    .select('id')
    .where('source_id', '=', id)
    .where('revision_id', 'is not', null)
    .where('published_on', 'is not', null)
    .orderBy('published_on', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => row.id);
}

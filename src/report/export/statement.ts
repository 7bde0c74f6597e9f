import { sql } from 'kysely';
import type { Database } from '../../../db/connection.js';
import type { Evidence } from '../../model.js';

/** A statement with everything known of it, as exports carry it. */
export interface ExportedStatement {
  id: number;
  url: string;
  published_on: string | null;
  published_at: Date | null;
  zone: string;
  official_id: string | null;
  bioguide: string | null;
  official: string;
  party: string | null;
  office: string;
  state: string;
  title: string;
  body: string;
  language: string;
  /** `live`, `missing` or `gone`. */
  statement_state: string;
  source_id: string;
  source: string;
  source_url: string;
  first_seen_at: Date;
  last_seen_at: Date;
  content_changed_at: Date;
  revisions: number;
  bills: {
    bill: string;
    method: string;
    confidence: number;
    known: boolean;
    evidence: Evidence[];
    companions: string[];
  }[];
  topics: { topic: string; score: number; evidence: Evidence[] }[];
  quotes: {
    position: number;
    start: number;
    end: number;
    text: string;
    speaker: string;
    official: string | null;
    role: string | null;
    verb: string | null;
  }[];
  mentions: { official: string; start: number; end: number; text: string }[];
}

/** Statements read at a time: memory holds one such portion, however large the archive. */
const PORTION = 250;

/**
 * Reads statements in the order of their ids through a cursor of the database, all of one moment.
 * @param db inside a transaction
 * @param changedSince only those with this number of a change or a later one; null for all
 */
export async function* readStatements(
  db: Database,
  changedSince: number | null,
): AsyncGenerator<ExportedStatement[]> {
  const changed = changedSince === null ? sql`` : sql`and s.change >= ${changedSince}::bigint`;
  await sql`declare exported no scroll cursor for ${QUERY} ${changed} order by s.id`.execute(db);
  for (;;) {
    const { rows } = await sql<ExportedStatement>`fetch ${sql.lit(PORTION)} from exported`.execute(db);
    if (rows.length === 0) break;
    yield rows;
  }
  await sql`close exported`.execute(db);
}

/** How many statements `readStatements` will read. */
export async function countExported(db: Database, changedSince: number | null): Promise<number> {
  const changed = changedSince === null ? sql`` : sql`and change >= ${changedSince}::bigint`;
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from statement where revision_id is not null ${changed}`.execute(db);
  return rows[0]?.count ?? 0;
}

const QUERY = sql`
  select s.id, s.url, s.published_on, s.published_at, s.zone, s.official_id, o.bioguide,
    coalesce(o.name, src.name) as official,
    (select term.party from term
      where term.official_id = s.official_id and term.office = s.office
        and term.starts_on <= coalesce(s.published_on, current_date)
      order by term.starts_on desc limit 1) as party,
    s.office, s.place as state, r.title, r.body, r.language, s.state as statement_state, s.source_id,
    src.name as source, src.url as source_url, s.first_seen_at, s.last_seen_at, s.content_changed_at,
    (select count(*) from revision where statement_id = s.id) as revisions,
    (select coalesce(json_agg(json_build_object('bill', c.bill_id, 'method', c.method, 'confidence', c.confidence,
        'known', c.known, 'evidence', c.evidence, 'companions', c.companions) order by c.bill_id), '[]')
      from citation c where c.revision_id = r.id) as bills,
    (select coalesce(json_agg(json_build_object('topic', t.topic_id, 'score', t.score, 'evidence', t.evidence)
        order by t.score desc, t.topic_id), '[]')
      from statement_topic t where t.revision_id = r.id) as topics,
    (select coalesce(json_agg(json_build_object('position', q.position, 'start', q.starts_at, 'end', q.ends_at,
        'text', q.text, 'speaker', q.speaker, 'official', q.official_id, 'role', q.role, 'verb', q.verb)
        order by q.position), '[]')
      from quote q where q.revision_id = r.id) as quotes,
    (select coalesce(json_agg(json_build_object('official', m.official_id, 'start', m.starts_at, 'end', m.ends_at,
        'text', m.text) order by m.starts_at), '[]')
      from mention m where m.revision_id = r.id) as mentions
  from statement s
  join revision r on r.id = s.revision_id
  join source src on src.id = s.source_id
  left join official o on o.id = s.official_id
  where true`;

import { type Kysely, sql } from 'kysely';

/** The views that analysts query. Their names and columns are kept stable; what is below them may change. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of VIEWS) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql.raw('drop view if exists quotes_on_bill, statements_on_bill, source_health').execute(db);
}

/** The party, name and state of whoever spoke come from the term that covers the day of the statement. */
const VIEWS = [
  `create view statements_on_bill as
  select c.bill_id, s.id as statement_id, s.published_on, s.published_at, s.zone,
    s.official_id, coalesce(o.name, src.name) as official, t.party, s.office, src.state,
    s.title, s.url, s.state as statement_state, c.method, c.confidence, c.known, c.evidence, c.companions,
    s.source_id, s.first_seen_at, s.last_seen_at
  from citation c
  join statement s on s.revision_id = c.revision_id
  join source src on src.id = s.source_id
  left join official o on o.id = s.official_id
  left join lateral (
    select term.party from term
    where term.official_id = s.official_id and term.office = s.office
      and term.starts_on <= coalesce(s.published_on, current_date)
    order by term.starts_on desc limit 1
  ) t on true`,
  `comment on view statements_on_bill is
    'One row for each bill a statement cites in its newest revision, with who spoke and the words that prove it.'`,

  `create view quotes_on_bill as
  select c.bill_id, q.id as quote_id, q.statement_id, s.published_on, s.published_at, s.zone,
    q.speaker, q.role, q.official_id, t.party, t.office, t.state, q.verb, q.text, q.starts_at, q.ends_at,
    s.official_id as publisher_id, src.name as publisher, s.title, s.url, s.state as statement_state
  from citation c
  join statement s on s.revision_id = c.revision_id
  join source src on src.id = s.source_id
  join quote q on q.revision_id = c.revision_id
  left join lateral (
    select term.party, term.office, term.state from term
    where term.official_id = q.official_id and term.starts_on <= coalesce(s.published_on, current_date)
    order by term.starts_on desc limit 1
  ) t on true`,
  `comment on view quotes_on_bill is
    'One row for each quote in a statement that cites a bill: who said what, in which role, and where.'`,

  `create view source_health as
  select src.id as source_id, src.name, src.office, src.state, src.kind, src.url, src.enabled,
    src.last_tried_at, src.last_good_at, src.last_new_at, src.next_poll_at,
    src.consecutive_failures, src.error_kind, src.error, src.evidence,
    (select count(*) from statement s where s.source_id = src.id) as statements,
    (select max(s.published_on) from statement s where s.source_id = src.id) as newest_statement_on,
    case
      when not src.enabled then 'disabled'
      when src.last_tried_at is null then 'never tried'
      when src.consecutive_failures > 0 then 'failing'
      else 'good'
    end as health
  from source src`,
  `comment on view source_health is 'One row for each newsroom: when it was last read, what failed, what is next.'`,
];

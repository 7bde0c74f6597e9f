import { type Kysely, sql } from 'kysely';
import { dropAnswerViews, makeAnswerViews } from './0004-answer-views.js';

/**
 * What an archive needs to forget nothing: how each kept page was fetched, what became of each statement and
 * when, and which statements of several newsrooms are one release.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of UP) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await dropAnswerViews(db);
  for (const statement of DOWN) await sql.raw(statement).execute(db);
  await makeAnswerViews(db);
  await sql
    .raw(granted(['statements_on_bill', 'quotes_on_bill', 'statement_search', 'bill_timeline']))
    .execute(db);
  await sql.raw(granted(['silent_on_bill', 'source_health'])).execute(db);
}

/** The role of analysts, where this server has it, may read these too. */
const granted = (relations: string[]) => `do $$ begin
    if exists (select from pg_roles where rolname = 'rostrum_read') then
      grant select on ${relations.join(', ')} to rostrum_read;
    end if;
  end $$`;

const UP = [
  // How the bytes of each page that made a revision were come by. Outlives the rows of "fetch".
  `create table capture (
    id bigint generated always as identity primary key,
    statement_id bigint not null references statement on delete cascade,
    revision_id bigint not null references revision on delete cascade,
    snapshot_hash text not null references snapshot,
    requested_url text not null,
    url text not null,
    status integer not null,
    request_headers jsonb not null default '{}',
    headers jsonb not null default '{}',
    redirects jsonb not null default '[]',
    listed_title text not null default '',
    listed_on date,
    listed_at timestamptz,
    fetched_at timestamptz not null,
    change bigint not null default (pg_current_xact_id()::text::bigint),
    unique (revision_id, snapshot_hash)
  )`,
  'create index capture_by_change on capture (change)',
  'create index capture_by_statement on capture (statement_id)',
  'create index capture_by_snapshot on capture (snapshot_hash)',
  `insert into capture (statement_id, revision_id, snapshot_hash, requested_url, url, status, headers, fetched_at)
  select r.statement_id, r.id, r.snapshot_hash, coalesce(f.url, s.url), coalesce(f.final_url, s.url),
    coalesce(f.status, 200),
    coalesce(f.headers, case when p.content_type is null then '{}'
      else jsonb_build_object('content-type', p.content_type) end),
    coalesce(f.started_at, r.first_seen_at)
  from revision r
  join statement s on s.id = r.statement_id
  join snapshot p on p.hash = r.snapshot_hash
  left join lateral (
    select asked.url, final_url, status, headers, started_at from "fetch" asked
    where asked.snapshot_hash = r.snapshot_hash and asked.source_id = s.source_id
    order by asked.id limit 1
  ) f on true`,

  // Whose word a newsroom's release of a day is: its official's, or that of whoever held the office that day.
  `create function speaker_of(newsroom text, day date) returns text language sql stable as $$
    select coalesce(source.official_id, (
      select term.official_id from term join official on official.id = term.official_id
      where term.office = source.office and term.state = source.state
        and (official.catalogue = 'sample') = (source.catalogue = 'sample')
        and term.starts_on <= coalesce(day, current_date)
        and (term.ends_on is null or term.ends_on > coalesce(day, current_date))
      order by term.starts_on desc limit 1))
    from source where source.id = newsroom
  $$`,

  // Keeps a release and how its page was fetched. Bytes that had been let go are kept again when they are seen again.
  `create function keep_page(release jsonb, page bytea)
  returns table (statement_id bigint, revision_id bigint, official_id text, outcome text)
  language plpgsql as $$
  declare
    kept record;
  begin
    select k.* into kept from keep_release(release, page) k;
    update snapshot set body = coalesce(body, page), kept_at = now() where hash = release->>'snapshot_hash';
    if kept.outcome <> 'unchanged' then
      insert into capture (statement_id, revision_id, snapshot_hash, requested_url, url, status, request_headers,
        headers, redirects, listed_title, listed_on, listed_at, fetched_at)
      select kept.statement_id, kept.revision_id, release->>'snapshot_hash', c.requested_url, c.url, c.status, c.request_headers,
        c.headers, c.redirects, c.listed_title, c.listed_on, c.listed_at, c.fetched_at
      from jsonb_to_record(release->'capture') as c(requested_url text, url text, status int,
        request_headers jsonb, headers jsonb, redirects jsonb, listed_title text, listed_on date,
        listed_at timestamptz, fetched_at timestamptz)
      on conflict do nothing;
    end if;
    return query select kept.statement_id, kept.revision_id, kept.official_id, kept.outcome;
  end $$`,

  // The bytes may be let go after a time; that they were there, and what they hashed to, stays known.
  'alter table snapshot alter column body drop not null',
  'create index snapshot_kept on snapshot (kept_at) where body is not null',

  `create table statement_event (
    id bigint generated always as identity primary key,
    statement_id bigint not null references statement on delete cascade,
    event text not null check (event in ('found', 'edited', 'missing', 'gone', 'returned')),
    revision_id bigint references revision on delete set null,
    at timestamptz not null default now()
  )`,
  'create index statement_event_by_statement on statement_event (statement_id, id)',
  `comment on table statement_event is
    'What became of a statement: found, edited (its content became that of the revision), missing, gone, returned.'`,
  `insert into statement_event (statement_id, event, revision_id, at)
  select statement_id, event, revision_id, at from (
    select statement_id, case when number = 1 then 'found' else 'edited' end as event, id as revision_id,
      first_seen_at as at from revision
    union all
    select id, 'missing', null, missing_since from statement where missing_since is not null
  ) known order by at, revision_id`,

  // Whoever changes a statement writes its history; rostrum.no_history is for repairs, which change nothing.
  `create function record_history() returns trigger language plpgsql as $$
  begin
    if current_setting('rostrum.no_history', true) = 'on' then return null; end if;
    if new.state <> old.state then
      insert into statement_event (statement_id, event, revision_id)
      values (new.id, case new.state when 'live' then 'returned' else new.state end, old.revision_id);
    end if;
    if new.revision_id is distinct from old.revision_id and new.revision_id is not null then
      insert into statement_event (statement_id, event, revision_id)
      values (new.id, case when old.revision_id is null then 'found' else 'edited' end, new.revision_id);
    end if;
    return null;
  end $$`,
  `create trigger statement_history after update of state, revision_id on statement for each row
    when (new.state <> old.state or new.revision_id is distinct from old.revision_id)
    execute function record_history()`,

  // A page that is read again may read otherwise, and is searched for by its new words.
  `create trigger revision_new_words after update of title, body on revision for each row
    when (current_setting('rostrum.words', true) is distinct from 'later'
      and (old.title, old.body) is distinct from (new.title, new.body))
    execute function revision_gives_words()`,

  // A visit is asked for because the listing no longer shows the statement.
  'alter table crawl_item drop constraint crawl_item_reason_check',
  `alter table crawl_item add constraint crawl_item_reason_check
    check (reason in ('new', 'changed', 'recheck', 'unlisted'))`,

  // A joint release goes by the number of its first statement.
  'alter table statement add column joint_id bigint references statement on delete set null',
  'create index statement_by_joint on statement (joint_id) where joint_id is not null',
  `create table signature (
    statement_id bigint primary key references statement on delete cascade,
    day date not null,
    keys bigint[] not null
  )`,
  // Every search follows an insert, so there is nothing to gain from a list of pending entries.
  'create index signature_keys on signature using gin (keys) with (fastupdate = off)',
  // The planner cannot know how few texts share a key: it is told.
  `create function near_signatures(wanted bigint[]) returns setof signature language sql stable rows 20
    set enable_seqscan = off set max_parallel_workers_per_gather = 0
    as $$ select * from signature where keys && wanted $$`,
  // Whatever is tagged again gets its signature.
  'update statement set tagged_at = null where revision_id is not null',

  `create or replace view statements_on_bill as
  select c.bill_id, s.id as statement_id, s.published_on, s.published_at, s.zone, s.official_id,
    coalesce(o.name, src.name) as official, t.party, s.office, src.state, s.title, s.url,
    s.state as statement_state, c.method, c.confidence, c.known, c.evidence, c.companions, s.source_id,
    s.first_seen_at, s.last_seen_at, s.revision_id, s.joint_id, coalesce(s.joint_id, s.id) as release_id
  from citation c
  join statement s on s.id = c.statement_id and s.revision_id = c.revision_id
  join source src on src.id = s.source_id
  left join official o on o.id = s.official_id
  left join lateral (
    select term.party from term
    where term.official_id = s.official_id and term.office = s.office
      and term.starts_on <= coalesce(s.published_on, current_date)
    order by term.starts_on desc limit 1
  ) t on true`,
  `comment on column statements_on_bill.joint_id is
    'The joint release it is part of: the number of its first statement; null for a release of one newsroom.'`,
  `comment on column statements_on_bill.release_id is
    'The same for every newsroom that published a joint release: count(distinct release_id) counts it once.'`,
  `create or replace view bill_timeline as
  select c.bill_id, c.listed_on as day, count(distinct release) as statements,
    count(distinct s.official_id) as officials,
    count(distinct release) filter (where t.party = 'D') as democrats,
    count(distinct release) filter (where t.party = 'R') as republicans,
    count(distinct release) filter (where t.party is null or t.party not in ('D', 'R')) as others,
    count(distinct release) filter (where s.office = 'senate') as senators,
    count(distinct release) filter (where s.office = 'attorney-general') as attorneys_general,
    count(distinct release) filter (where s.office = 'house') as representatives
  from citation c
  join statement s on s.id = c.statement_id and s.revision_id = c.revision_id
  cross join lateral (select coalesce(s.joint_id, s.id) as release) r
  left join lateral (
    select term.party from term
    where term.official_id = s.official_id and term.office = s.office
      and term.starts_on <= coalesce(s.published_on, current_date)
    order by term.starts_on desc limit 1
  ) t on true
  where c.listed_on > '-infinity'
  group by c.bill_id, c.listed_on`,
  `comment on column bill_timeline.statements is
    'Releases of that day that cite the bill; a joint one counts once, and once in each party and office.'`,
  granted(['capture', 'statement_event', 'signature']),
];

const DOWN = [
  'drop function keep_page(jsonb, bytea), speaker_of(text, date)',
  'drop trigger revision_new_words on revision',
  'drop trigger statement_history on statement',
  'drop function record_history()',
  'alter table statement drop column joint_id',
  'drop function near_signatures(bigint[])',
  'drop table signature, statement_event, capture',
  'alter table crawl_item drop constraint crawl_item_reason_check',
  `update crawl_item set reason = 'recheck' where reason = 'unlisted'`,
  `alter table crawl_item add constraint crawl_item_reason_check check (reason in ('new', 'changed', 'recheck'))`,
  'drop index snapshot_kept',
  `update snapshot set body = '' where body is null`,
  'alter table snapshot alter column body set not null',
];

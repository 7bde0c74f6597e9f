import { type Kysely, sql } from 'kysely';

/**
 * What a page costs to keep, brought down: a new release is written with its tags and the end of its visit in one
 * statement instead of a row at a time, pages of one newsroom are collected some at a time, and a host gives its
 * places in one trip.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of UP) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const statement of DOWN) await sql.raw(statement).execute(db);
}

/** Tags as rows of one statement and revision, `s`, with what the triggers would look up. */
const tagRows = `
  citations as (
    insert into citation (statement_id, revision_id, listed_on, official_id, bill_id, method, confidence, known,
      evidence, companions)
    select s.id, s.revision_id, s.listed_on, s.official_id, c.bill_id, c.method, c.confidence, c.known, c.evidence,
      c.companions
    from s, jsonb_to_recordset(tags->'citations') as c(bill_id text, method text, confidence real, known boolean,
      evidence jsonb, companions text[])
  ), topics as (
    insert into statement_topic (statement_id, revision_id, listed_on, topic_id, score, evidence)
    select s.id, s.revision_id, s.listed_on, t.topic_id, t.score, t.evidence
    from s, jsonb_to_recordset(tags->'topics') as t(topic_id text, score real, evidence jsonb)
  ), quotes as (
    insert into quote (statement_id, revision_id, listed_on, position, starts_at, ends_at, text, speaker,
      official_id, role, verb)
    select s.id, s.revision_id, s.listed_on, q.position, q.starts_at, q.ends_at, q.text, q.speaker, q.official_id,
      q.role, q.verb
    from s, jsonb_to_recordset(tags->'quotes') as q(position int, starts_at int, ends_at int, text text,
      speaker text, official_id text, role text, verb text)
  ), mentions as (
    insert into mention (statement_id, revision_id, official_id, starts_at, ends_at, text)
    select s.id, s.revision_id, m.official_id, m.starts_at, m.ends_at, m.text
    from s, jsonb_to_recordset(tags->'mentions') as m(official_id text, starts_at int, ends_at int, text text)
  ), doubts as (
    insert into doubt (statement_id, revision_id, kind, text, candidates, evidence, reason)
    select s.id, s.revision_id, d.kind, d.text, coalesce(d.candidates, '{}'), coalesce(d.evidence, '[]'), d.reason
    from s, jsonb_to_recordset(tags->'doubts') as d(kind text, text text, candidates text[], evidence jsonb,
      reason text)
  )`;

const UP = [
  // Pages that one job collects. Whoever sends what was lost on its way again names the same job.
  'create sequence crawl_batch_id_seq',
  'alter table crawl_item add column batch_id bigint',
  `update crawl_item set batch_id = nextval('crawl_batch_id_seq') where state = 'waiting'`,
  `create index crawl_item_by_batch on crawl_item (batch_id) where state = 'waiting'`,

  `create table unmatched (
    statement_id bigint primary key references statement on delete cascade,
    since timestamptz not null default now()
  )`,
  `comment on table unmatched is
    'Statements with a signature whose copies in other newsrooms are still to be looked for.'`,

  // Keeps what a visit saw: the release with its revision, its tags and its signature, and with "visit" also the
  // request and the end of the item. A page not seen before is written in one statement, so that its row and its
  // indexes are touched once; its ends are checked when all of it is there. Any other goes the way of keep_page.
  `create function keep_visit(release jsonb, page bytea, tags jsonb, visit jsonb)
  returns table (statement_id bigint, revision_id bigint, official_id text, outcome text)
  language plpgsql as $$
  #variable_conflict use_column
  declare
    kept record;
    day date := release->>'published_on';
    moment timestamptz := release->>'published_at';
    speaker text := coalesce(release->>'official_id', speaker_of(release->>'source_id', day));
    new_statement bigint;
    new_revision bigint;
  begin
    if not exists (select from statement_address a where a.address = release->>'address') then
      new_statement := nextval('statement_id_seq');
      new_revision := nextval('revision_id_seq');
      with s as (
        insert into statement (id, revision_id, address, url, source_id, office, official_id, place, zone, title,
          published_on, published_at, etag, last_modified, next_check_at, tagged_at)
        overriding system value
        select new_statement, new_revision, release->>'address', release->>'url', source.id, release->>'office',
          speaker, source.state, release->>'zone', release->>'title', day, moment, release->>'etag',
          release->>'last_modified', (release->>'next_check_at')::timestamptz,
          case when tags is not null then now() end
        from source where source.id = release->>'source_id'
        on conflict (address) do nothing
        returning id, revision_id, listed_on, official_id, source_id
      ), bytes as (
        insert into snapshot (hash, body, bytes, content_type)
        select release->>'snapshot_hash', page, (release->>'bytes')::int, release->>'content_type' from s
        on conflict (hash) do update set body = coalesce(snapshot.body, excluded.body), kept_at = now()
      ), content as (
        insert into revision (id, statement_id, number, content_hash, title, published_on, published_at, body, links,
          language, snapshot_hash)
        overriding system value
        select s.revision_id, s.id, 1, release->>'content_hash', release->>'title', day, moment, release->>'body',
          release->'links', release->>'language', release->>'snapshot_hash' from s
      ), addresses as (
        insert into statement_address (address, statement_id)
        select own.address, s.id from s, (
          select release->>'address' union select jsonb_array_elements_text(release->'aliases')
        ) as own(address)
        on conflict (address) do nothing
      ), captured as (
        insert into capture (statement_id, revision_id, snapshot_hash, requested_url, url, status, request_headers,
          headers, redirects, listed_title, listed_on, listed_at, fetched_at)
        select s.id, s.revision_id, release->>'snapshot_hash', c.requested_url, c.url, c.status, c.request_headers,
          c.headers, c.redirects, c.listed_title, c.listed_on, c.listed_at, c.fetched_at
        from s, jsonb_to_record(release->'capture') as c(requested_url text, url text, status int,
          request_headers jsonb, headers jsonb, redirects jsonb, listed_title text, listed_on date,
          listed_at timestamptz, fetched_at timestamptz)
      ), event as (
        insert into statement_event (statement_id, event, revision_id) select s.id, 'found', s.revision_id from s
      ), signed as (
        insert into signature (statement_id, day, keys)
        select s.id, (tags->>'day')::date, array(select jsonb_array_elements_text(tags->'keys')::bigint)
        from s where tags is not null
      ), waiting as (
        insert into unmatched (statement_id) select s.id from s where tags is not null
      ), request as (
        insert into "fetch" (source_id, statement_id, purpose, url, final_url, status, headers, bytes, duration_ms,
          snapshot_hash, started_at)
        select s.source_id, s.id, 'collect', v.url, v.final_url, v.status, v.headers, v.bytes, v.duration_ms,
          release->>'snapshot_hash', v.started_at
        from s, jsonb_to_record(visit) as v(url text, final_url text, status int, headers jsonb, bytes int,
          duration_ms int, started_at timestamptz)
        where visit is not null
      ), listing as (
        insert into statement_source (statement_id, source_id, listed_as)
        select s.id, s.source_id, visit->>'listed_as' from s where visit->>'listed_as' <> ''
        on conflict do nothing
      ), item as (
        update crawl_item set state = 'done', outcome = 'new', statement_id = s.id, error_kind = null, error = null,
          updated_at = now()
        from s where crawl_item.id = (visit->>'item_id')::bigint
      ), ${tagRows}
      select s.id, s.revision_id, s.official_id, 'new' as outcome into kept from s;
      if kept.id is not null then
        return query select kept.id, kept.revision_id, kept.official_id, kept.outcome;
        return;
      end if;
    end if;

    select k.* into kept from keep_page(release || jsonb_build_object('official_id', speaker), page) k;
    if kept.outcome <> 'unchanged' and tags is not null then
      perform keep_tags(kept.statement_id, kept.revision_id, tags);
      insert into signature (statement_id, day, keys)
      values (kept.statement_id, (tags->>'day')::date, array(select jsonb_array_elements_text(tags->'keys')::bigint))
      on conflict (statement_id) do update set day = excluded.day, keys = excluded.keys;
      insert into unmatched (statement_id) values (kept.statement_id)
      on conflict (statement_id) do update set since = now();
    end if;
    if visit is not null then
      insert into "fetch" (source_id, statement_id, purpose, url, final_url, status, headers, bytes, duration_ms,
        snapshot_hash, started_at)
      select release->>'source_id', kept.statement_id, 'collect', v.url, v.final_url, v.status, v.headers, v.bytes,
        v.duration_ms, release->>'snapshot_hash', v.started_at
      from jsonb_to_record(visit) as v(url text, final_url text, status int, headers jsonb, bytes int,
        duration_ms int, started_at timestamptz);
      if visit->>'listed_as' <> '' then
        insert into statement_source (statement_id, source_id, listed_as)
        values (kept.statement_id, release->>'source_id', visit->>'listed_as')
        on conflict (statement_id, source_id) do update set listed_as = excluded.listed_as, last_listed_at = now();
      end if;
      update crawl_item set state = 'done', outcome = kept.outcome, statement_id = kept.statement_id,
        error_kind = null, error = null, updated_at = now()
      where id = (visit->>'item_id')::bigint;
    end if;
    return query select kept.statement_id, kept.revision_id, kept.official_id, kept.outcome;
  end $$`,

  // A place at a host, as described in db/hosts.ts. Returns for how many milliseconds to wait; 0 to start now.
  `create function take_place(at_host text, by_holder text, delay_ms float8, most int, lease_ms float8, full_ms float8)
  returns float8 language plpgsql as $$
  declare
    own timestamptz;
    free timestamptz;
  begin
    -- Whoever asks for this host waits here for the others who do.
    select free_at into free from host where name = at_host for update;
    if not found then
      insert into host (name) values (at_host) on conflict (name) do nothing;
      select free_at into free from host where name = at_host for update;
    end if;
    delete from host_lease where host = at_host and expires_at < clock_timestamp();
    select starts_at into own from host_lease where host = at_host and holder = by_holder;
    if not found then
      own := greatest(free, clock_timestamp());
      update host set free_at = own + delay_ms * interval '1 millisecond' where name = at_host;
      insert into host_lease (host, holder, starts_at, expires_at)
      values (at_host, by_holder, own, own + lease_ms * interval '1 millisecond');
    end if;
    if own > clock_timestamp() then
      return ceil(extract(epoch from own - clock_timestamp())::float8 * 1000);
    end if;
    if (select count(*) from host_lease where host = at_host and started and holder <> by_holder) >= most then
      return full_ms;
    end if;
    update host_lease set started = true, expires_at = clock_timestamp() + lease_ms * interval '1 millisecond'
    where host = at_host and holder = by_holder;
    return 0;
  end $$`,
];

const DOWN = [
  'drop function keep_visit(jsonb, bytea, jsonb, jsonb), take_place(text, text, float8, int, float8, float8)',
  'drop table unmatched',
  'drop index crawl_item_by_batch',
  'alter table crawl_item drop column batch_id',
  'drop sequence crawl_batch_id_seq',
];

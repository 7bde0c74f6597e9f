import { type Kysely, sql } from 'kysely';

/**
 * A visit to a page is written down in one trip to the database: a statement takes part in seven tables, and
 * one trip each was three quarters of what a visit cost.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of FUNCTIONS) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw('drop function if exists keep_release(jsonb, bytea), keep_tags(bigint, bigint, jsonb)')
    .execute(db);
}

const FUNCTIONS = [
  // A statement for a page not seen before, a revision for content not seen before. Content that comes back
  // becomes the current revision again. Whoever sees the same statement at the same time waits at its row.
  `create function keep_release(release jsonb, page bytea)
  returns table (statement_id bigint, revision_id bigint, official_id text, outcome text)
  language plpgsql as $$
  #variable_conflict use_column
  declare
    kept bigint;
    current_revision bigint;
    this_revision bigint;
    day date := release->>'published_on';
    moment timestamptz := release->>'published_at';
    speaker text := release->>'official_id';
    changed boolean;
  begin
    insert into snapshot (hash, body, bytes, content_type)
    values (release->>'snapshot_hash', page, (release->>'bytes')::int, release->>'content_type')
    on conflict (hash) do nothing;

    -- An office's newsroom speaks for whoever holds the office that day; the sample's and the real never mix.
    if speaker is null then
      select term.official_id into speaker
      from source
      join term on term.office = source.office and term.state = source.state
      join official on official.id = term.official_id
      where source.id = release->>'source_id' and source.official_id is null
        and (official.catalogue = 'sample') = (source.catalogue = 'sample')
        and term.starts_on <= coalesce(day, current_date)
        and (term.ends_on is null or term.ends_on > coalesce(day, current_date))
      order by term.starts_on desc limit 1;
    end if;

    select a.statement_id into kept from statement_address a where a.address = release->>'address';
    if kept is null then
      insert into statement as s (address, url, source_id, office, official_id, zone, title, published_on, published_at)
      values (release->>'address', release->>'url', release->>'source_id', release->>'office', speaker,
        release->>'zone', release->>'title', day, moment)
      on conflict (address) do update set last_seen_at = now()
      returning s.id into kept;
    end if;
    select s.revision_id into current_revision from statement s where s.id = kept for update;

    insert into statement_address (address, statement_id)
    select own.address, kept
    from (select release->>'address' union select jsonb_array_elements_text(release->'aliases')) as own(address)
    on conflict (address) do nothing;

    insert into revision as r (statement_id, number, content_hash, title, published_on, published_at, body, links,
      language, snapshot_hash)
    values (kept, (select coalesce(max(o.number), 0) + 1 from revision o where o.statement_id = kept),
      release->>'content_hash', release->>'title', day, moment, release->>'body', release->'links',
      release->>'language', release->>'snapshot_hash')
    on conflict (statement_id, content_hash) do update set last_seen_at = now()
    returning r.id into this_revision;
    changed := current_revision is distinct from this_revision;

    update statement s set
      state = 'live', missing_since = null, last_seen_at = now(),
      etag = release->>'etag', last_modified = release->>'last_modified',
      next_check_at = (release->>'next_check_at')::timestamptz,
      title = release->>'title', published_on = day, published_at = moment, official_id = speaker,
      revision_id = this_revision,
      content_changed_at = case when changed then now() else s.content_changed_at end,
      tagged_at = case when changed then null else s.tagged_at end,
      tag_error = case when changed then null else s.tag_error end
    where s.id = kept;

    statement_id := kept;
    revision_id := this_revision;
    official_id := speaker;
    outcome := case
      when current_revision is null then 'new'
      when changed then 'changed'
      else 'unchanged'
    end;
    return next;
  end $$`,

  // Replaces the tags of a statement with those of one revision. A statement that changed in the meantime stays
  // untagged, so that its newer revision is tagged next.
  `create function keep_tags(tagged_statement bigint, tagged_revision bigint, tags jsonb) returns boolean
  language plpgsql as $$
  begin
    update statement set tagged_at = now(), tag_error = null
    where id = tagged_statement and revision_id = tagged_revision;
    if not found then return false; end if;
    delete from citation where statement_id = tagged_statement;
    delete from statement_topic where statement_id = tagged_statement;
    delete from quote where statement_id = tagged_statement;
    delete from mention where statement_id = tagged_statement;
    delete from doubt where statement_id = tagged_statement;
    insert into citation (statement_id, revision_id, bill_id, method, confidence, known, evidence, companions)
    select tagged_statement, tagged_revision, c.bill_id, c.method, c.confidence, c.known, c.evidence, c.companions
    from jsonb_to_recordset(tags->'citations') as c(bill_id text, method text, confidence real, known boolean,
      evidence jsonb, companions text[]);
    insert into statement_topic (statement_id, revision_id, topic_id, score, evidence)
    select tagged_statement, tagged_revision, t.topic_id, t.score, t.evidence
    from jsonb_to_recordset(tags->'topics') as t(topic_id text, score real, evidence jsonb);
    insert into quote (statement_id, revision_id, position, starts_at, ends_at, text, speaker, official_id, role, verb)
    select tagged_statement, tagged_revision, q.position, q.starts_at, q.ends_at, q.text, q.speaker, q.official_id,
      q.role, q.verb
    from jsonb_to_recordset(tags->'quotes') as q(position int, starts_at int, ends_at int, text text, speaker text,
      official_id text, role text, verb text);
    insert into mention (statement_id, revision_id, official_id, starts_at, ends_at, text)
    select tagged_statement, tagged_revision, m.official_id, m.starts_at, m.ends_at, m.text
    from jsonb_to_recordset(tags->'mentions') as m(official_id text, starts_at int, ends_at int, text text);
    insert into doubt (statement_id, revision_id, kind, text, candidates, evidence, reason)
    select tagged_statement, tagged_revision, d.kind, d.text, coalesce(d.candidates, '{}'),
      coalesce(d.evidence, '[]'), d.reason
    from jsonb_to_recordset(tags->'doubts') as d(kind text, text text, candidates text[], evidence jsonb, reason text);
    return true;
  end $$`,
];

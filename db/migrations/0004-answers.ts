import { type Kysely, sql } from 'kysely';
import { dropAnswerViews, makeAnswerViews } from './0004-answer-views.js';

/**
 * What questions need at ten million statements: the day a page is ordered by stands on every row it is found
 * through, the words of the newest revision stand in a table of their own, and every change leaves its number.
 * The database keeps all of it by itself, whoever writes.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [...COLUMNS, ...INDEXES, ...WORDS, ...TRIGGERS]) {
    await sql.raw(statement).execute(db);
  }
  await makeAnswerViews(db);
  await sql.raw(READER).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const statement of UNDO) await sql.raw(statement).execute(db);
  await dropAnswerViews(db);
  for (const statement of UNDO_COLUMNS) await sql.raw(statement).execute(db);
}

/** The transaction that writes. Those below the oldest one under way are all settled: see src/report/export. */
const THIS_CHANGE = 'pg_current_xact_id()::text::bigint';

const COLUMNS = [
  // A release without a date comes after all others and not before: one order, one index.
  `alter table statement
    add column listed_on date not null generated always as (coalesce(published_on, date '-infinity')) stored,
    add column place text not null default '',
    add column change bigint not null default (${THIS_CHANGE})`,
  'update statement set place = source.state from source where source.id = statement.source_id',
  // A batch writes both ends of the circle between statement and revision, and is judged when both are there.
  'alter table statement alter constraint statement_revision_id_fkey deferrable initially immediate',
  // What comes from somebody else's archive was never seen as a page.
  'alter table revision alter column snapshot_hash drop not null',
  // 'infinity' asks the database to look the day up.
  `alter table citation
    add column listed_on date not null default 'infinity',
    add column official_id text`,
  `update citation set listed_on = s.listed_on, official_id = s.official_id
    from statement s where s.id = citation.statement_id`,
  `alter table statement_topic add column listed_on date not null default 'infinity'`,
  `update statement_topic set listed_on = s.listed_on from statement s where s.id = statement_topic.statement_id`,
  `alter table quote add column listed_on date not null default 'infinity'`,
  'update quote set listed_on = s.listed_on from statement s where s.id = quote.statement_id',
];

const INDEXES = [
  'drop index statement_by_date',
  'create index statement_by_date on statement (listed_on desc, id desc)',
  'drop index statement_by_official',
  'create index statement_by_official on statement (official_id, listed_on desc, id desc)',
  'create index statement_by_place on statement (place, listed_on desc, id desc)',
  'create index statement_by_change on statement (change)',
  'drop index citation_by_bill',
  'create index citation_by_bill on citation (bill_id, listed_on desc, statement_id desc)',
  'create index citation_by_bill_and_official on citation (bill_id, official_id)',
  'create index citation_of_unknown on citation (bill_id) where not known',
  'drop index statement_topic_by_topic',
  'create index statement_topic_by_topic on statement_topic (topic_id, listed_on desc, statement_id desc)',
  'create index statement_topic_by_statement on statement_topic (statement_id)',
  'drop index quote_by_official',
  'create index quote_by_official on quote (official_id, listed_on desc, statement_id desc)',
  'create index mention_by_statement on mention (statement_id)',
];

/** The first day that is counted from; every day after it has a positive number. */
const FIRST_DAY = "date '0001-01-01'";
const SPANS = [1, 8, 64, 512];

/** Quotation marks, dashes, dots and spaces of printers; written as escapes, for some of them cannot be seen. */
const PRINTERS_MARKS =
  '\u201c\u201d\u201e\u201f\u2018\u2019\u201a\u201b\u00ab\u00bb\u2039\u203a\u2010-\u2015\u2026\u2022\u00b7\u00a0\u2000-\u200b\u202f';

const WORDS = [
  // In a database of locale C, as the embedded one is, Postgres takes a curly quotation mark for a letter of the word
  // beside it. Each such mark becomes a space, so that every character stays where it was.
  `create function search_text(text text) returns text language sql immutable parallel safe
    return regexp_replace(text, '[${PRINTERS_MARKS}]', ' ', 'g')`,
  // Words to search by, and which stretches of days the release falls in: the index meets "this phrase in these
  // days" without looking at the phrase's other years. The text is cut where a tsvector could grow too large.
  `create function search_words(title text, body text, listed_on date) returns tsvector
    language sql immutable parallel safe
    return setweight(to_tsvector('english', search_text(left(title, 10000))), 'A')
      || to_tsvector('english', search_text(left(body, 250000)))
      || case when listed_on = '-infinity' then ''::tsvector
         else array_to_tsvector(array[${SPANS.map(
           (span) => `'@${span}_' || (listed_on - ${FIRST_DAY}) / ${span}`,
         ).join(', ')}]) end`,
  // Rows stand whole in the table: looking a phrase up again in its words is four times as fast as from TOAST.
  `create table statement_text (
    statement_id bigint primary key references statement on delete cascade,
    listed_on date not null,
    words tsvector not null
  ) with (toast_tuple_target = 8160)`,
  `insert into statement_text
    select s.id, s.listed_on, search_words(r.title, r.body, s.listed_on)
    from statement s join revision r on r.id = s.revision_id`,
  'create index statement_text_words on statement_text using gin (words)',
  'drop index revision_search',
];

/** Whoever writes very many sets this to `later`, and makes their words when all are there: see db/words.ts. */
const WORDS_NOW = "current_setting('rostrum.words', true) is distinct from 'later'";

const TRIGGERS = [
  `create function statement_take_place() returns trigger language plpgsql as $$
  begin
    new.place := (select state from source where id = new.source_id);
    return new;
  end $$`,
  `create trigger statement_place before insert on statement
    for each row when (new.place = '') execute function statement_take_place()`,
  `create trigger statement_new_place before update of source_id on statement
    for each row execute function statement_take_place()`,
  `create function source_moves() returns trigger language plpgsql as $$
  begin
    update statement set place = new.state where source_id = new.id and place <> new.state;
    return null;
  end $$`,
  `create trigger source_moves after update of state on source
    for each row when (old.state <> new.state) execute function source_moves()`,

  `create function statement_take_change() returns trigger language plpgsql as $$
  begin
    new.change := ${THIS_CHANGE};
    return new;
  end $$`,
  `create trigger statement_change before update on statement for each row
    when ((old.url, old.title, old.published_on, old.published_at, old.state, old.revision_id, old.tagged_at,
        old.official_id, old.office, old.source_id, old.place)
      is distinct from (new.url, new.title, new.published_on, new.published_at, new.state, new.revision_id,
        new.tagged_at, new.official_id, new.office, new.source_id, new.place))
    execute function statement_take_change()`,

  `create function tag_takes_day() returns trigger language plpgsql as $$
  begin
    select listed_on into new.listed_on from statement where id = new.statement_id;
    return new;
  end $$`,
  `create function citation_takes_day() returns trigger language plpgsql as $$
  begin
    select listed_on, official_id into new.listed_on, new.official_id from statement where id = new.statement_id;
    return new;
  end $$`,
  `create trigger citation_day before insert on citation
    for each row when (new.listed_on = 'infinity') execute function citation_takes_day()`,
  ...['statement_topic', 'quote'].map(
    (table) => `create trigger ${table}_day before insert on ${table}
    for each row when (new.listed_on = 'infinity') execute function tag_takes_day()`,
  ),
  `create function statement_tells_tags() returns trigger language plpgsql as $$
  begin
    update citation set listed_on = new.listed_on, official_id = new.official_id where statement_id = new.id;
    update statement_topic set listed_on = new.listed_on where statement_id = new.id;
    update quote set listed_on = new.listed_on where statement_id = new.id;
    return null;
  end $$`,
  `create trigger statement_tags after update on statement for each row
    when ((old.listed_on, old.official_id) is distinct from (new.listed_on, new.official_id))
    execute function statement_tells_tags()`,

  `create function revision_gives_words() returns trigger language plpgsql as $$
  begin
    insert into statement_text
      select s.id, s.listed_on, search_words(new.title, new.body, s.listed_on)
      from statement s where s.id = new.statement_id and s.revision_id = new.id
    on conflict (statement_id) do update set listed_on = excluded.listed_on, words = excluded.words;
    return null;
  end $$`,
  `create trigger revision_words after insert on revision
    for each row when (${WORDS_NOW}) execute function revision_gives_words()`,
  `create function statement_takes_words() returns trigger language plpgsql as $$
  begin
    delete from statement_text where statement_id = new.id and new.revision_id is null;
    insert into statement_text
      select new.id, new.listed_on, search_words(r.title, r.body, new.listed_on)
      from revision r where r.id = new.revision_id
    on conflict (statement_id) do update set listed_on = excluded.listed_on, words = excluded.words;
    return null;
  end $$`,
  `create trigger statement_words after update on statement for each row
    when (${WORDS_NOW} and (old.revision_id, old.listed_on) is distinct from (new.revision_id, new.listed_on))
    execute function statement_takes_words()`,
];

/**
 * A role that may read and nothing else, for analysts to be granted. Roles belong to the whole server: another
 * database may have made it already. Where the owner of this one may not make roles, whoever may does it later.
 */
const READER = `do $$
  declare relation text;
  begin
    if not exists (select from pg_roles where rolname = 'rostrum_read') then
      begin
        create role rostrum_read nologin;
      exception
        when duplicate_object or unique_violation then null;
        when insufficient_privilege then
          raise warning 'rostrum_read was not made: this account may not make roles';
      end;
    end if;
    if exists (select from pg_roles where rolname = 'rostrum_read') then
      grant usage on schema public to rostrum_read;
      for relation in
        select quote_ident(relname) from pg_class
        where relnamespace = 'public'::regnamespace and relkind in ('r', 'v')
          and relname not in ('setting', 'host', 'host_lease') and relname not like 'kysely%'
      loop
        execute 'grant select on ' || relation || ' to rostrum_read';
      end loop;
    end if;
  end $$`;

const UNDO = [
  `do $$ begin
    if exists (select from pg_roles where rolname = 'rostrum_read') then
      revoke all on all tables in schema public from rostrum_read;
      revoke usage on schema public from rostrum_read;
    end if;
  end $$`,
  ...['statement_words', 'statement_tags', 'statement_change', 'statement_new_place', 'statement_place'].map(
    (trigger) => `drop trigger ${trigger} on statement`,
  ),
  'drop trigger revision_words on revision',
  'drop trigger source_moves on source',
  ...['citation', 'statement_topic', 'quote'].map((table) => `drop trigger ${table}_day on ${table}`),
  `drop function statement_takes_words, revision_gives_words, statement_tells_tags, tag_takes_day,
    citation_takes_day, statement_take_change, source_moves, statement_take_place`,
];

const UNDO_COLUMNS = [
  'drop table statement_text',
  'drop function search_words',
  'drop function search_text',
  `create index revision_search on revision using gin (to_tsvector('english', title || ' ' || body))`,
  'drop index mention_by_statement, statement_topic_by_statement, citation_by_bill_and_official',
  'alter table quote drop column listed_on',
  'create index quote_by_official on quote (official_id)',
  'alter table statement_topic drop column listed_on',
  'create index statement_topic_by_topic on statement_topic (topic_id, statement_id)',
  'drop index citation_of_unknown',
  'alter table citation drop column listed_on, drop column official_id',
  'create index citation_by_bill on citation (bill_id, statement_id)',
  'alter table statement alter constraint statement_revision_id_fkey not deferrable',
  'alter table statement drop column listed_on, drop column place, drop column change',
  'create index statement_by_official on statement (official_id, published_on desc)',
  'create index statement_by_date on statement (published_on desc, id desc)',
  // What was imported without a page has nothing to stand on in the older schema.
  'update statement set revision_id = null where revision_id in (select id from revision where snapshot_hash is null)',
  'delete from revision where snapshot_hash is null',
  'alter table revision alter column snapshot_hash set not null',
];

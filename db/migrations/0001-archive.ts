import { type Kysely, sql } from 'kysely';

/** The tables of the archive. Everything a queue does can be derived again from them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of TABLES) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  const names = [...TABLES.join('\n').matchAll(/create table ("?\w+"?)/g)].map((match) => match[1]);
  await sql.raw(`drop table if exists ${names.reverse().join(', ')} cascade`).execute(db);
}

const TABLES = [
  `create table setting (
    name text primary key,
    value text not null
  )`,

  `create table official (
    id text primary key,
    bioguide text unique,
    name text not null,
    first text not null,
    last text not null,
    aliases text[] not null default '{}',
    catalogue text not null
  )`,

  `create table term (
    official_id text not null references official on delete cascade,
    office text not null check (office in ('senate', 'attorney-general', 'house')),
    state text not null,
    division text not null,
    party text not null,
    starts_on date not null,
    ends_on date,
    primary key (official_id, office, starts_on)
  )`,
  'create index term_by_office on term (office, state, starts_on)',

  `create table topic (
    id text primary key,
    name text not null
  )`,

  `create table bill (
    id text primary key,
    congress integer not null,
    type text not null,
    number integer not null,
    introduced_on date,
    sponsor_bioguide text,
    sponsor_name text,
    cosponsors text[] not null default '{}',
    policy_area text,
    subjects text[] not null default '{}',
    related text[] not null default '{}',
    updated_at timestamptz not null default now(),
    unique (congress, type, number)
  )`,

  `create table bill_title (
    bill_id text not null references bill on delete cascade,
    position integer not null,
    kind text not null,
    title text not null,
    primary key (bill_id, position)
  )`,
  `create index bill_title_search on bill_title using gin (to_tsvector('english', title))`,

  `create table bill_index (
    congress integer primary key,
    complete boolean not null default false,
    imported_at timestamptz not null default now()
  )`,

  `create table source (
    id text primary key,
    catalogue text not null,
    office text not null,
    state text not null,
    official_id text references official on delete cascade,
    name text not null,
    url text not null,
    kind text not null check (kind in ('feed', 'listing', 'wordpress', 'sitemap')),
    zone text not null,
    enabled boolean not null default true,
    evidence text not null default '',
    next_poll_at timestamptz not null default now(),
    last_tried_at timestamptz,
    last_good_at timestamptz,
    last_new_at timestamptz,
    consecutive_failures integer not null default 0,
    error_kind text,
    error text,
    etag text,
    last_modified text,
    body_hash text
  )`,
  'create index source_due on source (next_poll_at) where enabled',

  `create table crawl (
    id bigint generated always as identity primary key,
    asked_by text not null,
    options jsonb not null default '{}',
    created_at timestamptz not null default now(),
    finished_at timestamptz
  )`,

  `create table crawl_source (
    crawl_id bigint not null references crawl on delete cascade,
    source_id text not null references source on delete cascade,
    state text not null default 'waiting' check (state in ('waiting', 'polled', 'failed')),
    pages integer not null default 0,
    found integer not null default 0,
    next_page text,
    error_kind text,
    error text,
    updated_at timestamptz not null default now(),
    primary key (crawl_id, source_id)
  )`,

  `create table snapshot (
    hash text primary key,
    body bytea not null,
    bytes integer not null,
    content_type text,
    kept_at timestamptz not null default now()
  )`,
  // The bytes are compressed before they come; a second try would only cost time.
  'alter table snapshot alter column body set storage external',

  `create table statement (
    id bigint generated always as identity primary key,
    address text not null unique,
    url text not null,
    source_id text not null references source on delete cascade,
    office text not null,
    official_id text references official on delete set null,
    title text not null,
    published_on date,
    published_at timestamptz,
    zone text not null,
    state text not null default 'live' check (state in ('live', 'missing', 'gone')),
    first_seen_at timestamptz not null default now(),
    last_seen_at timestamptz not null default now(),
    missing_since timestamptz,
    content_changed_at timestamptz not null default now(),
    next_check_at timestamptz,
    revision_id bigint,
    etag text,
    last_modified text,
    tagged_at timestamptz,
    tag_error text
  )`,
  'create index statement_by_source on statement (source_id, published_on desc)',
  'create index statement_by_official on statement (official_id, published_on desc)',
  'create index statement_by_date on statement (published_on desc, id desc)',
  'create index statement_untagged on statement (id) where tagged_at is null',
  'create index statement_to_check on statement (next_check_at) where next_check_at is not null',

  `create table revision (
    id bigint generated always as identity primary key,
    statement_id bigint not null references statement on delete cascade,
    number integer not null,
    content_hash text not null,
    title text not null,
    published_on date,
    published_at timestamptz,
    body text not null,
    links jsonb not null default '[]',
    language text not null,
    warnings text[] not null default '{}',
    snapshot_hash text not null references snapshot,
    first_seen_at timestamptz not null default now(),
    last_seen_at timestamptz not null default now(),
    unique (statement_id, number),
    unique (statement_id, content_hash)
  )`,
  `alter table statement add foreign key (revision_id) references revision on delete set null`,
  `create index revision_search on revision using gin (to_tsvector('english', title || ' ' || body))`,

  `create table statement_address (
    address text primary key,
    statement_id bigint not null references statement on delete cascade
  )`,
  'create index statement_address_by_statement on statement_address (statement_id)',

  `create table statement_source (
    statement_id bigint not null references statement on delete cascade,
    source_id text not null references source on delete cascade,
    listed_as text not null,
    first_listed_at timestamptz not null default now(),
    last_listed_at timestamptz not null default now(),
    primary key (statement_id, source_id)
  )`,
  'create index statement_source_by_source on statement_source (source_id)',

  `create table crawl_item (
    id bigint generated always as identity primary key,
    crawl_id bigint references crawl on delete set null,
    source_id text not null references source on delete cascade,
    address text not null,
    url text not null,
    title text not null default '',
    published_on date,
    published_at timestamptz,
    listed_as text not null default '',
    reason text not null check (reason in ('new', 'changed', 'recheck')),
    state text not null default 'waiting' check (state in ('waiting', 'done', 'failed')),
    outcome text check (outcome in ('new', 'changed', 'unchanged', 'missing', 'gone')),
    error_kind text,
    error text,
    attempts integer not null default 0,
    statement_id bigint references statement on delete cascade,
    found_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
  )`,
  `create unique index crawl_item_waiting on crawl_item (address) where state = 'waiting'`,
  'create index crawl_item_by_address on crawl_item (address, id desc)',
  'create index crawl_item_by_crawl on crawl_item (crawl_id, source_id)',
  'create index crawl_item_by_source on crawl_item (source_id, id desc)',

  `create table "fetch" (
    id bigint generated always as identity primary key,
    source_id text not null references source on delete cascade,
    statement_id bigint references statement on delete cascade,
    purpose text not null check (purpose in ('poll', 'collect')),
    url text not null,
    final_url text,
    status integer,
    headers jsonb not null default '{}',
    bytes integer not null default 0,
    duration_ms integer not null default 0,
    error_kind text,
    error text,
    snapshot_hash text references snapshot,
    started_at timestamptz not null
  )`,
  'create index fetch_by_source on "fetch" (source_id, started_at desc)',
  'create index fetch_by_time on "fetch" (started_at)',

  `create table citation (
    id bigint generated always as identity primary key,
    statement_id bigint not null references statement on delete cascade,
    revision_id bigint not null references revision on delete cascade,
    bill_id text not null,
    method text not null check (method in ('title', 'number', 'acronym')),
    confidence real not null,
    known boolean not null,
    evidence jsonb not null,
    companions text[] not null default '{}',
    unique (revision_id, bill_id)
  )`,
  'create index citation_by_bill on citation (bill_id, statement_id)',
  'create index citation_by_statement on citation (statement_id)',

  `create table statement_topic (
    statement_id bigint not null references statement on delete cascade,
    revision_id bigint not null references revision on delete cascade,
    topic_id text not null references topic on delete cascade,
    score real not null,
    evidence jsonb not null,
    primary key (revision_id, topic_id)
  )`,
  'create index statement_topic_by_topic on statement_topic (topic_id, statement_id)',

  `create table quote (
    id bigint generated always as identity primary key,
    statement_id bigint not null references statement on delete cascade,
    revision_id bigint not null references revision on delete cascade,
    position integer not null,
    starts_at integer not null,
    ends_at integer not null,
    text text not null,
    speaker text not null,
    official_id text references official on delete set null,
    role text,
    verb text,
    unique (revision_id, position)
  )`,
  'create index quote_by_official on quote (official_id)',
  'create index quote_by_statement on quote (statement_id)',

  `create table mention (
    id bigint generated always as identity primary key,
    statement_id bigint not null references statement on delete cascade,
    revision_id bigint not null references revision on delete cascade,
    official_id text not null references official on delete cascade,
    starts_at integer not null,
    ends_at integer not null,
    text text not null,
    unique (revision_id, starts_at)
  )`,
  'create index mention_by_official on mention (official_id)',

  `create table doubt (
    id bigint generated always as identity primary key,
    statement_id bigint not null references statement on delete cascade,
    revision_id bigint not null references revision on delete cascade,
    kind text not null check (kind in ('ambiguous', 'unresolved')),
    text text not null,
    candidates text[] not null default '{}',
    evidence jsonb not null default '[]',
    reason text not null
  )`,
  'create index doubt_by_statement on doubt (statement_id)',

  `create table host (
    name text primary key,
    free_at timestamptz not null default now()
  )`,
  `create table host_lease (
    host text not null,
    holder text not null,
    starts_at timestamptz not null,
    started boolean not null default false,
    expires_at timestamptz not null,
    primary key (host, holder)
  )`,
];

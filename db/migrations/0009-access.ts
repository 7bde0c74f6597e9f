import { type Kysely, sql } from 'kysely';

/** Who may write over HTTP: tokens, the sessions opened with them, and which of them asked for a crawl. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of UP) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const statement of DOWN) await sql.raw(statement).execute(db);
}

const UP = [
  // A token is 256 random bits: its bare SHA-256 tells nothing of it, and is what it is looked up by.
  `create table api_token (
    id bigint generated always as identity primary key,
    name text not null,
    token_hash text not null unique,
    scopes text[] not null,
    created_at timestamptz not null default now(),
    last_used_at timestamptz,
    expires_at timestamptz,
    revoked_at timestamptz
  )`,
  'create unique index api_token_by_name on api_token (name) where revoked_at is null',
  `comment on column api_token.token_hash is 'SHA-256 of the token, in hexadecimal; the token itself is not kept.'`,

  // One opened with ADMIN_TOKEN ends when that setting changes.
  `create table session (
    key_hash text primary key,
    token_id bigint references api_token on delete cascade,
    admin_hash text,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    check ((token_id is null) <> (admin_hash is null))
  )`,
  'create index session_by_token on session (token_id)',

  'alter table crawl add column token_id bigint references api_token on delete set null',
  'alter table crawl add column request_key text',
  `comment on column crawl.token_id is 'The token that asked for it; null for the command line and for ADMIN_TOKEN.'`,
  `comment on column crawl.request_key is 'The same for requests that ask for the same: two at a time are one.'`,
  'create unique index crawl_under_way on crawl (request_key) where finished_at is null',
];

const DOWN = [
  'alter table crawl drop column request_key, drop column token_id',
  'drop table session, api_token',
];

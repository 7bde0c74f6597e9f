import { type Kysely, sql } from 'kysely';

/**
 * What tagging learns after a statement was tagged: laws that bills became, topics of the user's own, and which
 * bills and topics are new or changed, so that statements which may name them are tagged again.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of UP) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const statement of DOWN) await sql.raw(statement).execute(db);
}

const UP = [
  // Digests tell whether what is brought in differs from what is there.
  `alter table bill add column laws text[] not null default '{}', add column digest text`,
  'alter table topic add column own_digest text',
  `comment on column topic.own_digest is 'Null for the policy areas; else the topic is one of the user''s own.'`,

  // Not ready while the import that wrote the row is under way: taggers do not know the bill yet.
  `create table retag (
    kind text not null check (kind in ('bill', 'topic')),
    subject text not null,
    phrases text[] not null,
    asked_at timestamptz not null default now(),
    ready_at timestamptz,
    done_through bigint not null default 0,
    primary key (kind, subject)
  )`,
  'create index retag_ready on retag (ready_at) where ready_at is not null',
  `comment on table retag is
    'Bills and topics that are new or changed: statements of late that may speak of them will be tagged again.'`,
];

const DOWN = [
  'drop table retag',
  'delete from topic where own_digest is not null',
  'alter table topic drop column own_digest',
  'alter table bill drop column laws, drop column digest',
];

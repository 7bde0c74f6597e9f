import { type Kysely, sql } from 'kysely';

/** Alerts: saved filters, what each has told already, and the deliveries that tell it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of UP) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const statement of DOWN) await sql.raw(statement).execute(db);
}

/** What the number of a statement's last change is taken anew for. */
const CHANGING = [
  'url',
  'title',
  'published_on',
  'published_at',
  'state',
  'revision_id',
  'tagged_at',
  'official_id',
  'office',
  'source_id',
  'place',
];

function changeTrigger(columns: string[]): string {
  const row = (version: string) => columns.map((column) => `${version}.${column}`).join(', ');
  return `create trigger statement_change before update on statement for each row
    when ((${row('old')}) is distinct from (${row('new')})) execute function statement_take_change()`;
}

const UP = [
  `create table alert (
    id bigint generated always as identity primary key,
    name text not null,
    filter jsonb not null,
    channel text not null check (channel in ('webhook', 'mail')),
    address text not null,
    secret text not null unique,
    rhythm text not null check (rhythm in ('instant', 'daily')),
    hour integer check (hour between 0 and 23),
    zone text,
    due_at timestamptz,
    revisions boolean not null default false,
    since date,
    starts_at timestamptz not null default now(),
    archive text not null,
    change bigint not null,
    state text not null default 'active' check (state in ('active', 'paused', 'stopped', 'unsubscribed')),
    reason text,
    lease_holder text,
    leased_until timestamptz,
    created_by text not null,
    created_at timestamptz not null default now(),
    check ((rhythm = 'daily') = (hour is not null and zone is not null and due_at is not null))
  )`,
  `comment on column alert.secret is
    'Of a webhook what its deliveries are signed with; of mail what its address for unsubscribing ends in.'`,
  `comment on column alert.due_at is 'When the next digest of the day is made.'`,
  `comment on column alert.since is 'The first day of publication it tells of; null where that is starts_at.'`,
  `comment on column alert.change is 'Statements with a change of a lower number were looked at.'`,
  `comment on column alert.leased_until is 'Until then nobody but lease_holder looks and sends for it.'`,

  `create table alert_told (
    alert_id bigint not null references alert on delete cascade,
    statement_id bigint not null references statement on delete cascade,
    revision_id bigint not null,
    primary key (alert_id, statement_id, revision_id)
  )`,
  'create index alert_told_by_statement on alert_told (statement_id)',
  `comment on table alert_told is 'Which contents of which statements were written into a delivery of an alert.'`,

  `create table alert_delivery (
    id bigint generated always as identity primary key,
    alert_id bigint not null references alert on delete cascade,
    key text not null unique,
    kind text not null,
    statement_ids bigint[] not null,
    body text not null,
    state text not null default 'waiting' check (state in ('waiting', 'sent', 'dead')),
    attempts integer not null default 0,
    next_try_at timestamptz not null default now(),
    give_up_at timestamptz not null,
    status integer,
    error text,
    created_at timestamptz not null default now(),
    tried_at timestamptz,
    sent_at timestamptz
  )`,
  `comment on column alert_delivery.key is 'Its webhook-id, and the first part of its Message-ID; the same at every try.'`,
  `comment on column alert_delivery.give_up_at is 'A try that fails and has none after it before then is the last.'`,
  `create index alert_delivery_waiting on alert_delivery (alert_id, id) where state = 'waiting'`,
  'create index alert_delivery_by_alert on alert_delivery (alert_id, id desc)',
  `create index alert_delivery_sent on alert_delivery (sent_at) where state = 'sent'`,

  // A text that cannot be tagged is told of without tags: that it is so has to show as a change.
  'drop trigger statement_change on statement',
  changeTrigger([...CHANGING, 'tag_error']),
];

const DOWN = [
  'drop trigger statement_change on statement',
  changeTrigger(CHANGING),
  'drop table alert_delivery, alert_told, alert',
];

import { sql } from 'kysely';
import type { Database } from '../../db/connection.js';
import { storedTags } from '../../db/tags.js';
import { formatPublished } from './dates.js';
import type { Compared } from './revision-diff.js';
import { partyOfSpeaker } from './statements.js';

/** Everything known of one statement; null where there is none of that number. */
export async function statementReport(db: Database, id: number) {
  const row = await db
    .selectFrom('statement')
    .innerJoin('source', 'source.id', 'statement.source_id')
    .leftJoin('official', 'official.id', 'statement.official_id')
    .leftJoin('revision', 'revision.id', 'statement.revision_id')
    .selectAll('statement')
    .select(['source.name as source_name', 'source.state as source_state', 'official.name'])
    .select(partyOfSpeaker.as('party'))
    .select(['revision.number', 'revision.body', 'revision.links', 'revision.language'])
    .where('statement.id', '=', id)
    .executeTakeFirst();
  if (row === undefined) return null;
  const tags = (await storedTags(db, [id])).get(id);
  return {
    id,
    title: row.title,
    published: formatPublished(row.published_on, row.published_at, row.zone),
    official: row.official_id,
    name: row.name ?? row.source_name,
    party: row.party,
    office: row.office,
    state: row.source_state,
    source: row.source_id,
    url: row.url,
    addresses: await addressesOf(db, id),
    statement_state: row.state,
    first_seen: row.first_seen_at,
    last_seen: row.last_seen_at,
    missing_since: row.missing_since,
    revision: row.number,
    language: row.language,
    joint:
      row.joint_id === null ? null : { id: row.joint_id, publishers: await publishersOf(db, row.joint_id) },
    tagged_at: row.tagged_at,
    tag_error: row.tag_error,
    bills: tags?.citations ?? [],
    topics: tags?.topics ?? [],
    quotes: tags?.quotes ?? [],
    mentions: tags?.mentions ?? [],
    doubts: tags?.doubts ?? [],
    body: row.body,
    links: row.links,
  };
}

export type StatementReport = NonNullable<Awaited<ReturnType<typeof statementReport>>>;

async function addressesOf(db: Database, id: number): Promise<string[]> {
  const rows = await db
    .selectFrom('statement_address')
    .select('address')
    .where('statement_id', '=', id)
    .orderBy('address')
    .execute();
  return rows.map((row) => row.address);
}

async function publishersOf(db: Database, jointId: number) {
  return db
    .selectFrom('statement')
    .innerJoin('source', 'source.id', 'statement.source_id')
    .leftJoin('official', 'official.id', 'statement.official_id')
    .select(['statement.id as statement', 'statement.official_id as official', 'statement.url'])
    .select(sql<string>`coalesce(official.name, source.name)`.as('name'))
    .where('statement.joint_id', '=', jointId)
    .orderBy('statement.id')
    .execute();
}

/** One content that a statement had. */
export interface RevisionRow extends Compared {
  first_seen: Date;
  last_seen: Date;
  current: boolean;
  /** Whether the bytes of its page are still kept. */
  kept: boolean;
}

/** Every content that a statement had, the first one first. */
export async function revisionsOf(db: Database, id: number): Promise<RevisionRow[]> {
  const rows = await db
    .selectFrom('revision')
    .innerJoin('statement', 'statement.id', 'revision.statement_id')
    .leftJoin('snapshot', 'snapshot.hash', 'revision.snapshot_hash')
    .select(['revision.id', 'revision.number', 'revision.title', 'revision.published_on'])
    .select(['revision.published_at', 'revision.body', 'revision.links', 'revision.first_seen_at'])
    .select(['revision.last_seen_at', 'statement.zone', 'statement.revision_id'])
    .select(sql<boolean>`snapshot.body is not null`.as('kept'))
    .where('revision.statement_id', '=', id)
    .orderBy('revision.number')
    .execute();
  return rows.map((row) => ({
    number: row.number,
    title: row.title,
    published: formatPublished(row.published_on, row.published_at, row.zone),
    body: row.body,
    links: row.links as unknown as { url: string; text: string }[],
    first_seen: row.first_seen_at,
    last_seen: row.last_seen_at,
    current: row.id === row.revision_id,
    kept: row.kept,
  }));
}

/** What became of a statement and when, the first first. What was imported was found when its first version was seen. */
export async function historyOf(db: Database, id: number) {
  const steps = await db
    .selectFrom('statement_event as step')
    .leftJoin('revision', 'revision.id', 'step.revision_id')
    .select(['step.at', 'step.event', 'revision.number as revision'])
    .where('step.statement_id', '=', id)
    .orderBy('step.id')
    .execute();
  if (steps.some((step) => step.event === 'found')) return steps;
  const first = await db
    .selectFrom('revision')
    .select(['first_seen_at as at', sql<string>`'found'`.as('event'), 'number as revision'])
    .where('statement_id', '=', id)
    .orderBy('number')
    .limit(1)
    .execute();
  return [...first, ...steps];
}

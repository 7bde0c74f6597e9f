import type { Insertable } from 'kysely';
import type { ClientBase } from 'pg';
import { type CopyValue, copyRows } from './copy.js';
import type { Revision, Statement } from './schema.js';
import type { TagRows } from './tags.js';

/** A statement with its first revision, its tags and its addresses, none of which the archive has yet. */
export interface NewStatement {
  statement: Omit<Insertable<Statement>, 'revision_id' | 'title' | 'listed_on' | 'id' | 'place'> & {
    /** State of the newsroom, two letters. */
    place: string;
  };
  revision: Omit<Insertable<Revision>, 'statement_id' | 'number' | 'id'>;
  /** Every address it is known by; its own is added where it is not among them. */
  addresses: string[];
  tags: TagRows;
}

/**
 * Writes new statements with everything that belongs to them, in one transaction of a few COPYs; the database adds
 * the search words. `also` runs in that transaction.
 * @throws when an address is known already: whoever writes in batches looks first
 */
export async function writeStatements(
  client: ClientBase,
  entries: NewStatement[],
  also: (client: ClientBase) => Promise<void> = async () => {},
): Promise<void> {
  await client.query('begin');
  try {
    if (entries.length > 0) await copyStatements(client, entries);
    await also(client);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  }
}

async function copyStatements(client: ClientBase, entries: NewStatement[]): Promise<void> {
  await client.query('set constraints statement_revision_id_fkey deferred');
  const { rows: ids } = await client.query<{ statement: number; revision: number }>(
    `select nextval(pg_get_serial_sequence('statement', 'id')) as statement,
      nextval(pg_get_serial_sequence('revision', 'id')) as revision from generate_series(1, $1)`,
    [entries.length],
  );
  const numbered = entries.map((entry, index) => {
    const id = ids[index];
    if (id === undefined) throw new Error('the database gave fewer ids than were asked for');
    const listedOn = entry.statement.published_on ?? '-infinity';
    return { ...entry, statementId: Number(id.statement), revisionId: Number(id.revision), listedOn };
  });
  type Numbered = (typeof numbered)[number];

  await copyRows(
    client,
    'statement',
    ['id', 'revision_id', 'title', ...STATEMENT],
    numbered.map(({ statementId, revisionId, revision, statement }) => [
      statementId,
      revisionId,
      revision.title,
      ...STATEMENT.map((name) => (statement[name] ?? DEFAULTS[name]?.()) as CopyValue),
    ]),
  );
  await copyRows(
    client,
    'revision',
    ['id', 'statement_id', 'number', ...REVISION],
    numbered.map(({ statementId, revisionId, revision }) => [
      revisionId,
      statementId,
      1,
      ...REVISION.map((name) => (revision[name] ?? DEFAULTS[name]?.()) as CopyValue),
    ]),
  );
  await copyRows(
    client,
    'statement_address',
    ['address', 'statement_id'],
    numbered.flatMap(({ statement, addresses, statementId }) =>
      [...new Set([statement.address, ...addresses])].map((address) => [address, statementId]),
    ),
  );
  const copyTags = async <Kind extends keyof TagRows>(
    table: string,
    kind: Kind,
    columns: readonly (keyof TagRows[Kind][number] & string)[],
    own: Record<string, (entry: Numbered) => CopyValue>,
  ) => {
    const owned = Object.values(own);
    await copyRows(
      client,
      table,
      ['statement_id', 'revision_id', ...Object.keys(own), ...columns],
      numbered.flatMap((entry) =>
        (entry.tags[kind] as TagRows[Kind][number][]).map((tag) => [
          entry.statementId,
          entry.revisionId,
          ...owned.map((value) => value(entry)),
          ...columns.map((name) => (tag[name] ?? TAG_DEFAULTS[name] ?? null) as CopyValue),
        ]),
      ),
    );
  };
  const day = { listed_on: ({ listedOn }: Numbered) => listedOn };
  await copyTags(
    'citation',
    'citations',
    ['bill_id', 'method', 'confidence', 'known', 'evidence', 'companions'],
    { ...day, official_id: ({ statement }) => statement.official_id },
  );
  await copyTags('statement_topic', 'topics', ['topic_id', 'score', 'evidence'], day);
  await copyTags(
    'quote',
    'quotes',
    ['position', 'starts_at', 'ends_at', 'text', 'speaker', 'official_id', 'role', 'verb'],
    day,
  );
  await copyTags('mention', 'mentions', ['official_id', 'starts_at', 'ends_at', 'text'], {});
  await copyTags('doubt', 'doubts', ['kind', 'text', 'candidates', 'evidence', 'reason'], {});
}

const STATEMENT = [
  'address',
  'url',
  'source_id',
  'office',
  'official_id',
  'place',
  'published_on',
  'published_at',
  'zone',
  'state',
  'first_seen_at',
  'last_seen_at',
  'content_changed_at',
  'next_check_at',
  'tagged_at',
  'tag_error',
] as const;

const REVISION = [
  'content_hash',
  'title',
  'published_on',
  'published_at',
  'body',
  'links',
  'language',
  'warnings',
  'snapshot_hash',
  'first_seen_at',
  'last_seen_at',
] as const;

/** COPY writes what it is given: what is left out is said here. */
const DEFAULTS: Record<string, () => CopyValue> = {
  state: () => 'live',
  first_seen_at: () => new Date(),
  last_seen_at: () => new Date(),
  content_changed_at: () => new Date(),
  tagged_at: () => new Date(),
  links: () => '[]',
  warnings: () => [],
};

const TAG_DEFAULTS: Record<string, CopyValue> = { companions: [], candidates: [], evidence: '[]' };

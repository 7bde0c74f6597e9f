import { Client, type ClientBase } from 'pg';
import { type CopyValue, copyRows } from './copy.js';
import type { TagRows } from './tags.js';

/** A statement with its first revision, its tags and its addresses, none of which the archive has yet. */
export interface NewStatement {
  address: string;
  url: string;
  source_id: string;
  office: string;
  official_id: string | null;
  /** State of the newsroom, two letters. */
  place: string;
  zone: string;
  title: string;
  body: string;
  language: string;
  published_on: string | null;
  published_at: Date | null;
  content_hash: string;
  /** The page it was read from; null where none was seen. */
  snapshot_hash: string | null;
  first_seen_at: Date;
  last_seen_at: Date;
  /** Why it could not be tagged; null where it was. */
  tag_error: string | null;
  tags: TagRows;
}

/**
 * A connection for writing much: the text index collects more new words before it sorts them in.
 * @param words `later` leaves the search words to `writeWords`
 */
export async function openBatchClient(url: string, words: 'now' | 'later' = 'now'): Promise<Client> {
  const client = new Client({ connectionString: url, application_name: 'rostrum' });
  await client.connect();
  await client.query(
    `set gin_pending_list_limit = '64MB'; set work_mem = '128MB'; set maintenance_work_mem = '256MB'`,
  );
  if (words === 'later') await client.query(`set rostrum.words = 'later'`);
  return client;
}

/**
 * Writes new statements with everything that belongs to them, in one transaction of a few COPYs.
 * @param also runs in that transaction
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
    const listedOn = entry.published_on ?? '-infinity';
    return { ...entry, statementId: Number(id.statement), revisionId: Number(id.revision), listedOn };
  });
  const now = new Date();
  type Numbered = (typeof numbered)[number];

  await copyRows(
    client,
    'statement',
    ['id', 'revision_id', 'tagged_at', 'content_changed_at', ...STATEMENT],
    numbered.map((entry) => [
      entry.statementId,
      entry.revisionId,
      now,
      entry.last_seen_at,
      ...STATEMENT.map((name) => entry[name]),
    ]),
  );
  await copyRows(
    client,
    'revision',
    ['id', 'statement_id', 'number', ...REVISION],
    numbered.map((entry) => [entry.revisionId, entry.statementId, 1, ...REVISION.map((name) => entry[name])]),
  );
  await copyRows(
    client,
    'statement_address',
    ['address', 'statement_id'],
    numbered.map(({ address, statementId }) => [address, statementId]),
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
          ...columns.map((name) => tagValue(name, tag[name])),
        ]),
      ),
    );
  };
  const day = { listed_on: ({ listedOn }: Numbered) => listedOn };
  await copyTags(
    'citation',
    'citations',
    ['bill_id', 'method', 'confidence', 'known', 'evidence', 'companions'],
    { ...day, official_id: ({ official_id }) => official_id },
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
  'title',
  'published_on',
  'published_at',
  'zone',
  'first_seen_at',
  'last_seen_at',
  'tag_error',
] as const;

const REVISION = [
  'content_hash',
  'title',
  'published_on',
  'published_at',
  'body',
  'language',
  'snapshot_hash',
  'first_seen_at',
  'last_seen_at',
] as const;

/** Evidence is a list of JSON, the other lists are arrays of text. */
function tagValue(column: string, value: unknown): CopyValue {
  return column === 'evidence' ? JSON.stringify(value) : (value as CopyValue);
}

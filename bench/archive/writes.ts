import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Client } from 'pg';
import { type NewStatement, openBatchClient, writeStatements } from '../../db/batch.js';
import type { Database } from '../../db/connection.js';
import { keepRelease } from '../../db/statements.js';
import { matchCopies, signed } from '../../workers/joint.js';
import type { Inventor } from './invent.js';
import { median, times } from './measure.js';

const BATCH = 500;
/** A page as it is kept, compressed. */
const PAGE = randomBytes(4000);

/** A new statement written the way a worker does it: the release with its tags, then the search for its copies. */
async function writeOne(db: Database, entry: NewStatement): Promise<void> {
  const { tags, place: _, tag_error: __, first_seen_at: ___, last_seen_at: ____, ...release } = entry;
  const day = entry.published_on ?? new Date().toISOString().slice(0, 10);
  const text = signed({ statementId: 0, day, body: entry.body });
  const { statementId } = await keepRelease(
    db,
    {
      ...release,
      etag: null,
      last_modified: null,
      next_check_at: null,
      aliases: [],
      links: [],
      snapshot_hash: entry.content_hash,
      bytes: PAGE.length,
      content_type: 'text/html',
      capture: {
        requested_url: entry.url,
        url: entry.url,
        status: 200,
        request_headers: {},
        headers: { 'content-type': 'text/html' },
        redirects: [],
        listed_title: entry.title,
        listed_on: entry.published_on,
        listed_at: entry.published_at,
        fetched_at: new Date(),
      },
    },
    PAGE,
    { tags: { ...tags, day, keys: text.keys } },
  );
  await matchCopies(db, [{ ...text, statementId }]);
}

/** The floor of it: the same rows, each table's in one bare INSERT, in one transaction; nothing looked up before. */
async function insertBare(client: Client, entry: NewStatement): Promise<void> {
  const { tags } = entry;
  await client.query('begin');
  await client.query('insert into snapshot (hash, body, bytes) values ($1, $2, $3)', [
    entry.content_hash,
    PAGE,
    PAGE.length,
  ]);
  const { rows } = await client.query<{ id: string }>(
    `insert into statement (address, url, source_id, office, official_id, place, title, published_on, published_at,
      zone, tagged_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, now()) returning id`,
    [
      entry.address,
      entry.url,
      entry.source_id,
      entry.office,
      entry.official_id,
      entry.place,
      entry.title,
      entry.published_on,
      entry.published_at,
      entry.zone,
    ],
  );
  const id = rows[0]?.id;
  const kept = await client.query<{ id: string }>(
    `insert into revision (statement_id, number, content_hash, title, published_on, body, language, snapshot_hash)
      values ($1, 1, $2, $3, $4, $5, $6, $2) returning id`,
    [id, entry.content_hash, entry.title, entry.published_on, entry.body, entry.language],
  );
  const revisionId = kept.rows[0]?.id;
  await client.query('update statement set revision_id = $2 where id = $1', [id, revisionId]);
  await client.query('insert into statement_address (address, statement_id) values ($1, $2)', [
    entry.address,
    id,
  ]);
  await client.query(
    `insert into capture (statement_id, revision_id, snapshot_hash, requested_url, url, status, fetched_at)
      values ($1, $2, $3, $4, $4, 200, now())`,
    [id, revisionId, entry.content_hash, entry.url],
  );
  await client.query('insert into signature (statement_id, day, keys) values ($1, $2, $3)', [
    id,
    entry.published_on ?? '2000-01-01',
    Array.from({ length: 20 }, () => Math.floor(Math.random() * 2 ** 45)),
  ]);
  const put = (table: string, columns: string, values: object[]) =>
    values.length === 0
      ? null
      : client.query(
          `insert into ${table} (statement_id, revision_id, ${columns})
          select $1, $2, ${columns} from jsonb_populate_recordset(null::${table}, $3)`,
          [id, revisionId, JSON.stringify(values)],
        );
  await put('citation', 'bill_id, method, confidence, known, evidence', tags.citations);
  await put('statement_topic', 'topic_id, score, evidence', tags.topics);
  await put('quote', 'position, starts_at, ends_at, text, speaker, official_id, verb', tags.quotes);
  await put('mention', 'official_id, starts_at, ends_at, text', tags.mentions);
  await client.query('commit');
}

/** Milliseconds of one statement, ours and the floor, in turns over new releases. */
export async function measureOne(
  db: Database,
  client: Client,
  inventor: Inventor,
  from: number,
): Promise<{ ours: number; floor: number; next: number }> {
  const runs = 60;
  const releases = Array.from({ length: runs * 2 }, (_, index) => inventor.release(from + index));
  const ours: number[] = [];
  const floor: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const [first, second] = [releases[run * 2], releases[run * 2 + 1]];
    if (first === undefined || second === undefined) break;
    ours.push(...(await times(1, () => writeOne(db, first))));
    floor.push(...(await times(1, () => insertBare(client, second))));
  }
  return { ours: median(ours), floor: median(floor), next: from + runs * 2 };
}

/** What writing in batches cost. */
interface BatchRate {
  perSecond: number;
  /** Processor time of a statement, ours and the database's together; not a number where the system does not say. */
  processorMs: number;
}

/** Writes statements in batches over so many connections; the releases are invented before. */
export async function measureBatch(
  url: string,
  inventor: Inventor,
  from: number,
  count: number,
  writers: number,
): Promise<BatchRate> {
  const releases = Array.from({ length: count }, (_, index) => inventor.release(from + index));
  const clients = await Promise.all(Array.from({ length: writers }, () => openBatchClient(url)));
  const pids = await Promise.all(
    clients.map(async (client) => {
      const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
      return rows[0]?.pid ?? 0;
    }),
  );
  const processor = () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000 + pids.reduce((sum, pid) => sum + processorMsOf(pid), 0);
  };
  let next = 0;
  const before = processor();
  const start = performance.now();
  await Promise.all(
    clients.map(async (client) => {
      while (next < count) {
        const batch = releases.slice(next, next + BATCH);
        next += BATCH;
        await writeStatements(client, batch);
      }
    }),
  );
  const seconds = (performance.now() - start) / 1000;
  const spent = processor() - before;
  for (const client of clients) await client.end();
  return { perSecond: count / seconds, processorMs: spent / count };
}

/** As Linux counts it, in hundredths of a second. */
function processorMsOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return Number.NaN;
  }
}

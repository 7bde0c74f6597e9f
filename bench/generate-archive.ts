import { Client } from 'pg';
import { writeStatements } from '../db/batch.js';
import { withoutIndexes } from '../db/bulk.js';
import { connect } from '../db/connection.js';
import { copyRows } from '../db/copy.js';
import { saveSignatures, unsignedStatements } from '../db/joints.js';
import { writeWords } from '../db/words.js';
import { loadTopics } from '../src/catalog/topics.js';
import { parseBillId } from '../src/report/bill.js';
import { signed } from '../workers/joint.js';
import type { Cast } from './archive/cast.js';
import { Inventor } from './archive/invent.js';

const BATCH = 2000;
/** So many connections write at once: while one waits, the next batch is invented. */
const WRITERS = 2;

/**
 * Fills an empty, migrated archive with invented statements, tags and all, through COPY.
 * @param url an account that is a superuser: constraints are not checked while the archive is filled
 * @param onProgress told what is done and how many of how many
 */
export async function generateArchive(
  url: string,
  count: number,
  onProgress: Progress = () => {},
): Promise<Inventor> {
  const inventor = new Inventor(loadTopics().map((topic) => topic.id));
  const client = await superClient(url);
  try {
    await writeCast(client, inventor.cast);
    await withoutIndexes(client, async () => {
      await writeReleases(url, inventor, count, onProgress);
      await writeWords(url, 1, WRITERS, (done) => onProgress('search words', done, count));
      await writeSignatures(url, count, onProgress);
      onProgress('indexes', 0, 1);
    });
    await client.query('vacuum (analyze)');
    onProgress('indexes', 1, 1);
  } finally {
    await client.end();
  }
  return inventor;
}

async function superClient(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  await client.connect();
  // Neither triggers nor foreign keys: what is written here is sound, and its words come after.
  await client.query('set session_replication_role = replica');
  return client;
}

async function writeCast(client: Client, cast: Cast): Promise<void> {
  await copyRows(
    client,
    'topic',
    ['id', 'name'],
    loadTopics().map(({ id, name }) => [id, name]),
  );
  await copyRows(
    client,
    'official',
    ['id', 'name', 'first', 'last', 'catalogue'],
    cast.officials.map(({ id, name }) => [id, name, name.split(' ')[0], name.split(' ')[1], 'rostrum']),
  );
  await copyRows(
    client,
    'term',
    ['official_id', 'office', 'state', 'division', 'party', 'starts_on', 'ends_on'],
    cast.officials.map((one) => [
      one.id,
      one.office,
      one.state,
      `ocd-division/country:us/state:${one.state.toLowerCase()}`,
      one.party,
      one.from,
      one.until,
    ]),
  );
  await copyRows(
    client,
    'source',
    ['id', 'catalogue', 'office', 'state', 'name', 'url', 'kind', 'zone', 'enabled'],
    cast.newsrooms.map(({ id, office, state, host }) => [
      id,
      'rostrum',
      office,
      state,
      `Newsroom ${id}`,
      `https://${host}/news`,
      'listing',
      'America/New_York',
      false,
    ]),
  );
  const bills = [...cast.bills.values()].flat().map(parseBillId);
  await copyRows(
    client,
    'bill',
    ['id', 'congress', 'type', 'number'],
    bills.map(({ id, congress, type, number }) => [id, congress, type, number]),
  );
  await copyRows(
    client,
    'bill_title',
    ['bill_id', 'position', 'kind', 'title'],
    bills.map(({ id, number }) => [id, 0, 'short', `Invented Act Number ${number}`]),
  );
}

type Progress = (step: string, done: number, total: number) => void;

async function writeReleases(url: string, inventor: Inventor, count: number, onProgress: Progress) {
  let next = 0;
  let done = 0;
  await together(url, async (client) => {
    while (next < count) {
      const from = next;
      const size = Math.min(BATCH, count - from);
      next += size;
      const batch = Array.from({ length: size }, (_, index) => inventor.release(from + index));
      await writeStatements(client, batch);
      done += size;
      onProgress('statements', done, count);
    }
  });
}

/** By what joint releases are found; none is looked for among invented texts. */
async function writeSignatures(url: string, count: number, onProgress: Progress): Promise<void> {
  const db = connect(url, WRITERS);
  let next = 1;
  let done = 0;
  try {
    await Promise.all(
      Array.from({ length: WRITERS }, async () => {
        while (next <= count) {
          const from = next;
          next += BATCH;
          const texts = await unsignedStatements(db, from - 1, Math.min(BATCH, count + 1 - from));
          await saveSignatures(db, texts.map(signed));
          done += texts.length;
          onProgress('signatures', done, count);
        }
      }),
    );
  } finally {
    await db.destroy();
  }
}

async function together(url: string, work: (client: Client) => Promise<void>): Promise<void> {
  await Promise.all(
    Array.from({ length: WRITERS }, async () => {
      const client = await superClient(url);
      try {
        await work(client);
      } finally {
        await client.end();
      }
    }),
  );
}

/**
 * Builds an archive of any size and asks it everything, each answer beside its floor:
 * `npm run bench -- archive` (a million), `npm run bench -- archive 20000`. `--keep FOLDER` leaves the archive there
 * and uses it again the next time.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Client } from 'pg';
import { connect } from '../db/connection.js';
import { migrateToLatest } from '../db/migrate.js';
import { loadTopics } from '../src/catalog/topics.js';
import { openEmbeddedDatabase } from '../src/embedded/postgres.js';
import { Inventor } from './archive/invent.js';
import { median, table, times } from './archive/measure.js';
import { type Question, questions } from './archive/questions.js';
import { measureBatch, measureOne } from './archive/writes.js';
import { generateArchive } from './generate-archive.js';

const WARM_UP = 20;
const RUNS = 60;
const BATCH = 10_000;
const WRITERS = 2;

interface Result {
  name: string;
  rows: number;
  ours: number;
  floor: number;
  aim: number;
  question: Question;
}

async function bench(count: number, home: string): Promise<void> {
  const database = await openEmbeddedDatabase(home);
  const sent: { sql: string; parameters: readonly unknown[] }[] = [];
  const db = connect(database.url, 4, (query) => sent.push(query));
  const client = new Client({ connectionString: database.url });
  await client.connect();
  try {
    const inventor = await openArchive(database.url, db, client, count);
    await describe(client);
    const results: Result[] = [];
    for (const question of await questions(db, client)) {
      let rows = 0;
      await times(WARM_UP, async (run) => {
        rows = Math.max(rows, await question.ask(run));
        await question.floor(run);
      });
      // In turns, so that what else the machine does falls on both.
      const taken = { ours: [] as number[], floor: [] as number[] };
      for (let run = 0; run < RUNS; run += 1) {
        taken.ours.push(...(await times(1, () => question.ask(run))));
        taken.floor.push(...(await times(1, () => question.floor(run))));
      }
      const ours = median(taken.ours);
      const floor = median(taken.floor);
      results.push({ name: question.name, rows, ours, floor, aim: question.aim, question });
      process.stderr.write(`${question.name}: ${ours.toFixed(2)} ms, floor ${floor.toFixed(2)} ms\n`);
    }
    const { rows } = await client.query<{ next: string }>('select count(*) as next from statement');
    const first = Number(rows[0]?.next);
    const one = await measureOne(db, client, inventor, first);
    const single = await measureBatch(database.url, inventor, one.next, BATCH, 1);
    const rate = await measureBatch(database.url, inventor, one.next + BATCH, BATCH, WRITERS);

    console.log(
      `\n${table(
        ['question', 'rows', 'ours, ms', 'floor, ms', 'times', 'aim'],
        [
          ...results.map(({ name, rows, ours, floor, aim }) => [
            name,
            String(rows),
            ours.toFixed(2),
            floor.toFixed(2),
            (ours / floor).toFixed(1),
            `< ${aim}`,
          ]),
          [
            'a new statement with its tags',
            '1',
            one.ours.toFixed(2),
            one.floor.toFixed(2),
            (one.ours / one.floor).toFixed(1),
            '< 3',
          ],
        ],
      )}`,
    );
    console.log(
      `\n${BATCH} statements in batches of 500: ${Math.round(rate.perSecond)}/s over ${WRITERS} connections, ${Math.round(single.perSecond)}/s over one (aim 2000/s); processor time of one statement: ${rate.processorMs.toFixed(2)} ms, which is ${Math.round(2000 / rate.processorMs)}/s on two cores that do nothing else; load of this machine ${loadavg()[0]?.toFixed(1)}`,
    );
    await explain(client, results, sent);
  } finally {
    await client.end();
    await db.destroy();
    await database.close();
  }
}

/** The archive that is kept there, or a new one. */
async function openArchive(url: string, db: ReturnType<typeof connect>, client: Client, count: number) {
  await migrateToLatest(db);
  const { rows } = await client.query<{ count: string }>('select count(*) as count from statement');
  if (Number(rows[0]?.count) > 0) return new Inventor(loadTopics().map((topic) => topic.id));
  const start = performance.now();
  let last = '';
  const inventor = await generateArchive(url, count, (step, done, total) => {
    if (step === last && done < total && done % 50_000 !== 0) return;
    last = step;
    process.stderr.write(
      `${((performance.now() - start) / 1000).toFixed(0)} s: ${step} ${done} of ${total}\n`,
    );
  });
  console.log(`built in ${((performance.now() - start) / 1000).toFixed(0)} s`);
  return inventor;
}

async function describe(client: Client): Promise<void> {
  const { rows } = await client.query<Record<string, string>>(`select
    (select count(*) from statement) as statements, (select count(*) from citation) as citations,
    (select count(*) from statement_topic) as topics, (select count(*) from quote) as quotes,
    (select count(*) from mention) as mentions, pg_size_pretty(pg_database_size(current_database())) as size,
    pg_size_pretty(pg_relation_size('statement_text_words')) as text_index`);
  console.log(
    Object.entries(rows[0] ?? {})
      .map(([name, value]) => `${name} ${value}`)
      .join(' · '),
  );
}

/** What the database does for the three slowest: all queries they send, with their plans. */
async function explain(
  client: Client,
  results: Result[],
  sent: { sql: string; parameters: readonly unknown[] }[],
): Promise<void> {
  const slowest = [...results].sort((a, b) => b.ours - a.ours).slice(0, 3);
  for (const { name, question } of slowest) {
    sent.length = 0;
    await question.ask(0);
    console.log(`\n## ${name}\n`);
    for (const { sql, parameters } of [...sent]) {
      const { rows } = await client.query<{ 'QUERY PLAN': string }>(`explain (analyze, buffers) ${sql}`, [
        ...parameters,
      ]);
      console.log(`${sql.replace(/\s+/g, ' ')}\n${rows.map((row) => row['QUERY PLAN']).join('\n')}\n`);
    }
  }
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { keep: { type: 'string' } },
});
const count = Number(positionals[0] ?? process.env.ROSTRUM_BENCH_STATEMENTS ?? 1_000_000);
const home = values.keep ?? mkdtempSync(join(tmpdir(), 'rostrum-archive-'));
try {
  await bench(count, home);
} finally {
  if (values.keep === undefined && existsSync(home)) rmSync(home, { recursive: true, force: true });
}

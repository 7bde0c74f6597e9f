/**
 * Puts the web server over an archive of any size under load, each answer beside a bare Fastify route that returns the
 * same bytes: `npm run bench -- web` (a million statements), `npm run bench -- web 10000 --seconds 5`. `--keep FOLDER`
 * leaves the archive there and uses it again the next time; it is the same as that of `npm run bench -- archive`.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import autocannon from 'autocannon';
import Fastify from 'fastify';
import { sql } from 'kysely';
import { connect, type Database } from '../db/connection.js';
import { migrateToLatest } from '../db/migrate.js';
import { chooseBackend, migrateBackend } from '../queues/backend.js';
import { readConfig } from '../src/config.js';
import { openEmbeddedDatabase } from '../src/embedded/postgres.js';
import { startWeb } from '../src/web/server.js';
import { median, table } from './archive/measure.js';
import { generateArchive } from './generate-archive.js';

/** Ours and the floor in turns, so that what else the machine does falls on both. */
const ROUNDS = 3;
const BUSIEST = 20;

interface Load {
  connections: number;
  seconds: number;
}

interface Measured {
  perSecond: number;
  middle: number;
  slowest: number;
}

async function bench(count: number, home: string, load: Load): Promise<void> {
  const database = await openEmbeddedDatabase(home);
  const db = connect(database.url, 20);
  try {
    await fill(db, database.url, count);
    const backend = chooseBackend(database.url, null, 'bench');
    await migrateBackend(backend);
    const options = { db, config: readConfig({ RATE_LIMIT: '0' }), backend, port: 0 };
    const web = await startWeb(options);
    const anew = await startWeb({ ...options, keepSeconds: 0 });
    try {
      const rows: string[][] = [];
      for (const { name, paths } of await subjects(db)) {
        rows.push(await measure(name, paths, web.url, load));
        rows.push(await measure(`${name}, made anew each time`, paths, anew.url, load));
      }
      const { rows: size } = await sql<{ count: number }>`select count(*) as count from statement`.execute(
        db,
      );
      console.log(
        `\n${size[0]?.count} statements, ${load.connections} connections, ${load.seconds} s a round, ${ROUNDS} rounds each in turn, load of this machine ${loadavg()[0]?.toFixed(1)}, Node ${process.version}\n`,
      );
      console.log(
        table(
          ['', 'bytes', 'requests/s', 'p50, ms', 'p99, ms', 'bare route, requests/s', 'p50, ms', 'ratio'],
          rows,
        ),
      );
    } finally {
      await web.close();
      await anew.close();
    }
  } finally {
    await db.destroy();
    await database.close();
  }
}

async function fill(db: Database, url: string, count: number): Promise<void> {
  await migrateToLatest(db);
  const there = await db.selectFrom('statement').select('id').limit(1).executeTakeFirst();
  if (there !== undefined) return;
  let last = '';
  await generateArchive(url, count, (step, done, total) => {
    if (step === last && done % 50_000 !== 0) return;
    last = step;
    process.stderr.write(`${step} ${done} of ${total}\n`);
  });
}

/** What is asked, of the busiest bills in turn. */
async function subjects(db: Database): Promise<{ name: string; paths: string[] }[]> {
  const { rows } = await sql<{ id: string }>`select bill_id as id from citation group by 1
    order by count(*) desc, 1 limit ${BUSIEST}`.execute(db);
  const of = (path: (id: string) => string) => rows.map(({ id }) => path(id));
  return [
    { name: 'bill page', paths: of((id) => `/bills/${id}`) },
    { name: 'API: a page of 50 on a bill', paths: of((id) => `/api/v1/statements?bill=${id}`) },
    { name: 'API: a bill', paths: of((id) => `/api/v1/bills/${id}`) },
    { name: 'Congress API: 20 on a bill', paths: of(congressPath) },
    { name: 'Atom feed of a bill', paths: of((id) => `/feeds/bills/${id}.atom`) },
  ];
}

function congressPath(id: string): string {
  const [slug, congress] = id.split('-');
  return `/congress/v1/${congress}/bills/${slug}/statements.json`;
}

async function measure(name: string, paths: string[], url: string, load: Load): Promise<string[]> {
  const floor = await startFloor(url, paths);
  const taken: { ours: Measured[]; floor: Measured[] } = { ours: [], floor: [] };
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      taken.ours.push(await put(url, paths, load));
      taken.floor.push(await put(floor.url, paths, load));
    }
  } finally {
    await floor.close();
  }
  const middle = (of: Measured[], field: keyof Measured) => median(of.map((one) => one[field]));
  const ours = middle(taken.ours, 'perSecond');
  const bare = middle(taken.floor, 'perSecond');
  process.stderr.write(`${name}: ${ours.toFixed(0)}/s, bare ${bare.toFixed(0)}/s\n`);
  return [
    name,
    floor.bytes.toFixed(0),
    ours.toFixed(0),
    middle(taken.ours, 'middle').toFixed(0),
    middle(taken.ours, 'slowest').toFixed(0),
    bare.toFixed(0),
    middle(taken.floor, 'middle').toFixed(0),
    (bare / ours).toFixed(1),
  ];
}

/** A bare route for each path, which sends what ours has sent. */
async function startFloor(url: string, paths: string[]) {
  const app = Fastify({ logger: false, forceCloseConnections: true });
  const answers = new Map<string, { type: string; body: Buffer }>();
  for (const path of paths) {
    const answer = await fetch(`${url}${path}`);
    if (answer.status !== 200) throw new Error(`${path} is answered with ${answer.status}`);
    answers.set(path, {
      type: answer.headers.get('content-type') ?? '',
      body: Buffer.from(await answer.arrayBuffer()),
    });
  }
  app.get('/*', async (request, reply) => {
    const answer = answers.get(request.url);
    return answer === undefined ? reply.code(404).send() : reply.type(answer.type).send(answer.body);
  });
  const bytes = [...answers.values()].reduce((sum, { body }) => sum + body.length, 0) / paths.length;
  const origin = await app.listen({ port: 0, host: '127.0.0.1' });
  return { url: origin, bytes, close: () => app.close() };
}

async function put(url: string, paths: string[], { connections, seconds }: Load): Promise<Measured> {
  const result = await autocannon({
    url,
    connections,
    duration: seconds,
    // A thread of its own: what sends the load does not wait for what answers it.
    workers: 1,
    requests: paths.map((path) => ({ method: 'GET', path })),
  });
  if (result.non2xx + result.errors + result.timeouts > 0) {
    throw new Error(
      `${url}${paths[0]}: ${result.non2xx} refused, ${result.errors} errors, ${result.timeouts} late`,
    );
  }
  return {
    perSecond: result.requests.average,
    middle: result.latency.p50,
    slowest: result.latency.p99,
  };
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    keep: { type: 'string' },
    seconds: { type: 'string', default: '10' },
    connections: { type: 'string', default: '50' },
  },
});
const count = Number(positionals[0] ?? 1_000_000);
const load = { seconds: Number(values.seconds), connections: Number(values.connections) };
if (!Number.isInteger(count) || count < 100 || !(load.seconds > 0) || !(load.connections > 0)) {
  throw new Error(
    'npm run bench -- web [COUNT] [--keep FOLDER] [--seconds 10] [--connections 50], COUNT from 100',
  );
}
const home = values.keep ?? mkdtempSync(join(tmpdir(), 'rostrum-web-bench-'));
try {
  await bench(count, home, load);
} finally {
  if (values.keep === undefined && existsSync(home)) rmSync(home, { recursive: true, force: true });
}

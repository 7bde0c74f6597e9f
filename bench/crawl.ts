/**
 * 156 newsrooms of 20 releases on loopback, host delay 0: fetched, read, stored and tagged by Rostrum on both
 * backends, beside Crawlee's CheerioCrawler fetching and parsing the same pages, and beside a bare fetch with
 * `cheerio.load` as the floor. Then all newsrooms again, unchanged.
 *
 *   npm run bench -- crawl [NEWSROOMS] [RELEASES]
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { load } from 'cheerio';
import { startCrawl } from '../db/crawls.js';
import { saveSources } from '../db/sources.js';
import { packageDirectory } from '../src/catalog/data-directory.js';
import { openArchive } from '../src/cli/archive.js';
import { openLog } from '../src/cli/log.js';
import { waitForCrawl } from '../src/cli/progress.js';
import { startRuntime } from '../src/cli/runtime.js';
import { readConfig } from '../src/config.js';
import { repair } from '../workers/sweep.js';

const newsrooms = Number(process.argv[2] ?? 156);
const releases = Number(process.argv[3] ?? 20);
const pages = newsrooms * (Math.ceil(releases / 50) + releases);

interface Served {
  total: number;
  conditional: number;
  notModified: number;
}

async function serve(): Promise<{ origin: string; process: ChildProcess }> {
  const child = spawn(
    process.execPath,
    [new URL('./newsrooms.js', import.meta.url).pathname, String(newsrooms), String(releases)],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const [origin] = (await new Promise<string[]>((resolve) => {
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).once('line', (line) => resolve([line]));
  })) as [string];
  return { origin, process: child };
}

async function served(origin: string): Promise<Served> {
  return (await fetch(`${origin}/counts`)).json() as Promise<Served>;
}

/** Each newsroom is a host of its own, as in life: 127.1.0.0 and on all lead to this machine (on Linux). */
function hostOf(origin: string, newsroom: number): string {
  return origin.replace('127.0.0.1', `127.1.${newsroom >> 8}.${newsroom & 255}`);
}

async function ours(origin: string, redisUrl: string | null) {
  const home = mkdtempSync(join(tmpdir(), 'rostrum-bench-'));
  const config = {
    ...readConfig({ ROSTRUM_HOME: home, ALLOW_PRIVATE_NETWORK: 'true', HOST_DELAY_MS: '0' }),
    redisUrl,
  };
  const archive = await openArchive({ migrate: true, config });
  await archive.db.deleteFrom('source').execute();
  await saveSources(
    archive.db,
    Array.from({ length: newsrooms }, (_, index) => ({
      id: `bench-${index}`,
      catalogue: 'user',
      office: 'senate',
      state: 'ND',
      name: `Bench ${index}`,
      url: `${hostOf(origin, index)}/${index}/`,
      kind: 'listing',
      zone: 'America/Chicago',
    })),
  );
  const runtime = startRuntime(archive, openLog(config, 'error'), { scope: 'live' });
  const crawl = async () => {
    const before = await served(origin);
    const started = performance.now();
    const ids = await archive.db.selectFrom('source').select('id').execute();
    const crawlId = await startCrawl(archive.db, {
      askedBy: 'bench',
      options: {},
      sourceIds: ids.map((row) => row.id),
    });
    await repair(runtime.context, 0);
    const progress = await waitForCrawl(archive.db, crawlId, new AbortController().signal);
    const seconds = (performance.now() - started) / 1000;
    const after = await served(origin);
    return {
      seconds,
      requests: after.total - before.total,
      notModified: after.notModified - before.notModified,
      failed: progress.sources.reduce((sum, row) => sum + row.failed, 0),
    };
  };
  try {
    const first = await crawl();
    const again = await crawl();
    const { count } = await archive.db
      .selectFrom('statement')
      .where('tagged_at', 'is not', null)
      .select((build) => build.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    return { first, again, statements: count };
  } finally {
    await runtime.stop();
    await archive.close();
    rmSync(home, { recursive: true, force: true });
  }
}

/** The floor: fetch and parse, sixteen at a time, and nothing else. */
async function bare(origin: string): Promise<number> {
  const queue = Array.from({ length: newsrooms }, (_, index) => `${origin}/${index}/`);
  const started = performance.now();
  let done = 0;
  const worker = async () => {
    for (let url = queue.shift(); url !== undefined; url = queue.shift()) {
      const $ = load(await (await fetch(url)).text());
      done += 1;
      for (const link of $('h2 a, a[rel=next]').toArray())
        queue.push(new URL($(link).attr('href') ?? '', url).href);
    }
  };
  await Promise.all(Array.from({ length: 16 }, worker));
  return done / ((performance.now() - started) / 1000);
}

function crawlee(origin: string): number | null {
  const result = spawnSync(process.execPath, ['crawlee.mjs', origin, String(newsrooms)], {
    cwd: join(packageDirectory(), 'bench', 'peers'),
    encoding: 'utf8',
  });
  if (result.status !== 0) {
    process.stderr.write(
      `Crawlee is not installed: npm ci --prefix bench/peers\n${result.stderr.slice(0, 300)}\n`,
    );
    return null;
  }
  return (JSON.parse(result.stdout) as { rate: number }).rate;
}

const server = await serve();
try {
  const floor = await bare(server.origin);
  const peer = crawlee(server.origin);
  const rows: [string, string, string][] = [
    ['bare fetch and cheerio.load', `${floor.toFixed(0)} pages/s`, '1.00'],
  ];
  if (peer !== null)
    rows.push(['Crawlee CheerioCrawler', `${peer.toFixed(0)} pages/s`, (peer / floor).toFixed(2)]);
  const redisUrl = process.env.REDIS_URL ?? null;
  for (const [name, url] of [['Postgres', null], ...(redisUrl === null ? [] : [['Redis', redisUrl]])] as [
    string,
    string | null,
  ][]) {
    const { first, again, statements } = await ours(server.origin, url);
    const rate = pages / first.seconds;
    rows.push([
      `Rostrum, queues in ${name}: fetched, stored, tagged (${statements})`,
      `${rate.toFixed(0)} pages/s`,
      `${(rate / floor).toFixed(2)}${peer === null ? '' : `, ${(rate / peer).toFixed(2)} of Crawlee`}`,
    ]);
    rows.push([
      `  again, unchanged: ${again.requests} requests, ${again.notModified} of them 304`,
      `${again.seconds.toFixed(2)} s`,
      `${(again.seconds / first.seconds).toFixed(3)} of the first`,
    ]);
    if (first.failed + again.failed > 0) rows.push(['  failed', String(first.failed + again.failed), '']);
  }
  for (const row of rows) process.stdout.write(`${row[0].padEnd(72)}${row[1].padStart(14)}  ${row[2]}\n`);
} finally {
  server.process.kill();
}

/**
 * The backfill of one newsroom of twenty years on loopback, host delay 0: `rostrum crawl ID --since 2005-01-01 --wait`
 * in a process of its own, killed with SIGKILL in the middle and begun again by the same command. Prints the rate, the
 * memory of the worker (the whole process; the database is another) as it goes, and how many pages were asked for twice.
 *
 *   npm run bench -- backfill [RELEASES] [--whole]      --whole: it is not killed
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { saveSources } from '../db/sources.js';
import { packageDirectory } from '../src/catalog/data-directory.js';
import { openArchive } from '../src/cli/archive.js';
import { readConfig } from '../src/config.js';
import { table } from './archive/measure.js';

const PER_PAGE = 50;
const LOOK_MS = 50;
/** Shares of the pages at which memory is looked at. */
const LOOKS = [10, 25, 50, 75, 90, 100];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { whole: { type: 'boolean', default: false } },
});
const releases = Number(positionals[0] ?? 5000);
const pages = releases + Math.ceil(releases / PER_PAGE);
const home = mkdtempSync(join(tmpdir(), 'rostrum-bench-'));
const settings = { ROSTRUM_HOME: home, ALLOW_PRIVATE_NETWORK: 'true', HOST_DELAY_MS: '0' };

async function serve(): Promise<{ origin: string; process: ChildProcess }> {
  const script = new URL('./newsrooms.js', import.meta.url).pathname;
  const child = spawn(process.execPath, [script, '1', String(releases)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout });
  const origin = await new Promise<string>((resolve) => lines.once('line', resolve));
  return { origin, process: child };
}

async function asked(origin: string): Promise<{ total: number; distinct: number }> {
  const answer = await fetch(`${origin}/counts`);
  return (await answer.json()) as { total: number; distinct: number };
}

/** Resident memory of a process in MB. */
function memory(pid: number | undefined): number {
  const { stdout } = spawnSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' });
  return Number(stdout.trim()) / 1024;
}

function command(): { child: ChildProcess; ended: Promise<{ code: number | null; stdout: string }> } {
  const words = ['crawl', 'bench', '--since', '2005-01-01', '--wait', '--format', 'json'];
  const { DATABASE_URL: _, REDIS_URL: __, ...environment } = process.env;
  const child = spawn(process.execPath, [join(packageDirectory(), 'bin', 'rostrum.js'), ...words], {
    env: { ...environment, ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let stdout = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  const ended = new Promise<{ code: number | null; stdout: string }>((resolve) => {
    child.once('close', (code) => resolve({ code, stdout }));
  });
  return { child, ended };
}

async function backfill(origin: string): Promise<string> {
  const rows: string[][] = [];
  let run = command();
  let process = 1;
  let killed: { at: number; total: number } | null = null;
  let idleMs = 0;
  const started = performance.now();
  for (const look of LOOKS) {
    let now = await asked(origin);
    while (now.distinct < (pages * look) / 100 && run.child.exitCode === null) {
      if (killed !== null && idleMs === 0 && now.total > killed.total) idleMs = performance.now() - killed.at;
      await sleep(LOOK_MS);
      now = await asked(origin);
    }
    const seconds = (performance.now() - started) / 1000;
    rows.push([
      `${look} %`,
      String(now.distinct),
      seconds.toFixed(1),
      String(process),
      memory(run.child.pid).toFixed(0),
    ]);
    if (look === 50 && !values.whole) {
      run.child.kill('SIGKILL');
      await run.ended;
      killed = { at: performance.now(), total: (await asked(origin)).total };
      run = command();
      process = 2;
    }
  }
  const { code, stdout } = await run.ended;
  const seconds = (performance.now() - started) / 1000;
  const { total, distinct } = await asked(origin);
  const [outcome] = JSON.parse(stdout) as { found: number; new: number; failed: number }[];
  return [
    table(['pages', 'read', 'seconds', 'process', 'memory, MB'], rows),
    '',
    `${distinct} of ${pages} pages in ${seconds.toFixed(0)} s${idleMs > 0 ? `, ${(idleMs / 1000).toFixed(0)} s of them between the kill and the next request` : ''}: ${(distinct / (seconds - idleMs / 1000)).toFixed(0)} pages/s`,
    `${total - distinct} pages asked for twice; exit code ${code}; ${outcome?.found} found, ${outcome?.new} new, ${outcome?.failed} failed; load of this machine ${loadavg()[0]?.toFixed(1)}`,
  ].join('\n');
}

const server = await serve();
try {
  const archive = await openArchive({ config: readConfig(settings) });
  await archive.db.deleteFrom('source').execute();
  await saveSources(archive.db, [
    {
      id: 'bench',
      catalogue: 'user',
      office: 'senate',
      state: 'ND',
      name: 'Bench',
      url: `${server.origin}/0/`,
      kind: 'listing',
      zone: 'America/Chicago',
    },
  ]);
  await archive.close();
  console.log(await backfill(server.origin));
} finally {
  server.process.kill();
  // What a killed run left running is stopped by whoever closes the database last.
  await (await openArchive({ config: readConfig(settings) })).close();
  rmSync(home, { recursive: true, force: true });
}

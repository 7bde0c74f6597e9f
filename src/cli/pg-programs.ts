import { spawn, spawnSync } from 'node:child_process';

/** Postgres' own programs for backups, where they are on the PATH and no older than the server. */
export interface PgPrograms {
  dump: (url: string, file: string) => Promise<void>;
  restore: (url: string, file: string) => Promise<void>;
  version: string;
}

/** @param serverVersion as `server_version_num` says: 180004 */
export function findPgPrograms(serverVersion: number): PgPrograms | null {
  const dump = majorOf('pg_dump');
  const restore = majorOf('pg_restore');
  const server = Math.floor(serverVersion / 10_000);
  // An older pg_dump refuses a newer server.
  if (dump === null || restore === null || dump < server || restore < server) return null;
  return {
    version: String(dump),
    dump: (url, file) =>
      run('pg_dump', url, ['--format=custom', '--schema=public', '--no-owner', `--file=${file}`]),
    restore: (url, file) =>
      run('pg_restore', url, ['--clean', '--if-exists', '--no-owner', '--single-transaction', file]),
  };
}

function majorOf(program: string): number | null {
  const { stdout, status } = spawnSync(program, ['--version'], { encoding: 'utf8' });
  const major = status === 0 ? /\) (\d+)/.exec(stdout)?.[1] : undefined;
  return major === undefined ? null : Number(major);
}

/** The password goes through the environment: arguments are seen by everybody on the machine. */
async function run(program: string, url: string, words: string[]): Promise<void> {
  const { hostname, port, username, password, pathname, searchParams } = new URL(url);
  const environment: Record<string, string> = {
    PGHOST: searchParams.get('host') ?? hostname,
    PGPORT: port === '' ? '5432' : port,
    PGUSER: decodeURIComponent(username),
    PGPASSWORD: decodeURIComponent(password),
    PGDATABASE: decodeURIComponent(pathname.slice(1)),
  };
  const mode = searchParams.get('sslmode');
  if (mode !== null) environment.PGSSLMODE = mode;
  const target = program === 'pg_restore' ? [`--dbname=${environment.PGDATABASE}`] : [];
  const child = spawn(program, [...target, ...words], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said = `${said}${chunk}`.slice(-4000);
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) {
    throw new Error(`${program} failed: ${said.trim().split('\n').at(-1) ?? `it ended with ${code}`}`);
  }
}

import { spawnSync } from 'node:child_process';
import { chownSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';

/** How to start a database program: the words before it, and the user it runs as. */
export interface Account {
  prefix: string[];
  uid: number | null;
  gid: number | null;
}

/** Postgres refuses to run as root; these accounts exist on practically every system. */
const CANDIDATES = ['postgres', 'nobody'];

/**
 * Chooses the account for the database programs. An ordinary user runs them as itself. Root hands them to
 * another account; where that account cannot reach the folders (a home under `/root`), the programs keep the
 * one capability that lets them pass through, which `setpriv` of util-linux can give.
 * @throws Error saying where to put ROSTRUM_HOME when no way works.
 */
export function chooseAccount(program: string, folder: string): Account {
  if (process.platform === 'win32' || userInfo().uid !== 0) return { prefix: [], uid: null, gid: null };

  const owner = statSync(folder);
  const ids = owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : findCandidate();
  if (ids === null) {
    throw new Error(
      `Postgres does not run as root, and there is no account ${CANDIDATES.join(' or ')} to run it as: start as an ordinary user, or set DATABASE_URL`,
    );
  }
  chownSync(folder, ids.uid, ids.gid);

  const plain: Account = { prefix: [], ...ids };
  if (canRun(plain, program, folder)) return plain;
  const passing: Account = { prefix: setpriv(ids.uid, ids.gid), uid: null, gid: null };
  if (canRun(passing, program, folder)) return passing;
  throw new Error(
    `the account that Postgres runs as (uid ${ids.uid}) cannot reach ${folder} or ${program}: set ROSTRUM_HOME to a folder that every user may enter, or set DATABASE_URL`,
  );
}

function findCandidate(): { uid: number; gid: number } | null {
  for (const name of CANDIDATES) {
    const uid = Number(spawnSync('id', ['-u', name], { encoding: 'utf8' }).stdout);
    const gid = Number(spawnSync('id', ['-g', name], { encoding: 'utf8' }).stdout);
    if (Number.isInteger(uid) && uid > 0 && Number.isInteger(gid)) return { uid, gid };
  }
  return null;
}

function setpriv(uid: number, gid: number): string[] {
  const reach = '+dac_override,+dac_read_search';
  return [
    'setpriv',
    `--reuid=${uid}`,
    `--regid=${gid}`,
    '--clear-groups',
    `--inh-caps=${reach}`,
    `--ambient-caps=${reach}`,
  ];
}

function canRun(account: Account, program: string, folder: string): boolean {
  // The shell goes into the folder after the account has changed; `cwd` would be entered before, as root.
  const words = ['sh', '-c', 'cd "$1" && exec "$2" --version', 'sh', folder, program];
  const [command = 'sh', ...rest] = [...account.prefix, ...words];
  return spawnSync(command, rest, { cwd: '/', ...owner(account), stdio: 'ignore' }).status === 0;
}

/** The part of a spawn's options that sets the account. */
export function owner(account: Account): { uid?: number; gid?: number } {
  return account.uid === null || account.gid === null ? {} : { uid: account.uid, gid: account.gid };
}

import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * A process, told apart from a later one with the same number: on Linux by its start time, elsewhere by the
 * number alone.
 */
function describeProcess(pid: number): string | null {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return null;
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? null : `${pid}-${fields[19]}`;
  } catch {
    return `${pid}-0`;
  }
}

/** True while the process that wrote this token lives. */
function isAlive(token: string): boolean {
  const pid = Number.parseInt(token, 10);
  return Number.isInteger(pid) && pid > 0 && describeProcess(pid) === token;
}

const self = () => describeProcess(process.pid) ?? `${process.pid}-0`;

/**
 * Takes a lock that one process at a time holds and that falls free when its holder dies, however it dies.
 * @returns a function that lets go, or the number of the process that holds it.
 */
export function takeLock(path: string): { release: () => void } | { heldBy: number } {
  for (;;) {
    try {
      writeFileSync(path, self(), { flag: 'wx', mode: 0o600 });
      return { release: () => rmSync(path, { force: true }) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = readToken(path);
    if (holder === null) continue;
    if (isAlive(holder)) return { heldBy: Number.parseInt(holder, 10) };
    removeDead(path, holder);
  }
}

/** Moves the lock aside before deleting it, so that of two who find it dead only one succeeds. */
function removeDead(path: string, holder: string): void {
  const aside = `${path}.${self()}`;
  try {
    renameSync(path, aside);
    if (readToken(aside) !== holder) renameSync(aside, path);
    else rmSync(aside, { force: true });
  } catch {
    // Somebody else was quicker; the next round sees what they left.
  }
}

function readToken(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/** Runs `work` while holding the lock at `path`, waiting for whoever holds it now. */
export async function withLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  for (;;) {
    const lock = takeLock(path);
    if ('release' in lock) {
      try {
        return await work();
      } finally {
        lock.release();
      }
    }
    await sleep(50);
  }
}

/** Who uses the embedded database now: one file a process, so that the last one out turns off the light. */
export class Users {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true });
  }

  enter(): void {
    writeFileSync(join(this.#folder, self()), '');
  }

  /** Leaves, and tells how many living processes remain. */
  leave(): number {
    rmSync(join(this.#folder, self()), { force: true });
    let remaining = 0;
    for (const token of readdirSync(this.#folder)) {
      if (isAlive(token)) remaining += 1;
      else rmSync(join(this.#folder, token), { force: true });
    }
    return remaining;
  }
}

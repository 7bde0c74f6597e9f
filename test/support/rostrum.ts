import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Database } from '../../db/connection.js';
import { openEmbeddedDatabase } from '../../src/embedded/postgres.js';
import { scratchDatabase } from './database.js';

const BIN = fileURLToPath(new URL('../../bin/rostrum.js', import.meta.url));

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** A home of its own, and the command line on it. */
export class RostrumHome {
  readonly path = mkdtempSync(join(tmpdir(), 'rostrum-home-'));
  readonly #environment: Record<string, string>;

  constructor(environment: Record<string, string> = {}) {
    this.#environment = environment;
  }

  start(...words: string[]): ChildProcess {
    const { DATABASE_URL: _, REDIS_URL: __, ...inherited } = process.env;
    return spawn(process.execPath, [BIN, ...words], {
      env: { ...inherited, LOG_LEVEL: 'error', ROSTRUM_HOME: this.path, ...this.#environment },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
  }

  /** Runs a command to its end. */
  run(...words: string[]): Promise<Ended> {
    return ended(this.start(...words));
  }

  /** Runs a command with text on its standard input. */
  runWith(input: string, ...words: string[]): Promise<Ended> {
    const child = this.start(...words);
    child.stdin?.end(input);
    return ended(child);
  }

  /** Stops whatever of the home still runs, and removes it. */
  async remove(): Promise<void> {
    if (existsSync(join(this.path, 'postgres', 'data'))) {
      await (await openEmbeddedDatabase(this.path)).close();
    }
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** A home whose archive is a database of the tests' own server: no command has to start one for itself. */
export async function scratchHome(): Promise<{ home: RostrumHome; db: Database; remove(): Promise<void> }> {
  const scratch = await scratchDatabase();
  const home = new RostrumHome({ DATABASE_URL: scratch.url });
  await home.run('migrate');
  return {
    home,
    db: scratch.db,
    remove: async () => {
      await home.remove();
      await scratch.drop();
    },
  };
}

/** What a command printed, and how it ended. */
export function ended(child: ChildProcess): Promise<Ended> {
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    stderr += chunk;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
}

/** Waits until a command has printed something to standard error. */
export function printed(child: ChildProcess, pattern: RegExp): Promise<string> {
  let text = '';
  return new Promise((resolve, reject) => {
    child.stderr?.on('data', (chunk) => {
      text += chunk;
      if (pattern.test(text)) resolve(text);
    });
    child.once('close', () => reject(new Error(`it ended without printing ${pattern}: ${text}`)));
  });
}

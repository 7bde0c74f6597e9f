import { mkdirSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { pingBackend } from '../../queues/backend.js';
import type { Archive } from './archive.js';

const BEAT_MS = 5_000;

/**
 * Writes `run/heartbeat` under the home every five seconds, as long as this process turns and its database and
 * queues answer. A health check outside tells by the age of the file whether all three are so: a part that
 * listens on no port has no other way to show it.
 * @returns ends the beat and removes the file
 */
export function startHeartbeat({ config, db, backend }: Archive): () => void {
  mkdirSync(join(config.home, 'run'), { recursive: true });
  const file = join(config.home, 'run', 'heartbeat');
  let stopped = false;
  let next: NodeJS.Timeout | undefined;
  const beat = async () => {
    try {
      await sql`select 1`.execute(db);
      await pingBackend(backend);
      if (!stopped) await writeFile(file, `${new Date().toISOString()}\n`);
    } catch {
      // No beat: that is how it shows.
    }
    if (stopped) rmSync(file, { force: true });
    else next = setTimeout(beat, BEAT_MS);
  };
  void beat();
  return () => {
    stopped = true;
    clearTimeout(next);
    rmSync(file, { force: true });
  };
}

import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Config } from '../config.js';
import { fetchPage, withClient } from './look.js';
import { CommandError } from './outcome.js';

/** Bulk files are far larger than any page of a newsroom. */
const LARGEST_FILE_BYTES = 1_000_000_000;
const LONGEST_DOWNLOAD_MS = 600_000;

/**
 * Gives a path to work on for a path or an address; what had to be downloaded is removed afterwards.
 * @throws CommandError when there is no such file
 */
export async function withLocalFile<T>(
  config: Config,
  place: string,
  work: (path: string) => Promise<T>,
): Promise<T> {
  if (!/^https?:\/\//i.test(place)) {
    if (!existsSync(place)) throw new CommandError(`there is no file ${place}`);
    return work(place);
  }
  const patient = { ...config, maxBodyBytes: LARGEST_FILE_BYTES, fetchTimeoutMs: LONGEST_DOWNLOAD_MS };
  const folder = await mkdtemp(join(tmpdir(), 'rostrum-'));
  try {
    process.stderr.write(`reading ${place}\n`);
    const path = join(folder, basename(new URL(place).pathname) || 'file');
    const answer = await withClient(patient, (client) => fetchPage(client, place));
    await writeFile(path, answer.body);
    return await work(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

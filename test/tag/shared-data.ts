import { existsSync, readFileSync } from 'node:fs';

/** What lies beside the repo to test against; tests that need it are skipped by name where it is absent. */

const SHARED = new URL('../../../shared/', import.meta.url);

export const hasShared = existsSync(SHARED);

export function sharedText(path: string): string {
  return readFileSync(new URL(path, SHARED), 'utf8');
}

export function sharedLines<T>(path: string): T[] {
  return sharedText(path)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
}

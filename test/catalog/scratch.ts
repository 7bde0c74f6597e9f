import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { zipParts } from '../support/zip.js';

/** A folder for one test, with these files in it, gone when the test is done. */
export function scratch(files: Record<string, string | Buffer> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'rostrum-catalog-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

/** A zip of these files, packed as GPO packs its own. */
export function zipOf(files: Record<string, string>): Buffer {
  return Buffer.concat([...zipParts(Object.entries(files))]);
}

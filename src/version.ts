import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageDirectory } from './catalog/data-directory.js';

/** The version of this program. */
export function programVersion(): string {
  const manifest = readFileSync(join(packageDirectory(), 'package.json'), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}

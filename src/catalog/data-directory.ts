import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The folder of the package itself. Compiled code lies one folder deeper than its source, and data are not
 * compiled, so both walk up to the `package.json` that bears our name instead of counting folders.
 */
export function packageDirectory(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest)) {
      const { name } = JSON.parse(readFileSync(manifest, 'utf8')) as { name?: string };
      if (name === 'rostrum') return folder;
    }
    const parent = dirname(folder);
    if (parent === folder) throw new Error('no package.json named rostrum above the catalogue');
    folder = parent;
  }
}

/** The folder of the facts that come with the package: officials, sources, topics, starter bills. */
export function dataDirectory(): string {
  return join(packageDirectory(), 'data');
}

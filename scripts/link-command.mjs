// So that `npx rostrum` finds the command in its own clone at once; npm would otherwise pack and build the package anew.
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';

const folder = new URL('../node_modules/.bin/', import.meta.url);
try {
  mkdirSync(folder, { recursive: true });
  rmSync(new URL('rostrum', folder), { force: true });
  symlinkSync('../../bin/rostrum.js', new URL('rostrum', folder));
} catch {
  // A folder that cannot be written to, or a system without links: npm does it its own way.
}

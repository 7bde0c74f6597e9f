import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const root = mkdtempSync(join(tmpdir(), 'rostrum-imports-'));
const { $schema: _, vcs: __, ...rules } = JSON.parse(readFileSync('biome.json', 'utf8'));
writeFileSync(join(root, 'biome.json'), JSON.stringify(rules));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Lints a line as if it stood in a file of the tree, by the rules of this repository. */
function lint(path: string, line: string): string {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), line);
  const result = spawnSync(resolve('node_modules/.bin/biome'), ['lint', path], {
    cwd: root,
    encoding: 'utf8',
  });
  return result.stdout + result.stderr;
}

describe('the direction of imports', () => {
  it.each([
    ['src/tag/new.ts', '../../db/connection.js'],
    ['src/discover/new.ts', '../fetch/client.js'],
    ['src/extract/new.ts', 'node:fs'],
    ['db/new.ts', '../src/model.js'],
    ['queues/new.ts', '../db/connection.js'],
    ['workers/new.ts', '../src/cli/archive.js'],
    ['src/report/new.ts', '../../queues/queues.js'],
    ['src/web/new.ts', '../../workers/poll.js'],
  ])('is checked: %s may not import %s', (path, imported) => {
    expect(lint(path, `import { x } from '${imported}';\nconsole.log(x);\n`)).toContain(
      'noRestrictedImports',
    );
  });

  it.each([
    ['workers/new.ts', '../db/connection.js'],
    ['src/report/new.ts', '../../db/connection.js'],
    ['src/tag/new.ts', '../model.js'],
  ])('is free where it points down: %s may import %s', (path, imported) => {
    expect(lint(path, `import { x } from '${imported}';\nconsole.log(x);\n`)).not.toContain(
      'noRestrictedImports',
    );
  });
});

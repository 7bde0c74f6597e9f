/**
 * Writes db/schema.ts from the real schema: a scratch database, every migration, then kysely-codegen.
 * With `--verify` it changes nothing and fails when the file is out of date.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '../db/connection.js';
import { migrateToLatest } from '../db/migrate.js';
import { openEmbeddedDatabase } from '../src/embedded/postgres.js';

const home = mkdtempSync(join(tmpdir(), 'rostrum-schema-'));
const database = await openEmbeddedDatabase(home);
const db = connect(database.url, 1);
try {
  await migrateToLatest(db);
  const words = ['--config-file', '.kysely-codegenrc.json', '--url', database.url];
  if (process.argv.includes('--verify')) words.push('--verify');
  const result = spawnSync('node_modules/.bin/kysely-codegen', words, { stdio: 'inherit' });
  process.exitCode = result.status ?? 1;
} finally {
  await db.destroy();
  await database.close();
  rmSync(home, { recursive: true, force: true });
}

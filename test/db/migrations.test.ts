import { spawnSync } from 'node:child_process';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrateDown, migrateToLatest, pendingMigrations } from '../../db/migrate.js';
import { type ScratchDatabase, scratchDatabase } from '../support/database.js';

describe('migrations', () => {
  let scratch: ScratchDatabase;
  beforeAll(async () => {
    scratch = await scratchDatabase({ empty: true });
  });
  afterAll(() => scratch.drop());

  it('build the schema, tear it down to nothing and build it again', async () => {
    const applied = await migrateToLatest(scratch.db);
    expect(applied.length).toBeGreaterThan(1);
    expect(await pendingMigrations(scratch.db)).toEqual([]);
    expect(await migrateToLatest(scratch.db)).toEqual([]);

    await migrateDown(scratch.db);
    const { rows } = await sql<{ name: string }>`
      select table_name as name from information_schema.tables
      where table_schema = 'public' and table_name not like 'kysely_%'
    `.execute(scratch.db);
    expect(rows).toEqual([]);
    expect(await migrateToLatest(scratch.db)).toEqual(applied);
  });

  it('may be run by several processes at once', async () => {
    await migrateDown(scratch.db);
    await Promise.all([
      migrateToLatest(scratch.db),
      migrateToLatest(scratch.db),
      migrateToLatest(scratch.db),
    ]);
    expect(await pendingMigrations(scratch.db)).toEqual([]);
  });

  it('give the very schema that db/schema.ts describes', () => {
    const result = spawnSync(
      'node_modules/.bin/kysely-codegen',
      ['--config-file', '.kysely-codegenrc.json', '--url', scratch.url, '--verify'],
      { encoding: 'utf8' },
    );
    expect(result.stderr + result.stdout).not.toContain('not up-to-date');
    expect(result.status, `run "npm run schema": ${result.stderr}`).toBe(0);
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { TestProject } from 'vitest/node';
import { connect } from '../../db/connection.js';
import { migrateToLatest } from '../../db/migrate.js';
import { migrateBackend } from '../../queues/backend.js';
import { openEmbeddedDatabase } from '../../src/embedded/postgres.js';

/** One Postgres for the whole run, with a migrated database that every test file copies. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const home = mkdtempSync(join(tmpdir(), 'rostrum-test-'));
  const server = await openEmbeddedDatabase(home);
  const admin = new Client({ connectionString: server.url });
  await admin.connect();
  await admin.query('create database template');
  await admin.end();
  const template = new URL(server.url);
  template.pathname = '/template';
  const db = connect(template.href, 1);
  await migrateToLatest(db);
  await db.destroy();
  await migrateBackend({ kind: 'postgres', url: template.href });
  project.provide('databaseUrl', server.url);
  return async () => {
    await server.close();
    rmSync(home, { recursive: true, force: true });
  };
}

declare module 'vitest' {
  interface ProvidedContext {
    databaseUrl: string;
  }
}

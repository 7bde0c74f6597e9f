import { type Kysely, type MigrationProvider, Migrator } from 'kysely';
import * as archive from './migrations/0001-archive.js';
import * as reportingViews from './migrations/0002-reporting-views.js';
import * as oneTrip from './migrations/0003-one-trip.js';
import * as answers from './migrations/0004-answers.js';
import * as tagging from './migrations/0005-tagging.js';
import * as history from './migrations/0006-history.js';
import * as oneVisit from './migrations/0007-one-visit.js';
import * as listed from './migrations/0008-listed.js';
import * as access from './migrations/0009-access.js';
import * as alerts from './migrations/0010-alerts.js';
import type { DB } from './schema.js';

/** Every migration, in order. One that has been released is never changed, only followed. */
const MIGRATIONS = {
  '0001-archive': archive,
  '0002-reporting-views': reportingViews,
  '0003-one-trip': oneTrip,
  '0004-answers': answers,
  '0005-tagging': tagging,
  '0006-history': history,
  '0007-one-visit': oneVisit,
  '0008-listed': listed,
  '0009-access': access,
  '0010-alerts': alerts,
};

const provider: MigrationProvider = { getMigrations: async () => MIGRATIONS };

/** The database is of another version than this program, or a migration failed. */
class MigrationError extends Error {
  override name = 'MigrationError';
}

/**
 * Brings the database to this program's schema; safe to run from several processes at once.
 * @returns the names of the migrations that were applied now.
 * @throws MigrationError naming the migration that failed.
 */
export async function migrateToLatest(db: Kysely<DB>): Promise<string[]> {
  const { error, results } = await new Migrator({ db, provider }).migrateToLatest();
  return outcome(error, results);
}

/** Brings the database, up or down, to the schema right after one migration. */
export async function migrateToExactly(db: Kysely<DB>, name: string): Promise<void> {
  const { error, results } = await new Migrator({ db, provider }).migrateTo(name);
  outcome(error, results);
}

/** Takes back the last `steps` migrations (all when not given). */
export async function migrateDown(db: Kysely<DB>, steps = Object.keys(MIGRATIONS).length): Promise<string[]> {
  const migrator = new Migrator({ db, provider });
  const undone: string[] = [];
  for (let step = 0; step < steps; step += 1) {
    const { error, results } = await migrator.migrateDown();
    undone.push(...outcome(error, results));
  }
  return undone;
}

/** The names of the migrations this database still lacks. */
export async function pendingMigrations(db: Kysely<DB>): Promise<string[]> {
  const all = await new Migrator({ db, provider }).getMigrations();
  return all.filter((migration) => migration.executedAt === undefined).map((migration) => migration.name);
}

function outcome(error: unknown, results: { migrationName: string; status: string }[] | undefined): string[] {
  if (error !== undefined) {
    const failed = results?.find((result) => result.status === 'Error')?.migrationName;
    const reason = error instanceof Error ? error.message : String(error);
    throw new MigrationError(
      failed === undefined ? `migration failed: ${reason}` : `migration ${failed} failed: ${reason}`,
      { cause: error },
    );
  }
  return (results ?? [])
    .filter((result) => result.status === 'Success')
    .map((result) => result.migrationName);
}

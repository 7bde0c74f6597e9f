import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { sql } from 'kysely';
import { BackupError, loadBackup, readManifest, writeBackup } from '../../db/backup.js';
import { renumber } from '../../db/changes.js';
import type { Database } from '../../db/connection.js';
import { migrateDown, migrateToExactly, migrateToLatest } from '../../db/migrate.js';
import { archiveId } from '../../db/settings.js';
import { openArchive, withArchive } from './archive.js';
import { CommandError } from './outcome.js';
import { findPgPrograms, type PgPrograms } from './pg-programs.js';

/** What pg_dump writes, beside nothing else. */
const DUMP = 'archive.dump';

interface Options {
  with: 'auto' | 'pg_dump' | 'copy';
}

export function backupCommand(): Command {
  return new Command('backup')
    .description('the whole archive into a folder, while it is in use; the queues are not part of it')
    .argument('<dir>', 'an empty folder, or one that is not there yet')
    .addOption(
      new Option('--with <way>', "Postgres' own pg_dump, or our own stream where it is not there or too old")
        .choices(['auto', 'pg_dump', 'copy'])
        .default('auto'),
    )
    .addHelpText('after', '\nExample:\n  rostrum backup backups/$(date +%F)')
    .action((folder: string, options: Options) =>
      withArchive(({ db, url }) => backup(db, url, folder, options)),
    );
}

export function restoreCommand(): Command {
  return new Command('restore')
    .description('fills an archive that holds no statements yet from a backup')
    .argument('<dir>', 'the folder of the backup')
    .addHelpText('after', '\nExample:\n  ROSTRUM_HOME=.rostrum-restored rostrum restore backups/2026-11-24')
    .action((folder: string) => restore(folder));
}

async function backup(db: Database, url: string, folder: string, options: Options): Promise<void> {
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    throw new CommandError(`${folder} is not empty: name a folder of its own for each backup`);
  }
  mkdirSync(folder, { recursive: true });
  const programs = options.with === 'copy' ? null : await programsFor(db);
  if (programs === null && options.with === 'pg_dump') {
    throw new CommandError('there is no pg_dump here that is as new as the server: leave out --with');
  }
  await archiveId(db);
  if (programs !== null) {
    await programs.dump(url, join(folder, DUMP));
    process.stderr.write(`${folder}/${DUMP}, by pg_dump ${programs.version}\n`);
    return;
  }
  const manifest = await writeBackup(url, folder);
  const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
  process.stderr.write(`${rows} rows of ${manifest.tables.length} tables in ${folder}\n`);
}

async function restore(folder: string): Promise<void> {
  const dump = join(folder, DUMP);
  const manifest = existsSync(dump) ? null : await readManifest(folder);
  const archive = await openArchive({ migrate: true });
  const { db, url } = archive;
  try {
    await refuseFilled(db);
    if (manifest === null) {
      const programs = await programsFor(db);
      if (programs === null) {
        throw new CommandError(
          `${dump} was made by pg_dump: install pg_restore of Postgres ${await serverMajor(db)} or newer`,
        );
      }
      await programs.restore(url, dump);
    } else {
      await toMigration(db, manifest.migration);
      await loadBackup(url, folder, manifest);
    }
    // A backup of an older version is brought to this one's schema.
    await migrateToLatest(db);
    await renumber(db);
    const { count } = await db
      .selectFrom('statement')
      .select((build) => build.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    process.stderr.write(
      `${count} statements restored; cursors of exports from before are no longer taken\n`,
    );
  } finally {
    await archive.close();
  }
}

/** An archive that holds something is never written over. */
async function refuseFilled(db: Database): Promise<void> {
  const { rows } = await sql<{ filled: boolean }>`select exists (select from statement)
    or exists (select from crawl) or exists (select from source where catalogue = 'user') as filled`.execute(
    db,
  );
  if (rows[0]?.filled) {
    throw new CommandError(
      'this archive is not empty, and a backup is not laid over what is there: restore into a new ROSTRUM_HOME or an empty database',
    );
  }
}

async function toMigration(db: Database, name: string): Promise<void> {
  try {
    await migrateDown(db);
    await migrateToExactly(db, name);
  } catch (error) {
    await migrateToLatest(db);
    throw new BackupError(
      `the backup is of a version that this one does not know (its last migration is ${name}): ${error instanceof Error ? error.message : error}`,
      { cause: error },
    );
  }
}

async function programsFor(db: Database): Promise<PgPrograms | null> {
  return findPgPrograms(await serverVersion(db));
}

async function serverMajor(db: Database): Promise<number> {
  return Math.floor((await serverVersion(db)) / 10_000);
}

async function serverVersion(db: Database): Promise<number> {
  const { rows } = await sql<{ version: string }>`
    select current_setting('server_version_num') as version`.execute(db);
  return Number(rows[0]?.version ?? 0);
}

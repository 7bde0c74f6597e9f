import { renumberMoved } from '../../db/changes.js';
import { connect, type Database } from '../../db/connection.js';
import { migrateToLatest, pendingMigrations } from '../../db/migrate.js';
import { archiveId } from '../../db/settings.js';
import { type Backend, chooseBackend, migrateBackend } from '../../queues/backend.js';
import { type Config, readConfig } from '../config.js';
import { openEmbeddedDatabase } from '../embedded/postgres.js';
import { bringCatalogue } from './catalogue.js';
import { CommandError } from './outcome.js';

/** An open archive: its database and where its queues live. */
export interface Archive {
  config: Config;
  db: Database;
  backend: Backend;
  /** Address of the database, with its password. */
  url: string;
  close(): Promise<void>;
}

/**
 * Opens the archive that the settings name: the server of DATABASE_URL, or the embedded one. The embedded one
 * is brought to the newest schema and catalogue as it is opened; a server is only with `migrate`.
 * @throws CommandError when a server cannot be reached or was not migrated
 */
export async function openArchive(options: { migrate?: boolean; config?: Config } = {}): Promise<Archive> {
  const config = options.config ?? readConfig();
  if (config.databaseUrl === null) {
    const embedded = await openEmbeddedDatabase(config.home);
    try {
      return await open(config, embedded.url, true, () => embedded.close());
    } catch (error) {
      await embedded.close();
      throw error;
    }
  }
  return open(config, config.databaseUrl, options.migrate === true, async () => {});
}

async function open(
  config: Config,
  url: string,
  migrate: boolean,
  closeServer: () => Promise<void>,
): Promise<Archive> {
  const db = connect(url);
  const close = async () => {
    await db.destroy();
    await closeServer();
  };
  try {
    if (migrate) {
      await migrateToLatest(db);
      await renumberMoved(db);
      await bringCatalogue(db);
      await renumberMoved(db);
    } else {
      const missing = await pendingMigrations(db).catch((error: Error) => {
        throw new CommandError(`the database of DATABASE_URL does not answer: ${reason(error)}`);
      });
      if (missing.length > 0) {
        throw new CommandError(
          `the database lacks ${missing.length} migrations (${missing.join(', ')}): run "rostrum migrate" first`,
        );
      }
    }
    const backend = chooseBackend(url, config.redisUrl, await archiveId(db));
    if (migrate) await migrateBackend(backend);
    return { config, db, backend, url, close };
  } catch (error) {
    await db.destroy();
    if (error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED') {
      throw new CommandError(`the database of DATABASE_URL does not answer: ${reason(error)}`);
    }
    throw error;
  }
}

function reason(error: Error): string {
  return error.message || (error as NodeJS.ErrnoException).code || error.name;
}

/** Opens the archive for one command and closes it after, whatever happens. */
export async function withArchive<T>(work: (archive: Archive) => Promise<T>): Promise<T> {
  const archive = await openArchive();
  try {
    return await work(archive);
  } finally {
    await archive.close();
  }
}

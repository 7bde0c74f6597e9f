import type { Database } from '../../db/connection.js';
import { createToken, type TokenScope } from '../../db/tokens.js';
import { chooseBackend, migrateBackend } from '../../queues/backend.js';
import { readConfig } from '../../src/config.js';
import { startWeb } from '../../src/web/server.js';
import { type ScratchDatabase, scratchDatabase } from './database.js';

/** A web server over a database of its own. */
export interface ScratchWeb {
  db: Database;
  url: string;
  /** Makes a token for these scopes. */
  token(...scopes: TokenScope[]): Promise<string>;
  close(): Promise<void>;
}

/**
 * Starts a web server on a free port.
 * @param fill writes what is to be in its database
 * @param settings of the environment, as RATE_LIMIT; requests are not limited where nothing is said
 */
export async function scratchWeb(
  fill: (db: Database, scratch: ScratchDatabase) => Promise<void>,
  settings: Record<string, string> = {},
): Promise<ScratchWeb> {
  const scratch = await scratchDatabase();
  await fill(scratch.db, scratch);
  const backend = chooseBackend(scratch.url, null, 'test');
  await migrateBackend(backend);
  const config = readConfig({ RATE_LIMIT: '0', ...settings });
  const web = await startWeb({ db: scratch.db, config, backend, port: 0 });
  let made = 0;
  return {
    db: scratch.db,
    url: web.url,
    token: (...scopes) => {
      made += 1;
      return createToken(scratch.db, { name: `token-${made}`, scopes, expiresAt: null });
    },
    close: async () => {
      await web.close();
      await scratch.drop();
    },
  };
}

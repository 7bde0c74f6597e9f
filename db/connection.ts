import { Kysely, type LogEvent, PostgresDialect } from 'kysely';
import { Pool, types } from 'pg';
import type { DB } from './schema.js';

export type Database = Kysely<DB>;

/** A day stays a day: `YYYY-MM-DD`, never a moment in some zone. */
const DATE = 1082;
/** Ids are far below 2^53. */
const INT8 = 20;

/**
 * Opens a pool of connections to the archive.
 * @param url a `postgres://` address
 * @param size most connections at a time
 * @param onQuery told of every query that was sent
 */
export function connect(
  url: string,
  size = 10,
  onQuery?: (query: { sql: string; parameters: readonly unknown[] }) => void,
): Database {
  const pool = new Pool({
    connectionString: url,
    max: size,
    application_name: 'rostrum',
    connectionTimeoutMillis: 30_000,
    types: {
      getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
        if (oid === DATE) return (value: string) => value;
        if (oid === INT8) return Number;
        return types.getTypeParser(oid, format as 'text');
      }) as typeof types.getTypeParser,
    },
  });
  // An idle connection that breaks (the server restarted) is replaced at the next query.
  pool.on('error', () => {});
  const log = onQuery && ((event: LogEvent) => onQuery(event.query));
  return new Kysely<DB>({ dialect: new PostgresDialect({ pool }), ...(log === undefined ? {} : { log }) });
}

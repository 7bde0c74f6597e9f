import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Database } from '../../db/connection.js';
import type { Place } from './cursor.js';
import { conditions, type Driver, driver, type StatementFilter } from './filter.js';
import { textQuery } from './text-query.js';
import { type Window, windowsBefore } from './windows.js';

/** An archive with fewer texts than this is searched in one go. */
const SMALL = 20_000;

/** A part of the archive in which to look for the next rows, as the parts of a query. */
export interface Stretch extends Driver {
  where: RawBuilder<SqlBool>;
}

/**
 * Where to look for what passes the filters, newest first: all at once, or for words one window of days after the
 * other. Whoever has enough rows stops asking.
 * @param after where the page before ended
 * @param through finds the statements where the filter's own way is not the best
 */
export async function* stretches(
  db: Database,
  filter: StatementFilter,
  after: Place | null,
  through: Driver = driver(filter),
): AsyncGenerator<Stretch> {
  const all = conditions(filter, through);
  if (after !== null) all.push(afterPlace(through, after));
  if (filter.q === undefined) {
    yield { ...through, where: sql.join(all, sql` and `) };
    return;
  }
  const query = textQuery(filter.q);
  const from = sql`${through.from} join statement_text on statement_text.statement_id = statement.id`;
  for (const window of await windows(db, filter, after)) {
    const part = [...all, ...inWindow(through, window, query)];
    yield { ...through, from, where: sql.join(part, sql` and `) };
  }
}

/** The row comparison that one index serves. A quote's place lies within its statement, which is read again. */
function afterPlace({ day, id }: Driver, { listedOn, id: last, position }: Place): RawBuilder<SqlBool> {
  return position === undefined
    ? sql`(${day}, ${id}) < (${listedOn}::date, ${last}::bigint)`
    : sql`(${day}, ${id}) <= (${listedOn}::date, ${last}::bigint)`;
}

/** `null` stands for the whole archive. */
async function windows(
  db: Database,
  filter: StatementFilter,
  after: Place | null,
): Promise<Iterable<Window | null>> {
  const { rows } = await sql<{ newest: string | null; texts: number }>`
    select (select max(listed_on) from statement) as newest,
      (select reltuples from pg_class where oid = 'statement_text'::regclass) as texts`.execute(db);
  const newest = rows[0]?.newest ?? null;
  if (newest === null || (rows[0]?.texts ?? 0) < SMALL) return [null];
  const start =
    [newest, after?.listedOn, filter.until].filter((day) => day !== undefined).sort()[0] ?? newest;
  // What has no date sorts before every day of the calendar.
  return start.startsWith('-') ? [null] : windowsBefore(start, filter.since ?? null);
}

function inWindow({ day }: Driver, window: Window | null, query: RawBuilder<unknown>): RawBuilder<SqlBool>[] {
  if (window === null) return [sql`statement_text.words @@ (${query})`];
  const { to, from, marks } = window;
  if (from === null) return [sql`statement_text.words @@ (${query})`, sql`${day} <= ${to}::date`];
  return [
    sql`statement_text.words @@ (${marks}::tsquery && (${query}))`,
    sql`${day} between ${from}::date and ${to}::date`,
  ];
}

import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { findBill } from '../../db/bills.js';
import type { Database } from '../../db/connection.js';
import { conditions, driver, type StatementFilter } from './filter.js';
import { textQuery } from './text-query.js';

/** What an alert looks for. Companions are those that the bill has when it looks. */
export type AlertFilter = Pick<
  StatementFilter,
  'bill' | 'topic' | 'official' | 'office' | 'state' | 'party' | 'q'
> & { companions?: true };

/** An alert, as far as it says which statements it tells of. */
interface Looking {
  id: number;
  filter: AlertFilter;
  revisions: boolean;
  since: string | null;
  starts_at: Date;
  /** Statements with a lower number of their last change were looked at. */
  change: number;
}

/** A statement that an alert has to tell of. */
export interface Match {
  id: number;
  revision: number;
  change: number;
  /** Another content of it was told of before. */
  revised: boolean;
}

/**
 * Statements that were changed since an alert last looked, pass its filter and were not told of yet; in the order of
 * their last changes. Those that are still to be tagged come when they are.
 */
export async function findMatches(db: Database, alert: Looking, limit: number): Promise<Match[]> {
  const { companions, ...rest } = alert.filter;
  const filter: StatementFilter = rest;
  if (companions && filter.bill !== undefined) {
    filter.companions = (await findBill(db, filter.bill))?.related ?? [];
  }
  const through = driver(filter);
  const words =
    filter.q === undefined
      ? sql``
      : sql`join statement_text on statement_text.statement_id = statement.id
          and statement_text.words @@ (${textQuery(filter.q)})`;
  const told = sql`select from alert_told told where told.alert_id = ${alert.id}
    and told.statement_id = statement.id`;
  const all: RawBuilder<SqlBool>[] = [
    ...conditions(filter, through),
    sql`statement.change >= ${alert.change}::bigint`,
    sql`(statement.tagged_at is not null or statement.tag_error is not null)`,
    alert.revisions
      ? sql`not exists (${told} and told.revision_id = statement.revision_id)`
      : sql`not exists (${told})`,
    sql`(${published(alert)} or exists (${told}))`,
  ];
  const { rows } = await sql<Match>`
    select statement.id, statement.revision_id as revision, statement.change, exists (${told}) as revised
    from ${through.from} ${words} where ${sql.join(all, sql` and `)}
    order by statement.change, statement.id limit ${limit}`.execute(db);
  return rows;
}

/** Published since the alert begins, as exactly as its newsroom says; what has no date counts from when it was seen. */
function published({ since, starts_at }: Looking): RawBuilder<SqlBool> {
  if (since !== null) {
    return sql`coalesce(statement.published_on >= ${since}::date, statement.first_seen_at >= ${since}::date)`;
  }
  return sql`coalesce(statement.published_at >= ${starts_at},
    statement.published_on >= (${starts_at}::timestamptz at time zone statement.zone)::date,
    statement.first_seen_at >= ${starts_at})`;
}

import { type SqlBool, sql } from 'kysely';
import type { Database } from '../../db/connection.js';
import { inArchive } from '../../db/scope.js';

/** Somebody with the newest of the terms that were asked for. */
export interface OfficeHolder {
  official: string;
  name: string;
  party: string;
  office: string;
  state: string;
  starts_on: string;
  ends_on: string | null;
  /** Day of their newest statement. */
  latest: string | null;
}

/** Which office holders; all that is given must hold. */
export interface OfficeHolderFilter {
  office?: string;
  state?: string;
  party?: string;
  /** Part of a name. */
  name?: string;
  /** Those who are out of office, too. */
  former?: boolean;
}

/**
 * Office holders by state, office and name, those of today where not otherwise asked.
 */
export async function officeHolders(
  db: Database,
  filter: OfficeHolderFilter,
  page: { limit: number; offset?: number },
): Promise<OfficeHolder[]> {
  const all = [sql<SqlBool>`true`];
  if (filter.office !== undefined) all.push(sql`term.office = ${filter.office}`);
  if (filter.state !== undefined) all.push(sql`term.state = ${filter.state}`);
  if (filter.party !== undefined) all.push(sql`term.party = ${filter.party}`);
  if (filter.name !== undefined)
    all.push(sql`strpos(lower(official.name), ${filter.name.toLowerCase()}) > 0`);
  if (!filter.former) {
    all.push(sql`term.starts_on <= current_date and (term.ends_on is null or term.ends_on > current_date)`);
  }
  const { rows } = await sql<OfficeHolder>`
    select holder.*, (select nullif(statement.listed_on, '-infinity') from statement
      where statement.official_id = holder.official
      order by statement.listed_on desc, statement.id desc limit 1) as latest
    from (
      select * from (
        select distinct on (official.id) official.id as official, official.name, official.last, term.party,
          term.office, term.state, term.starts_on, term.ends_on
        from term join official on official.id = term.official_id
        where ${inArchive('official')} and ${sql.join(all, sql` and `)}
        order by official.id, term.starts_on desc
      ) newest order by state, office desc, last, official limit ${page.limit} offset ${page.offset ?? 0}
    ) holder order by state, office desc, last, official`.execute(db);
  return rows;
}

/** How many office holders each state has today, and the newest day one of its newsrooms published. */
export async function statesAtAGlance(db: Database) {
  const { rows } = await sql<{ state: string; officials: number; latest: string | null }>`
    select held.state, held.officials, (select nullif(statement.listed_on, '-infinity') from statement
      where statement.place = held.state order by statement.listed_on desc, statement.id desc limit 1) as latest
    from (
      select term.state, count(distinct official.id) as officials
      from term join official on official.id = term.official_id
      where ${inArchive('official')}
        and term.starts_on <= current_date and (term.ends_on is null or term.ends_on > current_date)
      group by 1
    ) held order by 1`.execute(db);
  return rows;
}

import { sql } from 'kysely';
import type { Database } from '../../db/connection.js';
import { billTitles } from './bill-titles.js';

/** A bill that travels with another, and how much was said on it. */
export interface Companion {
  bill: string;
  title: string | null;
  statements: number;
  first: string | null;
  last: string | null;
}

/** The companions of a bill, those that most was said on first. */
export async function companionsOf(db: Database, related: string[]): Promise<Companion[]> {
  if (related.length === 0) return [];
  const [titles, { rows }] = await Promise.all([
    billTitles(db, related),
    sql<Omit<Companion, 'title'>>`
      select related.bill, count(distinct c.statement_id) as statements,
        min(c.listed_on) filter (where c.listed_on > '-infinity') as first,
        max(c.listed_on) filter (where c.listed_on > '-infinity') as last
      from unnest(${related}::text[]) related(bill) left join citation c on c.bill_id = related.bill
      group by 1 order by 2 desc, 1`.execute(db),
  ]);
  return rows.map((row) => ({ ...row, title: titles.get(row.bill) ?? null }));
}

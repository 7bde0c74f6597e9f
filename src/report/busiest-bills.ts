import { sql } from 'kysely';
import type { Database } from '../../db/connection.js';

/** The bills most statements speak of, with the newest date somebody did. */
export async function busiestBills(db: Database, limit: number) {
  return db
    .selectFrom('statements_on_bill')
    .groupBy('bill_id')
    .select([
      'bill_id',
      sql<number>`count(*)`.as('statements'),
      sql<number>`count(distinct official_id)`.as('officials'),
      sql<string | null>`max(published_on)`.as('last'),
      sql<string | null>`(
        select title from bill_title
        where bill_title.bill_id = statements_on_bill.bill_id
        order by kind ilike 'official%', length(title) limit 1)`.as('title'),
    ])
    .orderBy('statements', 'desc')
    .orderBy('bill_id')
    .limit(limit)
    .execute();
}

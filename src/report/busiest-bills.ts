import { sql } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { Database } from '../../db/connection.js';
import { displayTitle } from './bill.js';

/** The bills most statements speak of, with the newest date somebody did. */
export async function busiestBills(db: Database, limit: number) {
  const rows = await db
    .selectFrom('statements_on_bill')
    .groupBy('bill_id')
    .select([
      'bill_id',
      sql<number>`count(distinct release_id)`.as('statements'),
      sql<number>`count(distinct official_id)`.as('officials'),
      sql<string | null>`max(published_on)`.as('last'),
    ])
    .select((build) =>
      jsonArrayFrom(
        build
          .selectFrom('bill_title')
          .select(['bill_title.kind', 'bill_title.title'])
          .whereRef('bill_title.bill_id', '=', 'statements_on_bill.bill_id')
          .orderBy('position'),
      ).as('titles'),
    )
    .orderBy('statements', 'desc')
    .orderBy('bill_id')
    .limit(limit)
    .execute();
  return rows.map(({ titles, ...row }) => ({ ...row, title: displayTitle(titles) }));
}

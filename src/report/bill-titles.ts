import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { Database } from '../../db/connection.js';
import { displayTitle } from './bill.js';

/** The titles people use, by bill; a bill that the index does not hold is not in the map. */
export async function billTitles(db: Database, ids: string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('bill')
    .select('bill.id')
    .select((build) =>
      jsonArrayFrom(
        build
          .selectFrom('bill_title')
          .select(['kind', 'title'])
          .whereRef('bill_title.bill_id', '=', 'bill.id')
          .orderBy('position'),
      ).as('titles'),
    )
    .where('bill.id', 'in', [...new Set(ids)])
    .execute();
  return new Map(
    rows.flatMap(({ id, titles }) => {
      const title = displayTitle(titles);
      return title === null ? [] : [[id, title] as const];
    }),
  );
}

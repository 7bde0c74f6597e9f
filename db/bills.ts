import { type Insertable, sql } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { Database } from './connection.js';
import type { Bill } from './schema.js';
import { readSetting, writeSetting } from './settings.js';

const INDEX_VERSION = 'bill_index_version';

export interface BillEntry extends Insertable<Bill> {
  titles: { kind: string; title: string }[];
}

/** Every bill with its titles, for the tagger's index. */
export async function listBills(db: Database) {
  return withTitles(db).execute();
}

export async function findBill(db: Database, id: string) {
  return (await withTitles(db).where('id', '=', id).executeTakeFirst()) ?? null;
}

function withTitles(db: Database) {
  return db
    .selectFrom('bill')
    .selectAll()
    .select((select) =>
      jsonArrayFrom(
        select
          .selectFrom('bill_title')
          .select(['kind', 'title'])
          .whereRef('bill_title.bill_id', '=', 'bill.id')
          .orderBy('position'),
      ).as('titles'),
    );
}

/** Adds bills or replaces what is known of them, in one transaction. */
export async function saveBills(db: Database, bills: BillEntry[]): Promise<void> {
  if (bills.length === 0) return;
  await db.transaction().execute(async (trx) => {
    const rows = bills.map(({ titles: _, ...bill }) => bill);
    await trx
      .insertInto('bill')
      .values(rows)
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet((excluded) => ({
          introduced_on: excluded.ref('excluded.introduced_on'),
          sponsor_bioguide: excluded.ref('excluded.sponsor_bioguide'),
          sponsor_name: excluded.ref('excluded.sponsor_name'),
          cosponsors: excluded.ref('excluded.cosponsors'),
          policy_area: excluded.ref('excluded.policy_area'),
          subjects: excluded.ref('excluded.subjects'),
          related: excluded.ref('excluded.related'),
          updated_at: sql`now()`,
        })),
      )
      .execute();
    const ids = rows.map((bill) => bill.id);
    await trx.deleteFrom('bill_title').where('bill_id', 'in', ids).execute();
    const titles = bills.flatMap((bill) =>
      bill.titles.map((title, position) => ({ bill_id: bill.id, position, ...title })),
    );
    if (titles.length > 0) await trx.insertInto('bill_title').values(titles).execute();
  });
}

/** Words of a title, best match first; or a bill's number. */
export async function searchBills(db: Database, text: string, limit: number) {
  const query = sql`websearch_to_tsquery('english', ${text})`;
  return db
    .selectFrom('bill_title')
    .innerJoin('bill', 'bill.id', 'bill_title.bill_id')
    .select(['bill.id', 'bill.introduced_on', 'bill.sponsor_name', 'bill.policy_area'])
    .select(sql<string>`(array_agg(title order by length(title)))[1]`.as('title'))
    .where(sql<boolean>`to_tsvector('english', title) @@ ${query}`)
    .groupBy(['bill.id', 'bill.introduced_on', 'bill.sponsor_name', 'bill.policy_area'])
    .orderBy(sql`max(ts_rank(to_tsvector('english', title), ${query}))`, 'desc')
    .orderBy('bill.id')
    .limit(limit)
    .execute();
}

/** Congresses of which the index claims to hold every bill. */
export async function completeCongresses(db: Database): Promise<number[]> {
  const rows = await db.selectFrom('bill_index').select('congress').where('complete', '=', true).execute();
  return rows.map((row) => row.congress);
}

export async function markComplete(db: Database, congress: number): Promise<void> {
  await db
    .insertInto('bill_index')
    .values({ congress, complete: true })
    .onConflict((conflict) =>
      conflict.column('congress').doUpdateSet({ complete: true, imported_at: sql`now()` }),
    )
    .execute();
}

/** Changes whenever bills, officials or topics do, so that a running tagger knows to read them again. */
export async function indexVersion(db: Database): Promise<string> {
  return (await readSetting(db, INDEX_VERSION)) ?? '0';
}

export async function bumpIndexVersion(db: Database): Promise<void> {
  await writeSetting(db, INDEX_VERSION, String(Number(await indexVersion(db)) + 1));
}

import { createHash } from 'node:crypto';
import { type Insertable, sql } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { Database } from './connection.js';
import { askRetags, makeReady } from './retags.js';
import type { Bill } from './schema.js';
import { readSetting, writeSetting } from './settings.js';

const INDEX_VERSION = 'bill_index_version';

export interface BillEntry extends Omit<Insertable<Bill>, 'digest' | 'updated_at'> {
  titles: { kind: string; title: string }[];
  /** What statements call the bill, beside its number; its titles as they are where not given. */
  names?: string[];
}

/** Every bill with its titles, for the tagger's index. */
export async function listBills(db: Database) {
  return withTitles(db).execute();
}

export async function findBill(db: Database, id: string) {
  return (await withTitles(db).where('id', '=', id).executeTakeFirst()) ?? null;
}

/** Whether a statement cites the bill, be it in the index or not. */
export async function isCited(db: Database, id: string): Promise<boolean> {
  const row = await db
    .selectFrom('citation')
    .select('id')
    .where('bill_id', '=', id)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
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

/**
 * Adds bills or replaces what is known of them, in one transaction; what has not changed is not written. Statements
 * that may name one that is new or changed will be tagged again once `bumpIndexVersion` says that all are in.
 * @returns how many are new or changed
 */
export async function saveBills(db: Database, bills: BillEntry[]): Promise<number> {
  if (bills.length === 0) return 0;
  const rows = bills.map((bill) => ({ ...bill, digest: digestOf(bill) }));
  return db.transaction().execute(async (trx) => {
    const { rows: changed } = await sql<{ id: string }>`
      insert into bill (id, congress, type, number, introduced_on, sponsor_bioguide, sponsor_name, cosponsors,
        policy_area, subjects, related, laws, digest)
      select id, congress, type, number, introduced_on, sponsor_bioguide, sponsor_name,
        coalesce(cosponsors, '{}'), policy_area, coalesce(subjects, '{}'), coalesce(related, '{}'),
        coalesce(laws, '{}'), digest
      from jsonb_populate_recordset(null::bill, ${JSON.stringify(rows)}::jsonb)
      on conflict (id) do update set
        introduced_on = excluded.introduced_on, sponsor_bioguide = excluded.sponsor_bioguide,
        sponsor_name = excluded.sponsor_name, cosponsors = excluded.cosponsors,
        policy_area = excluded.policy_area, subjects = excluded.subjects, related = excluded.related,
        laws = excluded.laws, digest = excluded.digest, updated_at = now()
      where bill.digest is distinct from excluded.digest
      returning id`.execute(trx);
    const ids = new Set(changed.map(({ id }) => id));
    const entries = bills.filter(({ id }) => ids.has(id));
    if (entries.length === 0) return 0;
    await trx
      .deleteFrom('bill_title')
      .where('bill_id', 'in', [...ids])
      .execute();
    const titles = entries.flatMap((bill) =>
      bill.titles.map((title, position) => ({ bill_id: bill.id, position, ...title })),
    );
    await sql`insert into bill_title (bill_id, position, kind, title)
      select bill_id, position, kind, title
      from jsonb_populate_recordset(null::bill_title, ${JSON.stringify(titles)}::jsonb)`.execute(trx);
    await askRetags(
      trx,
      entries.map(({ id, names, titles: full }) => ({
        kind: 'bill',
        subject: id,
        phrases: names ?? full.map(({ title }) => title),
      })),
    );
    return entries.length;
  });
}

function digestOf(bill: BillEntry): string {
  return createHash('sha256').update(JSON.stringify(bill)).digest('base64');
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

/** The bills of every Congress that bear a number, the newest first. */
export async function billsNumbered(db: Database, type: string, number: number, limit: number) {
  return listed(db)
    .where('bill.type', '=', type)
    .where('bill.number', '=', number)
    .orderBy('bill.congress', 'desc')
    .limit(limit)
    .execute();
}

/** Bills of the index, the newest Congress first, then by type and number: those after `after`. */
export async function pageOfBills(
  db: Database,
  filter: { congress?: number | undefined; type?: string | undefined },
  page: { limit: number; after: { congress: number; type: string; number: number } | null },
) {
  let query = listed(db)
    .orderBy('bill.congress', 'desc')
    .orderBy('bill.type')
    .orderBy('bill.number')
    .limit(page.limit);
  if (filter.congress !== undefined) query = query.where('bill.congress', '=', filter.congress);
  if (filter.type !== undefined) query = query.where('bill.type', '=', filter.type);
  if (page.after !== null) {
    const { congress, type, number } = page.after;
    query = query.where(
      sql<boolean>`bill.congress <= ${congress}
        and (bill.congress < ${congress} or (bill.type, bill.number) > (${type}, ${number}))`,
    );
  }
  return query.execute();
}

function listed(db: Database) {
  return db
    .selectFrom('bill')
    .select(['bill.id', 'bill.introduced_on', 'bill.sponsor_name', 'bill.policy_area'])
    .select((build) =>
      build
        .selectFrom('bill_title')
        .select('bill_title.title')
        .whereRef('bill_title.bill_id', '=', 'bill.id')
        .orderBy(sql`length(bill_title.title)`)
        .limit(1)
        .as('title'),
    );
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

/** What was brought in is complete: running taggers read it, and statements that may name it are tagged again. */
export async function bumpIndexVersion(db: Database): Promise<void> {
  await writeSetting(db, INDEX_VERSION, String(Number(await indexVersion(db)) + 1));
  await makeReady(db, 'bill');
}

import { sql } from 'kysely';
import type { Database } from '../../db/connection.js';
import { billTitles } from './bill-titles.js';
import { conditions, type Driver, driver, type StatementFilter } from './filter.js';

/** A bill among statements, with how many of them cite it. */
export interface SpokenBill {
  bill: string;
  /** Null where the bill index does not hold it. */
  title: string | null;
  statements: number;
  officials: number;
  last: string | null;
}

/** What the newest statements that pass a filter are about. */
export interface Overview {
  /** How many statements were looked at. */
  read: number;
  /** There are older ones, which were not looked at. */
  more: boolean;
  first: string | null;
  last: string | null;
  bills: SpokenBill[];
  topics: { topic: string; name: string; statements: number }[];
  officials: { official: string; name: string; statements: number; last: string | null }[];
  days: { day: string; statements: number }[];
  /** Ids of those that were edited after publication, newest first. */
  edited: number[];
}

const EDITED = 10;

/**
 * Looks at the newest statements that pass the filters, so that it costs the same in any archive.
 * @param filter without a bill or words; with a topic nothing else
 * @param bounds.newest how many statements to look at, 1,000 where not given
 * @param bounds.limit most bills, topics and officials to name, 15 where not given
 */
export async function overview(
  db: Database,
  filter: Pick<StatementFilter, 'official' | 'topic' | 'state' | 'since'>,
  { newest = 1000, limit = 15 }: { newest?: number; limit?: number } = {},
): Promise<Overview> {
  const { topic, ...rest } = filter;
  const through = topic === undefined ? driver(rest) : newestOnTopic(topic, newest + 1);
  const where = sql.join(conditions(rest, through), sql` and `);
  const { rows } = await sql<Overview & { bills: Omit<SpokenBill, 'title'>[] }>`
    with part as materialized (
      select ${through.id} as id, ${through.day} as day, statement.revision_id, statement.official_id,
        coalesce(statement.joint_id, statement.id) as release
      from ${through.from} where ${where}
      order by ${through.day} desc, ${through.id} desc limit ${newest + 1}
    ), looked as (select * from part order by day desc, id desc limit ${newest}),
    bills as (
      select c.bill_id as bill, count(distinct release) as statements, count(distinct looked.official_id) as officials,
        nullif(max(day), '-infinity') as last
      from looked join citation c on c.statement_id = looked.id and c.revision_id = looked.revision_id
      group by 1 order by 2 desc, 4 desc nulls last, 1 limit ${limit}
    ), topics as (
      select t.topic_id as topic, topic.name, count(distinct release) as statements
      from looked join statement_topic t on t.statement_id = looked.id and t.revision_id = looked.revision_id
      join topic on topic.id = t.topic_id
      group by 1, 2 order by 3 desc, 1 limit ${limit}
    ), officials as (
      select official.id as official, official.name, count(*) as statements, nullif(max(day), '-infinity') as last
      from looked join official on official.id = looked.official_id
      group by 1, 2 order by 3 desc, 1 limit ${limit}
    ), days as (
      select day, count(*) as statements from looked where day > '-infinity' group by 1
    ), edited as (
      select looked.id, day from looked
      where exists (select from revision where statement_id = looked.id and number > 1)
      order by day desc, looked.id desc limit ${EDITED}
    )
    select (select count(*) from looked) as read, (select count(*) > ${newest} from part) as more,
      (select min(day) from days) as first, (select max(day) from days) as last,
      coalesce((select jsonb_agg(to_jsonb(bills) order by statements desc, last desc nulls last, bill) from bills), '[]') as bills,
      coalesce((select jsonb_agg(to_jsonb(topics) order by statements desc, topic) from topics), '[]') as topics,
      coalesce((select jsonb_agg(to_jsonb(officials) order by statements desc, official) from officials), '[]') as officials,
      coalesce((select jsonb_agg(to_jsonb(days) order by day) from days), '[]') as days,
      coalesce((select jsonb_agg(id order by day desc, id desc) from edited), '[]') as edited`.execute(db);
  const [found] = rows;
  if (found === undefined) throw new Error('an aggregate without a group has one row');
  const titles = await billTitles(
    db,
    found.bills.map(({ bill }) => bill),
  );
  return { ...found, bills: found.bills.map((row) => ({ ...row, title: titles.get(row.bill) ?? null })) };
}

/** Counted before the statements themselves are looked at, or the database would look at all of the topic's. */
function newestOnTopic(topic: string, most: number): Driver {
  return {
    from: sql`(select statement_id, revision_id, listed_on from statement_topic where topic_id = ${topic}
        order by listed_on desc, statement_id desc limit ${most}) found
      join statement on statement.id = found.statement_id and statement.revision_id = found.revision_id`,
    day: sql`found.listed_on`,
    id: sql`found.statement_id`,
  };
}

/** The newest day anything was published; null in an empty archive. */
export async function newestDay(db: Database): Promise<string | null> {
  const row = await db
    .selectFrom('statement')
    .select('listed_on')
    .where('revision_id', 'is not', null)
    .orderBy('listed_on', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined || row.listed_on === '-infinity' ? null : row.listed_on;
}

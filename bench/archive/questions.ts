import { sql } from 'kysely';
import type { Client } from 'pg';
import type { Database } from '../../db/connection.js';
import type { StatementFilter } from '../../src/report/filter.js';
import { type Page, statementPage } from '../../src/report/statements.js';
import { COMMON_PHRASE, RARE_PHRASE } from './invent.js';

/** A question, the way a reader asks it, and its floor: the same rows by their primary keys, in bare SQL. */
export interface Question {
  name: string;
  /** How many times the floor it may take. */
  aim: number;
  /** Asks it, about something else in each run. @returns how many rows the answer has */
  ask: (run: number) => Promise<number>;
  floor: (run: number) => Promise<unknown>;
}

const PAGE: Page = { limit: 50 };

/** Every question that the issue names, over the archive as it is. */
export async function questions(db: Database, client: Client): Promise<Question[]> {
  const bills = await column(
    client,
    'select bill_id as value from citation group by 1 order by count(*) desc limit 20',
  );
  // Nobody in office is silent on the bills that are spoken of most.
  const quiet = await column(
    client,
    'select bill_id as value from citation group by 1 having count(*) between 20 and 60 order by 1 limit 20',
  );
  const officials = await column(
    client,
    'select official_id as value from statement where official_id is not null group by 1 order by count(*) desc limit 20',
  );
  const topics = await column(
    client,
    'select topic_id as value from statement_topic group by 1 order by count(*) desc limit 10',
  );
  const page = async (
    name: string,
    aim: number,
    filterOf: (run: number) => StatementFilter,
    shown = PAGE,
  ) => {
    const floors = new Map<string, PageRows>();
    return {
      name,
      aim,
      ask: async (run: number) => (await statementPage(db, filterOf(run), shown)).statements.length,
      floor: async (run: number) => {
        const key = JSON.stringify(filterOf(run));
        let rows = floors.get(key);
        if (rows === undefined) {
          rows = await rowsOf(
            client,
            (await statementPage(db, filterOf(run), shown)).statements.map((one) => one.id),
          );
          floors.set(key, rows);
        }
        await readRows(client, rows);
      },
    } satisfies Question;
  };
  const nth = (values: string[], run: number) => values[run % values.length] ?? '';
  return [
    await page('a bill’s page of 50', 3, (run) => ({ bill: nth(bills, run) })),
    await page('an official’s page of 50', 3, (run) => ({ official: nth(officials, run) })),
    await page('a topic within a month', 3, (run) => {
      const month = `${2006 + (run % 20)}-${String(1 + (run % 12)).padStart(2, '0')}`;
      return { topic: nth(topics, run), since: `${month}-01`, until: `${month}-28` };
    }),
    await page('text search, a rare phrase', 50, () => ({ q: `"${RARE_PHRASE}"` })),
    await page('text search, a common phrase', 50, () => ({ q: `"${COMMON_PHRASE}"` })),
    await page('the same with highlights', 50, () => ({ q: `"${COMMON_PHRASE}"` }), {
      ...PAGE,
      highlight: true,
    }),
    await page('the same by relevance', 50, () => ({ q: `"${COMMON_PHRASE}"` }), {
      ...PAGE,
      sort: 'relevance',
    }),
    {
      name: 'bill_timeline',
      aim: 3,
      ask: (run) => viewRows(db, 'bill_timeline', nth(bills, run)),
      floor: (run) => citationsByKey(client, nth(bills, run)),
    },
    {
      name: 'silent_on_bill',
      aim: 3,
      ask: (run) => viewRows(db, 'silent_on_bill', nth(quiet, run)),
      floor: (run) => termsByKey(client, nth(quiet, run)),
    },
  ];
}

async function column(client: Client, query: string): Promise<string[]> {
  const { rows } = await client.query<{ value: string }>(query);
  return rows.map((row) => row.value);
}

async function viewRows(db: Database, view: string, bill: string): Promise<number> {
  const { rows } = await sql`select * from ${sql.table(view)} where bill_id = ${bill}`.execute(db);
  return rows.length;
}

/** Keys of every row that a page is made of. */
interface PageRows {
  statements: number[];
  citations: number[];
  revisions: number[];
  topics: string[];
}

async function rowsOf(client: Client, statements: number[]): Promise<PageRows> {
  const citations = await client.query<{ id: string }>(
    'select id from citation where statement_id = any($1)',
    [statements],
  );
  const topics = await client.query<{ revision_id: string; topic_id: string }>(
    'select revision_id, topic_id from statement_topic where statement_id = any($1)',
    [statements],
  );
  return {
    statements,
    citations: citations.rows.map((row) => Number(row.id)),
    revisions: topics.rows.map((row) => Number(row.revision_id)),
    topics: topics.rows.map((row) => row.topic_id),
  };
}

async function readRows(client: Client, { statements, citations, revisions, topics }: PageRows) {
  await client.query(
    `select statement.*, source.*, official.* from statement join source on source.id = statement.source_id
      left join official on official.id = statement.official_id where statement.id = any($1)`,
    [statements],
  );
  await client.query('select * from citation where id = any($1)', [citations]);
  await client.query(
    `select statement_topic.* from statement_topic
      join unnest($1::bigint[], $2::text[]) as key (revision_id, topic_id) using (revision_id, topic_id)`,
    [revisions, topics],
  );
}

const keys = new Map<string, unknown[]>();

/** The citations that a bill's timeline counts, with their statements and the terms of those who spoke. */
async function citationsByKey(client: Client, bill: string): Promise<void> {
  let ids = keys.get(bill);
  if (ids === undefined) {
    const { rows } = await client.query<{ id: string }>('select id from citation where bill_id = $1', [bill]);
    ids = rows.map((row) => Number(row.id));
    keys.set(bill, ids);
  }
  await client.query(
    `select citation.bill_id, citation.listed_on, statement.official_id, statement.office, term.party
      from citation join statement on statement.id = citation.statement_id
      left join term on term.official_id = statement.official_id and term.office = statement.office
      where citation.id = any($1)`,
    [ids],
  );
}

/** The officials in office that silence is asked of. */
async function termsByKey(client: Client, bill: string): Promise<void> {
  const key = `silent ${bill}`;
  let ids = keys.get(key);
  if (ids === undefined) {
    const { rows } = await client.query<{ official_id: string }>(
      'select official_id from silent_on_bill where bill_id = $1',
      [bill],
    );
    ids = rows.map((row) => row.official_id);
    keys.set(key, ids);
  }
  await client.query(
    'select official.*, term.* from official join term on term.official_id = official.id where official.id = any($1)',
    [ids],
  );
}

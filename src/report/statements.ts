import { sql } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { Database } from '../../db/connection.js';
import type { Evidence } from '../model.js';
import { cursorOf, type Place, rankCursor, readCursor, readRankCursor } from './cursor.js';
import { formatPublished } from './dates.js';
import type { StatementFilter } from './filter.js';
import { type Highlight, highlights } from './highlights.js';
import { stretches } from './newest-first.js';
import { textQuery } from './text-query.js';

/** One statement as the answer shows it. */
export interface StatementAnswer {
  id: number;
  published: string | null;
  official: string | null;
  name: string;
  party: string | null;
  office: string;
  state: string;
  title: string;
  url: string;
  /** `live`, `missing` or `gone`. */
  statement_state: string;
  bills: { bill: string; method: string; confidence: number; evidence: Evidence[] }[];
  topics: string[];
  quotes: number;
  revisions: number;
  /** Where several newsrooms published the same release: all of its publishers, this one among them. */
  joint: null | { id: number; publishers: Publisher[] };
  /** Where words were searched for and highlights asked for: the parts of the text that hold them. */
  highlight?: Highlight;
}

interface Publisher {
  statement: number;
  official: string | null;
  name: string;
  url: string;
}

/** Which part of a list, in which order. */
export interface Page {
  limit: number;
  offset?: number;
  /** Go on where a page ended. */
  cursor?: string;
  /** `relevance` ranks the newest `RANKED` matches of `q`. */
  sort?: 'newest' | 'relevance';
  highlight?: boolean;
}

/** A list by relevance ranks at most so many matches, the newest. */
export const RANKED = 1000;
/** Totals count no further: one that equals its cap means that many or more. */
const TOTAL_CAP = 10_000;
const SEARCH_TOTAL_CAP = 1000;

/** Statements that pass the filters, newest first. */
export async function findStatements(
  db: Database,
  filter: StatementFilter,
  page: Page,
): Promise<StatementAnswer[]> {
  return (await statementPage(db, filter, page)).statements;
}

/**
 * A page of the statements that pass the filters.
 * @returns `next`, the cursor of the page after it; null where there is none
 * @throws CursorError
 */
export async function statementPage(
  db: Database,
  filter: StatementFilter,
  page: Page,
): Promise<{ statements: StatementAnswer[]; next: string | null }> {
  const { keys, next } =
    page.sort === 'relevance' && filter.q !== undefined
      ? await rankedKeys(db, filter.q, filter, page)
      : await newestKeys(db, filter, page);
  const ids = keys.map((key) => key.id);
  const [statements, found] = await Promise.all([
    readStatements(db, ids),
    page.highlight && filter.q !== undefined ? highlights(db, ids, filter.q) : null,
  ]);
  if (found !== null) {
    for (const statement of statements) {
      const highlight = found.get(statement.id);
      if (highlight !== undefined) statement.highlight = highlight;
    }
  }
  return { statements, next };
}

interface Keys {
  keys: Place[];
  next: string | null;
}

async function newestKeys(db: Database, filter: StatementFilter, page: Page): Promise<Keys> {
  const after = page.cursor === undefined ? null : readCursor(page.cursor);
  const offset = page.offset ?? 0;
  const rows = await matches(db, filter, after, offset + page.limit + 1);
  const keys = rows.slice(offset, offset + page.limit);
  const last = keys.at(-1);
  const more = rows.length > offset + page.limit && last !== undefined;
  return { keys, next: more ? cursorOf(last) : null };
}

async function matches(
  db: Database,
  filter: StatementFilter,
  after: Place | null,
  want: number,
): Promise<Place[]> {
  const found: Place[] = [];
  for await (const { from, day, id, where } of stretches(db, filter, after)) {
    const { rows } = await sql<Place>`
      select ${day} as "listedOn", ${id} as id from ${from} where ${where}
      order by ${day} desc, ${id} desc limit ${want - found.length}`.execute(db);
    found.push(...rows);
    if (found.length >= want) break;
  }
  return found;
}

async function rankedKeys(db: Database, q: string, filter: StatementFilter, page: Page): Promise<Keys> {
  const seen = page.cursor === undefined ? (page.offset ?? 0) : readRankCursor(page.cursor);
  const ids = (await matches(db, filter, null, RANKED)).map((key) => key.id);
  const { rows } = await sql<Place>`
    select listed_on as "listedOn", statement_id as id from statement_text where statement_id = any(${ids})
    order by ts_rank_cd(words, ${textQuery(q)}, 1) desc, listed_on desc, statement_id desc
    limit ${page.limit + 1} offset ${seen}`.execute(db);
  const keys = rows.slice(0, page.limit);
  return { keys, next: rows.length > page.limit ? rankCursor(seen + page.limit) : null };
}

/** Party of whoever spoke, by the term that covers the day; for a query that reads `statement`. */
export const partyOfSpeaker = sql<string | null>`(
  select term.party from term
  where term.official_id = statement.official_id and term.office = statement.office
    and term.starts_on <= coalesce(statement.published_on, current_date)
  order by term.starts_on desc limit 1)`;

/** Statements by their ids, in that order. */
export async function readStatements(db: Database, ids: number[]): Promise<StatementAnswer[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('statement')
    .innerJoin('source', 'source.id', 'statement.source_id')
    .leftJoin('official', 'official.id', 'statement.official_id')
    .where(sql<boolean>`statement.id = any(${ids})`)
    .select([
      'statement.id',
      'statement.published_on',
      'statement.published_at',
      'statement.zone',
      'statement.official_id',
      'official.name',
      'source.name as source_name',
      'statement.office',
      'statement.place',
      'statement.title',
      'statement.url',
      'statement.state as statement_state',
      'statement.joint_id',
    ])
    .select((build) => [
      partyOfSpeaker.as('party'),
      jsonArrayFrom(
        build
          .selectFrom('statement as copy')
          .innerJoin('source as newsroom', 'newsroom.id', 'copy.source_id')
          .leftJoin('official as publisher', 'publisher.id', 'copy.official_id')
          .select(['copy.id as statement', 'copy.official_id as official', 'copy.url'])
          .select(sql<string>`coalesce(publisher.name, newsroom.name)`.as('name'))
          .whereRef('copy.joint_id', '=', 'statement.joint_id')
          .orderBy('copy.id'),
      ).as('publishers'),
      jsonArrayFrom(
        build
          .selectFrom('citation')
          .select(['bill_id as bill', 'method', 'confidence', 'evidence'])
          .whereRef('citation.revision_id', '=', 'statement.revision_id')
          .orderBy('confidence', 'desc')
          .orderBy('bill_id'),
      ).as('bills'),
      sql<string[]>`array(select topic_id from statement_topic
        where revision_id = statement.revision_id order by score desc, topic_id)`.as('topics'),
      sql<number>`(select count(*) from quote where revision_id = statement.revision_id)`.as('quotes'),
      sql<number>`(select count(*) from revision where statement_id = statement.id)`.as('revisions'),
    ])
    .execute();
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    if (row === undefined) return [];
    return {
      id,
      published: formatPublished(row.published_on, row.published_at, row.zone),
      official: row.official_id,
      name: row.name ?? row.source_name,
      party: row.party,
      office: row.office,
      state: row.place,
      title: row.title,
      url: row.url,
      statement_state: row.statement_state,
      bills: row.bills as unknown as StatementAnswer['bills'],
      topics: row.topics,
      quotes: row.quotes,
      revisions: row.revisions,
      joint: row.joint_id === null ? null : { id: row.joint_id, publishers: row.publishers },
    };
  });
}

/** How far `countStatements` counts with these filters. */
export function totalCap(filter: StatementFilter): number {
  return filter.q === undefined ? TOTAL_CAP : SEARCH_TOTAL_CAP;
}

/** How many statements pass the filters; counts up to `totalCap`, so that asking never costs more than the answer. */
export async function countStatements(db: Database, filter: StatementFilter): Promise<number> {
  const cap = totalCap(filter);
  let total = 0;
  for await (const { from, where } of stretches(db, filter, null)) {
    const { rows } = await sql<{ count: number }>`
      select count(*) as count from (select from ${from} where ${where} limit ${cap - total}) counted`.execute(
      db,
    );
    total += rows[0]?.count ?? 0;
    if (total >= cap) break;
  }
  return total;
}

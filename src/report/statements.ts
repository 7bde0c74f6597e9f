import { sql } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { Database } from '../../db/connection.js';
import type { Evidence } from '../model.js';
import { formatPublished } from './dates.js';
import { conditions, type StatementFilter } from './filter.js';

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
}

/** Party of whoever spoke, by the term that covers the day. */
const partyOfSpeaker = sql<string | null>`(
  select term.party from term
  where term.official_id = statement.official_id and term.office = statement.office
    and term.starts_on <= coalesce(statement.published_on, current_date)
  order by term.starts_on desc limit 1)`;

/** Statements that pass the filters, newest first. */
export async function findStatements(
  db: Database,
  filter: StatementFilter,
  page: { limit: number; offset?: number },
): Promise<StatementAnswer[]> {
  const rows = await db
    .selectFrom('statement')
    .innerJoin('source', 'source.id', 'statement.source_id')
    .leftJoin('official', 'official.id', 'statement.official_id')
    .where((build) => build.and(conditions(filter, build)))
    .where('statement.revision_id', 'is not', null)
    .select([
      'statement.id',
      'statement.published_on',
      'statement.published_at',
      'statement.zone',
      'statement.official_id',
      'official.name',
      'source.name as source_name',
      'statement.office',
      'source.state',
      'statement.title',
      'statement.url',
      'statement.state as statement_state',
    ])
    .select((build) => [
      partyOfSpeaker.as('party'),
      jsonArrayFrom(
        build
          .selectFrom('citation')
          .select(['bill_id as bill', 'method', 'confidence', 'evidence'])
          .whereRef('citation.statement_id', '=', 'statement.id')
          .orderBy('confidence', 'desc')
          .orderBy('bill_id'),
      ).as('bills'),
      jsonArrayFrom(
        build
          .selectFrom('statement_topic')
          .select('topic_id')
          .whereRef('statement_topic.statement_id', '=', 'statement.id')
          .orderBy('score', 'desc'),
      ).as('topics'),
      build
        .selectFrom('quote')
        .select((count) => count.fn.countAll<number>().as('quotes'))
        .whereRef('quote.statement_id', '=', 'statement.id')
        .as('quotes'),
      build
        .selectFrom('revision')
        .select((count) => count.fn.countAll<number>().as('revisions'))
        .whereRef('revision.statement_id', '=', 'statement.id')
        .as('revisions'),
    ])
    .orderBy(sql`statement.published_on desc nulls last`)
    .orderBy('statement.id', 'desc')
    .limit(page.limit)
    .offset(page.offset ?? 0)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    published: formatPublished(row.published_on, row.published_at, row.zone),
    official: row.official_id,
    name: row.name ?? row.source_name,
    party: row.party,
    office: row.office,
    state: row.state,
    title: row.title,
    url: row.url,
    statement_state: row.statement_state,
    bills: row.bills as unknown as StatementAnswer['bills'],
    topics: row.topics.map((topic) => topic.topic_id),
    quotes: row.quotes ?? 0,
    revisions: row.revisions ?? 0,
  }));
}

/** How many statements pass the filters. */
export async function countStatements(db: Database, filter: StatementFilter): Promise<number> {
  const row = await db
    .selectFrom('statement')
    .innerJoin('source', 'source.id', 'statement.source_id')
    .where((build) => build.and(conditions(filter, build)))
    .where('statement.revision_id', 'is not', null)
    .select((build) => build.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return row.count;
}

/** One quote as the answer shows it. */
export interface QuoteAnswer {
  speaker: string;
  role: string | null;
  official: string | null;
  party: string | null;
  office: string | null;
  state: string | null;
  verb: string | null;
  text: string;
  published: string | null;
  statement: number;
  title: string;
  url: string;
  statement_state: string;
}

/** Quotes in statements that pass the filters; `official` and `party` are those of the speaker. */
export async function findQuotes(
  db: Database,
  filter: StatementFilter,
  page: { limit: number; offset?: number },
): Promise<QuoteAnswer[]> {
  const { official, party, office, ...rest } = filter;
  const spoken = db
    .selectFrom('quote')
    .innerJoin('statement', 'statement.id', 'quote.statement_id')
    .innerJoin('source', 'source.id', 'statement.source_id')
    .leftJoinLateral(
      (build) =>
        build
          .selectFrom('term')
          .select(['term.party', 'term.office', 'term.state'])
          .whereRef('term.official_id', '=', 'quote.official_id')
          .where(sql<boolean>`term.starts_on <= coalesce(statement.published_on, current_date)`)
          .orderBy('term.starts_on', 'desc')
          .limit(1)
          .as('held'),
      (join) => join.onTrue(),
    )
    .where((build) => build.and(conditions(rest, build)));
  let query = spoken
    .select([
      'quote.speaker',
      'quote.role',
      'quote.official_id as official',
      'held.party',
      'held.office',
      'held.state',
      'quote.verb',
      'quote.text',
      'statement.published_on',
      'statement.published_at',
      'statement.zone',
      'statement.id as statement',
      'statement.title',
      'statement.url',
      'statement.state as statement_state',
    ])
    .orderBy(sql`statement.published_on desc nulls last`)
    .orderBy('statement.id', 'desc')
    .orderBy('quote.position')
    .limit(page.limit)
    .offset(page.offset ?? 0);
  if (official !== undefined) query = query.where('quote.official_id', '=', official);
  if (party !== undefined) query = query.where('held.party', '=', party);
  if (office !== undefined) query = query.where('held.office', '=', office);
  const rows = await query.execute();
  return rows.map(({ published_on, published_at, zone, ...row }) => ({
    ...row,
    published: formatPublished(published_on, published_at, zone),
  }));
}

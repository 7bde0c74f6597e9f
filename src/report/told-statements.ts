import { sql } from 'kysely';
import type { Database } from '../../db/connection.js';
import type { Match } from './alert-filter.js';
import { readStatements, type StatementAnswer } from './statements.js';

/** A statement as an alert tells of it. */
export interface ToldStatement extends StatementAnswer {
  /** Number of the content it has, from 1. */
  revision: number;
  /** It was told of before, with another content. */
  revised: boolean;
  /** The beginning of its text. */
  excerpt: string;
  /** Its page here; null where nobody has said where here is. */
  page: string | null;
}

const EXCERPT = 400;

/**
 * Statements that were found, in that order, as they are now.
 * @param base where this site is, without a slash at the end; null where that is not known
 */
export async function toldStatements(
  db: Database,
  matches: Match[],
  base: string | null,
): Promise<ToldStatement[]> {
  if (matches.length === 0) return [];
  const ids = matches.map((match) => match.id);
  const [statements, { rows }] = await Promise.all([
    readStatements(db, ids),
    sql<{ id: number; number: number; start: string }>`
      select statement_id as id, number, left(body, ${EXCERPT}) as start from revision
      where id = any(${matches.map((match) => match.revision)})`.execute(db),
  ]);
  const revised = new Map(matches.map((match) => [match.id, match.revised]));
  const texts = new Map(rows.map((row) => [row.id, row]));
  return statements.map((statement) => ({
    ...statement,
    revision: texts.get(statement.id)?.number ?? 1,
    revised: revised.get(statement.id) ?? false,
    excerpt: texts.get(statement.id)?.start ?? '',
    page: base === null ? null : `${base}/statements/${statement.id}`,
  }));
}

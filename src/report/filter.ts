import { type ExpressionBuilder, type ExpressionWrapper, type SqlBool, sql } from 'kysely';
import type { DB } from '../../db/schema.js';

/** The filters of `rostrum statements`; all that are given must hold. */
export interface StatementFilter {
  bill?: string;
  /** Statements on the bill's companions too. */
  companions?: string[];
  topic?: string;
  official?: string;
  office?: string;
  state?: string;
  party?: string;
  /** `YYYY-MM-DD`, included. */
  since?: string;
  /** `YYYY-MM-DD`, included. */
  until?: string;
  /** Words and "phrases" to search for. */
  q?: string;
}

type Tables = 'statement' | 'source';

/** What the filters ask of a statement, as conditions on the query that joins it with its source. */
export function conditions(
  filter: StatementFilter,
  build: ExpressionBuilder<DB, Tables>,
): ExpressionWrapper<DB, Tables, SqlBool>[] {
  const all: ExpressionWrapper<DB, Tables, SqlBool>[] = [];
  if (filter.bill !== undefined) {
    const bills = [filter.bill, ...(filter.companions ?? [])];
    all.push(
      build.exists(
        build
          .selectFrom('citation')
          .select('citation.id')
          .whereRef('citation.statement_id', '=', 'statement.id')
          .where('citation.bill_id', 'in', bills),
      ) as ExpressionWrapper<DB, Tables, SqlBool>,
    );
  }
  if (filter.topic !== undefined) {
    all.push(
      build.exists(
        build
          .selectFrom('statement_topic')
          .select('statement_topic.topic_id')
          .whereRef('statement_topic.statement_id', '=', 'statement.id')
          .where('statement_topic.topic_id', '=', filter.topic),
      ) as ExpressionWrapper<DB, Tables, SqlBool>,
    );
  }
  if (filter.party !== undefined) {
    all.push(
      build.exists(
        build
          .selectFrom('term')
          .select('term.official_id')
          .whereRef('term.official_id', '=', 'statement.official_id')
          .whereRef('term.office', '=', 'statement.office')
          .where('term.party', '=', filter.party)
          .where(sql<SqlBool>`term.starts_on <= coalesce(statement.published_on, current_date)`)
          .where(sql<SqlBool>`coalesce(term.ends_on > statement.published_on, true)`),
      ) as ExpressionWrapper<DB, Tables, SqlBool>,
    );
  }
  if (filter.q !== undefined) {
    all.push(
      build.exists(
        build
          .selectFrom('revision')
          .select('revision.id')
          .whereRef('revision.id', '=', 'statement.revision_id')
          .where(
            sql<SqlBool>`to_tsvector('english', revision.title || ' ' || revision.body) @@ websearch_to_tsquery('english', ${filter.q})`,
          ),
      ) as ExpressionWrapper<DB, Tables, SqlBool>,
    );
  }
  if (filter.official !== undefined) all.push(build('statement.official_id', '=', filter.official));
  if (filter.office !== undefined) all.push(build('statement.office', '=', filter.office));
  if (filter.state !== undefined) all.push(build('source.state', '=', filter.state));
  if (filter.since !== undefined) all.push(build('statement.published_on', '>=', filter.since));
  if (filter.until !== undefined) all.push(build('statement.published_on', '<=', filter.until));
  return all;
}

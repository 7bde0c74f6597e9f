import { type RawBuilder, type SqlBool, sql } from 'kysely';

/** The filters of `rostrum statements`; all that are given must hold. */
export interface StatementFilter {
  bill?: string;
  /** Statements on the bill's companions too. */
  companions?: string[];
  topic?: string;
  official?: string;
  office?: string;
  /** Only members of Congress whom the catalogue knows. */
  members?: true;
  state?: string;
  party?: string;
  /** `YYYY-MM-DD`, included. */
  since?: string;
  /** `YYYY-MM-DD`, included. */
  until?: string;
  /** Words, "phrases", word* to search for: see text-query.ts. */
  q?: string;
}

/** Where statements are found in the order of the list: a join that holds `statement`, and what orders it. */
export interface Driver {
  from: RawBuilder<unknown>;
  /** The day it is listed under. */
  day: RawBuilder<string>;
  id: RawBuilder<number>;
}

/** Finds statements, each once and newest first, through the index of whatever the filter narrows most by. */
export function driver(filter: StatementFilter): Driver {
  // The planner would take it for a rare chance that the revisions are the same, where it is the rule, and read all
  // of a bill's citations to sort them, where the index gives them in order. Of a CASE it expects no such thing.
  const through = (found: RawBuilder<unknown>): Driver => ({
    from: sql`${found} join statement on statement.id = found.statement_id
      and case when statement.revision_id = found.revision_id then true else false end`,
    day: sql`found.listed_on`,
    id: sql`found.statement_id`,
  });
  if (filter.bill !== undefined) {
    const companions = filter.companions ?? [];
    return through(
      companions.length === 0
        ? sql`(select * from citation where bill_id = ${filter.bill}) found`
        : sql`(select distinct listed_on, statement_id, revision_id from citation
            where bill_id = any(${[filter.bill, ...companions]})) found`,
    );
  }
  if (filter.topic !== undefined) {
    return through(sql`(select * from statement_topic where topic_id = ${filter.topic}) found`);
  }
  return { from: sql`statement`, day: sql`statement.listed_on`, id: sql`statement.id` };
}

/** What the filters ask beyond that. Words are left to the search: see newest-first.ts. */
export function conditions(filter: StatementFilter, { day }: Driver): RawBuilder<SqlBool>[] {
  const all: RawBuilder<SqlBool>[] = [sql`statement.revision_id is not null`];
  if (filter.bill !== undefined && filter.topic !== undefined) {
    all.push(sql`exists (select from statement_topic
      where revision_id = statement.revision_id and topic_id = ${filter.topic})`);
  }
  if (filter.party !== undefined) {
    // The first condition is what an index can serve, the second what is meant.
    all.push(sql`statement.official_id in (select official_id from term where party = ${filter.party})`);
    all.push(sql`exists (select from term
      where term.official_id = statement.official_id and term.office = statement.office
        and term.party = ${filter.party}
        and term.starts_on <= coalesce(statement.published_on, current_date)
        and coalesce(term.ends_on > statement.published_on, true))`);
  }
  if (filter.official !== undefined) all.push(sql`statement.official_id = ${filter.official}`);
  if (filter.office !== undefined) all.push(sql`statement.office = ${filter.office}`);
  if (filter.members) {
    all.push(sql`statement.office in ('senate', 'house') and statement.official_id is not null`);
  }
  if (filter.state !== undefined) all.push(sql`statement.place = ${filter.state}`);
  if (filter.since !== undefined) all.push(sql`${day} >= ${filter.since}::date`);
  // What has no date was published neither before nor after.
  if (filter.until !== undefined) {
    all.push(sql`${day} <= ${filter.until}::date and ${day} > '-infinity'`);
  }
  return all;
}

import { sql } from 'kysely';
import type { Database } from '../../db/connection.js';

/** Somebody who spoke of a bill: an official, or a newsroom whose official the catalogue does not know. */
export interface Voice {
  /** Null where it is a newsroom. */
  official: string | null;
  name: string;
  office: string;
  state: string;
  /** On the day of the newest statement. */
  party: string | null;
  statements: number;
  /** Days of the first and the last of them; null where none has a date. */
  first: string | null;
  last: string | null;
}

/** Releases of one day and party; a joint one counts once. */
export interface PartyDay {
  day: string;
  party: string | null;
  statements: number;
}

/** How much was said on a bill, by whom and when. */
export interface Voices {
  /** Releases; a joint one counts once, however many newsrooms published it. */
  statements: number;
  /** The same without counting joint ones as one: so many rows has a list of them. */
  listed: number;
  first: string | null;
  last: string | null;
  voices: Voice[];
  days: PartyDay[];
}

/** Everybody who spoke of a bill, those with most statements first, read in one pass over its citations. */
export async function voicesOn(db: Database, bill: string): Promise<Voices> {
  const { rows } = await sql<Voices>`
    with said as materialized (
      select c.listed_on, s.official_id, s.source_id, s.office, s.place, t.party,
        coalesce(s.joint_id, s.id) as release
      from citation c
      join statement s on s.id = c.statement_id and s.revision_id = c.revision_id
      left join lateral (
        select term.party from term
        where term.official_id = s.official_id and term.office = s.office
          and term.starts_on <= coalesce(s.published_on, current_date)
        order by term.starts_on desc limit 1
      ) t on true
      where c.bill_id = ${bill}
    ), spoke as (
      select official_id, case when official_id is null then source_id end as source_id, office, place,
        (array_agg(party order by listed_on desc))[1] as party, count(distinct release) as statements,
        min(listed_on) filter (where listed_on > '-infinity') as first,
        max(listed_on) filter (where listed_on > '-infinity') as last
      from said group by 1, 2, 3, 4
    ), days as (
      select listed_on as day, party, count(distinct release) as statements
      from said where listed_on > '-infinity' group by 1, 2
    )
    select (select count(distinct release) from said) as statements, (select count(*) from said) as listed,
      (select min(first) from spoke) as first, (select max(last) from spoke) as last,
      coalesce((select jsonb_agg(jsonb_build_object('official', spoke.official_id,
          'name', coalesce(official.name, source.name), 'office', spoke.office, 'state', spoke.place,
          'party', spoke.party, 'statements', spoke.statements, 'first', spoke.first, 'last', spoke.last)
          order by spoke.statements desc, coalesce(official.last, source.name), spoke.official_id)
        from spoke left join official on official.id = spoke.official_id
        left join source on source.id = spoke.source_id), '[]') as voices,
      coalesce((select jsonb_agg(to_jsonb(days) order by day, party) from days), '[]') as days`.execute(db);
  return rows[0] ?? { statements: 0, listed: 0, first: null, last: null, voices: [], days: [] };
}

import { type Insertable, sql } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { Database } from './connection.js';
import type { Official, Term } from './schema.js';
import { inScope, type Scope } from './scope.js';

/** Everybody in the catalogue with their terms, by id. */
export async function listOfficials(db: Database, scope?: Scope) {
  const query = withTerms(db).orderBy('id');
  return (scope === undefined ? query : query.where(inScope(scope))).execute();
}

export async function findOfficial(db: Database, id: string) {
  return (await withTerms(db).where('id', '=', id).executeTakeFirst()) ?? null;
}

function withTerms(db: Database) {
  return db
    .selectFrom('official')
    .selectAll()
    .select((select) =>
      jsonArrayFrom(
        select
          .selectFrom('term')
          .select(['office', 'state', 'division', 'party', 'starts_on', 'ends_on'])
          .whereRef('term.official_id', '=', 'official.id')
          .orderBy('starts_on'),
      ).as('terms'),
    );
}

/** Adds or brings up to date; terms that are no longer given are taken out. */
export async function saveOfficials(
  db: Database,
  officials: (Insertable<Official> & { terms: Omit<Insertable<Term>, 'official_id'>[] })[],
): Promise<void> {
  for (const { terms, ...official } of officials) {
    await db
      .insertInto('official')
      .values(official)
      .onConflict((conflict) => conflict.column('id').doUpdateSet(official))
      .execute();
    await db.deleteFrom('term').where('official_id', '=', official.id).execute();
    if (terms.length === 0) continue;
    await db
      .insertInto('term')
      .values(terms.map((term) => ({ ...term, official_id: official.id })))
      .execute();
  }
}

/**
 * Gives each statement of an office's newsroom to whoever held the office on its day, by the terms as they are known
 * now. Who spoke is part of what the tags say, so what changes hands is tagged again.
 * @returns how many changed hands
 */
export async function giveToHolders(db: Database): Promise<number> {
  const { numAffectedRows } = await sql`
    update statement set official_id = held.holder, tagged_at = null
    from (
      select s.id, (
        select term.official_id
        from term join official on official.id = term.official_id
        where term.office = source.office and term.state = source.state
          and (official.catalogue = 'sample') = (source.catalogue = 'sample')
          and term.starts_on <= coalesce(s.published_on, s.first_seen_at::date)
          and (term.ends_on is null or term.ends_on > coalesce(s.published_on, s.first_seen_at::date))
        order by term.starts_on desc limit 1
      ) as holder
      from statement s join source on source.id = s.source_id
      where source.official_id is null
    ) held
    where held.id = statement.id and held.holder is distinct from statement.official_id
  `.execute(db);
  return Number(numAffectedRows ?? 0);
}

/** Which officials are asked for; all that is given must hold, of one term. */
export interface OfficialFilter {
  office?: string | undefined;
  state?: string | undefined;
  party?: string | undefined;
  /** In office today. */
  current?: boolean | undefined;
  /** A part of a name or of an alias. */
  name?: string | undefined;
  bioguide?: string | undefined;
}

/** Officials by id, those after `after`. */
export async function pageOfOfficials(
  db: Database,
  filter: OfficialFilter,
  page: { limit: number; after?: string | undefined },
) {
  let query = withTerms(db).orderBy('id').limit(page.limit);
  if (page.after !== undefined) query = query.where('id', '>', page.after);
  if (filter.bioguide !== undefined) query = query.where('bioguide', '=', filter.bioguide);
  if (filter.name !== undefined) {
    const name = filter.name;
    query = query.where(
      sql<boolean>`exists (select from unnest(aliases || name) one where strpos(lower(one), lower(${name})) > 0)`,
    );
  }
  const { office, state, party, current } = filter;
  if (office !== undefined || state !== undefined || party !== undefined || current) {
    query = query.where((build) => {
      let term = build
        .selectFrom('term')
        .select('term.state')
        .whereRef('term.official_id', '=', 'official.id');
      if (office !== undefined) term = term.where('term.office', '=', office);
      if (state !== undefined) term = term.where('term.state', '=', state);
      if (party !== undefined) term = term.where('term.party', '=', party);
      if (current) {
        term = term
          .where('term.starts_on', '<=', sql<string>`current_date`)
          .where(sql<boolean>`coalesce(term.ends_on > current_date, true)`);
      }
      return build.exists(term);
    });
  }
  return query.execute();
}

/** Bioguide ids of officials, by id; those who have none are left out. */
export async function bioguidesOf(db: Database, ids: string[]): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('official')
    .select(['id', 'bioguide'])
    .where(sql<boolean>`id = any(${ids})`)
    .execute();
  return new Map(rows.flatMap(({ id, bioguide }) => (bioguide === null ? [] : [[id, bioguide] as const])));
}

/** An official by Bioguide id; by our own id where there is none of that Bioguide id. */
export async function findMember(db: Database, id: string) {
  const row = await db
    .selectFrom('official')
    .select(['id', 'bioguide', 'name'])
    .where((build) => build.or([build('bioguide', '=', id.toUpperCase()), build('id', '=', id)]))
    .orderBy(sql`bioguide is null`)
    .executeTakeFirst();
  return row ?? null;
}

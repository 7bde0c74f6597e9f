import type { Insertable } from 'kysely';
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

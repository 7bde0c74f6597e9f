import { sql } from 'kysely';

/** Which part of an archive is meant: the sample's invented newsrooms and officials, or all the real ones. */
export type Scope = 'sample' | 'live';

/** The condition on a `catalogue` column. */
export function inScope(scope: Scope) {
  return scope === 'sample' ? sql<boolean>`catalogue = 'sample'` : sql<boolean>`catalogue <> 'sample'`;
}

/** The same for the part that the archive is about, whichever it is; `table` has a `catalogue` column. */
export function inArchive(table: 'source' | 'official') {
  return sql<boolean>`(${sql.ref(`${table}.catalogue`)} = 'sample') = exists (
    select from source any_source where any_source.catalogue = 'sample')`;
}

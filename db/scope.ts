import { sql } from 'kysely';

/** Which part of an archive is meant: the sample's invented newsrooms and officials, or all the real ones. */
export type Scope = 'sample' | 'live';

/** The condition on a `catalogue` column. */
export function inScope(scope: Scope) {
  return scope === 'sample' ? sql<boolean>`catalogue = 'sample'` : sql<boolean>`catalogue <> 'sample'`;
}

import type { Database } from '../../db/connection.js';
import { findOfficial } from '../../db/officials.js';
import { type Overview, overview } from './overview.js';
import { readStatements, type StatementAnswer } from './statements.js';

/** Somebody, and what their newest statements are about. */
export interface OfficialReport {
  id: string;
  name: string;
  bioguide: string | null;
  aliases: string[];
  /** The newest first. */
  terms: { office: string; state: string; party: string; starts_on: string; ends_on: string | null }[];
  newsrooms: { id: string; name: string }[];
  overview: Overview;
  /** The newest of the statements that were edited after they were published. */
  edited: StatementAnswer[];
}

/** What an official's page says beside their statements; null where there is nobody of that id. */
export async function officialReport(db: Database, id: string): Promise<OfficialReport | null> {
  const official = await findOfficial(db, id);
  if (official === null) return null;
  const [about, newsrooms] = await Promise.all([
    overview(db, { official: id }),
    db.selectFrom('source').select(['id', 'name']).where('official_id', '=', id).orderBy('id').execute(),
  ]);
  return {
    id,
    name: official.name,
    bioguide: official.bioguide,
    aliases: official.aliases,
    terms: official.terms.toReversed(),
    newsrooms,
    overview: about,
    edited: await readStatements(db, about.edited),
  };
}

import type { Database } from '../db/connection.js';
import { earlierEnd } from '../db/fetches.js';
import { moveSource, type SourceRow } from '../db/sources.js';
import type { FetchResult } from '../src/fetch/client.js';

/** Two sightings in one hour may be one mistake of somebody who is just setting up his server. */
const APART_MS = 3_600_000;

/**
 * Follows a newsroom to its new address, once permanent redirects have led there on two good visits, an hour apart
 * at least. What the old address was, and when it was seen to lead on, is added to the source's evidence.
 * @param answer to the request for the source's address, in a visit that found releases there or nothing new
 * @returns the new address, or null where the source stays where it is
 */
export async function rememberMove(
  db: Database,
  source: SourceRow,
  answer: FetchResult,
): Promise<string | null> {
  const { movedTo, startedAt } = answer;
  // With a temporary redirect at its end the way may lead elsewhere tomorrow.
  if (movedTo === null || movedTo !== answer.url) return null;
  const from = new URL(source.url);
  const to = new URL(movedTo);
  if (to.pathname === '/' && from.pathname !== '/') return null;
  const earlier = await earlierEnd(db, source.id, source.url, new Date(startedAt.getTime() - APART_MS));
  if (earlier?.final_url !== movedTo) return null;
  // The folder that a sitemap's address names is no part of the request.
  const url = movedTo + from.hash;
  const seen = [earlier.started_at, startedAt].map((moment) => moment.toISOString().slice(0, 10));
  const note = `moved from ${source.url} (permanent redirect, seen ${seen.join(' and ')})`;
  await moveSource(db, source.id, { url, note });
  return url;
}

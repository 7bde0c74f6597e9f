import { recordFetch } from '../db/fetches.js';
import type { SourceRow } from '../db/sources.js';
import type { FetchResult } from '../src/fetch/client.js';
import { FetchError } from '../src/fetch/errors.js';
import type { SourceKind } from '../src/model.js';
import type { Attempt, WorkerContext } from './context.js';
import { isInterruption, refuseBadStatus } from './failure.js';

const ACCEPT = { wordpress: 'json', feed: 'feed', sitemap: 'any', listing: 'page' } as const;

/**
 * Asks for one page of a source, and writes the request down whatever came of it.
 * @param conditional whether to send the validators of the last good visit
 * @throws FetchError without an answer, VisitError for one that is neither a page nor `not modified`
 */
export async function askSource(
  source: SourceRow,
  url: string,
  { db, client }: WorkerContext,
  { signal, conditional }: Pick<Attempt, 'signal'> & { conditional: boolean },
): Promise<FetchResult> {
  const row = { source_id: source.id, purpose: 'poll', url, started_at: new Date() } as const;
  try {
    const answer = await client.fetch({
      url,
      accept: ACCEPT[source.kind as SourceKind],
      unpack: source.kind === 'sitemap',
      signal,
      ...(conditional ? { validators: { etag: source.etag, lastModified: source.last_modified } } : {}),
    });
    await recordFetch(db, {
      ...row,
      final_url: answer.url,
      status: answer.status,
      headers: JSON.stringify(answer.headers),
      bytes: answer.bytes,
      duration_ms: answer.durationMs,
    });
    refuseBadStatus(answer);
    return answer;
  } catch (error) {
    if (error instanceof FetchError && !isInterruption(error)) {
      await recordFetch(db, { ...row, error_kind: error.kind, error: error.message });
    }
    throw error;
  }
}

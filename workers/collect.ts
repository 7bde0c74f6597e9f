import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Database } from '../db/connection.js';
import { failCrawlItem } from '../db/crawls.js';
import { recordFetch } from '../db/fetches.js';
import {
  addAddress,
  currentHash,
  type KeptRelease,
  keepRelease,
  recordAbsent,
  recordUnchanged,
  type SeenRelease,
  statementAt,
} from '../db/statements.js';
import { finishVisit, type VisitEnd, type VisitRow, visitOf } from '../db/visits.js';
import type { Payload } from '../queues/jobs.js';
import { canonicalAddress } from '../src/discover/address.js';
import { extractRelease } from '../src/extract/release.js';
import type { FetchResult } from '../src/fetch/client.js';
import { FetchError } from '../src/fetch/errors.js';
import type { ReleaseDocument } from '../src/model.js';
import type { Attempt, WorkerContext } from './context.js';
import { isInterruption, refuseBadStatus, toVisitError, VisitError } from './failure.js';
import { dayInZone, dayOf, momentOf, publishedFrom } from './published.js';
import { tagRevision } from './tag.js';

const compress = promisify(gzip);

/** After these ages (hours since first seen) a release is looked at again for changes, then no more. */
const RECHECK_HOURS = [1, 6, 24, 72, 240, 720];

export interface CollectResult {
  address: string;
  outcome: 'new' | 'changed' | 'unchanged' | 'missing' | 'gone' | 'done';
  statement: number | null;
}

/** Fetches the page of a release, reads it, and keeps a revision, with its tags, if it says something new. */
export async function collect(
  { itemId }: Payload<'collect'>,
  context: WorkerContext,
  attempt: Attempt,
): Promise<CollectResult> {
  const { db } = context;
  const visit = await visitOf(db, itemId);
  if (visit === null || visit.item_state !== 'waiting') {
    return { address: visit?.address ?? '', outcome: 'done', statement: visit?.item_statement_id ?? null };
  }
  try {
    const answer = await fetchPage(visit, context, attempt);
    const end = await settle(visit, answer, context).catch(async (error: unknown) => {
      await recordFetch(db, { ...asked(visit), ...requestOf(answer) });
      throw error;
    });
    await finishVisit(db, visit, end);
    return { address: visit.address, outcome: end.outcome, statement: end.statementId };
  } catch (error) {
    if (isInterruption(error)) throw error;
    const failure = toVisitError(error);
    await failCrawlItem(db, itemId, {
      kind: failure.kind,
      message: failure.message,
      final: attempt.last || !failure.retryable,
    });
    throw failure;
  }
}

/** Decides what an answer says of the statement, and keeps it. @throws VisitError when it says nothing of use */
async function settle(visit: VisitRow, answer: FetchResult, context: WorkerContext): Promise<VisitEnd> {
  const { db } = context;
  const known = visit.statement_id;
  const fetch = requestOf(answer);
  const unchanged = async (statementId: number) => {
    await recordUnchanged(db, statementId, nextCheck(visit.first_seen_at), answer.validators);
    return { statementId, outcome: 'unchanged', fetch } as const;
  };
  if (answer.notModified && known !== null) return unchanged(known);
  if (isAbsent(answer, visit)) {
    if (known !== null) return { statementId: known, outcome: await recordAbsent(db, known), fetch };
    throw new VisitError('not-found', `${visit.url} is listed but answers ${describe(answer)}`);
  }
  refuseBadStatus(answer);
  const document = read(answer, visit);
  const contentHash = hashOf(document);
  if (known !== null && visit.content_hash === contentHash) return unchanged(known);

  const canonical = canonicalAddress(document.canonical);
  if (known === null && canonical !== visit.address) {
    const twin = await sameReleaseAt(db, canonical, contentHash);
    if (twin !== null) {
      await addAddress(db, visit.address, twin);
      return { statementId: twin, outcome: 'unchanged', fetch };
    }
  }
  const snapshotHash = sha256(answer.body);
  const release = {
    address: visit.address,
    url: visit.url,
    source_id: visit.source_id,
    office: visit.office,
    official_id: visit.official_id,
    zone: visit.zone,
    etag: answer.validators.etag,
    last_modified: answer.validators.lastModified,
    next_check_at: nextCheck(visit.first_seen_at),
    aliases: isOwnAddress(canonical, visit) ? [canonical] : [],
    content_hash: contentHash,
    title: document.title,
    published_on: dayOf(document),
    published_at: momentOf(document),
    body: document.body,
    links: document.links,
    language: document.language,
    snapshot_hash: snapshotHash,
    bytes: answer.body.byteLength,
    content_type: answer.contentType,
  };
  const kept = await keepRelease(db, release, await compress(answer.body));
  if (kept.outcome !== 'unchanged') await tagNow(kept, release, visit, context);
  return {
    statementId: kept.statementId,
    outcome: kept.outcome,
    fetch: { ...fetch, snapshot_hash: snapshotHash },
  };
}

/** Tags a release while its text is at hand. What fails is left to a job of its own, which tries again. */
async function tagNow(
  kept: KeptRelease,
  release: SeenRelease,
  visit: VisitRow,
  context: WorkerContext,
): Promise<void> {
  try {
    await tagRevision(context, {
      ...kept,
      title: release.title,
      body: release.body,
      day: release.published_on ?? dayInZone(new Date(), 'UTC'),
      office: visit.office,
      state: visit.source_state,
    });
  } catch (error) {
    context.log.warn({ statement: kept.statementId, error: (error as Error).message }, 'not tagged yet');
    await context.queues.add('tag', [{ statementId: kept.statementId }], 'asked');
  }
}

async function fetchPage(visit: VisitRow, context: WorkerContext, attempt: Attempt): Promise<FetchResult> {
  const startedAt = new Date();
  try {
    return await context.client.fetch({
      url: visit.url,
      accept: 'page',
      signal: attempt.signal,
      ...(visit.content_hash === null || visit.force
        ? {}
        : { validators: { etag: visit.etag, lastModified: visit.last_modified } }),
    });
  } catch (error) {
    if (error instanceof FetchError && !isInterruption(error)) {
      await recordFetch(context.db, {
        ...asked(visit),
        error_kind: error.kind,
        error: error.message,
        started_at: startedAt,
      });
    }
    throw error;
  }
}

/** What was asked, for the record of a request. */
function asked(visit: VisitRow) {
  return {
    source_id: visit.source_id,
    statement_id: visit.statement_id,
    purpose: 'collect',
    url: visit.url,
  } as const;
}

/** What was answered, for the record of a request. */
function requestOf(answer: FetchResult) {
  return {
    final_url: answer.url,
    status: answer.status,
    headers: JSON.stringify(answer.headers),
    bytes: answer.bytes,
    duration_ms: answer.durationMs,
    started_at: answer.startedAt,
  };
}

function read(answer: FetchResult, visit: VisitRow): ReleaseDocument {
  const listed = publishedFrom(visit.listed_on, visit.listed_at, visit.zone);
  const { document, refusal } = extractRelease(answer.text, {
    url: answer.url,
    zone: visit.zone,
    published: listed.published,
  });
  if (document !== null) return { ...document, title: document.title || visit.listed_title };
  throw new VisitError(refusal?.reason ?? 'not-a-release', `${visit.url} is no release: ${refusal?.detail}`);
}

/** Not found; or sent away to the front page or the listing, as some sites do with what they took down. */
function isAbsent(answer: FetchResult, visit: VisitRow): boolean {
  if (answer.status === 404 || answer.status === 410) return true;
  if (answer.redirects.length === 0 || answer.status !== 200) return false;
  const ended = canonicalAddress(answer.url);
  return (
    ended !== visit.address &&
    (ended === canonicalAddress(visit.source_url) || new URL(ended).pathname === '/')
  );
}

function describe(answer: FetchResult): string {
  return answer.status === 200 ? `by leading away to ${answer.url}` : String(answer.status);
}

/** The statement at the address that the page calls its own, if that is the same text. */
async function sameReleaseAt(db: Database, canonical: string, contentHash: string): Promise<number | null> {
  const other = await statementAt(db, canonical);
  return other !== null && (await currentHash(db, other.id)) === contentHash ? other.id : null;
}

/** A page's own name for itself is believed where it is a page of the same site and not the front or the listing. */
function isOwnAddress(canonical: string, visit: VisitRow): boolean {
  const url = new URL(canonical);
  return (
    url.host === new URL(visit.address).host &&
    (url.pathname !== '/' || url.search !== '') &&
    canonical !== canonicalAddress(visit.source_url)
  );
}

/** When to look again; a page not seen before counts as seen now. */
function nextCheck(seenBefore: Date | null): Date | null {
  const hour = 3_600_000;
  const firstSeen = seenBefore ?? new Date();
  const age = Date.now() - firstSeen.getTime();
  const next = RECHECK_HOURS.find((hours) => hours * hour > age);
  return next === undefined ? null : new Date(firstSeen.getTime() + next * hour);
}

function hashOf(document: ReleaseDocument): string {
  return sha256(JSON.stringify([document.title, document.published, document.body]));
}

function sha256(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}

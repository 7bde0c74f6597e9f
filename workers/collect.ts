import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import {
  type CrawlItemRow,
  crawlOptions,
  failCrawlItem,
  findCrawlItem,
  finishCrawlItem,
} from '../db/crawls.js';
import { recordFetch } from '../db/fetches.js';
import { holderOn } from '../db/officials.js';
import { findSource, type SourceRow } from '../db/sources.js';
import {
  addAddress,
  currentHash,
  keepSnapshot,
  recordAbsent,
  recordListed,
  recordUnchanged,
  type StatementRow,
  saveRevision,
  statementAt,
} from '../db/statements.js';
import type { Payload } from '../queues/jobs.js';
import { canonicalAddress } from '../src/discover/address.js';
import { extractRelease } from '../src/extract/release.js';
import type { FetchResult } from '../src/fetch/client.js';
import { FetchError } from '../src/fetch/errors.js';
import type { ReleaseDocument } from '../src/model.js';
import type { Attempt, WorkerContext } from './context.js';
import { isInterruption, refuseBadStatus, toVisitError, VisitError } from './failure.js';
import { dayOf, momentOf, publishedFrom } from './published.js';

const compress = promisify(gzip);

/** After these ages (hours since first seen) a release is looked at again for changes, then no more. */
const RECHECK_HOURS = [1, 6, 24, 72, 240, 720];

export interface CollectResult {
  address: string;
  outcome: 'new' | 'changed' | 'unchanged' | 'missing' | 'gone' | 'done';
  statement: number | null;
}

/** Fetches the page of a release, reads it, and keeps a revision if it says something new. */
export async function collect(
  { itemId }: Payload<'collect'>,
  context: WorkerContext,
  attempt: Attempt,
): Promise<CollectResult> {
  const { db } = context;
  const item = await findCrawlItem(db, itemId);
  if (item === null || item.state !== 'waiting') {
    return { address: item?.address ?? '', outcome: 'done', statement: item?.statement_id ?? null };
  }
  const source = await findSource(db, item.source_id);
  if (source === null) throw new VisitError('internal', `there is no source ${item.source_id}`);
  const known = await statementAt(db, item.address);
  try {
    const result = await visit(item, source, known, context, attempt);
    await finishCrawlItem(db, itemId, result.outcome, result.statementId);
    if (item.listed_as !== '') {
      await recordListed(db, source.id, [{ statementId: result.statementId, listedAs: item.listed_as }]);
    }
    if (result.outcome === 'new' || result.outcome === 'changed') {
      await context.queues.add('tag', [{ statementId: result.statementId }], 'asked');
    }
    return { address: item.address, outcome: result.outcome, statement: result.statementId };
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

interface Visited {
  statementId: number;
  outcome: 'new' | 'changed' | 'unchanged' | 'missing' | 'gone';
}

async function visit(
  item: CrawlItemRow,
  source: SourceRow,
  known: StatementRow | null,
  context: WorkerContext,
  attempt: Attempt,
): Promise<Visited> {
  const { db } = context;
  const answer = await fetchPage(item, known, context, attempt);
  const record = (snapshotHash: string | null) =>
    recordFetch(db, {
      source_id: source.id,
      statement_id: known?.id ?? null,
      purpose: 'collect',
      url: item.url,
      final_url: answer.url,
      status: answer.status,
      headers: JSON.stringify(answer.headers),
      bytes: answer.bytes,
      duration_ms: answer.durationMs,
      started_at: answer.startedAt,
      snapshot_hash: snapshotHash,
    });

  if (answer.notModified && known !== null) {
    await record(null);
    await recordUnchanged(db, known.id, nextCheck(known.first_seen_at));
    return { statementId: known.id, outcome: 'unchanged' };
  }
  if (isAbsent(answer, item, source)) {
    await record(null);
    if (known !== null) return { statementId: known.id, outcome: await recordAbsent(db, known.id) };
    throw new VisitError('not-found', `${item.url} is listed but answers ${describe(answer)}`);
  }
  let document: ReleaseDocument;
  try {
    refuseBadStatus(answer);
    document = read(answer, item, source);
  } catch (error) {
    await record(null);
    throw error;
  }
  const contentHash = hashOf(document);
  if (known !== null && (await currentHash(db, known.id)) === contentHash) {
    await record(null);
    await recordUnchanged(db, known.id, nextCheck(known.first_seen_at), answer.validators);
    return { statementId: known.id, outcome: 'unchanged' };
  }
  const canonical = canonicalAddress(document.canonical);
  const twin = known === null ? await sameReleaseAt(canonical, contentHash, context) : null;
  if (twin !== null) {
    await record(null);
    await addAddress(db, item.address, twin.id);
    return { statementId: twin.id, outcome: 'unchanged' };
  }
  const snapshotHash = sha256(answer.body);
  const day = dayOf(document);
  await keepSnapshot(db, {
    hash: snapshotHash,
    body: await compress(answer.body),
    bytes: answer.body.byteLength,
    contentType: answer.contentType,
  });
  const saved = await saveRevision(db, {
    known,
    statement: {
      address: item.address,
      url: item.url,
      source_id: source.id,
      office: source.office,
      official_id:
        source.official_id ?? (await holderOn(db, source.office, source.state, day, context.scope)),
      zone: source.zone,
      etag: answer.validators.etag,
      last_modified: answer.validators.lastModified,
      next_check_at: nextCheck(known?.first_seen_at ?? new Date()),
    },
    aliases: isOwnAddress(canonical, item, source) ? [canonical] : [],
    revision: {
      content_hash: contentHash,
      title: document.title,
      published_on: day,
      published_at: momentOf(document),
      body: document.body,
      links: JSON.stringify(document.links),
      language: document.language,
      snapshot_hash: snapshotHash,
    },
  });
  await record(snapshotHash);
  return saved;
}

async function fetchPage(
  item: CrawlItemRow,
  known: StatementRow | null,
  context: WorkerContext,
  attempt: Attempt,
): Promise<FetchResult> {
  const startedAt = new Date();
  const { force } = item.crawl_id === null ? { force: false } : await crawlOptions(context.db, item.crawl_id);
  try {
    return await context.client.fetch({
      url: item.url,
      accept: 'page',
      signal: attempt.signal,
      ...(known === null || known.revision_id === null || force
        ? {}
        : { validators: { etag: known.etag, lastModified: known.last_modified } }),
    });
  } catch (error) {
    if (error instanceof FetchError && !isInterruption(error)) {
      await recordFetch(context.db, {
        source_id: item.source_id,
        statement_id: known?.id ?? null,
        purpose: 'collect',
        url: item.url,
        error_kind: error.kind,
        error: error.message,
        started_at: startedAt,
      });
    }
    throw error;
  }
}

function read(answer: FetchResult, item: CrawlItemRow, source: SourceRow): ReleaseDocument {
  const listed = publishedFrom(item.published_on, item.published_at, source.zone);
  const { document, refusal } = extractRelease(answer.text, {
    url: answer.url,
    zone: source.zone,
    published: listed.published,
  });
  if (document !== null) return { ...document, title: document.title || item.title };
  throw new VisitError(refusal?.reason ?? 'not-a-release', `${item.url} is no release: ${refusal?.detail}`);
}

/** Not found; or sent away to the front page or the listing, as some sites do with what they took down. */
function isAbsent(answer: FetchResult, item: CrawlItemRow, source: SourceRow): boolean {
  if (answer.status === 404 || answer.status === 410) return true;
  if (answer.redirects.length === 0 || answer.status !== 200) return false;
  const ended = canonicalAddress(answer.url);
  return (
    ended !== item.address && (ended === canonicalAddress(source.url) || new URL(ended).pathname === '/')
  );
}

function describe(answer: FetchResult): string {
  return answer.status === 200 ? `by leading away to ${answer.url}` : String(answer.status);
}

/** The statement that the page calls its own address, if that is the same text. */
async function sameReleaseAt(
  canonical: string,
  contentHash: string,
  { db }: WorkerContext,
): Promise<StatementRow | null> {
  const other = await statementAt(db, canonical);
  return other !== null && (await currentHash(db, other.id)) === contentHash ? other : null;
}

/** A page's own name for itself is believed where it is a page of the same site and not the front or the listing. */
function isOwnAddress(canonical: string, item: CrawlItemRow, source: SourceRow): boolean {
  const url = new URL(canonical);
  return (
    url.host === new URL(item.address).host &&
    (url.pathname !== '/' || url.search !== '') &&
    canonical !== canonicalAddress(source.url)
  );
}

function nextCheck(firstSeen: Date): Date | null {
  const hour = 3_600_000;
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

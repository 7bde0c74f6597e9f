import { gzipSync } from 'node:zlib';
import type { Database } from '../db/connection.js';
import { recordFetch } from '../db/fetches.js';
import { isStillUnlisted, recordAbsent, recordUnchanged } from '../db/presence.js';
import {
  addAddress,
  currentContent,
  type KeptWith,
  keepRelease,
  type SeenRelease,
  statementAt,
} from '../db/statements.js';
import { finishVisit, speakerOf, type VisitEnd, type VisitRow } from '../db/visits.js';
import { canonicalAddress } from '../src/discover/address.js';
import { type Content, fingerprint } from '../src/extract/fingerprint.js';
import type { FetchResult } from '../src/fetch/client.js';
import { FetchError } from '../src/fetch/errors.js';
import type { Attempt, WorkerContext } from './context.js';
import { isInterruption, refuseBadStatus, VisitError } from './failure.js';
import { type SignedText, signed } from './joint.js';
import { readPage, sha256 } from './page.js';
import { dayInZone, dayOf, momentOf } from './published.js';
import { keptTags, tagsOf } from './tag.js';

/** A page is small: handing it to another thread would cost more than this does. */
const compress = (page: Uint8Array): Buffer => gzipSync(page, { level: 3 });

/** After these ages (hours since first seen) a release is looked at again for changes, then no more. */
const RECHECK_HOURS = [1, 6, 24, 72, 240, 720];

/** What a visit to a page came to. */
export interface PageVisit {
  statementId: number;
  outcome: 'new' | 'changed' | 'unchanged' | 'missing' | 'gone';
  /** What was kept, where its copies in other newsrooms are now to be looked for. */
  text: SignedText | null;
}

/**
 * Fetches the page of a release, reads it, and keeps a revision, with its tags, if it says something new.
 * @throws VisitError, or what interrupted it
 */
export async function visitPage(
  visit: VisitRow,
  context: WorkerContext,
  attempt: Attempt,
): Promise<PageVisit> {
  const { db } = context;
  const answer = await fetchPage(visit, context, attempt);
  try {
    const end = await settle(visit, answer, context);
    if ('fetch' in end) {
      await finishVisit(db, visit, end);
      return { statementId: end.statementId, outcome: end.outcome, text: null };
    }
    return end;
  } catch (error) {
    await recordFetch(db, { ...asked(visit), ...requestOf(answer) });
    throw error;
  }
}

/** Decides what an answer says of the statement, and keeps it. @throws VisitError when it says nothing of use */
async function settle(
  visit: VisitRow,
  answer: FetchResult,
  context: WorkerContext,
): Promise<VisitEnd | PageVisit> {
  const { db } = context;
  const known = visit.statement_id;
  const fetch = requestOf(answer);
  const unchanged = async (statementId: number) => {
    await recordUnchanged(db, statementId, nextCheck(visit.first_seen_at), answer.validators);
    return { statementId, outcome: 'unchanged', fetch } as const;
  };
  if (answer.notModified && known !== null) return unchanged(known);
  const listed = announcementOf(visit);
  let content: Content & { canonical: string; language: string };
  try {
    refuseAway(answer, visit);
    refuseBadStatus(answer);
    const page = { url: answer.url, zone: visit.zone, listed, at: answer.startedAt };
    const document = await readPage({ text: answer.text, bytes: answer.body }, page);
    content = { ...document, day: dayOf(document), moment: momentOf(document) };
  } catch (error) {
    if (known === null || !(await provesAbsence(db, error, visit, known))) throw error;
    return { statementId: known, outcome: await recordAbsent(db, known), fetch };
  }
  const said = fingerprint(content);
  const contentHash = sha256(said);
  if (known !== null && (visit.content_hash === contentHash || (await says(db, known, said)))) {
    return unchanged(known);
  }
  const canonical = canonicalAddress(content.canonical);
  if (known === null && canonical !== visit.address) {
    const twin = await statementAt(db, canonical);
    if (twin !== null && (await says(db, twin.id, said))) {
      await addAddress(db, visit.address, twin.id);
      return { statementId: twin.id, outcome: 'unchanged', fetch };
    }
  }
  const release = releaseOf(visit, answer, { content, contentHash, canonical, listed });
  // An office's newsroom speaks for whoever held the office that day.
  release.official_id ??= await speakerOf(db, visit.source_id, content.day);
  const tags = await tagsNow(release, visit, context);
  const { item_id, listed_as, url } = visit;
  const ended = { ...requestOf(answer), item_id, listed_as, url, headers: answer.headers };
  const kept = await keepRelease(db, release, compress(answer.body), { ...tags?.kept, visit: ended });
  if (tags === null && kept.outcome !== 'unchanged') {
    await context.queues.add('tag', [{ statementId: kept.statementId }], 'asked');
  }
  const text =
    tags === null || kept.outcome === 'unchanged'
      ? null
      : { ...tags.signature, statementId: kept.statementId };
  return { statementId: kept.statementId, outcome: kept.outcome, text };
}

/** What a page says, with everything that is kept of how it was come by. */
function releaseOf(
  visit: VisitRow,
  answer: FetchResult,
  read: {
    content: Content & { language: string };
    contentHash: string;
    canonical: string;
    listed: ReturnType<typeof announcementOf>;
  },
): SeenRelease {
  const { content, canonical, listed } = read;
  return {
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
    content_hash: read.contentHash,
    title: content.title,
    published_on: content.day,
    published_at: content.moment,
    body: content.body,
    links: content.links,
    language: content.language,
    snapshot_hash: sha256(answer.body),
    bytes: answer.body.byteLength,
    content_type: answer.contentType,
    capture: {
      requested_url: visit.url,
      url: answer.url,
      status: answer.status,
      request_headers: answer.requestHeaders,
      headers: answer.headers,
      redirects: answer.redirects,
      listed_title: listed.title,
      listed_on: listed.day,
      listed_at: listed.moment,
      fetched_at: answer.startedAt,
    },
  };
}

/** Tags and signs a release while its text is at hand. What fails is left to a job of its own, which tries again. */
async function tagsNow(release: SeenRelease, visit: VisitRow, context: WorkerContext) {
  const day = release.published_on ?? dayInZone(new Date(), 'UTC');
  try {
    const { title, body, official_id: officialId } = release;
    const text = { title, body, day, office: visit.office, state: visit.source_state, officialId };
    const tags = tagsOf(await context.tagger(), text);
    const signature = signed({ statementId: 0, day, body });
    return { kept: { tags: keptTags(tags, signature) } satisfies KeptWith, signature };
  } catch (error) {
    context.log.warn({ url: release.url, error: (error as Error).message }, 'not tagged yet');
    return null;
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

/** What the listing said of the page; where it is looked at again without one, what is known of the statement. */
function announcementOf(visit: VisitRow) {
  const title = visit.listed_title;
  return visit.listed_on === null
    ? { title, day: visit.known_on, moment: visit.known_at }
    : { title, day: visit.listed_on, moment: visit.listed_at };
}

/** Some sites send whoever asks for what they took down to the front page or the listing. @throws VisitError */
function refuseAway(answer: FetchResult, visit: VisitRow): void {
  if (answer.redirects.length === 0 || answer.status !== 200) return;
  const ended = canonicalAddress(answer.url);
  if (ended === visit.address) return;
  if (ended === canonicalAddress(visit.source_url) || new URL(ended).pathname === '/') {
    throw new VisitError('not-found', `${visit.url} leads away to ${answer.url}`);
  }
}

/**
 * Whether a visit that gave no release proves that a known statement's page is not there: it answers so (404, 410,
 * in words, by leading away); or it shows something else and the newsroom, read as far back as the statement's
 * day, no longer lists it. A failure proves nothing.
 */
async function provesAbsence(db: Database, error: unknown, visit: VisitRow, known: number): Promise<boolean> {
  if (!(error instanceof VisitError)) return false;
  if (error.kind === 'not-found') return true;
  if (error.kind !== 'empty' && error.kind !== 'login') return false;
  return visit.reason === 'unlisted' || (await isStillUnlisted(db, known));
}

/** Whether a statement says this already. Compared as the two are read today, however they were hashed once. */
async function says(db: Database, statementId: number, said: string): Promise<boolean> {
  const content = await currentContent(db, statementId);
  return content !== null && fingerprint(content) === said;
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

import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../db/connection.js';
import {
  addCrawlItems,
  type CrawlOptions,
  crawlOptions,
  crawlSource,
  updateCrawlSource,
  type Waiting,
} from '../db/crawls.js';
import { unlistedStatements } from '../db/presence.js';
import {
  findSource,
  recentPublications,
  recordFailedPoll,
  recordGoodPoll,
  type SourceRow,
} from '../db/sources.js';
import { failedAddresses, knownListings, recordListed } from '../db/statements.js';
import type { Payload } from '../queues/jobs.js';
import { canonicalAddress } from '../src/discover/address.js';
import { reachOf } from '../src/discover/reach.js';
import { readSource } from '../src/discover/source.js';
import type { FetchResult } from '../src/fetch/client.js';
import { nextPoll } from '../src/fetch/schedule.js';
import type { Discovery, Item, SourceKind } from '../src/model.js';
import { refusePage } from '../src/refusal.js';
import type { Attempt, WorkerContext } from './context.js';
import { isInterruption, toVisitError, VisitError } from './failure.js';
import { HostBusy } from './host-gate.js';
import { rememberMove } from './moved.js';
import { dayOf, momentOf } from './published.js';
import { SitemapWalk } from './sitemap-walk.js';
import { askSource } from './source-request.js';

/** Pages of one listing that a visit reads when nobody says how many. */
const PAGES = 10;
const PAGES_BACK = 5000;
/** New addresses of a sitemap that a scheduled visit sends for collection; `--since` sends all. */
const NEW_OF_SITEMAP = 500;
/** Rows that are compared with the archive at a time: a sitemap may name fifty thousand. */
const BATCH = 1000;
/** The sample's newsrooms are asked often, so that a demo shows it. */
const SAMPLE_INTERVAL_MS = 30_000;
/** A collection that failed is tried again by a later visit after this, doubled each time, up to a week. */
const RETRY_MS = 3_600_000;
const LONGEST_RETRY_MS = 7 * 24 * 3_600_000;

const NO_VALIDATORS = { etag: null, lastModified: null };

export interface PollResult {
  source: string;
  pages: number;
  found: number;
  /** Addresses to collect: new, changed or no longer listed. */
  queued: number;
  unchanged: boolean;
}

/** Visits a source: what it lists that is new, what changed, what it no longer lists. */
export async function poll(
  { sourceId, crawlId }: Payload<'poll'>,
  context: WorkerContext,
  attempt: Attempt,
): Promise<PollResult> {
  const { db } = context;
  const source = await findSource(db, sourceId);
  if (source === null) throw new VisitError('internal', `there is no source ${sourceId}`);
  const options = crawlId === null ? {} : await crawlOptions(db, crawlId);
  try {
    const visit = new Visit(source, crawlId, options, context, attempt);
    const result = await visit.run();
    if (crawlId !== null) {
      await updateCrawlSource(db, crawlId, sourceId, { state: 'polled', error_kind: null, error: null });
    }
    return result;
  } catch (error) {
    if (isInterruption(error)) throw error;
    const failure = toVisitError(error);
    await recordFailure(db, source, failure);
    if (crawlId !== null) {
      const final = attempt.last || !failure.retryable;
      await updateCrawlSource(db, crawlId, sourceId, {
        ...(final ? { state: 'failed' } : {}),
        error_kind: failure.kind,
        error: failure.message,
      });
    }
    throw failure;
  }
}

async function recordFailure(db: Database, source: SourceRow, failure: VisitError): Promise<void> {
  const nextPollAt = nextPoll({
    now: new Date(),
    zone: source.zone,
    published: [],
    outcome: 'failed',
    consecutiveFailures: source.consecutive_failures + 1,
    retryAfterMs: failure.retryAfterMs,
    cacheMaxAgeMs: null,
    jitter: Math.random(),
  });
  await recordFailedPoll(db, source.id, { kind: failure.kind, message: failure.message, nextPollAt });
}

interface PageOutcome {
  queued: number;
  /** The page shows what a visit that came to its end has seen already. */
  caughtUp: boolean;
}

/** One visit: page after page, each written down before the next is asked for. */
class Visit {
  readonly #source: SourceRow;
  readonly #crawlId: number | null;
  readonly #options: CrawlOptions;
  readonly #context: WorkerContext;
  readonly #attempt: Attempt;
  readonly #sitemap: SitemapWalk;
  readonly #addresses = new Set<string>();
  readonly #statementIds = new Set<number>();
  /** Of all items, in the order of the listing. */
  readonly #days: string[] = [];
  #allDated = true;
  #pages = 0;
  #queued = 0;
  #new = 0;
  #begun = false;

  constructor(
    source: SourceRow,
    crawlId: number | null,
    options: CrawlOptions,
    context: WorkerContext,
    attempt: Attempt,
  ) {
    this.#source = source;
    this.#crawlId = crawlId;
    this.#options = options;
    this.#context = context;
    this.#attempt = attempt;
    this.#sitemap = new SitemapWalk(source, options, context.db);
  }

  async run(): Promise<PollResult> {
    const resumed = await this.#resumePoint();
    await this.#sitemap.open();
    // Which sitemaps are left to read is known from their index alone.
    const start = this.#source.kind === 'sitemap' ? this.#source.url : (resumed ?? this.#source.url);
    const first = await this.#fetch(start, resumed === null);
    const bodyHash = first.notModified ? this.#source.body_hash : hash(first.body);
    if (first.notModified || (bodyHash === this.#source.body_hash && !this.#isAsked())) {
      await this.#recordGood(first, bodyHash, false);
      return this.#result(true);
    }
    await this.#walk(first, start, resumed);
    if (resumed === null && this.#pages > 0) await this.#checkUnlisted();
    await this.#recordGood(first, resumed === null ? bodyHash : this.#source.body_hash, this.#queued > 0);
    return this.#result(false);
  }

  async #walk(first: FetchResult, firstUrl: string, resumed: string | null): Promise<void> {
    const most = this.#options.pages ?? (this.#options.since === undefined ? PAGES : PAGES_BACK);
    const visited = new Set<string>();
    let url = firstUrl;
    let answer: FetchResult | null = first;
    for (;;) {
      visited.add(new URL(url).href);
      const page: Discovery = answer === null ? this.#sitemap.without() : await this.#read(answer, resumed);
      const ofSitemap = page.kind === 'sitemap';
      if (page.items.length === 0 && !ofSitemap) {
        if (this.#pages > 0) return;
        throw this.#nothingAt(url, answer?.text ?? '', page);
      }
      if (page.parts === undefined) this.#pages += 1;
      const fresh = page.items.filter((item) => !this.#addresses.has(canonicalAddress(item.url)));
      const outcome = await this.#take(fresh);
      const next = page.next;
      const go =
        next !== null &&
        this.#pages < most &&
        !visited.has(new URL(next).href) &&
        (ofSitemap || (fresh.length > 0 && this.#wantsOlder(page, outcome)));
      await this.#rememberPage(go ? next : null);
      if (!go || next === null) {
        if (ofSitemap && this.#sitemap.isBarren) throw this.#nothingAt(this.#source.url, '', page);
        return;
      }
      url = next;
      answer = ofSitemap ? await this.#fetchPart(next) : await this.#fetch(next, false);
    }
  }

  async #read(answer: FetchResult, resumed: string | null): Promise<Discovery> {
    const page = await readSource({
      text: answer.text,
      url: answer.url,
      contentType: answer.contentType,
      headers: answer.headers,
      kind: this.#source.kind as SourceKind,
      zone: this.#source.zone,
    });
    return page.kind === 'sitemap' ? this.#sitemap.narrow(page, resumed) : page;
  }

  #nothingAt(url: string, text: string, page: Discovery): VisitError {
    const refusal = refusePage(text, 0);
    return new VisitError(
      refusal?.reason === 'bot-wall' || refusal?.reason === 'login' ? refusal.reason : 'no-items',
      `${url} lists no release: ${refusal?.detail ?? (page.warnings.join('; ') || 'it is empty')}`,
    );
  }

  /** A visit goes on while there may be something it has not seen. */
  #wantsOlder(page: Discovery, outcome: PageOutcome): boolean {
    const { since } = this.#options;
    if (since !== undefined) {
      const days = page.items.flatMap((item) => dayOf(item) ?? []);
      return days.length === 0 || days.some((day) => day >= since);
    }
    if (this.#options.pages !== undefined || this.#options.force) return true;
    return !outcome.caughtUp;
  }

  async #take(items: Item[]): Promise<PageOutcome> {
    const outcome: PageOutcome = { queued: 0, caughtUp: false };
    for (let from = 0; from < items.length; from += BATCH) {
      const { queued, caughtUp } = await this.#takeSome(items.slice(from, from + BATCH));
      outcome.queued += queued;
      outcome.caughtUp ||= caughtUp;
    }
    return outcome;
  }

  /** Writes down what a page lists, and sends what is to be collected on its way. */
  async #takeSome(items: Item[]): Promise<PageOutcome> {
    const { db } = this.#context;
    const { since, force } = this.#options;
    const listed = items.map((item) => ({
      item,
      address: canonicalAddress(item.url),
      listedAs: listingOf(item),
    }));
    for (const { item, address } of listed) {
      this.#addresses.add(address);
      const day = dayOf(item);
      if (day === null) this.#allDated = false;
      else this.#days.push(day);
    }
    const addresses = listed.map((row) => row.address);
    const known = await knownListings(db, this.#source.id, addresses);
    const failed = await failedAddresses(db, addresses);

    const wanted = listed.flatMap(({ item, address, listedAs }) => {
      const before = known.get(address);
      const day = dayOf(item);
      if (before === undefined) {
        if (since !== undefined && day !== null && day < since) return [];
        if (this.#source.kind === 'sitemap' && !this.#isAsked() && ++this.#new > NEW_OF_SITEMAP) return [];
        const failure = failed.get(address);
        if (failure !== undefined && !this.#mayRetry(failure.failures, failure.last)) return [];
      } else if (!force && before.state === 'live' && (before.listed_as ?? listedAs) === listedAs) {
        return [];
      }
      return [
        {
          crawl_id: this.#crawlId,
          source_id: this.#source.id,
          address,
          url: item.url,
          title: item.title,
          published_on: day,
          published_at: momentOf(item),
          listed_as: listedAs,
          reason: before === undefined ? 'new' : 'changed',
          statement_id: before?.id ?? null,
        },
      ];
    });
    const waiting = await db.transaction().execute(async (trx) => {
      const added = await addCrawlItems(trx, wanted);
      const seen = listed.flatMap(({ address, listedAs }) => {
        const before = known.get(address);
        return before === undefined ? [] : [{ statementId: before.id, listedAs }];
      });
      for (const { statementId } of seen) this.#statementIds.add(statementId);
      await recordListed(trx, this.#source.id, uniqueById(seen));
      return added;
    });
    await this.#send(waiting);
    // What a visit that was cut short has seen proves nothing of the pages after it.
    const lastGood = this.#source.last_good_at;
    const caughtUp = [...known.values()].some(
      (before) => lastGood !== null && before.first_seen_at <= lastGood,
    );
    return { queued: waiting.items, caughtUp };
  }

  /** True where somebody asked for all of it, or for what is old. */
  #isAsked(): boolean {
    const { since, pages, force } = this.#options;
    return since !== undefined || pages !== undefined || force === true;
  }

  #mayRetry(failures: number, last: Date | string | null): boolean {
    if (this.#options.force || this.#crawlId !== null) return true;
    const rest = Math.min(RETRY_MS * 2 ** (failures - 1), LONGEST_RETRY_MS);
    return last === null || Date.now() - new Date(last).getTime() >= rest;
  }

  /** What the listing should show and does not is looked at, each at its own address. */
  async #checkUnlisted(): Promise<void> {
    const reach = reachOf(this.#days);
    if (!this.#allDated || reach === null || this.#sitemap.isPartial) return;
    const { db } = this.#context;
    const absent = await unlistedStatements(db, this.#source.id, reach, [...this.#statementIds]);
    const waiting = await addCrawlItems(
      db,
      absent.map((statement) => ({
        crawl_id: this.#crawlId,
        source_id: this.#source.id,
        address: statement.address,
        url: statement.url,
        title: statement.title,
        reason: 'unlisted',
        statement_id: statement.id,
      })),
    );
    await this.#send(waiting);
  }

  async #send({ items, batchIds }: Waiting): Promise<void> {
    this.#queued += items;
    await this.#context.queues.add(
      'collect',
      batchIds.map((batchId) => ({ batchId })),
      this.#crawlId === null ? 'scheduled' : 'asked',
    );
  }

  /**
   * A scheduled visit waits for its turn between pages here: put back into the queue it would begin again, as would
   * any visit to an index of sitemaps. A crawl remembers its page and goes on there.
   */
  async #fetch(url: string, conditional: boolean): Promise<FetchResult> {
    for (;;) {
      try {
        const answer = await askSource(this.#source, url, this.#context, {
          signal: this.#attempt.signal,
          conditional: conditional && !this.#isAsked(),
        });
        this.#begun = true;
        return answer;
      } catch (error) {
        const returns = this.#crawlId !== null && !this.#sitemap.isIndex;
        if (!(error instanceof HostBusy) || !this.#begun || returns) throw error;
        await sleep(error.waitMs, undefined, { signal: this.#attempt.signal });
      }
    }
  }

  /** One sitemap of an index; null for one that is no longer there, which is no reason to leave out the others. */
  async #fetchPart(url: string): Promise<FetchResult | null> {
    try {
      return await this.#fetch(url, false);
    } catch (error) {
      if (error instanceof VisitError && error.kind === 'not-found') return null;
      throw error;
    }
  }

  /** Where an earlier attempt at this crawl stopped; its pages are not read again. */
  async #resumePoint(): Promise<string | null> {
    if (this.#crawlId === null) return null;
    const row = await crawlSource(this.#context.db, this.#crawlId, this.#source.id);
    if (row?.next_page != null) this.#pages = row.pages;
    return row?.next_page ?? null;
  }

  async #rememberPage(next: string | null): Promise<void> {
    if (this.#crawlId === null) return;
    await updateCrawlSource(this.#context.db, this.#crawlId, this.#source.id, {
      pages: this.#pages,
      found: this.#addresses.size,
      next_page: next,
    });
  }

  async #recordGood(answer: FetchResult, bodyHash: string | null, foundNew: boolean): Promise<void> {
    const { db } = this.#context;
    const now = new Date();
    const published = await recentPublications(db, this.#source.id, 30);
    const nextPollAt =
      this.#source.catalogue === 'sample'
        ? new Date(now.getTime() + SAMPLE_INTERVAL_MS)
        : nextPoll({
            now,
            zone: this.#source.zone,
            published,
            outcome: foundNew ? 'new' : 'unchanged',
            consecutiveFailures: 0,
            retryAfterMs: answer.retryAfterMs,
            cacheMaxAgeMs: answer.cacheMaxAgeMs,
            jitter: Math.random(),
          });
    // An index that does not say when its sitemaps changed may not change when they do: it is read each time.
    const { etag, lastModified } = this.#sitemap.isSilent ? NO_VALIDATORS : answer.validators;
    await recordGoodPoll(db, this.#source.id, {
      etag,
      lastModified,
      bodyHash: this.#sitemap.isSilent ? null : bodyHash,
      foundNew,
      nextPollAt,
    });
    if (answer.requestedUrl === this.#source.url) {
      const moved = await rememberMove(db, this.#source, answer);
      if (moved !== null) this.#context.log.warn({ source: this.#source.id, url: moved }, 'moved for good');
    }
  }

  #result(unchanged: boolean): PollResult {
    return {
      source: this.#source.id,
      pages: this.#pages,
      found: this.#addresses.size,
      queued: this.#queued,
      unchanged,
    };
  }
}

/** What a listing says of an item; when it changes, the page is looked at again. */
function listingOf(item: Item): string {
  return hash(JSON.stringify([item.title, item.published, item.modified, item.summary]));
}

function hash(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}

/** One row a statement: two addresses of a listing may lead to the same one. */
function uniqueById<T extends { statementId: number }>(rows: T[]): T[] {
  return [...new Map(rows.map((row) => [row.statementId, row])).values()];
}

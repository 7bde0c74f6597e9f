import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../db/connection.js';
import { type CrawlOptions, crawlOptions, crawlSource, updateCrawlSource } from '../db/crawls.js';
import {
  findSource,
  recentPublications,
  recordFailedPoll,
  recordGoodPoll,
  type SourceRow,
} from '../db/sources.js';
import type { Payload } from '../queues/jobs.js';
import { readSource } from '../src/discover/source.js';
import type { FetchResult } from '../src/fetch/client.js';
import { nextPoll } from '../src/fetch/schedule.js';
import type { Discovery, SourceKind } from '../src/model.js';
import { refusePage } from '../src/refusal.js';
import type { Attempt, WorkerContext } from './context.js';
import { isInterruption, toVisitError, VisitError } from './failure.js';
import { HostBusy } from './host-gate.js';
import { asksForAll, hash, Intake } from './intake.js';
import { rememberMove } from './moved.js';
import { dayOf } from './published.js';
import { SitemapWalk } from './sitemap-walk.js';
import { askSource } from './source-request.js';

/** Pages of one listing that a visit reads when nobody says how many. */
const PAGES = 10;
const PAGES_BACK = 5000;
/** The sample's newsrooms are asked often, so that a demo shows it. */
const SAMPLE_INTERVAL_MS = 30_000;
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

/** One visit: page after page, each written down before the next is asked for. */
class Visit {
  readonly #source: SourceRow;
  readonly #crawlId: number | null;
  readonly #options: CrawlOptions;
  readonly #context: WorkerContext;
  readonly #attempt: Attempt;
  readonly #sitemap: SitemapWalk;
  readonly #intake: Intake;
  #pages = 0;
  #foundBefore = 0;
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
    this.#intake = new Intake(source, crawlId, options, context);
  }

  async run(): Promise<PollResult> {
    const earlier = await this.#earlier();
    // All its pages were read, and the program ended before the visit was marked as done.
    if (earlier !== null && earlier.next === null) return this.#result(false);
    const resumed = earlier?.next ?? null;
    await this.#sitemap.open();
    // Which sitemaps are left to read is known from their index alone.
    const start = this.#source.kind === 'sitemap' ? this.#source.url : (resumed ?? this.#source.url);
    const first = await this.#fetch(start, resumed === null);
    const bodyHash = first.notModified ? this.#source.body_hash : hash(first.body);
    if (first.notModified || (bodyHash === this.#source.body_hash && !asksForAll(this.#options))) {
      await this.#recordGood(first, bodyHash, false);
      return this.#result(true);
    }
    await this.#walk(first, start, resumed);
    const whole = resumed === null && this.#pages > 0 && !this.#sitemap.isPartial;
    if (whole) await this.#intake.checkUnlisted();
    await this.#recordGood(
      first,
      resumed === null ? bodyHash : this.#source.body_hash,
      this.#intake.queued > 0,
    );
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
      const fresh = this.#intake.fresh(page.items);
      const { caughtUp } = await this.#intake.take(fresh);
      const next = page.next;
      const go =
        next !== null &&
        this.#pages < most &&
        !visited.has(new URL(next).href) &&
        (ofSitemap || (fresh.length > 0 && this.#wantsOlder(page, caughtUp)));
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
  #wantsOlder(page: Discovery, caughtUp: boolean): boolean {
    const { since } = this.#options;
    if (since !== undefined) {
      const days = page.items.flatMap((item) => dayOf(item) ?? []);
      return days.length === 0 || days.some((day) => day >= since);
    }
    if (this.#options.pages !== undefined || this.#options.force) return true;
    return !caughtUp;
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
          conditional: conditional && !asksForAll(this.#options),
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

  /** Where an earlier attempt at this crawl stopped, whose pages are not read again; null where there was none. */
  async #earlier(): Promise<{ next: string | null } | null> {
    if (this.#crawlId === null) return null;
    const row = await crawlSource(this.#context.db, this.#crawlId, this.#source.id);
    if (row === null || row.pages === 0) return null;
    this.#pages = row.pages;
    this.#foundBefore = row.found;
    return { next: row.next_page };
  }

  async #rememberPage(next: string | null): Promise<void> {
    if (this.#crawlId === null) return;
    await updateCrawlSource(this.#context.db, this.#crawlId, this.#source.id, {
      pages: this.#pages,
      found: this.#foundBefore + this.#intake.found,
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
      found: this.#foundBefore + this.#intake.found,
      queued: this.#intake.queued,
      unchanged,
    };
  }
}

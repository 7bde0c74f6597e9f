import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../db/connection.js';
import {
  addCrawlItems,
  type CrawlOptions,
  crawlOptions,
  crawlSource,
  updateCrawlSource,
} from '../db/crawls.js';
import { recordFetch } from '../db/fetches.js';
import {
  findSource,
  recentPublications,
  recordFailedPoll,
  recordGoodPoll,
  type SourceRow,
} from '../db/sources.js';
import { failedAddresses, knownListings, recordListed, unlistedStatements } from '../db/statements.js';
import type { Payload } from '../queues/jobs.js';
import { canonicalAddress } from '../src/discover/address.js';
import { readSource } from '../src/discover/source.js';
import type { FetchResult } from '../src/fetch/client.js';
import { FetchError } from '../src/fetch/errors.js';
import { nextPoll } from '../src/fetch/schedule.js';
import type { Discovery, Item, SourceKind } from '../src/model.js';
import { refusePage } from '../src/refusal.js';
import type { Attempt, WorkerContext } from './context.js';
import { isInterruption, refuseBadStatus, toVisitError, VisitError } from './failure.js';
import { HostBusy } from './host-gate.js';
import { dayOf, momentOf } from './published.js';

/** Pages of one listing that a visit reads when nobody says how many. */
const PAGES = 10;
const PAGES_BACK = 5000;
/** The sample's newsrooms are asked often, so that a demo shows it. */
const SAMPLE_INTERVAL_MS = 30_000;
/** A collection that failed is tried again by a later visit after this, doubled each time, up to a week. */
const RETRY_MS = 3_600_000;
const LONGEST_RETRY_MS = 7 * 24 * 3_600_000;

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
  readonly #addresses = new Set<string>();
  readonly #statementIds = new Set<number>();
  #oldest: string | null = null;
  #allDated = true;
  #pages = 0;
  #queued = 0;

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
  }

  async run(): Promise<PollResult> {
    const resumed = await this.#resumePoint();
    const first = await this.#fetch(resumed ?? this.#source.url, resumed === null);
    const bodyHash = first.notModified ? this.#source.body_hash : hash(first.body);
    const deeper = this.#options.since !== undefined || this.#options.pages !== undefined;
    if (first.notModified || (bodyHash === this.#source.body_hash && !this.#options.force && !deeper)) {
      await this.#recordGood(first, bodyHash, false);
      return this.#result(true);
    }
    await this.#walk(first, resumed ?? this.#source.url);
    if (resumed === null && this.#pages > 0) await this.#checkUnlisted();
    await this.#recordGood(first, resumed === null ? bodyHash : this.#source.body_hash, this.#queued > 0);
    return this.#result(false);
  }

  async #walk(first: FetchResult, firstUrl: string): Promise<void> {
    const most = this.#options.pages ?? (this.#options.since === undefined ? PAGES : PAGES_BACK);
    const visited = new Set<string>();
    let url = firstUrl;
    let answer = first;
    for (;;) {
      visited.add(new URL(url).href);
      const page = await readSource({
        text: answer.text,
        url: answer.url,
        contentType: answer.contentType,
        headers: answer.headers,
        kind: this.#source.kind as SourceKind,
        zone: this.#source.zone,
      });
      if (page.items.length === 0) {
        if (this.#pages > 0) return;
        const refusal = refusePage(answer.text, 0);
        throw new VisitError(
          refusal?.reason === 'bot-wall' || refusal?.reason === 'login' ? refusal.reason : 'no-items',
          `${url} lists no release: ${refusal?.detail ?? (page.warnings.join('; ') || 'it is empty')}`,
        );
      }
      this.#pages += 1;
      const fresh = page.items.filter((item) => !this.#addresses.has(canonicalAddress(item.url)));
      const outcome = await this.#take(fresh);
      const next = page.next;
      const go =
        next !== null &&
        fresh.length > 0 &&
        this.#pages < most &&
        !visited.has(new URL(next).href) &&
        this.#wantsOlder(page, outcome);
      await this.#rememberPage(go ? next : null);
      if (!go || next === null) return;
      url = next;
      answer = await this.#fetch(next, false);
    }
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

  /** Writes down what a page lists, and sends what is to be collected on its way. */
  async #take(items: Item[]): Promise<PageOutcome> {
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
      else if (this.#oldest === null || day < this.#oldest) this.#oldest = day;
    }
    const addresses = listed.map((row) => row.address);
    const known = await knownListings(db, this.#source.id, addresses);
    const failed = await failedAddresses(db, addresses);

    const wanted = listed.flatMap(({ item, address, listedAs }) => {
      const before = known.get(address);
      const day = dayOf(item);
      if (before === undefined) {
        if (since !== undefined && day !== null && day < since) return [];
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
    const ids = await db.transaction().execute(async (trx) => {
      const added = await addCrawlItems(trx, wanted);
      const seen = listed.flatMap(({ address, listedAs }) => {
        const before = known.get(address);
        return before === undefined ? [] : [{ statementId: before.id, listedAs }];
      });
      for (const { statementId } of seen) this.#statementIds.add(statementId);
      await recordListed(trx, this.#source.id, uniqueById(seen));
      return added;
    });
    await this.#send(ids);
    // What a visit that was cut short has seen proves nothing of the pages after it.
    const lastGood = this.#source.last_good_at;
    const caughtUp = [...known.values()].some(
      (before) => lastGood !== null && before.first_seen_at <= lastGood,
    );
    return { queued: ids.length, caughtUp };
  }

  #mayRetry(failures: number, last: Date | string | null): boolean {
    if (this.#options.force || this.#crawlId !== null) return true;
    const rest = Math.min(RETRY_MS * 2 ** (failures - 1), LONGEST_RETRY_MS);
    return last === null || Date.now() - new Date(last).getTime() >= rest;
  }

  /** What the listing should show and does not is looked at, each at its own address. */
  async #checkUnlisted(): Promise<void> {
    if (!this.#allDated || this.#oldest === null) return;
    const { db } = this.#context;
    const absent = await unlistedStatements(db, this.#source.id, this.#oldest, [...this.#statementIds]);
    const ids = await addCrawlItems(
      db,
      absent.map((statement) => ({
        crawl_id: this.#crawlId,
        source_id: this.#source.id,
        address: statement.address,
        url: statement.url,
        title: statement.title,
        reason: 'recheck',
        statement_id: statement.id,
      })),
    );
    await this.#send(ids);
  }

  async #send(itemIds: number[]): Promise<void> {
    this.#queued += itemIds.length;
    await this.#context.queues.add(
      'collect',
      itemIds.map((itemId) => ({ itemId })),
      this.#crawlId === null ? 'scheduled' : 'asked',
    );
  }

  /**
   * A scheduled visit waits for its turn between pages here: put back into the queue it would begin again. A
   * crawl remembers its page and goes on there.
   */
  async #fetch(url: string, conditional: boolean): Promise<FetchResult> {
    for (;;) {
      try {
        return await this.#ask(url, conditional);
      } catch (error) {
        if (!(error instanceof HostBusy) || this.#pages === 0 || this.#crawlId !== null) throw error;
        await sleep(error.waitMs, undefined, { signal: this.#attempt.signal });
      }
    }
  }

  async #ask(url: string, conditional: boolean): Promise<FetchResult> {
    const { db, client } = this.#context;
    const startedAt = new Date();
    const row = { source_id: this.#source.id, purpose: 'poll', url, started_at: startedAt } as const;
    const plain = !conditional || this.#options.force || this.#options.since || this.#options.pages;
    try {
      const answer = await client.fetch({
        url,
        accept: this.#source.kind === 'wordpress' ? 'json' : this.#source.kind === 'feed' ? 'feed' : 'page',
        signal: this.#attempt.signal,
        ...(plain
          ? {}
          : { validators: { etag: this.#source.etag, lastModified: this.#source.last_modified } }),
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
    await recordGoodPoll(db, this.#source.id, {
      etag: answer.validators.etag,
      lastModified: answer.validators.lastModified,
      bodyHash,
      foundNew,
      nextPollAt,
    });
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

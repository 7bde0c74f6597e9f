import { createHash } from 'node:crypto';
import { addCrawlItems, type CrawlOptions } from '../db/crawls.js';
import { unlistedStatements } from '../db/presence.js';
import type { SourceRow } from '../db/sources.js';
import { failedAddresses, knownListings, recordListed } from '../db/statements.js';
import { canonicalAddress } from '../src/discover/address.js';
import { reachOf } from '../src/discover/reach.js';
import type { Item } from '../src/model.js';
import type { WorkerContext } from './context.js';
import { dayOf, momentOf } from './published.js';

/** New addresses of a sitemap that a scheduled visit sends for collection; `--since` sends all. */
const NEW_OF_SITEMAP = 500;
/** Rows that are compared with the archive at a time: a sitemap may name fifty thousand. */
const BATCH = 1000;
/** A collection that failed is tried again by a later visit after this, doubled each time, up to a week. */
const RETRY_MS = 3_600_000;
const LONGEST_RETRY_MS = 7 * 24 * 3_600_000;

interface PageOutcome {
  queued: number;
  /** The page shows what a visit that came to its end has seen already. */
  caughtUp: boolean;
}

/** True where somebody asked for all of a source, or for what is old. */
export function asksForAll({ since, pages, force }: CrawlOptions): boolean {
  return since !== undefined || pages !== undefined || force === true;
}

/** What one visit takes in of what a source lists: compared with the archive, written down, sent to be collected. */
export class Intake {
  queued = 0;
  readonly #source: SourceRow;
  readonly #crawlId: number | null;
  readonly #options: CrawlOptions;
  readonly #context: WorkerContext;
  readonly #addresses = new Set<string>();
  /** Of all items, in the order of the listing. */
  readonly #days: string[] = [];
  #allDated = true;
  #new = 0;

  constructor(source: SourceRow, crawlId: number | null, options: CrawlOptions, context: WorkerContext) {
    this.#source = source;
    this.#crawlId = crawlId;
    this.#options = options;
    this.#context = context;
  }

  /** How many addresses the source lists, as far as it was read. */
  get found(): number {
    return this.#addresses.size;
  }

  /** The items that no earlier page of this visit listed. */
  fresh(items: Item[]): Item[] {
    return items.filter((item) => !this.#addresses.has(canonicalAddress(item.url)));
  }

  /** Takes in what a page lists. */
  async take(items: Item[]): Promise<PageOutcome> {
    const outcome: PageOutcome = { queued: 0, caughtUp: false };
    for (let from = 0; from < items.length; from += BATCH) {
      const { queued, caughtUp } = await this.#takeSome(items.slice(from, from + BATCH));
      outcome.queued += queued;
      outcome.caughtUp ||= caughtUp;
    }
    return outcome;
  }

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
        if (this.#source.kind === 'sitemap' && !asksForAll(this.#options) && ++this.#new > NEW_OF_SITEMAP)
          return [];
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

  /** What the whole of a listing should show and does not is looked at, each at its own address. */
  async checkUnlisted(): Promise<void> {
    const reach = reachOf(this.#days);
    if (!this.#allDated || reach === null) return;
    const { db } = this.#context;
    const absent = await unlistedStatements(db, this.#source.id, reach, [...this.#addresses]);
    const ids = await addCrawlItems(
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
    await this.#send(ids);
  }

  async #send(itemIds: number[]): Promise<void> {
    this.queued += itemIds.length;
    await this.#context.queues.add(
      'collect',
      itemIds.map((itemId) => ({ itemId })),
      this.#crawlId === null ? 'scheduled' : 'asked',
    );
  }
}

/** What a listing says of an item; when it changes, the page is looked at again. */
function listingOf(item: Item): string {
  return hash(JSON.stringify([item.title, item.published, item.modified, item.summary]));
}

/** The fingerprint of an answer or of an item, to tell whether it is another. */
export function hash(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}

/** One row a statement: two addresses of a listing may lead to the same one. */
function uniqueById<T extends { statementId: number }>(rows: T[]): T[] {
  return [...new Map(rows.map((row) => [row.statementId, row])).values()];
}

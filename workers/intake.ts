import { addCrawlItems, type Listed, listedSoFar, rememberListed, updateCrawlSource } from '../db/crawls.js';
import { unlistedStatements } from '../db/presence.js';
import { failedAddresses, knownListings, recordListed } from '../db/statements.js';
import { canonicalAddress } from '../src/discover/address.js';
import { reachOf } from '../src/discover/reach.js';
import type { Item } from '../src/model.js';
import { asksForAll, type Visit, type WorkerContext } from './context.js';
import { sha256 } from './page.js';
import { dayOf, momentOf } from './published.js';

/** New addresses of a sitemap that a scheduled visit sends for collection; `--since` sends all. */
const NEW_OF_SITEMAP = 500;
/** Rows that are compared with the archive, and written, at a time: a sitemap may name fifty thousand. */
const BATCH = 1000;
/** A collection that failed is tried again by a later visit after this, doubled each time, up to a week. */
const RETRY_MS = 3_600_000;
const LONGEST_RETRY_MS = 7 * 24 * 3_600_000;

type Wanted = Parameters<typeof addCrawlItems>[1];

/** What a page of a source lists, compared with the archive. */
export interface Compared {
  /** The page shows what a visit that came to its end has seen already. */
  caughtUp: boolean;
  /** In the order of the page; nothing that an earlier page of the visit listed. */
  listed: Listed[];
  /** At least one. */
  batches: {
    /** New, or listed otherwise than before: to collect. */
    wanted: Wanted;
    /** Known, and listed now. */
    known: { statementId: number; listedAs: string }[];
  }[];
}

/** Where a visit goes on after a page. */
export interface Place {
  /** Pages read so far. */
  pages: number;
  /** Address of the next page; null at the end. */
  next: string | null;
}

/** What one visit takes in of what a source lists: compared with the archive, written down, sent to be collected. */
export class Intake {
  /** How many addresses the source lists, as far as it was read. */
  found = 0;
  /** How many were sent to be collected. */
  queued = 0;
  readonly #visit: Visit;
  readonly #context: WorkerContext;
  readonly #addresses = new Set<string>();
  /** Of all items, in the order of the listing. */
  readonly #days: string[] = [];
  #allDated = true;
  #new = 0;

  constructor(visit: Visit, context: WorkerContext) {
    this.#visit = visit;
    this.#context = context;
  }

  /** Remembers what the pages listed that an earlier attempt at the same visit read. */
  async resume(crawlId: number, found: number): Promise<void> {
    this.#note(await listedSoFar(this.#context.db, crawlId, this.#visit.source.id));
    this.found = found;
  }

  #note(listed: Listed[]): void {
    for (const { address, day } of listed) {
      this.#addresses.add(address);
      if (day === null) this.#allDated = false;
      else this.#days.push(day);
    }
    this.found += listed.length;
  }

  /** Looks up what is known of the items of a page that no earlier page of this visit listed. */
  async compare(items: Item[]): Promise<Compared> {
    const { source } = this.#visit;
    const { db } = this.#context;
    const rows = [...this.#fresh(items).values()];
    const compared: Compared = { caughtUp: false, listed: rows, batches: [] };
    let from = 0;
    do {
      const batch = rows.slice(from, from + BATCH);
      const addresses = batch.map(({ address }) => address);
      const known = await knownListings(db, source.id, addresses);
      const failed = await failedAddresses(db, addresses);
      const wanted: Wanted = [];
      const seen = new Map<number, string>();
      for (const { item, address, day } of batch) {
        const listedAs = listingOf(item);
        const before = known.get(address);
        // Two addresses of a listing may lead to the same statement.
        if (before !== undefined) seen.set(before.id, listedAs);
        if (!this.#isWanted({ address, day }, listedAs, before, failed.get(address))) continue;
        wanted.push({
          crawl_id: this.#visit.crawlId,
          source_id: source.id,
          address,
          url: item.url,
          title: item.title,
          published_on: day,
          published_at: momentOf(item),
          listed_as: listedAs,
          reason: before === undefined ? 'new' : 'changed',
          statement_id: before?.id ?? null,
        });
      }
      // What a visit that was cut short has seen proves nothing of the pages after it.
      const lastGood = source.last_good_at;
      compared.caughtUp ||= [...known.values()].some(
        (before) => lastGood !== null && before.first_seen_at <= lastGood,
      );
      compared.batches.push({
        wanted,
        known: [...seen].map(([statementId, listedAs]) => ({ statementId, listedAs })),
      });
      from += BATCH;
    } while (from < rows.length);
    return compared;
  }

  #fresh(items: Item[]) {
    const fresh = new Map<string, Listed & { item: Item }>();
    for (const item of items) {
      const address = canonicalAddress(item.url);
      if (this.#addresses.has(address) || fresh.has(address)) continue;
      fresh.set(address, { item, address, day: dayOf(item) });
    }
    return fresh;
  }

  #isWanted(
    { day }: Listed,
    listedAs: string,
    before: { state: string; listed_as: string | null } | undefined,
    failure: { failures: number; last: Date | string | null } | undefined,
  ): boolean {
    const { source, options } = this.#visit;
    if (before !== undefined) {
      return options.force === true || before.state !== 'live' || (before.listed_as ?? listedAs) !== listedAs;
    }
    if (options.since !== undefined && day !== null && day < options.since) return false;
    if (source.kind === 'sitemap' && !asksForAll(this.#visit) && ++this.#new > NEW_OF_SITEMAP) return false;
    return failure === undefined || this.#mayRetry(failure.failures, failure.last);
  }

  #mayRetry(failures: number, last: Date | string | null): boolean {
    if (this.#visit.options.force || this.#visit.crawlId !== null) return true;
    const rest = Math.min(RETRY_MS * 2 ** (failures - 1), LONGEST_RETRY_MS);
    return last === null || Date.now() - new Date(last).getTime() >= rest;
  }

  /**
   * Writes a page down, its last rows together with where the visit goes on: a visit that is cut short neither reads
   * a page again nor takes what it wrote itself for what an earlier page listed. Then sends what is to be collected.
   */
  async keep({ batches, listed }: Compared, place: Place): Promise<void> {
    const { db } = this.#context;
    const { source, crawlId } = this.#visit;
    this.#note(listed);
    for (const batch of batches) {
      const ids = await db.transaction().execute(async (trx) => {
        await recordListed(trx, source.id, batch.known);
        if (crawlId !== null && batch === batches.at(-1)) {
          if (place.next !== null) await rememberListed(trx, crawlId, source.id, listed);
          await updateCrawlSource(trx, crawlId, source.id, {
            pages: place.pages,
            found: this.found,
            next_page: place.next,
          });
        }
        return addCrawlItems(trx, batch.wanted);
      });
      await this.#send(ids);
    }
  }

  /** What the whole of a listing should show and does not is looked at, each at its own address. */
  async checkUnlisted(): Promise<void> {
    const reach = reachOf(this.#days);
    if (!this.#allDated || reach === null) return;
    const { db } = this.#context;
    const { source, crawlId } = this.#visit;
    const absent = await unlistedStatements(db, source.id, reach, [...this.#addresses]);
    const ids = await addCrawlItems(
      db,
      absent.map((statement) => ({
        crawl_id: crawlId,
        source_id: source.id,
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
      this.#visit.crawlId === null ? 'scheduled' : 'asked',
    );
  }
}

/** What a listing says of an item; when it changes, the page is looked at again. */
function listingOf(item: Item): string {
  return sha256(JSON.stringify([item.title, item.published, item.modified, item.summary]));
}

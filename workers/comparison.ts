import { type addCrawlItems, wasListedBefore } from '../db/crawl-items.js';
import type { Listed } from '../db/crawls.js';
import { failedAddresses, knownListings } from '../db/statements.js';
import { slashTwin } from '../src/discover/address.js';
import type { Item } from '../src/model.js';
import { asksForAll, type Visit, type WorkerContext } from './context.js';
import { restAfter } from './failure.js';
import { sha256 } from './page.js';
import { momentOf } from './published.js';

/** New addresses of a sitemap that a scheduled visit sends for collection; `--since` sends all. */
const NEW_OF_SITEMAP = 500;
/** Rows that are compared with the archive, and written, at a time: a sitemap may name fifty thousand. */
const BATCH = 1000;

/** An item under its canonical address. */
export interface ListedItem extends Listed {
  item: Item;
}

/** What a page of a source lists, compared with the archive. */
export interface Compared {
  /** The page shows what a visit that came to its end has seen already. */
  caughtUp: boolean;
  listed: Listed[];
  /** At least one. */
  batches: {
    /** New, or listed otherwise than before: to collect. */
    wanted: Parameters<typeof addCrawlItems>[1];
    /** Known, and listed now. */
    known: { statementId: number; listedAs: string }[];
  }[];
}

/** Compares what one visit finds listed with what the archive knows of it. */
export class Comparison {
  readonly #visit: Visit;
  readonly #db: WorkerContext['db'];
  #new = 0;

  constructor(visit: Visit, db: WorkerContext['db']) {
    this.#visit = visit;
    this.#db = db;
  }

  /** @param listed what a page lists, each address once, in its order */
  async of(listed: ListedItem[]): Promise<Compared> {
    const compared: Compared = { caughtUp: false, listed, batches: [] };
    let from = 0;
    do {
      const { caughtUp, ...batch } = await this.#ofSome(listed.slice(from, from + BATCH));
      compared.batches.push(batch);
      compared.caughtUp ||= caughtUp;
      from += BATCH;
    } while (from < listed.length);
    return compared;
  }

  async #ofSome(listed: ListedItem[]) {
    const { source, crawlId } = this.#visit;
    const addresses = listed.map(({ address }) => address);
    const known = await this.#known(addresses);
    const failed = await failedAddresses(this.#db, addresses);
    // Two addresses of a listing may lead to the same statement.
    const seen = new Map<number, string>();
    const wanted: Compared['batches'][number]['wanted'] = [];
    for (const { item, address, day } of listed) {
      const listedAs = listingOf(item);
      const before = known.get(address);
      if (before !== undefined) seen.set(before.id, listedAs);
      const isWanted =
        before === undefined ? this.#wantsNew(day, failed.get(address)) : this.#wantsAgain(before, listedAs);
      if (!isWanted) continue;
      wanted.push({
        crawl_id: crawlId,
        source_id: source.id,
        // The address under which it is known.
        address: before?.address ?? address,
        url: item.url,
        title: item.title,
        published_on: day,
        published_at: momentOf(item),
        listed_as: listedAs,
        reason: before === undefined ? 'new' : 'changed',
        statement_id: before?.id ?? null,
      });
    }
    return {
      wanted,
      known: [...seen].map(([statementId, listedAs]) => ({ statementId, listedAs })),
      caughtUp: await this.#sawBefore([...known.values()], addresses),
    };
  }

  /** What is known of each address, or of its twin with or without the last slash: by how a newsroom is read it changes. */
  async #known(addresses: string[]): ReturnType<typeof knownListings> {
    const { id } = this.#visit.source;
    const known = await knownListings(this.#db, id, addresses);
    const twins = new Map<string, string>();
    for (const address of addresses) {
      const twin = known.has(address) ? null : slashTwin(address);
      if (twin !== null) twins.set(twin, address);
    }
    for (const [twin, row] of await knownListings(this.#db, id, [...twins.keys()])) {
      known.set(twins.get(twin) ?? twin, row);
    }
    return known;
  }

  #wantsNew(
    day: string | null,
    failure: { failures: number; last: Date | string | null } | undefined,
  ): boolean {
    const { source, options, crawlId } = this.#visit;
    if (options.since !== undefined && day !== null && day < options.since) return false;
    if (source.kind === 'sitemap' && !asksForAll(this.#visit) && ++this.#new > NEW_OF_SITEMAP) return false;
    if (failure === undefined || failure.last === null || options.force || crawlId !== null) return true;
    return Date.now() - new Date(failure.last).getTime() >= restAfter(failure.failures);
  }

  #wantsAgain(before: { state: string; listed_as: string | null }, listedAs: string): boolean {
    const { force } = this.#visit.options;
    return force === true || before.state !== 'live' || (before.listed_as ?? listedAs) !== listedAs;
  }

  /**
   * Whether the last good visit knew one of these already. What a visit that was cut short has seen proves nothing of
   * the pages after it.
   */
  async #sawBefore(known: { first_seen_at: Date }[], addresses: string[]): Promise<boolean> {
    const { id, last_good_at: lastGood } = this.#visit.source;
    if (lastGood === null || known.length === 0) return false;
    return (
      known.some((before) => before.first_seen_at <= lastGood) ||
      wasListedBefore(this.#db, id, addresses, lastGood)
    );
  }
}

/** What a listing says of an item; when it changes, the page is looked at again. */
function listingOf(item: Item): string {
  return sha256(JSON.stringify([item.title, item.published, item.modified, item.summary]));
}

import { addCrawlItems, type Waiting } from '../db/crawl-items.js';
import { type Listed, listedSoFar, rememberListed, updateCrawlSource } from '../db/crawls.js';
import { unlistedStatements } from '../db/presence.js';
import { recordListed } from '../db/statements.js';
import { canonicalAddress, slashTwin } from '../src/discover/address.js';
import { reachOf } from '../src/discover/reach.js';
import type { Item } from '../src/model.js';
import { type Compared, Comparison, type ListedItem } from './comparison.js';
import type { Visit, WorkerContext } from './context.js';
import { dayOf } from './published.js';

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
  readonly #comparison: Comparison;
  readonly #addresses = new Set<string>();
  /** Of all items, in the order of the listing. */
  readonly #days: string[] = [];
  #allDated = true;

  constructor(visit: Visit, context: WorkerContext) {
    this.#visit = visit;
    this.#context = context;
    this.#comparison = new Comparison(visit, context.db);
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
  compare(items: Item[]): Promise<Compared> {
    const fresh = new Map<string, ListedItem>();
    for (const item of items) {
      const address = canonicalAddress(item.url);
      const twin = slashTwin(address) ?? address;
      if ([address, twin].some((one) => this.#addresses.has(one) || fresh.has(one))) continue;
      fresh.set(address, { item, address, day: dayOf(item) });
    }
    return this.#comparison.of([...fresh.values()]);
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
      const waiting = await db.transaction().execute(async (trx) => {
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
      await this.#send(waiting);
    }
  }

  /** What the whole of a listing should show and does not is looked at, each at its own address. */
  async checkUnlisted(): Promise<void> {
    const reach = reachOf(this.#days);
    if (!this.#allDated || reach === null) return;
    const { db } = this.#context;
    const { source, crawlId } = this.#visit;
    const listed = [...this.#addresses].flatMap((address) => [address, slashTwin(address) ?? address]);
    const absent = await unlistedStatements(db, source.id, reach, listed);
    const waiting = await addCrawlItems(
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
    await this.#send(waiting);
  }

  async #send({ items, batchIds }: Waiting): Promise<void> {
    this.queued += items;
    await this.#context.queues.add(
      'collect',
      batchIds.map((batchId) => ({ batchId })),
      this.#visit.crawlId === null ? 'scheduled' : 'asked',
    );
  }
}

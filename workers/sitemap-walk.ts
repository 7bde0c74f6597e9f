import type { Database } from '../db/connection.js';
import type { CrawlOptions } from '../db/crawls.js';
import { recentAddresses, type SourceRow } from '../db/sources.js';
import { mayHaveChanged, newestFirst, partsToRead, releasePages } from '../src/discover/releasepages.js';
import type { Discovery } from '../src/model.js';

/** Known statements whose addresses are looked at to tell what a release's address looks like. */
const KNOWN = 200;
/**
 * What changed up to so long before the last good visit is looked at again: a sitemap's days have no hour and no
 * zone, and a page that could not be read then gets another chance.
 */
const OVERLAP_MS = 2 * 24 * 3_600_000;

/**
 * One visit's way through a sitemap, or through the sitemaps of an index: which are read, in which order, and which
 * of their addresses are releases. The visit sees them as pages, one after another.
 */
export class SitemapWalk {
  /** True once a sitemap or an address was passed over because it had not changed: what is absent says nothing. */
  isPartial = false;
  /** True once an index did not say of each sitemap when it changed. */
  isSilent = false;
  readonly #source: SourceRow;
  readonly #db: Database;
  readonly #changedAfter: number | null;
  #known: string[] = [];
  readonly #left: string[] = [];
  readonly #named = new Set<string>();
  #releases = 0;

  constructor(source: SourceRow, options: CrawlOptions, db: Database) {
    this.#source = source;
    this.#db = db;
    this.#changedAfter = changedAfter(source, options);
  }

  /** Looks up what is known of the newsroom. */
  async open(): Promise<void> {
    if (this.#source.kind === 'sitemap') {
      this.#known = await recentAddresses(this.#db, this.#source.id, KNOWN);
    }
  }

  /** True where there is an index, without which nobody knows what is left to read. */
  get isIndex(): boolean {
    return this.#named.size > 0;
  }

  /** True where nothing was a release and nothing was passed over as unchanged. */
  get isBarren(): boolean {
    return this.#releases === 0 && !this.isPartial;
  }

  /**
   * What a visit makes of a sitemap as it was read: the releases in it that may have changed, newest first, and the
   * next sitemap of the index.
   * @param resumed the sitemap at which an earlier attempt at the same crawl stopped
   */
  narrow(page: Discovery, resumed: string | null): Discovery {
    if (page.parts !== undefined) {
      const parts = partsToRead(page.parts, this.#changedAfter).map(({ url }) => url);
      if (parts.length < partsToRead(page.parts, null).length) this.isPartial = true;
      if (page.parts.some(({ modified }) => modified === null)) this.isSilent = true;
      // An index may name itself, or one that names it.
      const left = parts
        .slice(Math.max(0, parts.indexOf(resumed ?? '')))
        .filter((url) => !this.#named.has(url));
      for (const url of left) this.#named.add(url);
      this.#left.unshift(...left);
    }
    const releases = releasePages(page.items, { url: this.#source.url, known: this.#known });
    this.#releases += releases.length;
    const items = newestFirst(
      releases.filter(({ modified }) => mayHaveChanged(modified, this.#changedAfter)),
    );
    if (items.length < releases.length) this.isPartial = true;
    const none = `none of its ${page.items.length} addresses looks like a release's`;
    const warnings =
      page.items.length > 0 && releases.length === 0 ? [...page.warnings, none] : page.warnings;
    return { ...page, items, warnings, next: this.#left.shift() ?? page.next };
  }

  /** The place of a sitemap that is no longer there. */
  without(): Discovery {
    this.isPartial = true;
    return { kind: 'sitemap', items: [], next: this.#left.shift() ?? null, warnings: [] };
  }
}

function changedAfter(source: SourceRow, { since, pages, force }: CrawlOptions): number | null {
  // A page that was last changed before a day was published before it.
  if (since !== undefined) return Date.parse(since) - OVERLAP_MS;
  if (force || pages !== undefined || source.last_good_at === null) return null;
  return source.last_good_at.getTime() - OVERLAP_MS;
}

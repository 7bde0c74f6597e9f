import { setTimeout as sleep } from 'node:timers/promises';
import { crawlSource } from '../db/crawls.js';
import { readSource } from '../src/discover/source.js';
import { leadsToOlderYear } from '../src/discover/years.js';
import type { FetchResult } from '../src/fetch/client.js';
import type { Discovery, SourceKind } from '../src/model.js';
import { refusePage } from '../src/refusal.js';
import type { Compared } from './comparison.js';
import { type Attempt, asksForAll, type Visit, type WorkerContext } from './context.js';
import { VisitError } from './failure.js';
import { HostBusy } from './host-gate.js';
import type { Intake } from './intake.js';
import { sha256 } from './page.js';
import { dayOf } from './published.js';
import { SitemapWalk } from './sitemap-walk.js';
import { askSource } from './source-request.js';

/** Pages of one listing that a visit reads when nobody says how many. */
const PAGES = 10;
const PAGES_BACK = 5000;

/** By what the next visit tells whether the first page has changed. */
export interface Mark {
  etag: string | null;
  lastModified: string | null;
  bodyHash: string | null;
}

/** How a walk came to its end. */
interface WalkEnd {
  /** The answer it began with. */
  first: FetchResult;
  /** The first page is as the last good visit saw it, and no other was asked for. */
  unchanged: boolean;
  mark: Mark;
}

/** The way of one visit through a source: page after page, each taken in before the next is asked for. */
export class SourceWalk {
  /** Pages read, by earlier attempts at the same visit too. */
  pages = 0;
  readonly #visit: Visit;
  readonly #intake: Intake;
  readonly #context: WorkerContext;
  readonly #attempt: Attempt;
  readonly #sitemap: SitemapWalk;
  #begun = false;

  constructor(visit: Visit, intake: Intake, context: WorkerContext, attempt: Attempt) {
    this.#visit = visit;
    this.#intake = intake;
    this.#context = context;
    this.#attempt = attempt;
    this.#sitemap = new SitemapWalk(visit.source, visit.options, context.db);
  }

  /** True where every page was read that the visit was to read: what they do not list is not listed. */
  get isWhole(): boolean {
    return this.pages > 0 && !this.#sitemap.isPartial;
  }

  /** @returns null where an earlier attempt read every page and ended before it could say so */
  async run(): Promise<WalkEnd | null> {
    const { source } = this.#visit;
    const resumed = await this.#earlierPlace();
    if (resumed === null && this.pages > 0) return null;
    await this.#sitemap.open();
    // Which sitemaps are left to read is known from their index alone.
    const start = source.kind === 'sitemap' ? source.url : (resumed ?? source.url);
    const first = await this.#fetch(start, resumed === null);
    const before: Mark = {
      etag: source.etag,
      lastModified: source.last_modified,
      bodyHash: source.body_hash,
    };
    const bodyHash = first.notModified ? source.body_hash : sha256(first.body);
    const mark = { ...first.validators, bodyHash };
    if (first.notModified || (bodyHash === source.body_hash && !asksForAll(this.#visit))) {
      return { first, unchanged: true, mark: this.#markOr(mark) };
    }
    await this.#walk(first, start, resumed);
    // The validators of a later page say nothing of the first.
    return { first, unchanged: false, mark: resumed === null ? this.#markOr(mark) : before };
  }

  /** An index that does not say when its sitemaps changed may not change when they do: it is read each time. */
  #markOr(mark: Mark): Mark {
    return this.#sitemap.isSilent ? { etag: null, lastModified: null, bodyHash: null } : mark;
  }

  /** Where an earlier attempt stopped, whose pages are not read again. */
  async #earlierPlace(): Promise<string | null> {
    const { source, crawlId } = this.#visit;
    if (crawlId === null) return null;
    const row = await crawlSource(this.#context.db, crawlId, source.id);
    if (row === null || row.pages === 0) return null;
    await this.#intake.resume(crawlId, row.found);
    this.pages = row.pages;
    return row.next_page;
  }

  async #walk(first: FetchResult, firstUrl: string, resumed: string | null): Promise<void> {
    const { pages, since } = this.#visit.options;
    const most = pages ?? (since === undefined ? PAGES : PAGES_BACK);
    const visited = new Set<string>();
    let url = firstUrl;
    let answer: FetchResult | null = first;
    for (;;) {
      visited.add(new URL(url).href);
      const page: Discovery = answer === null ? this.#withoutPage() : await this.#read(answer, resumed);
      const ofSitemap = page.kind === 'sitemap';
      if (page.items.length === 0 && !ofSitemap && this.pages === 0) {
        throw this.#nothingAt(url, answer?.text ?? '', page);
      }
      if (page.parts === undefined) this.pages += 1;
      const compared = await this.#intake.compare(page.items);
      const goesOn =
        page.next !== null &&
        this.pages < most &&
        !visited.has(new URL(page.next).href) &&
        (ofSitemap || (this.#leadsOn(url, page.next, compared) && this.#wantsOlder(page, compared.caughtUp)));
      const next = goesOn ? page.next : null;
      await this.#intake.keep(compared, { pages: this.pages, next });
      if (next === null) {
        if (ofSitemap && this.#sitemap.isBarren) throw this.#nothingAt(this.#visit.source.url, '', page);
        return;
      }
      url = next;
      answer = await this.#fetchIfThere(next);
    }
  }

  async #read(answer: FetchResult, resumed: string | null): Promise<Discovery> {
    const { kind, zone } = this.#visit.source;
    const { text, url, contentType, headers } = answer;
    const page = await readSource({ text, url, contentType, headers, kind: kind as SourceKind, zone });
    return page.kind === 'sitemap' ? this.#sitemap.narrow(page, resumed) : page;
  }

  #nothingAt(url: string, text: string, page: Discovery): VisitError {
    const refusal = refusePage(text, 0);
    return new VisitError(
      refusal?.reason === 'bot-wall' || refusal?.reason === 'login' ? refusal.reason : 'no-items',
      `${url} lists no release: ${refusal?.detail ?? (page.warnings.join('; ') || 'it is empty')}`,
    );
  }

  /**
   * Where a page lists nothing but what was there before, the way is at its end or leads in a circle, unless it goes
   * back year by year: the page of this year may show what the first one did. A first visit stays out of archives.
   */
  #leadsOn(url: string, next: string, { listed }: Compared): boolean {
    if (!leadsToOlderYear(url, next)) return listed.length > 0;
    return asksForAll(this.#visit) || this.#visit.source.last_good_at !== null;
  }

  /** A visit goes on while there may be something it has not seen. */
  #wantsOlder(page: Discovery, caughtUp: boolean): boolean {
    const { since, pages, force } = this.#visit.options;
    if (since !== undefined) {
      const days = page.items.flatMap((item) => dayOf(item) ?? []);
      return days.length === 0 || days.some((day) => day >= since);
    }
    return pages !== undefined || force === true || !caughtUp;
  }

  /**
   * A scheduled visit waits for its turn between pages here: put back into the queue it would begin again, as would
   * any visit to an index of sitemaps. A crawl remembers its page and goes on there.
   */
  async #fetch(url: string, conditional: boolean): Promise<FetchResult> {
    for (;;) {
      try {
        const answer = await askSource(this.#visit.source, url, this.#context, {
          signal: this.#attempt.signal,
          conditional: conditional && !asksForAll(this.#visit),
        });
        this.#begun = true;
        return answer;
      } catch (error) {
        const returns = this.#visit.crawlId !== null && !this.#sitemap.isIndex;
        if (!(error instanceof HostBusy) || !this.#begun || returns) throw error;
        await sleep(error.waitMs, undefined, { signal: this.#attempt.signal });
      }
    }
  }

  /** A page after the first; null where it is not there, which is no reason to leave out the others. */
  async #fetchIfThere(url: string): Promise<FetchResult | null> {
    try {
      return await this.#fetch(url, false);
    } catch (error) {
      if (error instanceof VisitError && error.kind === 'not-found') return null;
      throw error;
    }
  }

  /** The place of a page that is not there: of a sitemap of an index, or of one past the end of a listing. */
  #withoutPage(): Discovery {
    if (this.#sitemap.isIndex) return this.#sitemap.without();
    return { kind: 'listing', items: [], next: null, warnings: [] };
  }
}

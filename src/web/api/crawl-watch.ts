import { createHash } from 'node:crypto';
import { PassThrough, type Readable } from 'node:stream';
import type { Database } from '../../../db/connection.js';
import { finishCrawl } from '../../../db/crawls.js';
import { type CrawlView, crawlView } from './crawl-view.js';

/** Somebody who watches a crawl. */
interface Watcher {
  stream: PassThrough;
  /** What was sent of each newsroom last. */
  sent: Map<string, string>;
  /** Id of the event that was sent last. */
  event: string | null;
}

interface Watch {
  watchers: Set<Watcher>;
  timer: NodeJS.Timeout;
  looking: boolean;
  spoken: number;
}

/** A watcher that reads so slowly gets nothing more until it has caught up. */
const MOST_UNREAD = 1_000_000;
const MOST_WATCHERS = 500;

/** So many watch already. */
export class TooManyWatchersError extends Error {
  override name = 'TooManyWatchersError';
}

/**
 * Progress of crawls as server-sent events. However many watch a crawl, the database is asked once for all of them.
 * An event is what has changed since the one before; its id says which state of the crawl the receiver knows then.
 */
export class CrawlWatches {
  readonly #db: Database;
  readonly #everyMs: number;
  readonly #heartbeatMs: number;
  readonly #watches = new Map<number, Watch>();
  #watchers = 0;

  constructor(db: Database, { everyMs = 500, heartbeatMs = 15_000 } = {}) {
    this.#db = db;
    this.#everyMs = everyMs;
    this.#heartbeatMs = heartbeatMs;
  }

  /**
   * Watches a crawl until it is done.
   * @param lastEvent id of the last event that was received before; what it said is not said again
   * @throws TooManyWatchersError
   */
  watch(crawlId: number, lastEvent: string | null): Readable {
    if (this.#watchers >= MOST_WATCHERS) throw new TooManyWatchersError('too many watch crawls already');
    const stream = new PassThrough();
    stream.write('retry: 2000\n\n');
    const watcher: Watcher = { stream, sent: new Map(), event: lastEvent };
    let watch = this.#watches.get(crawlId);
    if (watch === undefined) {
      const timer = setInterval(() => this.#look(crawlId), this.#everyMs);
      watch = { watchers: new Set(), timer, looking: false, spoken: Date.now() };
      this.#watches.set(crawlId, watch);
    }
    watch.watchers.add(watcher);
    this.#watchers += 1;
    stream.once('close', () => this.#leave(crawlId, watcher));
    stream.on('error', () => {});
    void this.#look(crawlId);
    return stream;
  }

  /** Ends every stream: whoever watches comes back and goes on where they were. */
  close(): void {
    for (const { timer, watchers } of this.#watches.values()) {
      clearInterval(timer);
      for (const { stream } of watchers) stream.end();
    }
    this.#watches.clear();
  }

  #leave(crawlId: number, watcher: Watcher): void {
    const watch = this.#watches.get(crawlId);
    this.#watchers -= 1;
    if (watch === undefined) return;
    watch.watchers.delete(watcher);
    if (watch.watchers.size > 0) return;
    clearInterval(watch.timer);
    this.#watches.delete(crawlId);
  }

  async #look(crawlId: number): Promise<void> {
    const watch = this.#watches.get(crawlId);
    if (watch === undefined || watch.looking) return;
    watch.looking = true;
    try {
      const view = await crawlView(this.#db, crawlId);
      if (view === null) {
        for (const { stream } of watch.watchers) stream.end();
        return;
      }
      if (view.done && view.finished === null) await finishCrawl(this.#db, crawlId);
      this.#tell(watch, view);
    } catch {
      // The database is away; it is asked again at the next look.
    } finally {
      watch.looking = false;
    }
  }

  #tell(watch: Watch, view: CrawlView): void {
    const id = idOf(view);
    const quiet = Date.now() - watch.spoken > this.#heartbeatMs;
    if (quiet) watch.spoken = Date.now();
    for (const watcher of watch.watchers) {
      if (watcher.stream.writableLength > MOST_UNREAD) continue;
      if (watcher.event !== id) watcher.stream.write(eventOf(id, view, changedFor(watcher, view)));
      else if (watcher.sent.size === 0) changedFor(watcher, view);
      else if (quiet) watcher.stream.write(':\n\n');
      watcher.event = id;
      if (view.done) watcher.stream.end();
    }
  }
}

/** An event id that is given when a crawl is done: whoever has received it needs to hear no more. */
export function isLastEvent(id: string | null): boolean {
  return id?.endsWith('-done') ?? false;
}

function idOf({ finished: _, ...view }: CrawlView): string {
  const digest = createHash('sha256').update(JSON.stringify(view)).digest('hex').slice(0, 16);
  return view.done ? `${digest}-done` : digest;
}

function changedFor({ sent }: Watcher, { sources }: CrawlView): CrawlView['sources'] {
  return sources.filter((source) => {
    const text = JSON.stringify(source);
    if (sent.get(source.source) === text) return false;
    sent.set(source.source, text);
    return true;
  });
}

function eventOf(id: string, view: CrawlView, sources: CrawlView['sources']): string {
  const { id: crawl, done, untagged, sources: all, failures } = view;
  const visited = all.filter((source) => source.state !== 'waiting').length;
  const totals = { sources: all.length, visited, ...sums(all), untagged };
  const data = JSON.stringify({ crawl, done, totals, sources, ...(done ? { failures } : {}) });
  return `id: ${id}\nevent: ${done ? 'done' : 'progress'}\ndata: ${data}\n\n`;
}

function sums(sources: CrawlView['sources']) {
  const sum = (field: 'items' | 'waiting' | 'found' | 'new' | 'changed' | 'unchanged' | 'gone' | 'failed') =>
    sources.reduce((total, source) => total + source[field], 0);
  return {
    items: sum('items'),
    waiting: sum('waiting'),
    found: sum('found'),
    new: sum('new'),
    changed: sum('changed'),
    unchanged: sum('unchanged'),
    gone: sum('gone'),
    failed: sum('failed'),
  };
}

import robotsParser from 'robots-parser';
import { FetchError } from './errors.js';

// The package's types promise an ES module's default export; Node hands over its CommonJS export as it is.
const parse = robotsParser as unknown as typeof robotsParser.default;

const MINUTE_MS = 60_000;
/** RFC 9309 lets a copy be used for at most a day. */
const LONGEST_KEPT_MS = 24 * 60 * MINUTE_MS;
const SHORTEST_KEPT_MS = 5 * MINUTE_MS;
/** For how long a robots.txt that cannot be read forbids its site before it is asked again. */
const UNREADABLE_MS = 10 * MINUTE_MS;
/** A site that is down is asked again sooner, for it may be a matter of seconds. */
const UNREACHABLE_MS = MINUTE_MS;
/** A newsroom of a hundred pages must not take days; a longer wish is cut to this. */
const LONGEST_CRAWL_DELAY_MS = 30_000;
const MOST_ORIGINS = 5_000;
/** Characters of rules with wildcards that are read. Matching costs their number times the path's length. */
const MOST_WILDCARD_CHARACTERS = 64 * 1024;

/** An answer to the request for a robots.txt, redirects followed. */
export interface RobotsAnswer {
  status: number;
  /** At most the first 500 KiB. */
  text: string;
  cacheMaxAgeMs: number | null;
  retryAfterMs: number | null;
}

export interface Robots {
  /**
   * Waits until it is known whether this address may be asked for, and gives the wait between requests that
   * the site wishes, in milliseconds.
   * @throws FetchError `robots` where it is forbidden or the file cannot be read; the failure itself where the
   *   site cannot be reached at all.
   */
  check(url: URL): Promise<number>;
}

type Rules =
  | { kind: 'open' }
  | { kind: 'rules'; robots: ReturnType<typeof parse> }
  | { kind: 'closed'; error: FetchError };

interface Entry {
  rules: Rules;
  freshUntil: number;
}

/**
 * What the robots.txt of each site allows us (RFC 9309): 4xx allows everything, 5xx and 429 forbid everything
 * for a while unless an older copy is at hand. Each file is asked for once however many wait for it.
 * @param agentName the User-Agent, of which the part before the slash is looked for
 * @param read asks for one robots.txt
 */
export function createRobots(
  agentName: string,
  read: (url: URL) => Promise<RobotsAnswer>,
  now: () => Date,
): Robots {
  const entries = new Map<string, Entry>();
  const pending = new Map<string, Promise<Entry>>();

  async function load(origin: string): Promise<Entry> {
    const stale = entries.get(origin)?.rules;
    const entry = await ask(new URL('/robots.txt', origin));
    const kept =
      entry.rules.kind === 'closed' && stale?.kind === 'rules' ? { ...entry, rules: stale } : entry;
    entries.delete(origin);
    entries.set(origin, kept);
    const oldest = entries.keys().next();
    if (entries.size > MOST_ORIGINS && !oldest.done) entries.delete(oldest.value);
    return kept;
  }

  async function ask(url: URL): Promise<Entry> {
    const until = (ms: number) => now().getTime() + ms;
    try {
      const answer = await read(url);
      if (answer.status >= 200 && answer.status < 300) {
        const ms = Math.max(answer.cacheMaxAgeMs ?? LONGEST_KEPT_MS, SHORTEST_KEPT_MS);
        const robots = parse(url.href, affordable(answer.text));
        return { rules: { kind: 'rules', robots }, freshUntil: until(Math.min(ms, LONGEST_KEPT_MS)) };
      }
      if (answer.status >= 300 && answer.status < 500 && answer.status !== 429) {
        return { rules: { kind: 'open' }, freshUntil: until(LONGEST_KEPT_MS) };
      }
      const ms = Math.min(answer.retryAfterMs ?? UNREADABLE_MS, LONGEST_KEPT_MS);
      return { rules: { kind: 'closed', error: unreadable(url, answer.status, ms) }, freshUntil: until(ms) };
    } catch (error) {
      if (!(error instanceof FetchError) || error.kind === 'aborted') throw error;
      // Too many redirects count as no file (RFC 9309, 2.3.1.2); anything else as a site out of reach.
      if (error.kind === 'redirect-loop')
        return { rules: { kind: 'open' }, freshUntil: until(LONGEST_KEPT_MS) };
      return { rules: { kind: 'closed', error }, freshUntil: until(UNREACHABLE_MS) };
    }
  }

  return {
    async check(url) {
      const { origin } = url;
      let entry = entries.get(origin);
      if (entry === undefined || entry.freshUntil <= now().getTime()) {
        let loading = pending.get(origin);
        if (loading === undefined) {
          loading = load(origin).finally(() => pending.delete(origin));
          pending.set(origin, loading);
        }
        entry = await loading;
      }
      return decide(entry.rules, url, agentName);
    },
  };
}

/** A robots.txt without the wildcard rules past what an honest site needs, which could stop us for seconds. */
function affordable(text: string): string {
  let left = MOST_WILDCARD_CHARACTERS;
  const lines = text.split(/\r\n|\r|\n/);
  // Emptied rather than left out, so that a rule keeps the number of its line.
  return lines
    .map((line) => {
      if (line.includes('*')) left -= line.length;
      return left < 0 && line.includes('*') ? '' : line;
    })
    .join('\n');
}

function decide(rules: Rules, url: URL, agentName: string): number {
  if (rules.kind === 'open') return 0;
  if (rules.kind === 'closed') throw rules.error.at(url.href, ' (its robots.txt was asked for)');
  if (url.pathname !== '/robots.txt' && rules.robots.isDisallowed(url.href, agentName)) {
    const line = rules.robots.getMatchingLineNumber(url.href, agentName);
    throw new FetchError(
      'robots',
      url.href,
      `robots.txt of ${url.host} forbids ${url.pathname} (its line ${line})`,
    );
  }
  const seconds = rules.robots.getCrawlDelay(agentName) ?? 0;
  return seconds > 0 ? Math.min(seconds * 1000, LONGEST_CRAWL_DELAY_MS) : 0;
}

function unreadable(url: URL, status: number, retryAfterMs: number): FetchError {
  return new FetchError('robots', url.href, `${url.host} answers ${status}, so it counts as closed for now`, {
    retryable: true,
    retryAfterMs,
    advice: 'Wait: the site is in trouble. It is opened again as soon as its robots.txt can be read.',
  });
}

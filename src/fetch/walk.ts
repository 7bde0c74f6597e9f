import type { Agent } from 'undici';
import type { FetchSettings, HostGate, Redirect } from './client.js';
import { FetchError } from './errors.js';
import { type Exchange, exchange, isRedirect } from './exchange.js';
import { retryAfterMs } from './response-headers.js';

/** A wish for longer is left to the schedule of the source. */
const LONGEST_HOLD_MS = 3_600_000;

export interface WalkOptions {
  headers: Record<string, string>;
  maxRedirects: number;
  maxBytes: number;
  onExcess: 'fail' | 'cut';
  signal: AbortSignal;
  /** Says whether an address may be asked for, by failing, and with what delay; null asks nobody. */
  permit: ((url: URL) => Promise<number>) | null;
}

export interface Walk {
  /** Where it ended. */
  url: URL;
  redirects: Redirect[];
  answer: Exchange;
  /** On the wire, without the waits for the host's turn. */
  spentMs: number;
}

/**
 * Follows redirects from one address to an answer. Each hop is permitted, gated and guarded as the first is.
 * @throws FetchError
 */
export async function walk(
  start: URL,
  options: WalkOptions,
  { agent, gate, settings, now }: { agent: Agent; gate: HostGate; settings: FetchSettings; now: () => Date },
): Promise<Walk> {
  const { signal } = options;
  const redirects: Redirect[] = [];
  const seen = new Set([start.href]);
  let url = start;
  let spentMs = 0;
  for (;;) {
    const delayMs = options.permit === null ? 0 : await orAbort(options.permit(url), url, signal);
    const leave = await enter(gate, url, delayMs, signal);
    const begun = performance.now();
    let answer: Exchange;
    try {
      answer = await exchange(agent, url, {
        headers: options.headers,
        headersTimeoutMs: settings.headersTimeoutMs,
        timeoutMs: Math.max(1, settings.timeoutMs - spentMs),
        signal,
        maxBytes: options.maxBytes,
        onExcess: options.onExcess,
      });
    } finally {
      spentMs += performance.now() - begun;
      await leave();
    }
    await hold(gate, url, answer, now());
    const { status, headers } = answer;
    if (!isRedirect(status, headers)) return { url, redirects, answer, spentMs };
    const to = parseAddress(headers.location ?? '', url);
    redirects.push({ from: url.href, to: to.href, status, permanent: status === 301 || status === 308 });
    if (seen.has(to.href)) throw loop(start, `goes in a circle: ${to.href} leads back to itself`, answer);
    if (redirects.length > options.maxRedirects) {
      throw loop(start, `leads on after ${options.maxRedirects} redirects, last to ${to.href}`, answer);
    }
    seen.add(to.href);
    url = to;
  }
}

/**
 * An address that may be asked for: http or https, no user name, no fragment.
 * @param base what a relative address is relative to
 * @throws FetchError `bad-url`
 */
export function parseAddress(text: string, base?: URL): URL {
  const url = URL.canParse(text, base?.href) ? new URL(text, base) : null;
  const from = base === undefined ? '' : ` (a redirect from ${base.href})`;
  if (url === null) throw new FetchError('bad-url', text, `"${text}" is not an address${from}`);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new FetchError('bad-url', text, `${url.protocol} addresses are not fetched${from}`);
  }
  if (url.username !== '' || url.password !== '') {
    throw new FetchError('bad-url', url.origin, `The address carries a user name or password${from}`);
  }
  url.hash = '';
  return url;
}

/** The error of a request that its caller gave up. */
function aborted(url: URL, signal: AbortSignal): FetchError {
  return new FetchError('aborted', url.href, 'The request was cancelled', { cause: signal.reason });
}

/** Waits for the work or the abort, whichever is first; the work itself may be shared and goes on. */
function orAbort<T>(work: Promise<T>, url: URL, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(aborted(url, signal));
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

async function enter(gate: HostGate, url: URL, delayMs: number, signal: AbortSignal) {
  if (signal.aborted) throw aborted(url, signal);
  const entering = gate.enter(url.host, delayMs, signal);
  try {
    return await orAbort(entering, url, signal);
  } catch (error) {
    // A turn that is given after all must not stay taken.
    entering.then((leave) => leave()).catch(() => {});
    throw signal.aborted ? aborted(url, signal) : error;
  }
}

/** A host that asks to be left alone is left alone by all requests, not only by the one it told. */
async function hold(gate: HostGate, url: URL, { status, headers }: Exchange, now: Date): Promise<void> {
  if (status !== 429 && status !== 503) return;
  const waitMs = retryAfterMs(headers['retry-after'], now);
  if (waitMs !== null) await gate.hold?.(url.host, Math.min(waitMs, LONGEST_HOLD_MS));
}

function loop(start: URL, what: string, answer: Exchange): FetchError {
  const cookie =
    answer.headers['set-cookie'] === undefined ? '' : ' (it sets a cookie on the way, and wants it back)';
  return new FetchError('redirect-loop', start.href, `${start.href} ${what}${cookie}`);
}

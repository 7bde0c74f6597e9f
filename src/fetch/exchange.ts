import type { Agent, Dispatcher } from 'undici';
import { type BodyLimits, readBody } from './body.js';
import { FetchError } from './errors.js';
import { nameFailure, type Phase } from './failure.js';
import { joinHeaders } from './response-headers.js';

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** A redirect's body is read for the sake of the connection only, and only where it is this short. */
const REDIRECT_BODY_BYTES = 16 * 1024;

export interface ExchangeOptions extends BodyLimits {
  headers: Record<string, string>;
  headersTimeoutMs: number;
  /** For the whole exchange, body included. */
  timeoutMs: number;
  signal: AbortSignal;
  /** Sent by POST. */
  post?: string;
}

/** One request and its answer, redirects not followed. */
export interface Exchange {
  status: number;
  headers: Record<string, string>;
  /** Decompressed; empty for a redirect, whose body is nobody's business. */
  body: Uint8Array;
  wireBytes: number;
}

/**
 * Asks once for one address. A connection that is closed before any answer is tried a second time at once:
 * mostly it was a kept one that the server had given up in the same moment. What is posted is posted once.
 * @throws FetchError
 */
export async function exchange(agent: Agent, url: URL, options: ExchangeOptions): Promise<Exchange> {
  const clock = startClock(url, options);
  try {
    try {
      return await attempt(agent, url, options, clock);
    } catch (error) {
      if (!(error instanceof FetchError) || error.kind !== 'reset' || options.post !== undefined) throw error;
      return await attempt(agent, url, options, clock);
    }
  } finally {
    clock.stop();
  }
}

async function attempt(agent: Agent, url: URL, options: ExchangeOptions, clock: Clock): Promise<Exchange> {
  let phase: Phase = 'answer';
  try {
    const response = await clock.race(
      agent.request({
        origin: url.origin,
        path: url.pathname + url.search,
        ...(options.post === undefined ? { method: 'GET' } : { method: 'POST', body: options.post }),
        headers: options.headers,
        signal: clock.signal,
      }),
    );
    clock.answered();
    phase = 'body';
    const headers = joinHeaders(response.headers);
    const status = response.statusCode;
    if (isRedirect(status, headers)) {
      discard(response.body, headers);
      return { status, headers, body: new Uint8Array(0), wireBytes: 0 };
    }
    const { bytes, wireBytes } = await clock.race(readBody(response.body, headers, options, url.href));
    return { status, headers, body: bytes, wireBytes };
  } catch (cause) {
    // Whatever an abort makes fail, the reason for the abort is the reason.
    if (clock.signal.aborted && clock.signal.reason instanceof FetchError) throw clock.signal.reason;
    throw nameFailure(cause, url.href, phase);
  }
}

/** Whether an answer sends us elsewhere. */
export function isRedirect(status: number, headers: Record<string, string>): boolean {
  return headers.location !== undefined && REDIRECTS.has(status);
}

/** Lets the connection be used again where that costs little, else closes it. */
function discard(body: Dispatcher.ResponseData['body'], headers: Record<string, string>): void {
  if (Number(headers['content-length'] ?? Number.NaN) <= REDIRECT_BODY_BYTES) {
    body.dump({ limit: REDIRECT_BODY_BYTES, signal: AbortSignal.timeout(2_000) }).catch(() => {});
  } else {
    body.on('error', () => {}).destroy();
  }
}

interface Clock {
  signal: AbortSignal;
  /** Waits for the work or the abort, whichever is first; undici does not notice an abort while it connects. */
  race<T>(work: Promise<T>): Promise<T>;
  /** The headers have come: only the limit on the whole holds now. */
  answered(): void;
  stop(): void;
}

function startClock(url: URL, options: ExchangeOptions): Clock {
  const controller = new AbortController();
  const { signal } = controller;
  const timeout = (what: string, ms: number) =>
    setTimeout(() => controller.abort(new FetchError('timeout', url.href, `${what} within ${ms} ms`)), ms);
  const whole = timeout(`${url.host} did not finish its answer`, options.timeoutMs);
  const headers = timeout(`${url.host} did not begin an answer`, options.headersTimeoutMs);
  const cancel = () => {
    const { reason } = options.signal;
    controller.abort(new FetchError('aborted', url.href, 'The request was cancelled', { cause: reason }));
  };
  options.signal.addEventListener('abort', cancel, { once: true });
  if (options.signal.aborted) cancel();

  return {
    signal,
    answered: () => clearTimeout(headers),
    stop() {
      clearTimeout(whole);
      clearTimeout(headers);
      options.signal.removeEventListener('abort', cancel);
    },
    race(work) {
      return new Promise((resolve, reject) => {
        const onAbort = () => reject(signal.reason);
        if (signal.aborted) onAbort();
        signal.addEventListener('abort', onAbort, { once: true });
        work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
      });
    },
  };
}

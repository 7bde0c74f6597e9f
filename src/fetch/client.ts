import { setMaxListeners } from 'node:events';
import { ACCEPT_ENCODING } from './body.js';
import { type DecodedText, decodeText } from './charset.js';
import { createAgent, type Lookup } from './connector.js';
import { unpackFile } from './gzip-file.js';
import { cacheMaxAgeMs, retryAfterMs } from './response-headers.js';
import { createRobots, type RobotsAnswer } from './robots.js';
import { parseAddress, type Walk, walk } from './walk.js';

export interface FetchSettings {
  /** `Rostrum/0.1`; the part before the slash is what robots.txt files call us by. */
  userAgent: string;
  /** Mail address or URL put into the User-Agent, so that a site can reach who runs this. */
  contact: string | null;
  /** For a whole request, redirects included; the wait for the host's turn is not counted. */
  timeoutMs: number;
  /** From the start of each hop to the end of its headers, connecting included. */
  headersTimeoutMs: number;
  /** After decompression. */
  maxBodyBytes: number;
  maxRedirects: number;
  /** True turns the address guard off. */
  allowPrivateNetwork: boolean;
  /** Origins (exact scheme, host and port) that the guard does not apply to: `http://127.0.0.1:8081`. */
  allowedOrigins: string[];
}

/** Lets one host be asked no more often, and by no more requests at once, than is its share. */
export interface HostGate {
  /**
   * Waits until this host may be asked, and gives the function that ends the turn.
   * @param host host name, with the port where it is not the scheme's own
   * @param delayMs the wait between requests that the site's robots.txt wishes, 0 where it wishes none; the
   *   gate's own floor holds beside it
   * @param signal gives the wait up; the promise then fails
   */
  enter(host: string, delayMs: number, signal?: AbortSignal): Promise<() => Promise<void> | void>;
  /** Lets nobody ask this host for a while: it has answered 429 or 503 with a Retry-After. At most an hour. */
  hold?(host: string, ms: number): Promise<void> | void;
}

interface Validators {
  etag: string | null;
  lastModified: string | null;
}

interface FetchRequest {
  url: string;
  /** From the last good answer: makes the request conditional. */
  validators?: Validators;
  signal?: AbortSignal;
  accept?: 'page' | 'feed' | 'json' | 'any';
  /** For a person's own look at one page, not for crawling. */
  ignoreRobots?: boolean;
  /** A body that is a gzip file (`sitemap.xml.gz`) is unpacked, within the same bound. */
  unpack?: boolean;
}

export interface Redirect {
  from: string;
  to: string;
  status: number;
  /** 301 or 308. */
  permanent: boolean;
}

/** An answer, whatever its status: a 404 or a 503 is one, and the caller decides what it means. */
export interface FetchResult {
  status: number;
  /** Where the redirects ended, without fragment. */
  url: string;
  requestedUrl: string;
  redirects: Redirect[];
  /** The address to remember in place of the requested one: the end of an unbroken run of permanent redirects. */
  movedTo: string | null;
  /** 304 to a conditional request. */
  notModified: boolean;
  /** Names in lower case. */
  headers: Record<string, string>;
  /** What was sent, names in lower case; the connection's own are not among them. */
  requestHeaders: Record<string, string>;
  /** Decompressed; the file itself where it is one, unless `unpack` was asked for. */
  body: Uint8Array;
  /** Decoded on first use. Charset by BOM, valid UTF-8, header, XML prolog or meta, windows-1252. */
  readonly text: string;
  readonly charset: string;
  contentType: string | null;
  /** To send next time. Those that were sent, where a 304 brought no new ones. */
  validators: Validators;
  retryAfterMs: number | null;
  cacheMaxAgeMs: number | null;
  startedAt: Date;
  /** On the wire, all hops together, without the waits for the host's turn. */
  durationMs: number;
  /** Of the last hop's body, as it came over the wire. */
  bytes: number;
}

export interface FetchDependencies {
  gate: HostGate;
  now?: () => Date;
  /** In place of the system's name resolution. */
  lookup?: Lookup;
  /** Certificates to trust besides Node's own, in PEM. */
  ca?: string;
}

export interface FetchClient {
  /** @throws FetchError where there is no answer, or none that may be used. */
  fetch(request: FetchRequest): Promise<FetchResult>;
  /** Gives up what is under way and closes all connections. */
  close(): Promise<void>;
}

const ACCEPT: Record<NonNullable<FetchRequest['accept']>, string> = {
  page: 'text/html,application/xhtml+xml;q=0.9,application/pdf;q=0.8,*/*;q=0.5',
  feed: 'application/atom+xml,application/rss+xml,application/feed+json;q=0.9,application/xml;q=0.8,*/*;q=0.5',
  json: 'application/json,*/*;q=0.5',
  any: '*/*',
};

const MAX_ROBOTS_BYTES = 500 * 1024;
const MAX_ROBOTS_REDIRECTS = 5;

/** Makes a client that is polite to sites and guarded against them. One per process: it holds the connections. */
export function createClient(settings: FetchSettings, deps: FetchDependencies): FetchClient {
  const now = deps.now ?? (() => new Date());
  const agent = createAgent({
    connectTimeoutMs: settings.headersTimeoutMs,
    allowPrivateNetwork: settings.allowPrivateNetwork,
    allowedOrigins: settings.allowedOrigins,
    lookup: deps.lookup,
    ca: deps.ca,
  });
  const walkDeps = { agent, gate: deps.gate, settings, now };
  const closing = new AbortController();
  // Every request under way listens to it.
  setMaxListeners(0, closing.signal);
  const contact = settings.contact === null ? '' : ` (+${settings.contact})`;
  const everyHeaders = {
    'user-agent': `${settings.userAgent}${contact}`,
    'accept-encoding': ACCEPT_ENCODING,
    'accept-language': 'en-US,en;q=0.8',
  };

  async function readRobots(url: URL): Promise<RobotsAnswer> {
    const options = {
      headers: { ...everyHeaders, accept: 'text/plain,*/*;q=0.5' },
      maxRedirects: MAX_ROBOTS_REDIRECTS,
      maxBytes: MAX_ROBOTS_BYTES,
      onExcess: 'cut' as const,
      // Several requests may wait for one file: it is not given up with the first of them.
      signal: closing.signal,
      permit: null,
    };
    const { answer } = await walk(url, options, walkDeps);
    return {
      status: answer.status,
      text: decodeText(answer.body, null).text,
      cacheMaxAgeMs: cacheMaxAgeMs(answer.headers, now()),
      retryAfterMs: retryAfterMs(answer.headers['retry-after'], now()),
    };
  }
  const robots = createRobots(settings.userAgent, readRobots, now);

  return {
    async fetch(request) {
      const startedAt = now();
      const start = parseAddress(request.url);
      const cancelling = link([closing.signal, request.signal]);
      try {
        const options = {
          headers: {
            ...everyHeaders,
            accept: ACCEPT[request.accept ?? 'any'],
            ...conditions(request.validators),
          },
          maxRedirects: settings.maxRedirects,
          maxBytes: settings.maxBodyBytes,
          onExcess: 'fail' as const,
          signal: cancelling.signal,
          permit: request.ignoreRobots === true ? null : (url: URL) => robots.check(url),
        };
        const walked = await walk(start, options, walkDeps);
        if (request.unpack === true) {
          const { body } = walked.answer;
          walked.answer.body = await unpackFile(body, settings.maxBodyBytes, walked.url.href);
        }
        return toResult(request, options.headers, walked, startedAt, now());
      } finally {
        cancelling.unlink();
      }
    },
    async close() {
      closing.abort(new Error('The client was closed'));
      await agent.destroy();
    },
  };
}

/** Not `AbortSignal.any`, which in Node 20 keeps something of every request on a signal that lives long. */
function link(signals: (AbortSignal | undefined)[]): { signal: AbortSignal; unlink(): void } {
  const controller = new AbortController();
  const given = signals.filter((signal) => signal !== undefined);
  const cancel = () => controller.abort(given.find((signal) => signal.aborted)?.reason);
  for (const signal of given) signal.addEventListener('abort', cancel, { once: true });
  if (given.some((signal) => signal.aborted)) cancel();
  return {
    signal: controller.signal,
    unlink() {
      for (const signal of given) signal.removeEventListener('abort', cancel);
    },
  };
}

function conditions(validators: Validators | undefined): Record<string, string> {
  const headers: Record<string, string> = {};
  if (validators?.etag) headers['if-none-match'] = validators.etag;
  if (validators?.lastModified) headers['if-modified-since'] = validators.lastModified;
  return headers;
}

/** A validator as it may be sent back: bytes that no header may carry would make every later request fail. */
function validator(value: string | undefined): string | null {
  return value !== undefined && /^[\x20-\x7e]{1,1024}$/.test(value) ? value : null;
}

function toResult(
  request: FetchRequest,
  requestHeaders: Record<string, string>,
  walked: Walk,
  startedAt: Date,
  receivedAt: Date,
): FetchResult {
  const { url, redirects, answer } = walked;
  const { headers } = answer;
  const sent = request.validators ?? { etag: null, lastModified: null };
  const notModified = answer.status === 304 && (sent.etag !== null || sent.lastModified !== null);
  const contentType = headers['content-type'] ?? null;
  let decoded: DecodedText | null = null;
  const decode = () => {
    decoded ??= decodeText(answer.body, contentType);
    return decoded;
  };
  return {
    status: answer.status,
    url: url.href,
    requestedUrl: request.url,
    redirects,
    movedTo: permanentTarget(redirects),
    notModified,
    headers,
    requestHeaders,
    body: answer.body,
    get text() {
      return decode().text;
    },
    get charset() {
      return decode().charset;
    },
    contentType,
    validators: {
      etag: validator(headers.etag) ?? (notModified ? sent.etag : null),
      lastModified: validator(headers['last-modified']) ?? (notModified ? sent.lastModified : null),
    },
    retryAfterMs: retryAfterMs(headers['retry-after'], receivedAt),
    cacheMaxAgeMs: cacheMaxAgeMs(headers, receivedAt),
    startedAt,
    durationMs: Math.round(walked.spentMs),
    bytes: answer.wireBytes,
  };
}

function permanentTarget(redirects: Redirect[]): string | null {
  let target: string | null = null;
  for (const redirect of redirects) {
    if (!redirect.permanent) break;
    target = redirect.to;
  }
  return target;
}

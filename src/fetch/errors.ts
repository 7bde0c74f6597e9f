/** Why a request has no answer. A status other than 2xx is an answer, not one of these. */
export type FetchErrorKind =
  | 'bad-url'
  | 'private-address'
  | 'robots'
  | 'dns'
  | 'refused'
  | 'unreachable'
  | 'timeout'
  | 'reset'
  | 'truncated'
  | 'too-large'
  | 'tls'
  | 'redirect-loop'
  | 'unsupported-encoding'
  | 'http'
  | 'aborted';

interface Character {
  /** Whether the same request may succeed soon without anybody doing anything. */
  retryable: boolean;
  advice: string;
}

const CHARACTERS: Record<FetchErrorKind, Character> = {
  'bad-url': { retryable: false, advice: 'Correct the address: only http and https, without a user name.' },
  'private-address': {
    retryable: false,
    advice: 'Correct the address. A newsroom in your own network needs ALLOW_PRIVATE_NETWORK=true.',
  },
  robots: {
    retryable: false,
    advice: 'Ask the office for leave to read this address, or disable the source.',
  },
  dns: { retryable: true, advice: 'Check the host name, and that this machine can resolve names.' },
  refused: { retryable: true, advice: 'The host is up but nothing answers there: check scheme and port.' },
  unreachable: { retryable: true, advice: 'Check that this machine has a route to the host.' },
  timeout: {
    retryable: true,
    advice: 'The site is slow or down. If it is always so, raise FETCH_TIMEOUT_MS.',
  },
  reset: {
    retryable: true,
    advice: 'The site closed the connection unanswered; some do so to block a client.',
  },
  truncated: { retryable: true, advice: 'The answer was cut short and is not used; it is asked for again.' },
  'too-large': {
    retryable: false,
    advice: 'If the page is really this large raise MAX_BODY_BYTES, else correct the address.',
  },
  tls: {
    retryable: false,
    advice:
      'The site must repair its certificate; it is not read unverified. Behind a proxy of your own, name its certificate in NODE_EXTRA_CA_CERTS.',
  },
  'redirect-loop': { retryable: false, advice: 'Open the address in a browser and use the one it ends on.' },
  'unsupported-encoding': {
    retryable: false,
    advice: 'The site sends a compression that was not asked for, or broken data: tell the site.',
  },
  http: { retryable: true, advice: 'What answers there does not speak proper HTTP: check scheme and port.' },
  aborted: { retryable: true, advice: 'The request was cancelled here, not by the site.' },
};

interface FetchErrorDetails {
  retryable?: boolean;
  retryAfterMs?: number | null;
  advice?: string;
  cause?: unknown;
}

/** A request that has no usable answer: what failed, where, whether to try again and what to do about it. */
export class FetchError extends Error {
  override readonly name = 'FetchError';
  readonly kind: FetchErrorKind;
  /** The address that failed: of the redirect's target or of robots.txt where the failure lies there. */
  readonly url: string;
  /** Whether the same request may succeed soon without anybody doing anything. */
  readonly retryable: boolean;
  /** What the site asked for, in milliseconds; null where it did not. */
  readonly retryAfterMs: number | null;
  /** One sentence on what a person can do. */
  readonly advice: string;

  constructor(kind: FetchErrorKind, url: string, message: string, details: FetchErrorDetails = {}) {
    super(message, { cause: details.cause });
    this.kind = kind;
    this.url = url;
    this.retryable = details.retryable ?? CHARACTERS[kind].retryable;
    this.retryAfterMs = details.retryAfterMs ?? null;
    this.advice = details.advice ?? CHARACTERS[kind].advice;
  }
  /** The same failure, said of another address; `remark` is put after the message. */
  at(url: string, remark = ''): FetchError {
    const { retryable, retryAfterMs, advice, cause } = this;
    return new FetchError(this.kind, url, this.message + remark, { retryable, retryAfterMs, advice, cause });
  }
}

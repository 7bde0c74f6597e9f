import type { FetchResult } from '../src/fetch/client.js';
import { FetchError, type FetchErrorKind } from '../src/fetch/errors.js';
import type { Extraction } from '../src/model.js';
import { HostBusy } from './host-gate.js';

/** After a collection that failed, the page rests this long, twice as long after each more, up to a week. */
const RETRY_MS = 3_600_000;
const LONGEST_RETRY_MS = 7 * 24 * 3_600_000;

/** How long a page rests whose collection has failed so often, in milliseconds. */
export function restAfter(failures: number): number {
  return Math.min(RETRY_MS * 2 ** (failures - 1), LONGEST_RETRY_MS);
}

export type FailureKind =
  | FetchErrorKind
  | NonNullable<Extraction['refusal']>['reason']
  | 'not-found'
  | 'forbidden'
  | 'rate-limited'
  | 'server-error'
  | 'unexpected-status'
  | 'no-items'
  | 'not-a-release'
  | 'internal';

/** A visit that did not succeed: what, where, whether to try again and what a person can do. */
export class VisitError extends Error {
  override name = 'VisitError';
  readonly kind: FailureKind;
  readonly retryable: boolean;
  /** What the site asked us to wait, in milliseconds. */
  readonly retryAfterMs: number | null;

  constructor(
    kind: FailureKind,
    message: string,
    options: { retryable?: boolean; retryAfterMs?: number | null; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.kind = kind;
    this.retryable = options.retryable ?? false;
    this.retryAfterMs = options.retryAfterMs ?? null;
  }
}

/** Any failure as a visit's: those of the network keep their kind, everything else is a fault of ours. */
export function toVisitError(error: unknown): VisitError {
  if (error instanceof VisitError) return error;
  if (error instanceof FetchError) {
    return new VisitError(error.kind, `${error.message}. ${error.advice}`, {
      retryable: error.retryable,
      retryAfterMs: error.retryAfterMs,
      cause: error,
    });
  }
  const message = error instanceof Error ? error.message : String(error);
  return new VisitError('internal', message, { retryable: true, cause: error });
}

/** True for what says nothing of the site: the job has to wait its turn, or the program stops. */
export function isInterruption(error: unknown): boolean {
  return error instanceof HostBusy || (error instanceof FetchError && error.kind === 'aborted');
}

/** Throws for an answer that is neither the page nor `not modified`. */
export function refuseBadStatus(answer: FetchResult): void {
  const { status, url } = answer;
  if (answer.notModified || (status >= 200 && status < 300)) return;
  const patience = { retryable: true, retryAfterMs: answer.retryAfterMs };
  if (status === 404 || status === 410) throw new VisitError('not-found', `${url} answers ${status}`);
  if (status === 429)
    throw new VisitError('rate-limited', `${url} answers 429: it is asked too often`, patience);
  if (status === 401 || status === 403) {
    throw new VisitError('forbidden', `${url} answers ${status}: it does not let this program in`);
  }
  if (status >= 500) throw new VisitError('server-error', `${url} answers ${status}`, patience);
  throw new VisitError('unexpected-status', `${url} answers ${status}`);
}

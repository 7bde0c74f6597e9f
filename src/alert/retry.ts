const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Rests after the first failed try, the second, and so on; the last of them after all later ones. */
const RESTS = [
  5 * SECOND,
  30 * SECOND,
  2 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  4 * HOUR,
  8 * HOUR,
];

/** A delivery that had to wait for others, or for us, is tried so often all the same. */
const LEAST_TRIES = 3;
/** Whatever a receiver asks for. */
const LONGEST_REST = 12 * HOUR;

/**
 * How long to rest before a delivery is tried again.
 * @param failed how many tries of it have failed
 * @param options.retryAfterMs what the receiver asked for; null where it did not
 * @param options.leftMs until it is given up, in milliseconds
 * @param options.spread from 0 to 1: up to a fifth is added, so that not everything comes at once
 * @returns null where it has been tried enough
 */
export function restAfter(
  failed: number,
  options: { retryAfterMs: number | null; leftMs: number; spread: number },
): number | null {
  const own = (RESTS[failed - 1] ?? RESTS.at(-1) ?? HOUR) * (1 + options.spread / 5);
  const rest = Math.round(Math.min(Math.max(own, options.retryAfterMs ?? 0), LONGEST_REST));
  return rest > options.leftMs && failed >= LEAST_TRIES ? null : rest;
}

/**
 * A search reads newest first and stops when its page is full. A phrase that a tenth of the archive uses must not be
 * looked up in all of it, and a rare one must not be looked for statement by statement; so the archive is searched
 * in stretches of days that grow, each through marks in the text index (see `search_words` in the migrations).
 */
export interface Window {
  /** Newest day, `YYYY-MM-DD`. */
  to: string;
  /** Oldest day; null for the last window, which holds everything older and what has no date. */
  from: string | null;
  /** A tsquery of the marks that cover these days; null for the last window. */
  marks: string | null;
}

const SPANS = [1, 8, 64, 512];
const LARGEST = 512;
/** After this many of the largest blocks the rest is searched at once. */
const MOST_BLOCKS = 8;

/** Day number 0 is 1 January of the year 1. */
const FIRST = Date.parse('0001-01-01T00:00:00Z') / 86_400_000;

function numberOf(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) / 86_400_000 - FIRST;
}

function dayOf(number: number): string {
  return new Date((number + FIRST) * 86_400_000).toISOString().slice(0, 10);
}

/**
 * Windows from the newest day back: the rest of its 8 days, of its 64 days, of its 512 days, then one block of 512
 * days, two, four, eight, then all that is older.
 * @param newest `YYYY-MM-DD`
 * @param oldest nothing before this day is wanted; null for no limit
 */
export function* windowsBefore(newest: string, oldest: string | null): Generator<Window> {
  let high = numberOf(newest);
  const low = oldest === null ? Number.NEGATIVE_INFINITY : numberOf(oldest);
  for (const [level, span] of SPANS.entries()) {
    const wider = SPANS[level + 1];
    if (wider === undefined) break;
    const start = Math.floor(high / wider) * wider;
    // Where the narrower block began together with the wider one, there is nothing left of it.
    if (level > 0 && (high + 1) % wider === 0) continue;
    yield windowOf(start, high, span);
    high = start - 1;
    if (high < low) return;
  }
  for (let blocks = 1; blocks <= MOST_BLOCKS; blocks *= 2) {
    const start = (Math.floor(high / LARGEST) - blocks + 1) * LARGEST;
    if (start < 0) break;
    yield windowOf(start, high, LARGEST);
    high = start - 1;
    if (high < low) return;
  }
  yield { to: dayOf(high), from: null, marks: null };
}

function windowOf(start: number, high: number, span: number): Window {
  const marks: string[] = [];
  for (let block = Math.floor(start / span); block <= Math.floor(high / span); block += 1) {
    marks.push(`'@${span}_${block}'`);
  }
  return { to: dayOf(high), from: dayOf(start), marks: marks.join(' | ') };
}

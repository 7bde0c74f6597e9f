import { DateTime } from 'luxon';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** As often as a busy newsroom is asked in its working hours, and as soon as a failed one is tried again. */
const SHORTEST_MS = 15 * MINUTE_MS;
/** As seldom as a quiet newsroom is asked. */
const QUIET_MS = DAY_MS;
/** What one release a working day is worth: asked once an hour. Four releases make it a quarter of an hour. */
const ONE_A_DAY_MS = HOUR_MS;
/** Between two looks at night and at the weekend, when little is published. */
const REST_MS = 4 * HOUR_MS;
/** A failing source is never forgotten. */
const LONGEST_FAILING_MS = 7 * DAY_MS;
/** Many sites send the same long max-age for everything; a conditional request costs them little. */
const LONGEST_FRESH_MS = HOUR_MS;
const LONGEST_RETRY_AFTER_MS = DAY_MS;
/** Jitter lengthens an interval by up to this part of it. */
const SPREAD = 0.1;

const OPENS_AT_HOUR = 7;
const CLOSES_AT_HOUR = 20;
const WINDOW_DAYS = 28;
/** Two releases yesterday do not make a newsroom of two a day: at least a week is looked at. */
const LEAST_WORKING_DAYS = 5;

export interface PollHistory {
  now: Date;
  /** IANA zone of the newsroom; UTC where it is none. */
  zone: string;
  /** Days of its latest releases, `YYYY-MM-DD` or RFC 3339, in any order; about the last thirty are enough. */
  published: string[];
  /** What the visit that has just ended found. */
  outcome: 'new' | 'unchanged' | 'failed';
  /** Visits that failed in a row, this one included. Means nothing after a good one. */
  consecutiveFailures: number;
  /** What the site asked for in this visit. Believed up to a day. */
  retryAfterMs: number | null;
  /** For how long the answer said it stays fresh. Believed up to an hour. */
  cacheMaxAgeMs: number | null;
  /** 0 to 1, by chance: keeps sources that were added together from being asked together. */
  jitter: number;
  /** The operator's own floor. */
  minIntervalMs?: number;
}

/**
 * When a newsroom is to be asked again. After a good visit: the oftener it publishes the sooner, from every
 * quarter of an hour in the working hours of its zone (Monday to Friday, 7 to 20 o'clock) to once a day; at
 * night and at the weekend every four hours at most. After failed visits: a quarter of an hour, doubled with
 * each failure, up to seven days; one good visit and that is forgotten. Never sooner than the site wishes.
 */
export function nextPoll(history: PollHistory): Date {
  const { outcome } = history;
  const jitter = Math.min(Math.max(history.jitter, 0), 1);
  const now = history.now.getTime();
  const spread = 1 + SPREAD * jitter;
  const wishMs = Math.min(history.retryAfterMs ?? 0, LONGEST_RETRY_AFTER_MS);
  const floorMs = Math.max(history.minIntervalMs ?? 0, wishMs);
  if (outcome === 'failed') {
    const doublings = Math.max(history.consecutiveFailures, 1) - 1;
    const backOffMs = Math.min(SHORTEST_MS * 2 ** doublings * spread, LONGEST_FAILING_MS);
    return new Date(now + Math.max(backOffMs, floorMs));
  }
  const local = inZone(history.now, history.zone);
  const freshMs = Math.min(history.cacheMaxAgeMs ?? 0, LONGEST_FRESH_MS);
  const intervalMs = Math.max(rhythmMs(history, local), freshMs, floorMs) * spread;
  return new Date(inWorkingHours(local, intervalMs, jitter));
}

/** The interval that a newsroom's own rhythm asks for. */
function rhythmMs({ published, outcome }: PollHistory, local: DateTime): number {
  const perDay = releasesPerWorkingDay(published, local);
  // Releases often come in twos and threes; and a newsroom without dates has at least this one.
  const expected = outcome === 'new' ? Math.max(perDay * 2, 1) : perDay;
  return Math.min(Math.max(ONE_A_DAY_MS / expected, SHORTEST_MS), QUIET_MS);
}

function releasesPerWorkingDay(published: string[], local: DateTime): number {
  const today = local.toISODate() ?? '';
  const windowStart = local.minus({ days: WINDOW_DAYS }).toISODate() ?? '';
  const days = published.map((date) => date.slice(0, 10)).filter((day) => day <= today);
  const recent = days.filter((day) => day > windowStart);
  // Where all that is known is recent, there may be older ones that nobody told: only what is known is counted.
  const allRecent = recent.length === days.length;
  const oldest = (allRecent ? [today, ...recent].toSorted()[0] : undefined) ?? windowStart;
  const span = local.startOf('day').diff(DateTime.fromISO(oldest, { zone: local.zone }), 'days').days + 1;
  const workingDays = Math.max(LEAST_WORKING_DAYS, Math.min(span, WINDOW_DAYS) * (5 / 7));
  return recent.length / workingDays;
}

/** The moment after an interval, or what stands for it where the newsroom is closed then. */
function inWorkingHours(local: DateTime, intervalMs: number, jitter: number): number {
  // Not all newsrooms at the stroke of seven.
  const opensAfterMs = OPENS_AT_HOUR * HOUR_MS + jitter * SHORTEST_MS;
  const due = local.plus(intervalMs);
  if (intervalMs >= REST_MS || isOpen(due, opensAfterMs)) return due.toMillis();
  return Math.min(local.toMillis() + REST_MS, nextOpening(local, opensAfterMs).toMillis());
}

function isOpen(moment: DateTime, opensAfterMs: number): boolean {
  return moment.weekday <= 5 && moment >= clock(moment, opensAfterMs) && moment.hour < CLOSES_AT_HOUR;
}

function nextOpening(after: DateTime, opensAfterMs: number): DateTime {
  let opening = clock(after, opensAfterMs);
  while (opening <= after || opening.weekday > 5) opening = clock(opening.plus({ days: 1 }), opensAfterMs);
  return opening;
}

/** What the clock on the wall shows so long after midnight: not the same as time passed when clocks change. */
function clock(day: DateTime, sinceMidnightMs: number): DateTime {
  const hour = Math.floor(sinceMidnightMs / HOUR_MS);
  return day
    .startOf('day')
    .set({ hour })
    .plus(sinceMidnightMs % HOUR_MS);
}

function inZone(moment: Date, zone: string): DateTime {
  const local = DateTime.fromJSDate(moment, { zone });
  return local.isValid ? local : DateTime.fromJSDate(moment, { zone: 'utc' });
}

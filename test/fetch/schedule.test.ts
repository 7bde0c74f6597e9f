import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { nextPoll, type PollHistory } from '../../src/fetch/schedule.js';

// The same cases in every run, so that a red test stays red.
fc.configureGlobal({ seed: 20_250_603, numRuns: 300 });

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const ZONE = 'America/New_York';

/** A Tuesday, ten o'clock in New York. */
const TUESDAY = at('2025-06-03T10:00');

function at(local: string, zone = ZONE): Date {
  return DateTime.fromISO(local, { zone }).toJSDate();
}

/** So many releases on each of the last working days up to a moment. */
function rhythm(perDay: number, until: Date, days = 28): string[] {
  const published: string[] = [];
  for (let back = 0; back < days; back += 1) {
    const day = DateTime.fromJSDate(until, { zone: ZONE }).minus({ days: back });
    if (day.weekday > 5) continue;
    for (let count = 0; count < perDay; count += 1) published.push(day.toISODate() ?? '');
  }
  return published.slice(0, 30);
}

function history(parts: Partial<PollHistory>): PollHistory {
  return {
    now: TUESDAY,
    zone: ZONE,
    published: [],
    outcome: 'unchanged',
    consecutiveFailures: 0,
    retryAfterMs: null,
    cacheMaxAgeMs: null,
    jitter: 0,
    ...parts,
  };
}

const waitFor = (parts: Partial<PollHistory>) => {
  const given = history(parts);
  return nextPoll(given).getTime() - given.now.getTime();
};

/** All the moments a newsroom is asked at between two moments. */
function visits(from: Date, to: Date, published: (now: Date) => string[]): DateTime[] {
  const seen: DateTime[] = [];
  for (let now = from; now < to; now = nextPoll(history({ now, published: published(now), jitter: 0.5 }))) {
    seen.push(DateTime.fromJSDate(now, { zone: ZONE }));
  }
  return seen;
}

const ANY_HISTORY = fc.record<PollHistory>({
  now: fc.date({ min: new Date('2020-01-01'), max: new Date('2035-01-01'), noInvalidDate: true }),
  zone: fc.constantFrom('America/New_York', 'America/Anchorage', 'Pacific/Guam', 'UTC', 'No/Such_Zone'),
  published: fc.array(
    fc
      .date({ min: new Date('2019-06-01'), max: new Date('2035-06-01'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10)),
    { maxLength: 30 },
  ),
  outcome: fc.constantFrom('new', 'unchanged', 'failed'),
  consecutiveFailures: fc.nat(10_000),
  retryAfterMs: fc.option(fc.nat(30 * DAY)),
  cacheMaxAgeMs: fc.option(fc.nat(30 * DAY)),
  jitter: fc.double({ min: 0, max: 1, noNaN: true }),
  minIntervalMs: fc.constantFrom(0, MINUTE, 2 * HOUR),
});

describe('a busy newsroom', () => {
  const published = (now: Date) => rhythm(5, now);

  it('is asked every quarter of an hour in its working hours', () => {
    expect(waitFor({ published: published(TUESDAY) })).toBe(15 * MINUTE);
  });

  it('is asked forty to fifty times on a working day between seven and eight in the evening', () => {
    const open = visits(at('2025-06-03T07:00'), at('2025-06-03T20:00'), published);
    expect(open.length).toBeGreaterThanOrEqual(40);
    expect(open.length).toBeLessThanOrEqual(52);
  });

  it('is let sleep at night, and asked again within a quarter of an hour after seven', () => {
    const night = visits(at('2025-06-03T20:00'), at('2025-06-04T07:15'), published);
    expect(night.length).toBeLessThanOrEqual(5);
    const morning = night.at(-1);
    expect(morning?.hour).toBe(7);
  });

  it('is asked every four hours at the weekend', () => {
    const weekend = visits(at('2025-06-07T00:00'), at('2025-06-09T00:00'), published);
    expect(weekend.length).toBeGreaterThanOrEqual(11);
    expect(weekend.length).toBeLessThanOrEqual(13);
  });

  it('does not open on a Saturday morning', () => {
    const saturday = at('2025-06-07T05:00');
    expect(waitFor({ now: saturday, published: published(saturday) })).toBe(4 * HOUR);
  });

  it('has its working hours in its own zone', () => {
    const evening = at('2025-06-03T21:00');
    const days = published(evening);
    expect(waitFor({ now: evening, published: days, zone: ZONE })).toBe(4 * HOUR);
    expect(waitFor({ now: evening, published: days, zone: 'Pacific/Honolulu' })).toBe(15 * MINUTE);
  });

  it('opens at seven on the day the clocks change too', () => {
    const sunday = at('2025-03-09T05:30');
    const next = visits(sunday, at('2025-03-10T07:15'), published).at(-1);
    expect(next?.hour).toBe(7);
    expect(next?.weekday).toBe(1);
  });
});

describe('a quiet newsroom', () => {
  it('is asked once a day', () => {
    expect(waitFor({ published: ['2025-03-01'] })).toBe(DAY);
    expect(waitFor({ published: [] })).toBe(DAY);
    const week = visits(at('2025-06-02T09:00'), at('2025-06-09T09:00'), () => ['2025-01-01']);
    expect(week.length).toBeGreaterThanOrEqual(6);
    expect(week.length).toBeLessThanOrEqual(7);
  });

  it('is asked some hours after its one release of the week', () => {
    expect(
      waitFor({ published: ['2025-06-02', '2025-05-26', '2025-05-19', '2025-05-12', '2025-04-01'] }),
    ).toBe(5 * HOUR);
  });

  it('is not taken for a busy one because of two releases yesterday', () => {
    expect(waitFor({ published: ['2025-06-02', '2025-06-02'] })).toBeGreaterThanOrEqual(2 * HOUR);
  });

  it('is asked within the hour where it has just published and gives no dates', () => {
    expect(waitFor({ outcome: 'new' })).toBe(HOUR);
  });

  it('is not taken for a busy one because of dates in the future', () => {
    expect(waitFor({ published: Array.from({ length: 30 }, () => '2099-01-01') })).toBe(DAY);
  });
});

describe('a failing newsroom', () => {
  it('is asked ever less, and at last once a week', () => {
    const waits = Array.from({ length: 12 }, (_, index) =>
      waitFor({ outcome: 'failed', consecutiveFailures: index + 1 }),
    );
    expect(waits.slice(0, 6).map((wait) => wait / MINUTE)).toEqual([15, 30, 60, 120, 240, 480]);
    expect(waits.at(-1)).toBe(7 * DAY);
  });

  it('is asked as before after one good visit', () => {
    const published = rhythm(5, TUESDAY);
    expect(waitFor({ published, consecutiveFailures: 9 })).toBe(
      waitFor({ published, consecutiveFailures: 0 }),
    );
  });

  it('is not asked before its Retry-After, and a wish of more than a day is not believed', () => {
    expect(waitFor({ outcome: 'failed', consecutiveFailures: 1, retryAfterMs: 2 * HOUR })).toBe(2 * HOUR);
    expect(waitFor({ outcome: 'failed', consecutiveFailures: 1, retryAfterMs: 365 * DAY })).toBe(DAY);
    expect(waitFor({ outcome: 'failed', consecutiveFailures: 1, retryAfterMs: 1_000 })).toBe(15 * MINUTE);
  });
});

describe('a fresh answer', () => {
  it('is not asked for again before it is stale, up to an hour', () => {
    const published = rhythm(5, TUESDAY);
    expect(waitFor({ published, cacheMaxAgeMs: 40 * MINUTE })).toBe(40 * MINUTE);
    expect(waitFor({ published, cacheMaxAgeMs: 365 * DAY })).toBe(HOUR);
    expect(waitFor({ published, cacheMaxAgeMs: 1_000 })).toBe(15 * MINUTE);
  });
});

describe('whatever the history', () => {
  it('the next visit is at least the floor and at most seven days away', () => {
    fc.assert(
      fc.property(ANY_HISTORY, (given) => {
        const wait = nextPoll(given).getTime() - given.now.getTime();
        expect(wait).toBeGreaterThanOrEqual(Math.max(given.minIntervalMs ?? 0, 1));
        expect(wait).toBeLessThanOrEqual(7 * DAY);
      }),
    );
  });

  it('a wish of up to a day is kept', () => {
    fc.assert(
      fc.property(ANY_HISTORY, fc.nat(DAY), (given, retryAfterMs) => {
        const wait = nextPoll({ ...given, retryAfterMs }).getTime() - given.now.getTime();
        expect(wait).toBeGreaterThanOrEqual(retryAfterMs);
      }),
    );
  });

  it('one more failure never brings the next visit nearer', () => {
    fc.assert(
      fc.property(ANY_HISTORY, fc.integer({ min: 1, max: 50 }), (given, failures) => {
        const nextAfter = (consecutiveFailures: number) =>
          nextPoll({ ...given, outcome: 'failed', consecutiveFailures });
        expect(nextAfter(failures + 1).getTime()).toBeGreaterThanOrEqual(nextAfter(failures).getTime());
      }),
    );
  });

  it('a good visit forgets all failures', () => {
    fc.assert(
      fc.property(ANY_HISTORY, fc.constantFrom('new' as const, 'unchanged' as const), (given, outcome) => {
        const good = { ...given, outcome };
        expect(nextPoll(good)).toEqual(nextPoll({ ...good, consecutiveFailures: 0 }));
      }),
    );
  });

  it('one more release today never puts the next visit off', () => {
    fc.assert(
      fc.property(ANY_HISTORY, (given) => {
        const today = DateTime.fromJSDate(given.now, { zone: 'utc' }).minus({ days: 1 }).toISODate() ?? '';
        const more = { ...given, published: [...given.published, today] };
        expect(nextPoll(more).getTime()).toBeLessThanOrEqual(nextPoll(given).getTime());
      }),
    );
  });
});

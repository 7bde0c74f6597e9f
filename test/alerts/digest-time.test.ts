import { describe, expect, it } from 'vitest';
import { isZone, nextDigest } from '../../src/alert/digest-time.js';
import { restAfter } from '../../src/alert/retry.js';

/** When digests come, from a moment on. */
function digests(from: string, hour: number, zone: string, count: number): string[] {
  const found: string[] = [];
  let now = new Date(from);
  for (let day = 0; day < count; day += 1) {
    now = nextDigest(now, hour, zone);
    found.push(now.toISOString().slice(0, 16));
  }
  return found;
}

describe('the hour of a daily digest', () => {
  it('stays the same on the clock of its zone when clocks are put forward', () => {
    expect(digests('2018-03-09T20:00:00Z', 7, 'America/New_York', 3)).toEqual([
      '2018-03-10T12:00',
      '2018-03-11T11:00',
      '2018-03-12T11:00',
    ]);
  });

  it('stays the same when they are put back', () => {
    expect(digests('2018-11-02T20:00:00Z', 7, 'America/New_York', 3)).toEqual([
      '2018-11-03T11:00',
      '2018-11-04T12:00',
      '2018-11-05T12:00',
    ]);
  });

  it('is the one after it on the day that leaves it out', () => {
    expect(digests('2018-03-10T08:00:00Z', 2, 'America/New_York', 2)).toEqual([
      '2018-03-11T07:00',
      '2018-03-12T06:00',
    ]);
  });

  it('comes once on the day that has it twice', () => {
    expect(digests('2018-11-03T12:00:00Z', 1, 'America/New_York', 2)).toEqual([
      '2018-11-04T05:00',
      '2018-11-05T06:00',
    ]);
  });

  it('is of a zone that there is', () => {
    expect(isZone('America/Denver')).toBe(true);
    expect(isZone('America/Gotham')).toBe(false);
  });
});

describe('rests between tries', () => {
  const day = 24 * 3_600_000;

  it('grow, and end after about a day', () => {
    const rests: number[] = [];
    let left = day;
    for (let failed = 1; ; failed += 1) {
      const rest = restAfter(failed, { retryAfterMs: null, leftMs: left, spread: 0 });
      if (rest === null) break;
      rests.push(rest);
      left -= rest;
    }
    expect(rests.slice(0, 4)).toEqual([5_000, 30_000, 120_000, 600_000]);
    expect(rests).toEqual(rests.toSorted((one, other) => one - other));
    expect(day - left).toBeGreaterThan(12 * 3_600_000);
    expect(day - left).toBeLessThanOrEqual(day);
  });

  it('are given a delivery that comes late, so that it is tried three times all the same', () => {
    expect(restAfter(2, { retryAfterMs: null, leftMs: -1, spread: 0 })).toBe(30_000);
    expect(restAfter(3, { retryAfterMs: null, leftMs: -1, spread: 0 })).toBeNull();
  });

  it('are spread by up to a fifth, and are as long as was asked for, within reason', () => {
    expect(restAfter(1, { retryAfterMs: null, leftMs: day, spread: 1 })).toBe(6_000);
    expect(restAfter(1, { retryAfterMs: 60_000, leftMs: day, spread: 1 })).toBe(60_000);
    expect(restAfter(1, { retryAfterMs: 99 * day, leftMs: day, spread: 0 })).toBe(12 * 3_600_000);
  });
});

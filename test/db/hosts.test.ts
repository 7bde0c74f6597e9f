import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { holdHost, leavePlace, takePlace } from '../../db/hosts.js';
import { type ScratchDatabase, scratchDatabase } from '../support/database.js';

describe('the places at a host', () => {
  let scratch: ScratchDatabase;
  beforeAll(async () => {
    scratch = await scratchDatabase();
  });
  afterAll(() => scratch.drop());
  const slow = { delayMs: 60_000, concurrency: 2, leaseMs: 60_000 };
  const quick = { delayMs: 0, concurrency: 2, leaseMs: 60_000 };

  it('are given one after the other, each caller keeping the time it was given', async () => {
    expect(await takePlace(scratch.db, 'a.example', 'first', slow)).toBe(0);
    const second = await takePlace(scratch.db, 'a.example', 'second', slow);
    const third = await takePlace(scratch.db, 'a.example', 'third', slow);
    expect(second).toBeGreaterThan(50_000);
    expect(second).toBeLessThanOrEqual(60_000);
    expect(third).toBeGreaterThan(110_000);
    expect(await takePlace(scratch.db, 'a.example', 'second', slow)).toBeLessThanOrEqual(second);
  });

  it('are no more than the host is to bear at once, and free again when given back', async () => {
    expect(await takePlace(scratch.db, 'b.example', 'first', quick)).toBe(0);
    expect(await takePlace(scratch.db, 'b.example', 'second', quick)).toBe(0);
    expect(await takePlace(scratch.db, 'b.example', 'third', quick)).toBeGreaterThan(0);
    await leavePlace(scratch.db, 'b.example', 'first');
    expect(await takePlace(scratch.db, 'b.example', 'third', quick)).toBe(0);
  });

  it('fall free when their holder died', async () => {
    const dying = { ...quick, leaseMs: 1 };
    expect(await takePlace(scratch.db, 'c.example', 'first', dying)).toBe(0);
    expect(await takePlace(scratch.db, 'c.example', 'second', dying)).toBe(0);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await takePlace(scratch.db, 'c.example', 'third', quick)).toBe(0);
  });

  it('hold for all workers of all processes together, however many ask at once', async () => {
    const waits = await Promise.all(
      Array.from({ length: 20 }, (_, index) => takePlace(scratch.db, 'd.example', `worker-${index}`, quick)),
    );
    expect(waits.filter((wait) => wait === 0)).toHaveLength(2);
  });

  it('are nobody’s while the host asked to be left alone', async () => {
    await holdHost(scratch.db, 'e.example', 60_000);
    await holdHost(scratch.db, 'e.example', 10);
    expect(await takePlace(scratch.db, 'e.example', 'first', quick)).toBeGreaterThan(50_000);
  });
});

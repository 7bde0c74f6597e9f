import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createMemoryGate } from '../../src/fetch/memory-gate.js';

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

/** When each of several turns at one host began, in milliseconds from the start; each takes `durationMs`. */
async function begins(
  options: { delayMs: number; concurrency: number },
  turns: number,
  durationMs: number,
  wishMs = 0,
) {
  const gate = createMemoryGate(options);
  const begun: number[] = [];
  const start = Date.now();
  const all = Array.from({ length: turns }, async () => {
    const leave = await gate.enter('news.example', wishMs);
    begun.push(Date.now() - start);
    setTimeout(leave, durationMs);
  });
  await vi.advanceTimersByTimeAsync(60_000);
  await Promise.all(all);
  return begun;
}

describe('the gate of one process', () => {
  it('keeps the delay between the starts of two requests', async () => {
    expect(await begins({ delayMs: 1_000, concurrency: 5 }, 4, 100)).toEqual([0, 1_000, 2_000, 3_000]);
  });

  it('lets no more in at once than it may', async () => {
    expect(await begins({ delayMs: 0, concurrency: 2 }, 5, 500)).toEqual([0, 0, 500, 500, 1_000]);
  });

  it('keeps a longer delay where the site wishes it, never a shorter one', async () => {
    expect(await begins({ delayMs: 1_000, concurrency: 1 }, 3, 0, 7_000)).toEqual([0, 7_000, 14_000]);
    expect(await begins({ delayMs: 1_000, concurrency: 1 }, 3, 0, 10)).toEqual([0, 1_000, 2_000]);
  });

  it('keeps the delay also towards a host that nobody waited for meanwhile', async () => {
    const gate = createMemoryGate({ delayMs: 1_000, concurrency: 1 });
    const leave = await gate.enter('news.example', 0);
    await leave();
    await vi.advanceTimersByTimeAsync(400);
    let second = 0;
    void gate.enter('news.example', 0).then(() => {
      second = Date.now();
    });
    await vi.advanceTimersByTimeAsync(5_000);
    expect(second).toBe(1_001_000);
  });

  it('lets nobody in while a host is to be left alone', async () => {
    const gate = createMemoryGate({ delayMs: 1_000, concurrency: 2 });
    const start = Date.now();
    const begun: number[] = [];
    const enter = async () => {
      await gate.enter('news.example', 0);
      begun.push(Date.now() - start);
    };
    void enter();
    void enter();
    gate.hold?.('news.example', 9_000);
    gate.hold?.('other.example', 90_000);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(begun).toEqual([0, 9_000]);
  });

  it('lets different hosts in side by side', async () => {
    const gate = createMemoryGate({ delayMs: 1_000, concurrency: 1 });
    await gate.enter('one.example', 0);
    await expect(gate.enter('two.example', 0)).resolves.toBeTypeOf('function');
  });

  it('lets a waiting one give up, without loss for those behind it', async () => {
    const gate = createMemoryGate({ delayMs: 0, concurrency: 1 });
    const leave = await gate.enter('news.example', 0);
    const giveUp = new AbortController();
    const second = gate.enter('news.example', 0, giveUp.signal);
    const third = gate.enter('news.example', 0);
    giveUp.abort(new Error('enough'));
    await expect(second).rejects.toThrow('enough');
    await leave();
    await expect(third).resolves.toBeTypeOf('function');
  });

  it('turns away one that had given up before', async () => {
    const gate = createMemoryGate({ delayMs: 0, concurrency: 1 });
    await expect(gate.enter('news.example', 0, AbortSignal.abort(new Error('enough')))).rejects.toThrow(
      'enough',
    );
  });

  it('counts a turn that is ended twice once', async () => {
    const gate = createMemoryGate({ delayMs: 0, concurrency: 1 });
    const leave = await gate.enter('news.example', 0);
    await leave();
    await leave();
    await gate.enter('news.example', 0);
    const settled = vi.fn();
    void gate.enter('news.example', 0).then(settled);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(settled).not.toHaveBeenCalled();
  });
});

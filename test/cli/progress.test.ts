import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { addCrawlItems } from '../../db/crawl-items.js';
import { endCrawlSource, startCrawl, updateCrawlSource } from '../../db/crawls.js';
import { saveSources } from '../../db/sources.js';
import { waitForCrawl } from '../../src/cli/progress.js';
import { type ScratchDatabase, scratchDatabase } from '../support/database.js';

describe('the wait for a crawl', () => {
  let scratch: ScratchDatabase;
  let crawlId: number;
  let printed: string;
  const terminal = Object.getOwnPropertyDescriptor(process.stderr, 'isTTY');

  beforeAll(async () => {
    scratch = await scratchDatabase();
    await saveSources(scratch.db, [
      {
        id: 'lindgren',
        catalogue: 'user',
        office: 'senate',
        state: 'ND',
        name: 'Lindgren',
        url: 'https://lindgren.example/news',
        kind: 'listing',
        zone: 'America/Chicago',
      },
    ]);
  });
  afterAll(() => scratch.drop());

  beforeEach(async () => {
    crawlId = await startCrawl(scratch.db, { askedBy: 'test', options: {}, sourceIds: ['lindgren'] });
    printed = '';
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
      printed += text;
      return true;
    });
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.useRealTimers();
    Object.defineProperty(process.stderr, 'isTTY', terminal ?? { value: undefined, configurable: true });
  });

  /** Between the first look and the second a page with two releases is read; before the third all is done. */
  function work() {
    let looks = 0;
    return async () => {
      looks += 1;
      if (looks === 1) {
        await addCrawlItems(
          scratch.db,
          [1, 2].map((number) => ({
            crawl_id: crawlId,
            source_id: 'lindgren',
            address: `https://lindgren.example/news/${number}`,
            url: `https://lindgren.example/news/${number}`,
            reason: 'new',
          })),
        );
        await updateCrawlSource(scratch.db, crawlId, 'lindgren', { pages: 1, found: 2 });
      } else {
        await scratch.db.updateTable('crawl_item').set({ state: 'done', outcome: 'new' }).execute();
        await endCrawlSource(scratch.db, crawlId, 'lindgren', {
          state: 'polled',
          error_kind: null,
          error: null,
        });
      }
    };
  }

  const wait = (onLook: () => Promise<void>) =>
    waitForCrawl(scratch.db, crawlId, new AbortController().signal, onLook);

  it('draws a bar on a terminal, up to its end', async () => {
    Object.defineProperty(process.stderr, 'isTTY', { value: true, configurable: true });
    expect((await wait(work())).done).toBe(true);
    expect(printed).toMatch(/[░█]+ 0\/1 · 0\/1 newsrooms · 0 found · 0 failed/);
    expect(printed).toMatch(/█ 5\/5 · 1\/1 newsrooms · 2 found · 0 failed/);
  });

  it('prints a line now and then where nobody watches', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const step = work();
    await wait(async () => {
      await step();
      vi.setSystemTime(Date.now() + 11_000);
    });
    expect(printed).toBe(
      '0/5 · 0/1 newsrooms · 2 found · 0 failed\n5/5 · 1/1 newsrooms · 2 found · 0 failed\n',
    );
  });
});

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startCrawl } from '../../db/crawls.js';
import { findSource, saveSources } from '../../db/sources.js';
import type { FetchClient } from '../../src/fetch/client.js';
import { HostBusy } from '../../workers/host-gate.js';
import { type PollResult, poll } from '../../workers/poll.js';
import { type ScratchDatabase, scratchDatabase } from '../support/database.js';
import { announced, listingPage } from '../support/newsroom-pages.js';
import { type NewsroomRun, startNewsroomRun } from '../support/newsroom-run.js';
import { releasePage, type Site, startSite } from '../support/site.js';

const RELEASES = announced(9);
const attempt = { signal: new AbortController().signal, last: true };

/** Pages of a list of three, with what `next` names as the one after the last. */
function pages(next?: string) {
  const page = (number: number) =>
    listingPage(RELEASES.slice(number * 3 - 3, number * 3), {
      ...(number < 3 ? { next: `/news?page=${number + 1}` } : next === undefined ? {} : { next }),
    });
  return { '/news': page(1), '/news?page=2': page(2), '/news?page=3': page(3) };
}

describe('a crawl that has to come back for every page of a listing', () => {
  let scratch: ScratchDatabase;
  let site: Site;
  let run: NewsroomRun;

  beforeAll(async () => {
    scratch = await scratchDatabase();
  });
  afterAll(() => scratch.drop());
  beforeEach(async () => {
    await scratch.db.deleteFrom('source').execute();
    site = await startSite(() => ({
      ...pages(),
      ...Object.fromEntries(RELEASES.map(({ path, title, day }) => [path, releasePage(title, day)])),
    }));
    run = startNewsroomRun(scratch, { origin: site.url });
    const facts = { catalogue: 'user', office: 'senate', state: 'ND', kind: 'listing', name: 'Lindgren' };
    await saveSources(scratch.db, [
      { ...facts, id: 'lindgren', url: `${site.url}/news`, zone: 'America/Chicago' },
    ]);
  });
  afterEach(async () => {
    await run.stop();
    await site.close();
  });

  /** Polls as the queue would, one request an attempt: the host has no place for a second. */
  async function pollByTurns(options = { since: '2005-01-01' }) {
    const crawlId = await startCrawl(scratch.db, { askedBy: 'test', options, sourceIds: ['lindgren'] });
    let asked = 0;
    const client: FetchClient = {
      ...run.context.client,
      fetch: async (request) => {
        asked += 1;
        if (asked > 1) throw new HostBusy(new URL(request.url).host, 20_000);
        return run.context.client.fetch(request);
      },
    };
    for (let attempts = 1; attempts < 12; attempts += 1) {
      asked = 0;
      const result = await poll({ sourceId: 'lindgren', crawlId }, { ...run.context, client }, attempt).catch(
        (error: unknown) => {
          if (error instanceof HostBusy) return null;
          throw error;
        },
      );
      if (result !== null) return { crawlId, result, attempts };
    }
    throw new Error('it has no end');
  }

  const listings = () => site.requests.map(({ path }) => path).filter((path) => path.startsWith('/news?'));
  const reasons = async (crawlId: number) =>
    (
      await scratch.db
        .selectFrom('crawl_item')
        .select(['url', 'reason'])
        .where('crawl_id', '=', crawlId)
        .orderBy('id')
        .execute()
    ).map(({ url, reason }) => `${reason} ${url.slice(site.url.length)}`);

  it('reads each page once and finds what is on all of them', async () => {
    const { result, crawlId } = await pollByTurns();
    expect(result).toMatchObject({ pages: 3, found: 9 } satisfies Partial<PollResult>);
    expect(listings()).toEqual(['/news?page=2', '/news?page=3']);
    expect(await reasons(crawlId)).toEqual(RELEASES.map(({ path }) => `new ${path}`));
  });

  it('ends where the pages lead in a circle, or show the same for ever', async () => {
    site.pages.set('/news?page=3', pages('/news?page=4')['/news?page=3']);
    for (let page = 4; page < 40; page += 1) {
      site.pages.set(`/news?page=${page}`, pages(`/news?page=${page + 1}`)['/news?page=3']);
    }
    expect((await pollByTurns()).result).toMatchObject({ pages: 4, found: 9 });
  });

  it('looks at what none of the pages lists any more, and at nothing that one of them lists', async () => {
    await run.crawl(['lindgren'], { since: '2005-01-01' });
    const [first, , third, ...others] = RELEASES;
    const dropped = RELEASES[1]?.path;
    if (first === undefined || third === undefined) throw new Error('too few');
    site.pages.set('/news', listingPage([first, third], { next: '/news?page=2' }));
    const { crawlId, result } = await pollByTurns();
    expect(result.found).toBe(others.length + 2);
    expect(await reasons(crawlId)).toEqual([`unlisted ${dropped}`]);
  });

  it('does not take the validators of its last page for those of the first', async () => {
    await run.crawl(['lindgren'], { since: '2005-01-01' });
    const before = await findSource(scratch.db, 'lindgren');
    expect(before?.etag).toMatch(/^"/);
    await pollByTurns();
    const after = await findSource(scratch.db, 'lindgren');
    expect([after?.etag, after?.body_hash]).toEqual([before?.etag, before?.body_hash]);
  });

  it('keeps nothing of what it had seen listed once it is done', async () => {
    await pollByTurns();
    expect(await scratch.db.selectFrom('crawl_listed').selectAll().execute()).toEqual([]);
  });
});

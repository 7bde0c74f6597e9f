import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startCrawl } from '../../db/crawls.js';
import { saveSources } from '../../db/sources.js';
import type { Queues } from '../../queues/queues.js';
import { poll } from '../../workers/poll.js';
import { type ScratchDatabase, scratchDatabase } from '../support/database.js';
import { type NewsroomRun, startNewsroomRun } from '../support/newsroom-run.js';
import { releasePage, type Site, type SitePage, sitemap, sitemapIndex, startSite } from '../support/site.js';

const OLD = '/news/releases/lindgren-thanks-county-nurses';
const NEW = '/news/releases/lindgren-opens-bridge-at-minot';
const DAYS_AGO = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();

describe('a newsroom read from its sitemap', () => {
  let scratch: ScratchDatabase;
  let site: Site;
  let run: NewsroomRun;

  beforeAll(async () => {
    scratch = await scratchDatabase();
  });
  afterAll(() => scratch.drop());
  beforeEach(async () => {
    await scratch.db.deleteFrom('source').execute();
  });
  afterEach(async () => {
    await run.stop();
    await site.close();
  });

  async function open(pages: (origin: string) => Record<string, SitePage>, path = '/sitemap.xml') {
    site = await startSite((origin) => ({
      [OLD]: releasePage('Lindgren thanks county nurses', '2019-03-05'),
      [NEW]: releasePage('Lindgren opens bridge at Minot', '2025-05-30'),
      '/about/meet-ada-lindgren': { body: '<h1>Meet Ada</h1>' },
      ...pages(origin),
    }));
    run = startNewsroomRun(scratch, { origin: site.url });
    const facts = { catalogue: 'user', office: 'senate', state: 'ND', name: 'Lindgren', kind: 'sitemap' };
    await saveSources(scratch.db, [
      { ...facts, id: 'lindgren', url: site.url + path, zone: 'America/Chicago' },
    ]);
  }

  const stored = async () => {
    const rows = await scratch.db
      .selectFrom('statement')
      .select(['url', 'title', 'published_on'])
      .orderBy('url')
      .execute();
    return rows.map((row) => ({ ...row, url: row.url.slice(site.url.length) }));
  };
  const asked = (from = 0) => site.requests.slice(from).map(({ path }) => path);
  const becomeDays = (days: number) =>
    scratch.db
      .updateTable('source')
      .set({ last_good_at: new Date(DAYS_AGO(days)) })
      .execute();

  it('collects its releases, titled and dated by their pages, and none of its other pages', async () => {
    await open((origin) => ({
      '/sitemap.xml': sitemap(
        [OLD, '/about/meet-ada-lindgren', NEW, '/'].map((path) => ({ url: origin + path })),
      ),
    }));
    await run.crawl(['lindgren']);
    expect(await stored()).toEqual([
      { url: NEW, title: 'Lindgren opens bridge at Minot', published_on: '2025-05-30' },
      { url: OLD, title: 'Lindgren thanks county nurses', published_on: '2019-03-05' },
    ]);
    expect(asked()).not.toContain('/about/meet-ada-lindgren');
  });

  it('walks the sitemaps of an index, the one that changed last first, one of them gzipped', async () => {
    await open((origin) => ({
      '/sitemap.xml': sitemapIndex([
        { url: `${origin}/post-sitemap1.xml.gz`, lastmod: DAYS_AGO(2000) },
        { url: `${origin}/page-sitemap.xml`, lastmod: DAYS_AGO(1) },
        { url: `${origin}/post-sitemap2.xml`, lastmod: DAYS_AGO(1) },
      ]),
      '/post-sitemap1.xml.gz': {
        type: 'application/gzip',
        body: gzipSync(sitemap([{ url: origin + OLD, lastmod: '2019-03-05' }]).body ?? ''),
      },
      '/post-sitemap2.xml': sitemap([{ url: origin + NEW, lastmod: DAYS_AGO(1) }]),
    }));
    await run.crawl(['lindgren']);
    expect((await stored()).map(({ url }) => url)).toEqual([NEW, OLD]);
    expect(asked().filter((path) => path.includes('sitemap'))).toEqual([
      '/sitemap.xml',
      '/post-sitemap2.xml',
      '/post-sitemap1.xml.gz',
    ]);
  });

  it('reads again only what changed since the last good visit, unless it is asked for all', async () => {
    await open((origin) => ({
      '/sitemap.xml': sitemapIndex([
        { url: `${origin}/2019.xml`, lastmod: DAYS_AGO(2000) },
        { url: `${origin}/2025.xml`, lastmod: DAYS_AGO(1) },
      ]),
      '/2019.xml': sitemap([{ url: origin + OLD, lastmod: DAYS_AGO(2000) }]),
      '/2025.xml': sitemap([{ url: origin + NEW, lastmod: DAYS_AGO(1) }]),
    }));
    await run.crawl(['lindgren']);
    site.pages.set(
      '/sitemap.xml',
      sitemapIndex([
        { url: `${site.url}/2019.xml`, lastmod: DAYS_AGO(2000) },
        { url: `${site.url}/2025.xml`, lastmod: DAYS_AGO(0) },
      ]),
    );
    let before = site.requests.length;
    await run.crawl(['lindgren']);
    expect(asked(before)).toEqual(['/sitemap.xml', '/2025.xml']);
    before = site.requests.length;
    await run.crawl(['lindgren'], { force: true });
    expect(asked(before)).toEqual(expect.arrayContaining(['/2025.xml', '/2019.xml', NEW, OLD]));
    expect(await stored()).toHaveLength(2);
  });

  it('asks once, conditionally, for an index that has not changed', async () => {
    await open((origin) => ({
      '/sitemap.xml': sitemapIndex([{ url: `${origin}/2025.xml`, lastmod: DAYS_AGO(1) }]),
      '/2025.xml': sitemap([{ url: origin + NEW }]),
    }));
    await run.crawl(['lindgren']);
    const before = site.requests.length;
    await run.crawl(['lindgren']);
    expect(site.requests.slice(before)).toEqual([{ path: '/sitemap.xml', status: 304 }]);
  });

  it('reads every sitemap of an index that does not say what changed, each time', async () => {
    await open((origin) => ({
      '/sitemap.xml': sitemapIndex([{ url: `${origin}/posts.xml` }]),
      '/posts.xml': sitemap([{ url: origin + OLD }]),
    }));
    await run.crawl(['lindgren']);
    site.pages.set('/posts.xml', sitemap([{ url: site.url + OLD }, { url: site.url + NEW }]));
    await run.crawl(['lindgren']);
    expect(await stored()).toHaveLength(2);
  });

  it('goes back no further than --since says, by when sitemaps and pages were last changed', async () => {
    await open((origin) => ({
      '/sitemap.xml': sitemapIndex([
        { url: `${origin}/2018.xml`, lastmod: '2018-12-31' },
        { url: `${origin}/posts.xml`, lastmod: '2025-05-30' },
      ]),
      '/2018.xml': sitemap([{ url: origin + OLD }]),
      '/posts.xml': sitemap([
        { url: origin + OLD, lastmod: '2019-03-05' },
        { url: origin + NEW, lastmod: '2025-05-30' },
      ]),
    }));
    await run.crawl(['lindgren'], { since: '2024-01-01' });
    expect((await stored()).map(({ url }) => url)).toEqual([NEW]);
    expect(asked()).not.toContain('/2018.xml');
  });

  it('reads what lies in the folder that its address names', async () => {
    const voice = '/voices/ada';
    await open(
      (origin) => ({
        [voice]: releasePage('What Ada said at the fair', '2025-05-01'),
        '/sitemap.xml': sitemap([{ url: origin + OLD }, { url: origin + voice }]),
      }),
      '/sitemap.xml#/voices/',
    );
    await run.crawl(['lindgren']);
    expect((await stored()).map(({ url }) => url)).toEqual([voice]);
  });

  it('reads the others where one sitemap of an index is gone or names the index', async () => {
    await open((origin) => ({
      '/sitemap.xml': sitemapIndex(
        ['/gone.xml', '/again.xml', '/posts.xml'].map((path) => ({ url: origin + path })),
      ),
      '/again.xml': sitemapIndex([{ url: `${origin}/again.xml` }, { url: `${origin}/posts.xml` }]),
      '/posts.xml': sitemap([{ url: origin + NEW }]),
    }));
    await run.crawl(['lindgren']);
    expect(await stored()).toHaveLength(1);
  });

  it('goes on with the sitemap at which an earlier attempt at the crawl stopped', async () => {
    await open((origin) => ({
      '/sitemap.xml': sitemapIndex(['/1.xml', '/2.xml'].map((path) => ({ url: origin + path }))),
      '/1.xml': sitemap([{ url: origin + OLD }]),
      '/2.xml': { status: 503 },
    }));
    const crawlId = await startCrawl(scratch.db, {
      askedBy: 'test',
      options: { pages: 9 },
      sourceIds: ['lindgren'],
    });
    const visit = { sourceId: 'lindgren', crawlId };
    const attempt = { signal: new AbortController().signal, last: false };
    const context = { ...run.context, queues: { add: async () => {} } as unknown as Queues };
    await expect(poll(visit, context, attempt)).rejects.toThrow(/503/);
    site.pages.set('/2.xml', sitemap([{ url: site.url + NEW }]));
    const before = site.requests.length;
    expect(await poll(visit, context, attempt)).toMatchObject({ queued: 1 });
    expect(asked(before)).toEqual(['/sitemap.xml', '/2.xml']);
  });

  it.each([
    [
      'names no page that looks like a release',
      (origin: string) => sitemap([{ url: `${origin}/about` }]),
      /none of its 1 addresses looks like a release/,
    ],
    ['is empty', () => sitemap([]), /holds no items/],
  ])('fails, with the reason on the source, when it %s', async (_name, page, reason) => {
    await open((origin) => ({ '/sitemap.xml': page(origin) }));
    const attempt = { signal: new AbortController().signal, last: true };
    await expect(poll({ sourceId: 'lindgren', crawlId: null }, run.context, attempt)).rejects.toThrow(reason);
    const row = await scratch.db.selectFrom('source').selectAll().executeTakeFirstOrThrow();
    expect(row).toMatchObject({ error_kind: 'no-items', consecutive_failures: 1 });
  });

  it('is no failure when nothing in it has changed for a long time', async () => {
    await open((origin) => ({ '/sitemap.xml': sitemap([{ url: origin + OLD, lastmod: DAYS_AGO(900) }]) }));
    await run.crawl(['lindgren']);
    await becomeDays(30);
    site.pages.set(
      '/sitemap.xml',
      sitemap([{ url: site.url + OLD, lastmod: DAYS_AGO(900) }, { url: `${site.url}/about` }]),
    );
    await run.crawl(['lindgren']);
    const row = await scratch.db.selectFrom('source').selectAll().executeTakeFirstOrThrow();
    expect(row).toMatchObject({ error: null, consecutive_failures: 0 });
  });

  it('refuses a gzipped sitemap that holds more than a page may', async () => {
    await open(() => ({
      '/sitemap.xml': { type: 'application/gzip', body: gzipSync(Buffer.alloc(21_000_000, 32)) },
    }));
    const attempt = { signal: new AbortController().signal, last: true };
    await expect(poll({ sourceId: 'lindgren', crawlId: null }, run.context, attempt)).rejects.toThrow(
      /holds more than the limit of 20,000,000 bytes/,
    );
  });
});

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { saveSources } from '../../db/sources.js';
import { type ScratchDatabase, scratchDatabase } from '../support/database.js';
import { listingPage, postsOf } from '../support/newsroom-pages.js';
import { type NewsroomRun, startNewsroomRun } from '../support/newsroom-run.js';
import { releasePage, type Site, type SitePage, startSite } from '../support/site.js';

/** Four releases a year, newest first. */
const releasesOf = (year: number) =>
  ['11-20', '08-14', '05-02', '02-19'].map((day) => ({
    path: `/news/release-${year}-${day}`,
    title: `Lindgren speaks of the harvest on ${day} of ${year}`,
    day: `${year}-${day}`,
  }));
const YEARS = [2024, 2023, 2022, 2021];
const ALL = YEARS.flatMap(releasesOf);

describe('the older pages of a newsroom', () => {
  let scratch: ScratchDatabase;
  let site: Site;
  let run: NewsroomRun;

  beforeAll(async () => {
    scratch = await scratchDatabase();
  });
  afterAll(() => scratch.drop());
  beforeEach(async () => {
    await scratch.db.deleteFrom('source').execute();
    site = await startSite(() =>
      Object.fromEntries(ALL.map(({ path, title, day }) => [path, releasePage(title, day)])),
    );
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

  const show = (pages: Record<string, SitePage>) => {
    for (const [path, page] of Object.entries(pages)) site.pages.set(path, page);
  };
  const asked = (from = 0) =>
    site.requests
      .slice(from)
      .map(({ path }) => path)
      .filter((path) => !path.startsWith('/news/release-'));
  const stored = async () => (await scratch.db.selectFrom('statement').select('id').execute()).length;

  describe('that are archives by year', () => {
    const links = YEARS.map((year) => `<a href="/news/${year}">${year}</a>`).join(' ');
    const year = (number: number) => listingPage(releasesOf(number), { after: links });

    beforeEach(() => {
      show({ '/news': year(2024) });
      for (const number of YEARS) show({ [`/news/${number}`]: year(number) });
    });

    it('are read back to the day that was asked for, past one that shows what the first page did', async () => {
      await run.crawl(['lindgren'], { since: '2022-03-01' });
      expect(asked()).toEqual(['/news', '/news/2024', '/news/2023', '/news/2022', '/news/2021']);
      expect(await stored()).toBe(11);
    });

    it('are left alone by a first visit, and read by a later one as far as they are new', async () => {
      await run.crawl(['lindgren']);
      expect(asked()).toEqual(['/news']);
      const newer = releasesOf(2025).slice(2);
      show({
        '/news': listingPage(newer, { after: links }),
        ...Object.fromEntries(newer.map(({ path, title, day }) => [path, releasePage(title, day)])),
      });
      const before = site.requests.length;
      await run.crawl(['lindgren']);
      expect(asked(before)).toEqual(['/news', '/news/2024']);
      expect(await stored()).toBe(6);
    });
  });

  it('are counted by the API of WordPress, and read back to the day that was asked for', async () => {
    const api = '/wp-json/wp/v2/posts';
    await scratch.db
      .updateTable('source')
      .set({ kind: 'wordpress', url: `${site.url}${api}` })
      .execute();
    const page = (number: number) => postsOf(site.url, ALL.slice(number * 3 - 3, number * 3), 6);
    show({ [api]: page(1) });
    for (const number of [2, 3, 4, 5, 6]) show({ [`${api}?page=${number}`]: page(number) });
    await run.crawl(['lindgren'], { since: '2022-03-01' });
    // The fourth page still shows days that were asked for, the fifth none.
    expect(asked()).toEqual([api, ...[2, 3, 4, 5].map((number) => `${api}?page=${number}`)]);
    expect(await stored()).toBe(11);
  });

  it('end where the next one is not there', async () => {
    show({ '/news': listingPage(ALL.slice(0, 8), { next: '/news?page=2' }) });
    show({ '/news?page=2': { status: 404, body: 'No such page' } });
    await run.crawl(['lindgren'], { since: '2005-01-01' });
    expect(await stored()).toBe(8);
    const row = await scratch.db.selectFrom('source').selectAll().executeTakeFirstOrThrow();
    expect(row).toMatchObject({ error: null, consecutive_failures: 0 });
  });
});

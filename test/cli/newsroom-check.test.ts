import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { saveSources } from '../../db/sources.js';
import { type ScratchDatabase, scratchDatabase } from '../support/database.js';
import { announced, feedOf, listingPage, postsOf } from '../support/newsroom-pages.js';
import { RostrumHome } from '../support/rostrum.js';
import { type Site, type SitePage, sitemap, startSite } from '../support/site.js';

const LIST = '/news/releases';

describe('looking at a newsroom', () => {
  let scratch: ScratchDatabase;
  let home: RostrumHome;
  const sites: Site[] = [];

  beforeAll(async () => {
    scratch = await scratchDatabase();
    home = new RostrumHome({ DATABASE_URL: scratch.url, ALLOW_PRIVATE_NETWORK: 'true', HOST_DELAY_MS: '0' });
  });
  afterAll(async () => {
    await home.remove();
    await scratch.drop();
  });
  afterEach(async () => {
    await Promise.all(sites.splice(0).map((site) => site.close()));
    await scratch.db.deleteFrom('source').execute();
  });

  async function open(pages: (origin: string) => Record<string, SitePage>): Promise<Site> {
    const site = await startSite(pages);
    sites.push(site);
    return site;
  }
  const add = (site: Site, ...more: string[]) =>
    home.run('sources', 'add', `${site.url}${LIST}`, '--office', 'senate', '--state', 'ND', ...more);
  const sources = () => scratch.db.selectFrom('source').selectAll().orderBy('id').execute();
  async function known(id: string, url: string, kind = 'listing', more: { enabled?: boolean } = {}) {
    const facts = { catalogue: 'user', office: 'senate', state: 'ND', zone: 'America/Chicago' };
    await saveSources(scratch.db, [{ ...facts, id, name: id, url, kind, ...more }]);
  }

  describe('sources add', () => {
    it('chooses a feed that nothing names where it lists as much as the page and goes as far back', async () => {
      const list = announced(20);
      const site = await open((origin) => ({
        [LIST]: listingPage(list),
        [`${LIST}/feed/`]: feedOf(origin, list),
      }));
      const { code, stdout, stderr } = await add(site);
      expect(stderr).toMatch(/\*\s+feed\s+20\s+20\s+\S+\s+no\s+10\/10/);
      expect(stdout).toContain(list[0]?.title);
      expect(code).toBe(0);
      expect(await sources()).toMatchObject([
        { id: 'senate-nd', kind: 'feed', url: `${site.url}${LIST}/feed/` },
      ]);
    });

    it('chooses the page where the feed that it names ends sooner, and says so', async () => {
      const list = announced(40);
      const site = await open((origin) => ({
        [LIST]: listingPage(list.slice(0, 20), {
          head: '<link rel="alternate" type="application/rss+xml" href="/rss/news.xml">',
          next: `${LIST}?page=2`,
        }),
        '/rss/news.xml': feedOf(origin, list.slice(0, 10)),
      }));
      const { stderr } = await add(site);
      expect(stderr).toMatch(/ends after 10 items/);
      expect(await sources()).toMatchObject([{ kind: 'listing', url: `${site.url}${LIST}` }]);
      expect((await sources())[0]?.evidence).toMatch(/every item is dated, goes back to older ones/);
    });

    it('finds the post type of the releases in the API of WordPress', async () => {
      const list = announced(30);
      const site = await open((origin) => ({
        [LIST]: listingPage(list.slice(0, 10), { head: '<link rel="https://api.w.org/" href="/wp-json/">' }),
        '/wp-json/wp/v2/types': {
          type: 'application/json',
          body: JSON.stringify({
            post: { slug: 'post', name: 'Posts', rest_base: 'posts' },
            press_release: { slug: 'press_release', name: 'Press Releases', rest_base: 'press_releases' },
          }),
        },
        '/wp-json/wp/v2/posts': postsOf(
          origin,
          announced(20, '/blog').map((post) => ({ ...post, title: `Blog: ${post.title}` })),
          1,
        ),
        '/wp-json/wp/v2/press_releases': postsOf(origin, list, 4),
      }));
      const { stderr } = await add(site);
      expect(stderr).toMatch(/lists 0 of the page's 10 newest releases/);
      const [source] = await sources();
      expect(source?.kind).toBe('wordpress');
      expect(source?.url).toContain('/wp-json/wp/v2/press_releases?per_page=50');
    });

    it('reads a page that a script draws from its sitemap, and saves the folder of the releases with it', async () => {
      const list = announced(12);
      const site = await open((origin) => ({
        [LIST]: {
          body: '<!doctype html><html><head><title>News</title></head><body><div id="root"></div></body></html>',
        },
        '/robots.txt': {
          type: 'text/plain',
          body: `User-agent: *\nAllow: /\nSitemap: ${origin}/maps/all.xml\n`,
        },
        '/maps/all.xml': sitemap([
          { url: `${origin}/about` },
          ...list.map(({ path }) => ({ url: origin + path })),
        ]),
      }));
      const { stdout } = await add(site);
      expect(stdout).toContain('titled by its page');
      expect(await sources()).toMatchObject([{ kind: 'sitemap', url: `${site.url}/maps/all.xml#${LIST}/` }]);
    });

    it('saves nothing on a dry run, and nothing where nothing can be read', async () => {
      const site = await open(() => ({ [LIST]: listingPage(announced(5)) }));
      expect((await add(site, '--dry-run')).code).toBe(0);
      const empty = await open(() => ({ [LIST]: { body: '<html><body><p>Soon.</p></body></html>' } }));
      const { code, stderr } = await add(empty);
      expect(code).toBe(1);
      expect(stderr).toMatch(/nothing at .* can be read as a list of releases/);
      expect(await sources()).toEqual([]);
    });

    it('says what a site answers that lets nobody in', async () => {
      const site = await open(() => ({ [LIST]: { status: 403, body: 'Forbidden' } }));
      const { code, stderr } = await add(site);
      expect(code).toBe(1);
      expect(stderr).toMatch(/answers 403\. The site lets this program not in/);
    });
  });

  describe('sources check', () => {
    it('shows the ways to read one newsroom, the present one marked, and what is read now', async () => {
      const list = announced(20);
      const site = await open((origin) => ({ [LIST]: listingPage(list), '/rss.xml': feedOf(origin, list) }));
      await known('one', `${site.url}${LIST}`);
      const { code, stdout, stderr } = await home.run('sources', 'check', 'one');
      expect(code).toBe(0);
      expect(stderr).toMatch(/\*\s+feed/);
      expect(stderr).toMatch(/now\s+listing/);
      expect(stderr).toContain(`Read it as a feed at ${site.url}/rss.xml`);
      expect((JSON.parse(stdout) as { items: unknown[] }).items).toHaveLength(20);
    });

    it('makes a table of what to do about all of them, and ends with 3 when some fail', async () => {
      const list = announced(20);
      const old = list.map((release) => ({ ...release, day: `2019-0${1 + (release.title.length % 9)}-11` }));
      const good = await open(() => ({ [LIST]: listingPage(list) }));
      const gone = await open((origin) => ({
        '/robots.txt': { body: `Sitemap: ${origin}/s.xml` },
        '/s.xml': sitemap(list.map(({ path }) => ({ url: origin + path }))),
      }));
      const quiet = await open(() => ({ [LIST]: listingPage(old) }));
      const moved = await open((origin) => ({
        [LIST]: { status: 301, headers: { location: `${origin}/press` } },
        '/press': listingPage(list),
      }));
      const wall = await open(() => ({ [LIST]: { status: 403, body: '<title>Just a moment...</title>' } }));
      const shut = await open(() => ({ [LIST]: listingPage(list) }));
      for (const [id, site] of Object.entries({ good, gone, quiet, moved, wall }))
        await known(id, `${site.url}${LIST}`);
      await known('shut', `${shut.url}${LIST}`, 'listing', { enabled: false });

      const { code, stdout, stderr } = await home.run('sources', 'check', '--all', '--format', 'json');
      expect(code).toBe(3);
      expect(stderr).toContain('6 newsrooms · 3 read · 2 failed · 1 disabled');
      const rows = Object.fromEntries(
        (JSON.parse(stdout) as { source: string }[]).map((row) => [row.source, row]),
      );
      expect(rows.good).toMatchObject({
        http: '200',
        items: 20,
        dated: 20,
        newest: list[0]?.day,
        better: null,
        advice: '',
      });
      expect(rows.gone).toMatchObject({
        http: '404',
        error: 'answers 404',
        better: { kind: 'sitemap', items: 20 },
        advice: expect.stringContaining('Read it as a sitemap at'),
      });
      expect(rows.quiet).toMatchObject({
        error: null,
        advice: expect.stringMatching(/^Nothing since 2019-0\d-11/),
      });
      expect(rows.moved).toMatchObject({
        error: null,
        advice: expect.stringContaining(`moved for good to ${moved.url}/press`),
      });
      expect(rows.wall).toMatchObject({
        http: '403',
        advice: expect.stringContaining('ask the office for leave'),
      });
      expect(rows.shut).toMatchObject({
        enabled: false,
        advice: expect.stringContaining('rostrum sources enable shut'),
      });
      expect(good.requests.map(({ path }) => path)).toEqual([LIST]);
    });

    it('ends with 1 when all fail, and names each reason', async () => {
      await known('away', 'http://127.0.0.1:1/news');
      const { code, stdout } = await home.run('sources', 'check', '--state', 'nd', '--format', 'json');
      expect(code).toBe(1);
      expect(JSON.parse(stdout)).toMatchObject([
        { http: 'refused', items: 0, error: expect.stringMatching(/\w/) },
      ]);
    });

    it('asks one host for one page at a time, however many newsrooms are on it', async () => {
      const list = announced(10);
      const site = await open(() => ({
        '/a': listingPage(list),
        '/b': listingPage(list),
        '/c': listingPage(list),
      }));
      for (const id of ['a', 'b', 'c']) await known(id, `${site.url}/${id}`);
      const { code, stdout } = await home.run('sources', 'check', 'a', 'b', 'c', '--format', 'ndjson');
      expect(code).toBe(0);
      expect(stdout.trim().split('\n')).toHaveLength(3);
      expect(site.requests.map(({ path }) => path)).toEqual(['/a', '/b', '/c']);
    });

    it('reads a sitemap as the schedule would', async () => {
      const list = announced(10);
      const site = await open((origin) => ({
        '/sitemap.xml': sitemap([
          { url: `${origin}/about/meet-ada-lindgren` },
          ...list.map(({ path }) => ({ url: origin + path })),
        ]),
      }));
      await known('map', `${site.url}/sitemap.xml#${LIST}/`, 'sitemap');
      const { code, stdout } = await home.run('sources', 'check', 'map');
      expect(code).toBe(0);
      expect((JSON.parse(stdout) as { items: unknown[] }).items).toHaveLength(10);
    });

    it('wants to know which', async () => {
      const { code, stderr } = await home.run('sources', 'check');
      expect(code).toBe(2);
      expect(stderr).toMatch(/say which newsrooms: ids, --office, --state or --all/);
    });
  });
});

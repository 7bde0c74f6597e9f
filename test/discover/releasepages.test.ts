import { describe, expect, it } from 'vitest';
import { newestFirst, partsToRead, releasePages } from '../../src/discover/releasepages.js';
import type { Item } from '../../src/model.js';

const SITE = 'https://www.lindgren.example';

function item(path: string, more: Partial<Item> = {}): Item {
  const url = new URL(path, SITE).href;
  return { url, title: '', published: null, precision: 'unknown', summary: null, modified: null, ...more };
}

function kept(paths: string[], newsroom: { url?: string; known?: string[] } = {}): string[] {
  const items = paths.map((path) => item(path));
  const found = releasePages(items, {
    url: newsroom.url ?? `${SITE}/sitemap.xml`,
    known: (newsroom.known ?? []).map((path) => SITE + path),
  });
  return found.map(({ url }) => url.slice(SITE.length));
}

describe('which addresses of a sitemap are releases', () => {
  it('is decided by the folder that the source names, whatever the rest looks like', () => {
    const paths = ['/voices/x', '/voices/', '/voices/page/2/', '/news/lindgren-speaks-on-grain-prices'];
    expect(kept(paths, { url: `${SITE}/sitemap.xml#/voices/` })).toEqual(['/voices/x']);
    expect(kept(paths, { url: `${SITE}/sitemap.xml#/voices` })).toEqual(['/voices/x']);
    expect(kept(paths, { url: `${SITE}/sitemap.xml#/nowhere/` })).toEqual([]);
  });

  it('follows from the addresses of known statements, any number standing for any other', () => {
    const known = ['/2019/11/30/lindgren-thanks-nurses', '/2020/02/01/grain'];
    expect(kept(['/2024/3/5/roads', '/about/staff', '/news/lindgren-on-the-road-again'], { known })).toEqual([
      '/2024/3/5/roads',
    ]);
  });

  it('keeps every page that is known, and is not led astray by one that was filed elsewhere', () => {
    const known = [...Array.from({ length: 40 }, (_, number) => `/news/a-${number}`), '/services/passports'];
    const paths = ['/news/new', '/services/passports', '/services/flags'];
    expect(kept(paths, { known })).toEqual(['/news/new', '/services/passports']);
  });

  it('looks at the addresses themselves where the site was built anew and nothing is where it was', () => {
    const paths = ['/newsroom/press-releases/lindgren-opens-bridge', '/about/staff-and-offices'];
    expect(kept(paths, { known: ['/public/index.cfm/2019/1/x'] })).toEqual([paths[0]]);
  });

  it.each([
    '/news/press-releases/lindgren-opens-bridge-at-minot',
    '/news/press-releases/lindgren-opens-bridge-at-minot/',
    '/press_release/lindgren-opens-bridge/',
    '/newsroom/2024/03/05/lindgren-opens-bridge',
    '/2024/03/05/bridge',
    '/news/details.aspx?id=4411',
    '/public/index.cfm/press-releases?ID=AB12-7F&id=7',
    '/media/releases/03-05-24_bridge.pdf',
    '/news/releases/2024-0117',
  ])('takes %s for a release at first sight', (path) => {
    expect(kept([path])).toEqual([path]);
  });

  it.each([
    '/',
    '/about/meet-senator-ada-lindgren',
    '/news/',
    '/news/press-releases',
    '/news/press-releases/page/2/',
    '/news/press-releases/2024',
    '/news/photos/at-the-state-fair',
    '/category/press-releases/agriculture-and-food-safety/',
    '/services/help-with-a-federal-agency',
    '/contact.aspx?id=12',
  ])('does not take %s for a release', (path) => {
    expect(kept([path])).toEqual([]);
  });

  it('takes what a news sitemap gives a title and a date', () => {
    const news = item('/x', { title: 'Lindgren Opens Bridge', published: '2024-03-05', precision: 'day' });
    expect(releasePages([news], { url: `${SITE}/sitemap.xml`, known: [] })).toEqual([news]);
  });

  it('takes time that grows with the number of addresses and no faster', () => {
    const items = Array.from({ length: 50_000 }, (_, number) => item(`/news/${'a-'.repeat(200)}${number}`));
    const started = performance.now();
    expect(releasePages(items, { url: `${SITE}/sitemap.xml`, known: [] })).toHaveLength(50_000);
    expect(performance.now() - started).toBeLessThan(3000);
  });
});

describe('which sitemaps of an index are read', () => {
  const part = (name: string, modified: string | null = null) => ({ url: `${SITE}/${name}`, modified });
  const names = (parts: { url: string }[]) => parts.map(({ url }) => url.slice(SITE.length + 1));

  it('begins with the one that changed last and ends with those that do not say', () => {
    const parts = [
      part('post-1.xml', '2023-01-01'),
      part('post-2.xml'),
      part('post-3.xml', '2024-05-05T10:00:00-05:00'),
    ];
    expect(names(partsToRead(parts, null))).toEqual(['post-3.xml', 'post-1.xml', 'post-2.xml']);
  });

  it('leaves out what says it has not changed', () => {
    const parts = [part('post-1.xml', '2023-01-01'), part('post-2.xml'), part('post-3.xml', '2024-05-05')];
    expect(names(partsToRead(parts, Date.parse('2024-01-01')))).toEqual(['post-3.xml', 'post-2.xml']);
  });

  it('passes over sitemaps of pages, tags, authors and pictures', () => {
    const parts = [
      'page-sitemap.xml',
      'post_tag-sitemap.xml',
      'author-sitemap.xml',
      'press_release-sitemap.xml',
    ];
    expect(
      names(
        partsToRead(
          [...parts, 'post-sitemap1.xml', 'wp-sitemap-users-1.xml', 'images.xml'].map((name) => part(name)),
          null,
        ),
      ),
    ).toEqual(['press_release-sitemap.xml', 'post-sitemap1.xml']);
  });

  it('reads them after all where nothing else is there', () => {
    expect(names(partsToRead([part('pages.xml'), part('images.xml')], null))).toEqual([
      'pages.xml',
      'images.xml',
    ]);
  });

  it('reads a sitemap whose name speaks of pages and of news', () => {
    expect(names(partsToRead([part('news-pages.xml'), part('pages.xml')], null))).toEqual(['news-pages.xml']);
  });
});

describe('newestFirst', () => {
  it('keeps the order of what has no time', () => {
    const entries = [
      { modified: null, n: 1 },
      { modified: null, n: 2 },
      { modified: '2024-01-01', n: 3 },
    ];
    expect(newestFirst(entries).map(({ n }) => n)).toEqual([3, 1, 2]);
  });
});

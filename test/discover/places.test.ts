import { describe, expect, it } from 'vitest';
import { apiRoot, folderOf, postTypes, sitemapsOf, usualFeeds } from '../../src/discover/places.js';

const SITE = 'https://www.lindgren.example';
const PAGE = `${SITE}/newsroom/press-releases`;

describe('usualFeeds', () => {
  it('looks where WordPress has the feed of a section', () => {
    const html = '<link href="/wp-content/themes/x/style.css">';
    expect(usualFeeds(html, `${PAGE}/`).map(({ url }) => url)).toEqual([`${PAGE}/feed/`, `${SITE}/feed/`]);
  });

  it('looks where Drupal has it', () => {
    const html = '<meta name="Generator" content="Drupal 10">';
    expect(usualFeeds(html, PAGE).map(({ url }) => url)).toContain(`${SITE}/rss.xml`);
  });

  it('looks where the old system of the Senate has it', () => {
    const urls = usualFeeds('', `${SITE}/public/index.cfm/press-releases`).map(({ url }) => url);
    expect(urls).toEqual([`${SITE}/public/index.cfm/rss/feed`, `${SITE}/public/?a=rss.feed`]);
  });

  it('tries a handful of places and no more where nothing tells the system', () => {
    const urls = usualFeeds('<p>Press releases</p>', PAGE).map(({ url }) => url);
    expect(urls.length).toBeLessThanOrEqual(5);
    expect(new Set(urls).size).toBe(urls.length);
  });
});

describe('postTypes', () => {
  const types = {
    post: { name: 'Posts', slug: 'post', rest_base: 'posts' },
    page: { name: 'Pages', slug: 'page', rest_base: 'pages' },
    attachment: { name: 'Media', slug: 'attachment', rest_base: 'media' },
    press_release: { name: 'Press Releases', slug: 'press_release', rest_base: 'press_releases' },
    staff: { name: 'Staff', slug: 'staff', rest_base: 'staff' },
    elementor_library: { name: 'Press templates', slug: 'elementor_library', rest_base: 'elementor_library' },
  };

  it('names posts and the types that are called after releases', () => {
    const urls = postTypes(types, `${SITE}/wp-json/`).map(({ url }) => new URL(url).pathname);
    expect(urls).toEqual(['/wp-json/wp/v2/posts', '/wp-json/wp/v2/press_releases']);
  });

  it.each([[null], [[]], ['no'], [{ code: 'rest_no_route' }]])('names none for %j', (answer) => {
    expect(postTypes(answer, `${SITE}/wp-json/`)).toEqual([]);
  });

  it('is asked below the root that the page names', () => {
    expect(apiRoot(`${SITE}/news/wp-json/wp/v2/posts?per_page=50`, SITE)).toBe(`${SITE}/news/wp-json/`);
    expect(apiRoot(null, SITE)).toBe(`${SITE}/wp-json/`);
  });
});

describe('sitemapsOf', () => {
  it('reads the lines of robots.txt, those called after news first', () => {
    const robots = `User-agent: *\nDisallow: /x\nSitemap: ${SITE}/sitemap.xml\n  sitemap:${SITE}/news-sitemap.xml\nSITEMAP: /sitemap.xml\n`;
    expect(sitemapsOf(robots, SITE).map(({ url }) => url)).toEqual([
      `${SITE}/news-sitemap.xml`,
      `${SITE}/sitemap.xml`,
    ]);
  });

  it('falls back on the usual places', () => {
    expect(sitemapsOf('', SITE)[0]?.url).toBe(`${SITE}/sitemap.xml`);
  });
});

describe('folderOf', () => {
  const below = (folder: string) =>
    Array.from({ length: 10 }, (_, number) => `${SITE}${folder}release-${number}`);

  it('is that of the page where its releases stand below it', () => {
    expect(folderOf(PAGE, below('/newsroom/press-releases/'))).toBe('/newsroom/press-releases/');
  });

  it('is the one in which the releases stand where that is another', () => {
    expect(folderOf(`${SITE}/press`, below('/2024/'))).toBe(null);
    expect(folderOf(`${SITE}/press`, below('/statements/'))).toBe('/statements/');
    expect(folderOf(`${SITE}/press`, [...below('/news/2023/'), ...below('/news/2024/')])).toBe('/news/');
  });

  it('is none where the releases stand at the root', () => {
    expect(folderOf(`${SITE}/press`, below('/'))).toBe(null);
  });

  it('is that of the page where nothing is known of its releases', () => {
    expect(folderOf(PAGE, [])).toBe('/newsroom/press-releases/');
    expect(folderOf(`${SITE}/`, [])).toBe(null);
  });
});

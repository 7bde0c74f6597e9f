import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadSampleCatalog } from '../../sample/catalog.js';
import { type Edition, NOTICE } from '../../sample/newsroom.js';
import { releases } from '../../sample/release.js';
import { type Sample, startSample } from '../../sample/server.js';

const NEWSROOMS = ['hale', 'okafor', 'lindqvist', 'mara', 'illinois', 'georgia'];

let edition: Edition = 1;
let sample: Sample;

beforeAll(async () => {
  sample = await startSample({ edition: () => edition });
});
afterAll(() => sample.close());

function ask(path: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(new URL(path, sample.url), { headers, redirect: 'manual' });
}

async function inEdition<T>(wanted: Edition, look: () => Promise<T>): Promise<T> {
  edition = wanted;
  try {
    return await look();
  } finally {
    edition = 1;
  }
}

/** Every page reachable from the front page by links, with its ETag or, where it is gone, its status. */
async function crawl(): Promise<Map<string, { status: number; etag: string | null; text: string }>> {
  const pages = new Map<string, { status: number; etag: string | null; text: string }>();
  const queue = ['/'];
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    if (pages.has(path)) continue;
    const response = await ask(path);
    const text = await response.text();
    pages.set(path, { status: response.status, etag: response.headers.get('etag'), text });
    const base = new URL(/<base href="([^"]+)"/.exec(text)?.[1] ?? path, sample.url);
    for (const [, href = ''] of text.matchAll(/<a\b[^>]*\bhref="([^"#]+)"/g)) {
      const target = new URL(href.replaceAll('&amp;', '&'), base);
      if (target.origin === sample.url) queue.push(target.pathname + target.search);
    }
  }
  return pages;
}

describe('the sample server', () => {
  it('answers every source of its own catalogue', async () => {
    const { officials, sources } = loadSampleCatalog(sample.url);
    expect(officials).toHaveLength(7);
    expect(sources.map(({ kind }) => kind).sort()).toEqual([
      'feed',
      'feed',
      'feed',
      'listing',
      'listing',
      'wordpress',
    ]);
    for (const { url } of sources) expect((await fetch(url)).status, url).toBe(200);
  });

  it('has no dead link of its own, and says on every page that it is invented', async () => {
    const pages = await crawl();
    const releaseCount = NEWSROOMS.reduce((sum, name) => sum + releases(name, 1).length, 0);
    expect(releaseCount).toBeGreaterThanOrEqual(60);
    expect(pages.size).toBeGreaterThan(releaseCount);
    for (const [path, { status, text }] of pages) {
      expect(status, path).toBe(200);
      expect(text.includes(NOTICE), path).toBe(true);
    }
  });

  it('answers 304 to a tag or a date it gave, and the tag decides where both are sent', async () => {
    const first = await ask('/hale/rss/press-releases.xml');
    const etag = first.headers.get('etag') ?? '';
    const modified = first.headers.get('last-modified') ?? '';
    expect(etag).toMatch(/^"[\w-]+"$/);
    const status = async (headers: Record<string, string>) =>
      (await ask('/hale/rss/press-releases.xml', headers)).status;
    expect(await status({ 'if-none-match': etag })).toBe(304);
    expect(await status({ 'if-none-match': `"x", W/${etag}` })).toBe(304);
    expect(await status({ 'if-modified-since': modified })).toBe(304);
    expect(await status({ 'if-modified-since': 'Wed, 01 Jan 2014 00:00:00 GMT' })).toBe(200);
    expect(await status({ 'if-none-match': '"other"', 'if-modified-since': modified })).toBe(200);
  });

  it('counts what was asked of it', async () => {
    const before = sample.requests().length;
    await ask('/hale/nothing');
    expect(sample.requests().slice(before)).toEqual([{ path: '/hale/nothing', status: 404 }]);
    expect((await fetch(`${sample.url}/`, { method: 'POST' })).status).toBe(405);
    expect(await (await ask('/robots.txt')).text()).toContain('User-agent: *');
  });

  it('pages its WordPress API as WordPress does', async () => {
    const api = '/mara/wp-json/wp/v2/posts';
    const first = await ask(`${api}?per_page=5&page=1`);
    expect(first.headers.get('x-wp-total')).toBe('12');
    expect(first.headers.get('x-wp-totalpages')).toBe('3');
    expect(first.headers.get('link')).toContain('page=2');
    const posts = (await first.json()) as { date: string; date_gmt: string; link: string }[];
    expect(posts.map(({ date }) => date)).toEqual(
      posts
        .map(({ date }) => date)
        .sort()
        .reverse(),
    );
    expect(posts[0]).toMatchObject({ date: '2018-04-12T10:40:00', date_gmt: '2018-04-12T16:40:00' });
    expect((await ask(`${api}?page=4&per_page=5`)).status).toBe(400);
    expect((await ask(`${api}?per_page=500`)).status).toBe(400);
    const some = await ask(`${api}?after=2018-03-01T00:00:00&_fields=id,link`);
    expect(Object.keys(((await some.json()) as object[])[0] ?? {})).toEqual(['id', 'link']);
  });
});

describe('the second edition', () => {
  it('changes one release, takes one down, and touches nothing but them and the lists they stand in', async () => {
    const first = await crawl();
    const second = await inEdition(2, crawl);
    const changed = [...first]
      .filter(([path, { etag }]) => second.get(path)?.etag !== etag)
      .map(([path]) => path);
    const lost = changed.filter((path) => !second.has(path));
    const withdrawn = lost.find((path) => path.includes('ID='));
    expect(lost).toEqual([withdrawn]);
    expect([...second.keys()].filter((path) => !first.has(path))).toEqual([]);
    expect(changed.filter((path) => path !== withdrawn).sort()).toEqual([
      '/lindqvist/public/',
      '/lindqvist/public/index.cfm/press-releases',
      '/lindqvist/public/index.cfm/press-releases?page=1',
      // The oldest row of the first page was the newest of the second.
      '/lindqvist/public/index.cfm/press-releases?page=2',
      '/mara/',
      '/mara/2018/03/20/mara-statement-ahead-of-vote-on-h-r-1865/',
      '/mara/newsroom/press-releases/',
    ]);
    expect((await inEdition(2, () => ask(withdrawn ?? ''))).status).toBe(404);
  });

  it('moves the date of the edited post, and of no other', async () => {
    const look = async () => {
      const posts = await (await ask('/mara/wp-json/wp/v2/posts?per_page=100')).json();
      return (posts as { slug: string; modified: string }[]).map(
        ({ slug, modified }) => `${slug} ${modified}`,
      );
    };
    const first = await look();
    const second = await inEdition(2, look);
    expect(second.filter((post) => !first.includes(post))).toEqual([
      'mara-statement-ahead-of-vote-on-h-r-1865 2018-04-16T08:15:00',
    ]);
  });

  it('leaves every feed as it was', async () => {
    for (const path of ['/hale/rss/press-releases.xml', '/okafor/rss.xml', '/ga-ag/feed/']) {
      const etag = (await ask(path)).headers.get('etag') ?? '';
      expect((await inEdition(2, () => ask(path, { 'if-none-match': etag }))).status, path).toBe(304);
    }
  });
});

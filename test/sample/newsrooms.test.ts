import iconv from 'iconv-lite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { releases } from '../../sample/release.js';
import { type Sample, startSample } from '../../sample/server.js';

let sample: Sample;

beforeAll(async () => {
  sample = await startSample();
});
afterAll(() => sample.close());

async function read(path: string): Promise<string> {
  return (await fetch(sample.url + path)).text();
}

function words(text: string): Set<string> {
  return new Set(text.toLowerCase().match(/[a-z’]+/g));
}

describe('the sample newsrooms', () => {
  it('have a feed that is broken in the ways real ones are', async () => {
    const feed = await read('/okafor/rss.xml');
    expect(feed.startsWith('\n<?xml')).toBe(true);
    expect(feed).toContain('<pubdate>Monday, March 12, 2018 - 2:23pm</pubdate>');
    expect(feed).toContain('&rsquo;');
    expect(feed).toMatch(/ & /);
    expect(feed).not.toContain('<guid');
    expect(feed).toContain('<link>/okafor/media-center/');
    expect(feed.split('<item>')).toHaveLength(feed.split('<pubdate>').length + 1);
  });

  it('have a table in windows-1252 whose links need the base address', async () => {
    const response = await fetch(`${sample.url}/lindqvist/public/index.cfm/press-releases?page=2`);
    expect(response.headers.get('content-type')).toBe('text/html; charset=windows-1252');
    // Not TextDecoder: that of Node 20 takes windows-1252 for latin1.
    const text = iconv.decode(Buffer.from(await response.arrayBuffer()), 'windows-1252');
    expect(text).toContain(`<base href="${sample.url}/lindqvist/public/" />`);
    expect(text).toMatch(
      /<td class="recordListDate">10\/05\/17<\/td>\s*<td[^>]*><a href="index\.cfm\/press-releases\?ID=/,
    );
    expect(text).toContain('Idaho’s Forests');
  });

  it('have a pager that counts from zero', async () => {
    expect(await read('/il-ag/news-room')).toContain('href="/il-ag/news-room?page=1">next');
    const last = await read('/il-ag/news-room?page=1');
    expect(last).not.toContain('>next');
    expect(last.match(/class="views-row /g)).toHaveLength(5);
  });

  it('date every feed item at the minute its newsroom gives', async () => {
    const [newest] = releases('hale', 1);
    expect(await read('/hale/rss/press-releases.xml')).toContain(
      '<pubDate>Wed, 11 Apr 2018 12:25:00 -0500</pubDate>',
    );
    expect(newest?.published).toBe('2018-04-11T12:25:00-05:00');
    expect(await read('/ga-ag/feed/')).toContain('<pubDate>Wed, 11 Apr 2018 18:10:00 +0000</pubDate>');
  });

  it('tell one joint release twice, in nearly the same words', () => {
    const [hale, okafor] = ['hale', 'okafor'].map((name) =>
      releases(name, 1).find(({ published }) => published.startsWith('2018-02-28')),
    );
    const one = words(JSON.stringify(hale?.blocks));
    const other = words(JSON.stringify(okafor?.blocks));
    const common = [...one].filter((word) => other.has(word)).length;
    expect(common / Math.max(one.size, other.size)).toBeGreaterThan(0.85);
    expect(hale?.title).not.toBe(okafor?.title);
  });

  it('speak of a state bill that bears the number of a federal one', () => {
    const state = releases('illinois', 1).find(({ slug }) => slug.endsWith('senate-bill-1693'));
    expect(JSON.stringify(state?.blocks)).toContain('Senate Bill 1693');
    expect(JSON.stringify(state)).not.toMatch(/\bS\. ?1693|Stop Enabling|online/i);
  });
});

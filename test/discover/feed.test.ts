import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFeed } from '../../src/discover/feed.js';

const context = { url: 'https://stone.example/rss/feeds/?type=press', zone: 'America/New_York' };
const read = (text: string) => readFeed(text, context);

function rss(items: string, channel = '<title>Press Releases</title>'): string {
  return `<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel>${channel}${items}</channel></rss>`;
}

const whole =
  '<item><title>Stone Votes Against S. 412</title><link>https://stone.example/news/1</link><pubDate>Mon, 15 Jan 2024 14:30:00 EST</pubDate><description>The senator explains her vote on the measure.</description></item>';
const first = {
  url: 'https://stone.example/news/1',
  title: 'Stone Votes Against S. 412',
  published: '2024-01-15T14:30:00-05:00',
  precision: 'minute',
};

describe('readFeed', () => {
  it('reads RSS 2.0', async () => {
    const { kind, items, warnings } = await read(rss(whole));
    expect(kind).toBe('feed');
    expect(items).toMatchObject([{ ...first, summary: 'The senator explains her vote on the measure.' }]);
    expect(warnings).toEqual([]);
  });

  it.each([
    ['a byte order mark and blank lines before the prolog', `\ufeff\n\n${rss(whole)}`],
    ['element names in lower case', rss(whole.replaceAll('pubDate', 'pubdate'))],
    [
      'element names in capitals',
      rss(whole.replace(/<(\/?)(\w+)>/g, (_, slash, name) => `<${slash}${name.toUpperCase()}>`)),
    ],
    ['relative links', rss(whole.replace('https://stone.example/news/1', '\n  /news/1  \n'))],
    [
      'CDATA around link, date and title',
      rss(whole.replace(/<(link|pubDate|title)>([^<]*)</g, '<$1><![CDATA[ $2 ]]><')),
    ],
    ['a guid in place of the link', rss(whole.replaceAll('link>', 'guid>'))],
    [
      'an anchor in place of the link',
      rss(whole.replace('https://stone.example/news/1', '&lt;a href="/news/1"&gt;view&lt;/a&gt;')),
    ],
    ['no version', rss(whole).replace(' version="2.0"', '')],
    ['RSS 0.91', rss(whole).replace('version="2.0"', 'version="0.91"')],
    [
      'RSS 0.90, its items beside the channel',
      `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel><title>News</title></channel>${whole}</rdf:RDF>`,
    ],
    ['control characters', rss(whole.replace('explains', 'ex\u0000\u000bplains'))],
    [
      'dc:date in place of pubDate',
      rss(whole.replace(/<pubDate>.*<\/pubDate>/, '<dc:date>2024-01-15T19:30:00Z</dc:date>')),
    ],
    ['an undeclared prefix on every element', rss(whole.replace(/<(\/?)(\w+)>/g, '<$1rss:$2>'))],
    [
      'elements of other vocabularies',
      rss(
        whole.replace('<title>', '<media:title>A photo</media:title><itunes:title>x</itunes:title><title>'),
      ),
    ],
    [
      'a comment and a processing instruction inside the item',
      rss(whole.replace('<title>', '<!-- <item> --><?php x ?><title>')),
    ],
    ['a missing end of the channel', rss(whole).replace('</channel>', '')],
  ])('reads a feed with %s', async (_, text) => {
    expect((await read(text)).items).toMatchObject([first]);
  });

  it('reads RSS 1.0', async () => {
    const text = `<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://stone.example/"><title>News</title><items><rdf:Seq><rdf:li resource="https://stone.example/news/1"/></rdf:Seq></items></channel><item rdf:about="https://stone.example/news/1"><title>Stone Votes Against S. 412</title><dc:date>2024-01-15T14:30:00-05:00</dc:date></item></rdf:RDF>`;
    expect((await read(text)).items).toMatchObject([first]);
  });

  it('reads Atom, takes the alternate link and tells when an entry was changed', async () => {
    const text = `<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title><link rel="next" href="?page=2"/><entry><id>tag:stone,1</id><title type="html">Stone Votes &lt;b&gt;Against&lt;/b&gt; S. 412</title><link rel="self" href="/api/1"/><link rel="alternate" href="/news/1"/><published>2024-01-15T14:30:00-05:00</published><updated>2024-01-16T08:00:00-05:00</updated><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>The senator explains her vote.</p></div></content></entry></feed>`;
    const { items, next } = await read(text);
    expect(items).toMatchObject([
      { ...first, modified: '2024-01-16T08:00:00-05:00', summary: 'The senator explains her vote.' },
    ]);
    expect(next).toBe('https://stone.example/rss/feeds/?page=2');
  });

  it('dates an Atom entry by its update where it names no publication', async () => {
    const text =
      '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>A</title><link href="/1"/><updated>2024-01-16T08:00:00-05:00</updated></entry></feed>';
    expect((await read(text)).items[0]?.published).toBe('2024-01-16T08:00:00-05:00');
  });

  it('reads JSON Feed', async () => {
    const text = JSON.stringify({
      version: 'https://jsonfeed.org/version/1.1',
      items: [
        {
          id: '1',
          url: '/news/1',
          title: 'Stone Votes Against S. 412',
          date_published: '2024-01-15T14:30:00-05:00',
        },
      ],
      next_url: '/feed.json?page=2',
    });
    expect(await read(text)).toMatchObject({
      items: [first],
      next: 'https://stone.example/feed.json?page=2',
    });
  });

  it.each([
    ['Smith &amp; Jones', 'Smith & Jones'],
    ['Smith &amp;amp; Jones', 'Smith & Jones'],
    ['Smith & Jones', 'Smith & Jones'],
    ['Stone&rsquo;s Bill', 'Stone’s Bill'],
    ['Stone&amp;#8217;s Bill', 'Stone’s Bill'],
    ['AT&T and R&D; Act', 'AT&T and R&D; Act'],
    ['&lt;em&gt;Stone&lt;/em&gt; Wins', 'Stone Wins'],
    ['Taxes under &lt; $5', 'Taxes under < $5'],
    ['<![CDATA[Stone &amp; Okafor]]>', 'Stone & Okafor'],
    ['  Stone\n   Wins\u00a0Vote ', 'Stone Wins Vote'],
    ['Stoneâ€™s Bill', 'Stone’s Bill'],
  ])('reads the title %j as a person would', async (written, title) => {
    const { items } = await read(rss(`<item><title>${written}</title><link>/1</link></item>`));
    expect(items[0]?.title).toBe(title);
  });

  it('keeps an item whose date nobody can read, and says so', async () => {
    const { items, warnings } = await read(
      rss(whole.replace('Mon, 15 Jan 2024 14:30:00 EST', 'Tue, sometime')),
    );
    expect(items).toMatchObject([{ url: first.url, published: null, precision: 'unknown' }]);
    expect(warnings[0]).toContain('Tue, sometime');
  });

  it('keeps an item without a date in silence: its page will date it', async () => {
    const { items, warnings } = await read(rss(whole.replace(/<pubDate>.*<\/pubDate>/, '')));
    expect(items).toMatchObject([{ url: first.url, published: null, precision: 'unknown' }]);
    expect(warnings).toEqual([]);
  });

  it('reads a date that stands only at the beginning of the description or in the address', async () => {
    const undated = whole.replace(/<pubDate>.*<\/pubDate>/, '');
    const told = undated.replace('The senator', '&lt;p&gt;January 15, 2024 - The senator');
    const filed = undated.replace('/news/1', '/2024/01/15/vote');
    const mentions = undated.replace('The senator', 'On January 6, 2021, the senator');
    const days = await Promise.all(
      [told, filed, mentions].map(async (item) => (await read(rss(item))).items[0]?.published),
    );
    expect(days).toEqual(['2024-01-15', '2024-01-15', null]);
  });

  it('resolves relative links against what the feed calls its base', async () => {
    const text = rss(whole.replace('https://stone.example/news/1', 'news/1')).replace(
      'version="2.0"',
      'version="2.0" xml:base="https://www.stone.example/press/"',
    );
    expect((await read(text)).items[0]?.url).toBe('https://www.stone.example/press/news/1');
  });

  it('resolves relative links of a feed that another host passes on against the site of its channel', async () => {
    const text = rss(
      whole.replace('https://stone.example/news/1', '/news/1'),
      '<title>Press Releases</title><link> https://www.stone.example/newsroom </link>',
    );
    const url = 'https://feeds.example/stone';
    expect((await readFeed(text, { ...context, url })).items[0]?.url).toBe(
      'https://www.stone.example/news/1',
    );
    expect((await read(text.replace('https://www.stone.example/newsroom', '/'))).items[0]?.url).toBe(
      'https://stone.example/news/1',
    );
  });

  it('keeps two items that bear one guid and lead to two pages', async () => {
    const guid = '<guid isPermaLink="false">release</guid>';
    const items = [1, 2].map((number) =>
      whole.replace('/news/1', `/news/${number}`).replace('<title>', `${guid}<title>`),
    );
    expect((await read(rss(items.join('')))).items).toHaveLength(2);
  });

  it('keeps what is whole of a feed that was cut off, and says so', async () => {
    const second = whole.replace('/news/1', '/news/2');
    const text = rss(whole + second);
    const { items, warnings } = await read(text.slice(0, text.lastIndexOf('<description>') + 20));
    expect(items.map(({ url }) => url)).toEqual(['https://stone.example/news/1']);
    expect(warnings[0]).toContain('cut off');
  });

  it('keeps one of two items with the same address', async () => {
    expect((await read(rss(whole + whole.replace('/news/1', '/news/1?utm_source=rss')))).items).toHaveLength(
      1,
    );
  });

  it('counts the items that have no address', async () => {
    const { items, warnings } = await read(rss(`${whole}<item><title>No link</title></item>`));
    expect(items).toHaveLength(1);
    expect(warnings).toEqual(['1 of 2 items have no address']);
  });

  it('says that a feed of comments is none of releases', async () => {
    const { items, warnings } = await read(rss(whole, '<title>Comments on: Press Releases</title>'));
    expect(items).toEqual([]);
    expect(warnings[0]).toContain('comments');
  });

  it.each([
    '',
    'plain words',
    '<html><body><p>Not found</p></body></html>',
    '{"a":1}',
    '{broken',
    '<rss',
    '[]',
  ])('gives no items and a reason for %j', async (text) => {
    const { items, warnings } = await read(text);
    expect(items).toEqual([]);
    expect(warnings).not.toEqual([]);
  });

  it('says that a feed without items has none', async () => {
    expect(await read(rss(''))).toMatchObject({ items: [], warnings: ['the feed holds no items'] });
  });

  it('never throws on a damaged feed, and gives absolute web addresses only', async () => {
    const text = rss(whole.repeat(3));
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.tuple(
            fc.nat(),
            fc.nat(80),
            fc.constantFrom('', '<', '&', '<![CDATA[', ']]>', '<item>', '</channel>', '\ud800', '__proto__'),
          ),
        ),
        async (cuts) => {
          let damaged = text;
          for (const [at, length, put] of cuts) {
            const from = at % (damaged.length + 1);
            damaged = damaged.slice(0, from) + put + damaged.slice(from + length);
          }
          for (const { url } of (await read(damaged)).items) expect(url).toMatch(/^https?:\/\//);
        },
      ),
    );
  });
});

const real = new URL('../../../shared/pages/ruiz_rss.xml', import.meta.url);

describe.skipIf(!existsSync(real))('readFeed on a real feed (needs ../shared/pages)', () => {
  it('keeps all ten items and reads every date', async () => {
    const { items, warnings } = await readFeed(readFileSync(real, 'utf8'), {
      url: 'http://ruiz.house.gov/rss.xml',
      zone: 'America/Los_Angeles',
    });
    expect(items).toHaveLength(10);
    expect(items.every(({ precision }) => precision === 'minute')).toBe(true);
    expect(items[0]).toMatchObject({
      url: 'http://ruiz.house.gov/media-center/press-releases/dr-ruiz-highlights-first-100-days-in-congress',
      title: 'Dr. Ruiz Highlights First 100 Days in Congress',
      published: '2013-04-15T14:23:00-07:00',
    });
    expect(warnings).toEqual([]);
  });
});

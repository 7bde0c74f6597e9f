import { describe, expect, it } from 'vitest';
import { findFeeds, sniffKind } from '../../src/discover/sniff.js';

describe('sniffKind', () => {
  it.each([
    ['feed', '<?xml version="1.0"?><rss version="2.0"></rss>'],
    ['feed', '\ufeff\n<feed xmlns="http://www.w3.org/2005/Atom">'],
    ['feed', '<rdf:RDF xmlns="http://purl.org/rss/1.0/">'],
    ['feed', '{"version":"https://jsonfeed.org/version/1","items":[]}'],
    ['sitemap', '<?xml version="1.0"?><urlset>'],
    ['sitemap', '<sitemapindex xmlns="x">'],
    ['wordpress', '[{"id":1,"link":"https://a.example/1","title":{"rendered":"A"}}]'],
    ['listing', '<!DOCTYPE html><html><body><ul><li><a href="/1">One</a></li></ul></body></html>'],
    [
      'html-release',
      '<html><head><meta property="og:type" content="article"><meta property="article:published_time" content="2024-01-01"></head><body></body></html>',
    ],
    ['unknown', '<html><head><title>Just a moment...</title></head><body></body></html>'],
    ['unknown', ''],
    ['unknown', '{"a":1}'],
    ['unknown', '%PDF-1.4'],
  ])('knows %s by its content: %s', (kind, text) => {
    expect(sniffKind(text, 'text/html', 'https://a.example/')).toBe(kind);
  });

  it('lets the content type decide only where the content does not', () => {
    expect(
      sniffKind('<?xml version="1.0"?><!-- nothing yet -->', 'application/rss+xml', 'https://a.example/x'),
    ).toBe('feed');
    expect(sniffKind('<html><body>x</body></html>', 'application/rss+xml', 'https://a.example/x')).toBe(
      'listing',
    );
  });
});

describe('findFeeds', () => {
  it('finds the feeds named in the head, those of the section first, without comments', () => {
    const html = `<head><link rel="alternate" type="application/rss+xml" title="All" href="/feed/">
      <link rel="alternate" type="application/rss+xml" title="Comments Feed" href="/comments/feed/">
      <link rel="alternate" type="application/atom+xml" title="News" href="/news/feed/">
      <link rel="alternate" hreflang="es" href="/es/news"></head>`;
    expect(findFeeds(html, 'https://ag.example/news/')).toEqual([
      { kind: 'feed', url: 'https://ag.example/news/feed/', title: 'News' },
      { kind: 'feed', url: 'https://ag.example/feed/', title: 'All' },
    ]);
  });

  it('finds the WordPress API, limited to the category of the page', () => {
    const html = `<head><link rel="https://api.w.org/" href="https://ag.example/wp-json/">
      <link rel="alternate" type="application/json" href="https://ag.example/wp-json/wp/v2/categories/14"></head>`;
    const [found] = findFeeds(html, 'https://ag.example/category/press/');
    expect(found?.kind).toBe('wordpress');
    expect(found?.url).toContain('https://ag.example/wp-json/wp/v2/posts?');
    expect(new URL(found?.url ?? '').searchParams.get('categories')).toBe('14');
  });

  it('finds the API of a site without permalinks', () => {
    const html = '<link rel="https://api.w.org/" href="https://ag.example/index.php?rest_route=/">';
    expect(findFeeds(html, 'https://ag.example/')[0]?.url).toContain('rest_route=%2Fwp%2Fv2%2Fposts');
  });

  it('finds a feed that is only linked in the page', () => {
    const html = '<a href="/rss.xml"><img alt="RSS"></a><a href="https://other.example/rss.xml">x</a>';
    expect(findFeeds(html, 'https://ag.example/news').map(({ url }) => url)).toEqual([
      'https://ag.example/rss.xml',
    ]);
  });

  it('finds nothing on a page that names nothing', () => {
    expect(findFeeds('<p>Hello</p>', 'https://ag.example/')).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { readSitemap } from '../../src/discover/sitemap.js';

const context = { url: 'https://ag.example/sitemap.xml', zone: 'America/Chicago' };

describe('readSitemap', () => {
  it('reads addresses, the day they carry and when they were changed', () => {
    const xml =
      '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc> https://ag.example/2024/01/16/hale-sues </loc><lastmod>2024-02-01T10:00:00-06:00</lastmod></url><url><loc>https://ag.example/about</loc><lastmod>2024-02-02</lastmod></url></urlset>';
    expect(readSitemap(xml, context).items).toMatchObject([
      {
        url: 'https://ag.example/2024/01/16/hale-sues',
        published: '2024-01-16',
        modified: '2024-02-01T10:00:00-06:00',
      },
      { url: 'https://ag.example/about', published: null, modified: '2024-02-02' },
    ]);
  });

  it('takes title and date from a news sitemap', () => {
    const xml =
      '<urlset xmlns:news="x"><url><loc>https://ag.example/a</loc><news:news><news:publication><news:name>AG</news:name></news:publication><news:publication_date>2024-01-16T09:00:00-06:00</news:publication_date><news:title>Hale &amp; Others Sue</news:title></news:news></url></urlset>';
    expect(readSitemap(xml, context).items).toMatchObject([
      { title: 'Hale & Others Sue', published: '2024-01-16T09:00:00-06:00', precision: 'minute' },
    ]);
  });

  it('gives the sitemaps of an index as parts, with when each was changed, and no items', () => {
    const xml =
      '<sitemapindex><sitemap><loc>/post-sitemap.xml</loc><lastmod>2024-02-02</lastmod></sitemap><sitemap><loc>https://ag.example/page-sitemap.xml</loc></sitemap></sitemapindex>';
    const { items, parts, warnings } = readSitemap(xml, context);
    expect(items).toEqual([]);
    expect(parts).toEqual([
      { url: 'https://ag.example/post-sitemap.xml', modified: '2024-02-02' },
      { url: 'https://ag.example/page-sitemap.xml', modified: null },
    ]);
    expect(warnings).toEqual(['this is an index: it names 2 sitemaps and no releases']);
  });

  it('gives no parts for a sitemap of pages', () => {
    expect(readSitemap('<urlset><url><loc>/a</loc></url></urlset>', context).parts).toBeUndefined();
  });

  it('keeps what is whole of a sitemap that was cut off', () => {
    const { items } = readSitemap(
      '<urlset><url><loc>https://ag.example/a</loc></url><url><loc>https://ag.exa',
      context,
    );
    expect(items[0]?.url).toBe('https://ag.example/a');
  });

  it.each(['', '<html></html>', 'words'])('gives no items and a reason for %j', (text) => {
    expect(readSitemap(text, context)).toMatchObject({ items: [], warnings: ['the text is no sitemap'] });
  });
});

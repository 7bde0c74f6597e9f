/** Sitemaps: addresses with the time they were last changed, and, in news sitemaps, title and date. */
import { load } from 'cheerio/slim';
import { type Element, isTag } from 'domhandler';
import { textOf, walk } from '../html.js';
import type { Discovery } from '../model.js';
import { type Announcement, discoveryOf, type ReadingContext } from './feed.js';

function localName(element: Element): string {
  return element.name.toLowerCase().replace(/^.*:/, '');
}

/**
 * Reads a sitemap or an index of sitemaps. `published` comes from a news sitemap or from the address itself;
 * `lastmod` is when the page was last changed and is given as `modified` only.
 * @returns for an index: the sitemaps it names as `parts`, no items, and a warning that says so.
 */
export function readSitemap(xml: string, context: ReadingContext): Discovery {
  const root = load(xml.slice(Math.max(0, xml.indexOf('<'))), { xml: true }).root()[0];
  const announcements: Announcement[] = [];
  let isIndex = false;
  let isSitemap = false;
  let entry: Map<string, string> | null = null;
  if (root) {
    walk(
      root,
      (node) => {
        if (!isTag(node)) return;
        const name = localName(node);
        if (name === 'sitemapindex') isIndex = true;
        if (name === 'urlset' || name === 'sitemapindex') isSitemap = true;
        else if (name === 'url' || name === 'sitemap') entry = new Map();
        else if (entry && !node.name.startsWith('image:') && !entry.has(name)) entry.set(name, textOf(node));
      },
      (node) => {
        const name = localName(node);
        if ((name !== 'url' && name !== 'sitemap') || !entry) return;
        const link = entry.get('loc') ?? '';
        announcements.push({
          link,
          title: entry.get('title') ?? '',
          dates: [entry.get('publication_date') ?? ''],
          modified: entry.get('lastmod') ?? null,
          summary: null,
        });
        entry = null;
      },
    );
  }
  if (!isSitemap) return { kind: 'sitemap', items: [], next: null, warnings: ['the text is no sitemap'] };
  const discovery = discoveryOf('sitemap', announcements, context);
  if (!isIndex) return discovery;
  const parts = discovery.items.map(({ url, modified }) => ({ url, modified }));
  return {
    ...discovery,
    items: [],
    parts,
    warnings: [`this is an index: it names ${parts.length} sitemaps and no releases`, ...discovery.warnings],
  };
}

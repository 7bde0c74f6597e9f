/** Where else a newsroom may be read than on the page that lists its releases: feeds, a WordPress API, sitemaps. */
import type { SourceKind } from '../model.js';
import { fieldOf, textField } from './feed.js';
import { postsOf } from './sniff.js';

/** An address that is worth a try. */
export interface Place {
  kind: SourceKind;
  url: string;
}

/**
 * Feeds where the content systems of newsrooms usually have them, the likeliest first. Nothing on the page names
 * them; most of them are not there.
 */
export function usualFeeds(html: string, url: string): Place[] {
  const { origin, pathname } = new URL(url);
  const folder = pathname.replace(/(?:index\.\w+)?\/?$/, '');
  const paths: string[] = [];
  if (isWordPress(html)) paths.push(`${folder}/feed/`, '/feed/');
  else if (/\/public\//i.test(pathname)) paths.push('/public/index.cfm/rss/feed', '/public/?a=rss.feed');
  else if (/drupal|\/sites\/default\/files\//i.test(html))
    paths.push(`${folder}/rss.xml`, '/rss.xml', `${folder}/feed`);
  else if (/joomla/i.test(html)) paths.push(`${folder}?format=feed&type=rss`);
  else paths.push(`${folder}/feed/`, '/rss/feeds/?type=press', '/rss.xml', '/feed/', `${folder}/rss`);
  return [...new Set(paths)].map((path) => ({ kind: 'feed', url: new URL(path, origin).href }));
}

/** True where a page is made by WordPress, whose API is then likely to answer. */
export function isWordPress(html: string): boolean {
  return /\/wp-content\/|\/wp-json\/|<meta[^>]+generator[^>]+WordPress/i.test(html);
}

/** The root of a WordPress API by one of its endpoints, or where it usually is. */
export function apiRoot(endpoint: string | null, origin: string): string {
  const root = endpoint === null ? null : /^.*?\/wp-json\//.exec(endpoint)?.[0];
  return root ?? `${origin}/wp-json/`;
}

const RELEASE_TYPE = /press|news|release|statement|media[-_ ]?(?:room|advisor)|announcement|article/i;
/** Types that WordPress and its page builders keep for themselves. */
const OWN_TYPES =
  /^(?:page|attachment|nav_menu_item|wp_.*|elementor.*|e-.*|jet-.*|acf-.*|revision|user_request|oembed_cache|newsletter.*)$/i;
const MOST_TYPES = 4;

/**
 * The endpoints of the post types that may be releases.
 * @param types the answer of `/wp/v2/types`, already parsed
 * @param root of the API, with a slash at its end
 */
export function postTypes(types: unknown, root: string): Place[] {
  if (typeof types !== 'object' || types === null) return [];
  const places: Place[] = [];
  for (const [slug, type] of Object.entries(types as Record<string, unknown>)) {
    const base = textField(type, 'rest_base');
    if (base === null || OWN_TYPES.test(slug) || fieldOf(type, 'rest_namespace') === 'wp/v3') continue;
    const name = `${slug} ${base} ${textField(type, 'name') ?? ''}`;
    if (slug !== 'post' && !RELEASE_TYPE.test(name)) continue;
    places.push({ kind: 'wordpress', url: postsOf(root, null, base) });
  }
  return places.slice(0, MOST_TYPES);
}

const MOST_SITEMAPS = 4;

/** The sitemaps that a robots.txt names, those called after news first; the usual ones where it names none. */
export function sitemapsOf(robots: string, origin: string): Place[] {
  const named = [...robots.matchAll(/^[ \t]*sitemap[ \t]*:[ \t]*(\S+)/gim)]
    .map((match) => match[1] ?? '')
    .filter((url) => URL.canParse(url, origin))
    .map((url) => new URL(url, origin).href);
  const isNews = (url: string) => /news|press|release/i.test(url);
  const sorted = [...new Set(named)].sort((a, b) => Number(isNews(b)) - Number(isNews(a)));
  const urls = sorted.length > 0 ? sorted : ['/sitemap.xml', '/sitemap_index.xml', '/wp-sitemap.xml'];
  return urls.slice(0, MOST_SITEMAPS).map((url) => ({ kind: 'sitemap', url: new URL(url, origin).href }));
}

/**
 * The folder that tells a newsroom's releases from the site's other pages: that of the page that lists them, or the
 * one in which what it lists stands.
 * @param page address of the page that lists the releases
 * @param listed addresses of releases
 * @returns as `/news/releases/`; null where they stand in no folder of their own
 */
export function folderOf(page: string, listed: string[]): string | null {
  const paths = listed
    .filter((url) => new URL(url).hostname === new URL(page).hostname)
    .map((url) => new URL(url).pathname);
  const holds = (folder: string) =>
    folder !== '/' && paths.filter((path) => path.startsWith(folder)).length >= listed.length * 0.9;
  const own = new URL(page).pathname.replace(/(?:\/index\.\w+)?\/?$/, '/');
  if (listed.length === 0 || holds(own)) return own === '/' ? null : own;
  let common = paths[0] ?? '/';
  while (common !== '/' && !holds(common)) common = common.replace(/[^/]*\/?$/, '') || '/';
  return common === '/' || /\/\d{4}\//.test(common) ? null : common;
}

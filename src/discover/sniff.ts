/** What the bytes of an answer are, and which better sources a page names in its head. */
import { absoluteAddress, parsePage } from '../html.js';
import type { SourceKind } from '../model.js';
import { REAL_TEXT, refusePage } from '../refusal.js';
import { isData } from './data.js';
import { fieldOf, textField } from './feed.js';
import { readListing } from './listing.js';

/** What an answer can be read as; `html-release` is the page of one release. */
export type SniffedKind = SourceKind | 'html-release' | 'unknown';

/**
 * Tells what an answer is by its content; the content type decides only where the content does not.
 * Costs no parsing but for JSON.
 */
export function sniffKind(text: string, contentType: string | null, url: string): SniffedKind {
  const head = text.slice(0, 4000).replace(/^[\ufeff\s]+/, '');
  if (head === '') return 'unknown';
  if (/^[{[]/.test(head)) return sniffJson(text, url);
  if (isData(text)) return 'listing';
  const root = /<(?:[\w-]+:)?(rss|rdf|feed|urlset|sitemapindex|html|body|channel)\b/i
    .exec(head)?.[1]
    ?.toLowerCase();
  if (root === 'urlset' || root === 'sitemapindex') return 'sitemap';
  if (root === 'rss' || root === 'rdf' || root === 'feed' || root === 'channel') return 'feed';
  if (
    root === 'html' ||
    root === 'body' ||
    /^<!doctype html/i.test(head) ||
    /<(?:div|table|ul|a|p)\b/i.test(head)
  ) {
    return sniffHtml(text);
  }
  if (/[/+]xml\b/i.test(contentType ?? '')) return /sitemap/i.test(url) ? 'sitemap' : 'feed';
  return 'unknown';
}

function sniffJson(text: string, url: string): SniffedKind {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    return 'unknown';
  }
  if (/jsonfeed/i.test(textField(json, 'version') ?? '')) return 'feed';
  const first: unknown = Array.isArray(json) ? json[0] : undefined;
  if (fieldOf(fieldOf(first, 'title'), 'rendered') !== undefined && textField(first, 'link') !== null) {
    return 'wordpress';
  }
  if (Array.isArray(json) && json.length === 0) return 'wordpress';
  return readListing(text, { url, zone: 'UTC' }).items.length > 0 ? 'listing' : 'unknown';
}

/** Characters outside of tags, scripts and styles, with one look at each. */
function readableLength(html: string): number {
  let length = 0;
  let at = 0;
  let silent: string | null = null;
  for (const tag of html.matchAll(/<(\/?)([a-z]+)?[^<>]*>/gi)) {
    const [whole, slash, name = ''] = tag;
    if (silent === null) length += html.slice(at, tag.index).trim().length;
    const lower = name.toLowerCase();
    if (silent !== null && slash === '/' && lower === silent) silent = null;
    else if (silent === null && slash === '' && (lower === 'script' || lower === 'style')) silent = lower;
    at = tag.index + whole.length;
    if (length > REAL_TEXT) return length;
  }
  return silent === null ? length + html.slice(at).trim().length : length;
}

/** A page of one release says in its head when it was published; a list of many does not. */
function sniffHtml(text: string): SniffedKind {
  if (refusePage(text, readableLength(text)) !== null) return 'unknown';
  const head = text.slice(0, 60_000);
  const stamped = /article:published_time|"datePublished"/i.test(head);
  const article = /og:type["'][^>]*content=["']article|"@type"\s*:\s*"(?:News)?Article"/i.test(head);
  return stamped && article ? 'html-release' : 'listing';
}

/** A source that a page names. */
export interface NamedSource {
  kind: SourceKind;
  url: string;
  title: string;
}

const FEED_TYPE = /^application\/(?:rss|atom|rdf|feed)\+(?:xml|json)\b|^(?:text|application)\/xml\b/i;

/**
 * Finds the feeds and the WordPress API that a page names in its head, those of its own section first; feeds of
 * comments are left out.
 */
export function findFeeds(html: string, url: string): NamedSource[] {
  const { $, base } = parsePage(html, url);
  const found = new Map<string, NamedSource>();
  let category: string | null = null;
  let api: string | null = null;
  for (const { attribs } of $('link[href]').toArray()) {
    const { rel = '', type = '', href = '', title = '' } = attribs;
    const address = absoluteAddress(href, base);
    if (address === null) continue;
    if (rel === 'https://api.w.org/') api = address;
    if (!/\balternate\b/i.test(rel)) continue;
    category ??= /\/wp\/v2\/categories\/(\d+)/.exec(decodeURIComponent(address))?.[1] ?? null;
    if (!FEED_TYPE.test(type) || /comments?\b/i.test(title) || /\/comments\/feed|oembed/i.test(address))
      continue;
    found.set(address, { kind: 'feed', url: address, title });
  }
  for (const element of $('a[href]').toArray()) {
    const address = absoluteAddress(element.attribs.href ?? '', base);
    if (address === null || found.has(address)) continue;
    if (!/(?:\/feed\/?|\.rss|\/rss(?:\.xml|\/)?|rss\.aspx|\/atom\.xml)(?:$|\?)/i.test(address)) continue;
    if (new URL(address).hostname !== new URL(base).hostname || /\/comments\//.test(address)) continue;
    found.set(address, { kind: 'feed', url: address, title: $(element).text().trim() });
  }
  const path = URL.canParse(url) ? new URL(url).pathname.replace(/\/$/, '') : '';
  const feeds = [...found.values()].sort((a, b) => nearness(b.url, path) - nearness(a.url, path));
  const posts = api === null ? null : postsOf(api, category);
  return posts === null ? feeds : [...feeds, { kind: 'wordpress', url: posts, title: 'WordPress API' }];
}

function nearness(url: string, path: string): number {
  return path !== '' && new URL(url).pathname.startsWith(`${path}/`) ? 1 : 0;
}

/**
 * The endpoint of a post type below an API root, which may be a path or, without permalinks, a parameter.
 * @param base what the API calls the type
 */
export function postsOf(api: string, category: string | null, base = 'posts'): string {
  const url = new URL(api);
  if (url.searchParams.has('rest_route')) url.searchParams.set('rest_route', `/wp/v2/${base}`);
  else url.pathname = `${url.pathname.replace(/\/?$/, '/')}wp/v2/${base}`;
  url.searchParams.set('per_page', '50');
  if (category !== null) url.searchParams.set('categories', category);
  url.searchParams.set('_fields', 'link,title,date,date_gmt,modified_gmt,excerpt,status');
  return url.href;
}

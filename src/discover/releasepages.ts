/**
 * Which addresses of a sitemap are releases. A sitemap names every page of a site; no title, often no date.
 *
 * The first of these that finds something decides; a folder that was named decides alone:
 *  1. the folder in the source's own address: `https://example.gov/sitemap.xml#/news/releases/` reads what lies
 *     below `/news/releases/`, and nothing else;
 *  2. what the newsroom's known statements look like: addresses of the same host and folder, numbers standing for
 *     any number (`/2024/03/05/slug` is like `/2019/11/30/other`);
 *  3. a news sitemap, where an entry has a title and a date;
 *  4. the looks of the address: a day in it; or below a folder that is named as newsrooms are, and ending in a slug of
 *     three words, a number or a file.
 */
import { addressDay } from '../addressdate.js';
import type { Item, SitemapPart } from '../model.js';
import { canonicalAddress } from './address.js';

/** What is known of a newsroom that tells its releases from its other pages. */
export interface Newsroom {
  /** The source's address, with the folder of its releases after a `#` where one is known. */
  url: string;
  /** Addresses of statements that were read there before, newest first. */
  known: string[];
}

/** An address's place, numbers made equal: `example.gov/news/#/#/`. */
function shapeOf(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const { hostname, pathname } = new URL(address);
  const folder = pathname.replace(/\/$/, '').replace(/[^/]*$/, '');
  return hostname.replace(/^www\./, '') + folder.replace(/\d+/g, '#');
}

/** The folder that a source's address names after its `#`, as `/news/`; null where it names none. */
function releaseFolder(sourceUrl: string): string | null {
  const folder = /^#(\/.*?)\/*$/.exec(new URL(sourceUrl).hash)?.[1];
  return folder === undefined || folder === '/' ? null : `${folder}/`;
}

/** A share of the known statements this small may be strays: a page or two that was filed elsewhere. */
const STRAYS = 0.05;

function usualShapes(known: string[]): Set<string> {
  const counts = new Map<string, number>();
  for (const address of known) {
    const shape = shapeOf(address);
    if (shape !== null) counts.set(shape, (counts.get(shape) ?? 0) + 1);
  }
  return new Set([...counts].filter(([, count]) => count > known.length * STRAYS).map(([shape]) => shape));
}

const NEWSROOM =
  /\/(?:news|newsroom|press|media|press-?room|press-?office|(?:press|news|media)[-_]?(?:releases?|statements?|items?|cent(?:er|re))|releases?|statements?|noticias|comunicados)(?=[/.]|$)/i;
/** Pages that sort a newsroom, or show something else in it. */
const SORTING = /\/(?:page|category|tag|author|archive|topics?|events?|photos?|videos?)(?:\/|$)/i;
const SLUG = /^(?:[^-]+-){2}|\d|\.(?:html?|aspx?|cfm|php|pdf)$/i;

function looksLikeRelease(address: string): boolean {
  const { pathname, search } = new URL(address);
  if (/[?&]\w*id=\d/i.test(search)) return NEWSROOM.test(pathname);
  const path = pathname.replace(/\/$/, '');
  const last = path.slice(path.lastIndexOf('/') + 1);
  const folder = path.slice(0, -last.length);
  // A year or the number of a page is no release.
  if (SORTING.test(folder) || /^\d{1,4}$/.test(last)) return false;
  return addressDay(address) !== null || (NEWSROOM.test(folder) && SLUG.test(last));
}

/**
 * The items of a sitemap that are releases, in its order, by the rule above.
 * @param newsroom what is known of the newsroom
 */
export function releasePages(items: Item[], newsroom: Newsroom): Item[] {
  const folder = releaseFolder(newsroom.url);
  if (folder !== null) {
    return items.filter(({ url }) => {
      const { pathname } = new URL(url);
      return pathname.length > folder.length && pathname.startsWith(folder) && !isPager(pathname);
    });
  }
  const shapes = usualShapes(newsroom.known);
  const known = new Set(newsroom.known);
  const alike = items.filter(({ url }) => shapes.has(shapeOf(url) ?? '') || known.has(canonicalAddress(url)));
  if (alike.length > 0) return alike;
  return items.filter(
    ({ url, title, published }) => (title !== '' && published !== null) || looksLikeRelease(url),
  );
}

function isPager(pathname: string): boolean {
  return /\/page\/\d+\/?$/.test(pathname);
}

/** What sitemaps are called that hold no releases. */
const OTHER_PAGES =
  /(?:^|[-_/])(?:pages?|categor(?:y|ies)|(?:post_)?tags?|authors?|users?|images?|videos?|events?|locations?|attachments?|taxonom(?:y|ies)|e-landing-page|elementor_library|product)(?=[-_.\d]|$)/i;
const RELEASES = /press|news|release|statement|media/i;

/**
 * The sitemaps of an index that are worth reading, the newest first; those that do not say when they were changed
 * come last, in their order. Sitemaps that are called after pages, categories, tags, authors, pictures or events are
 * passed over, unless nothing else is there.
 * @param changedAfter a moment in milliseconds; sitemaps that say they were last changed before are left out. Null
 *   for all.
 */
export function partsToRead(parts: SitemapPart[], changedAfter: number | null): SitemapPart[] {
  const likely = parts.filter(({ url }) => {
    const name = new URL(url).pathname.split('/').at(-1) ?? '';
    return RELEASES.test(name) || !OTHER_PAGES.test(name);
  });
  return newestFirst(likely.length > 0 ? likely : parts).filter(({ modified }) =>
    mayHaveChanged(modified, changedAfter),
  );
}

/** True unless something says that it was last changed before a moment. */
export function mayHaveChanged(modified: string | null, after: number | null): boolean {
  return modified === null || after === null || Date.parse(modified) >= after;
}

/** By the time of the last change, newest first; what has none comes last, in its order. */
export function newestFirst<Entry extends { modified: string | null }>(entries: Entry[]): Entry[] {
  const time = ({ modified }: Entry) => (modified === null ? 0 : Date.parse(modified));
  return entries.toSorted((a, b) => time(b) - time(a));
}

/** Feeds: RSS of every age, Atom and JSON Feed, as newsrooms really write them. */
import Parser from 'rss-parser';
import { addressDay } from '../addressdate.js';
import { findDate, readDate } from '../dates.js';
import { absoluteAddress } from '../html.js';
import type { Discovery, Item, PublishedDate } from '../model.js';
import { plainTitle, shortSummary } from '../wording.js';
import { canonicalAddress } from './address.js';
import { repairFeed } from './feedrepair.js';

/** Where a source was read from, and the zone its dates are in. */
export interface ReadingContext {
  /** Absolute address the bytes came from; relative links are resolved against it. */
  url: string;
  /** IANA zone of the newsroom. */
  zone: string;
  /** The moment against which dates without a year are read; the clock's where absent. */
  now?: Date;
}

/** One announcement before it is read: text as it stood in the source. */
export interface Announcement {
  link: string;
  title: string;
  /** Places where the date may stand, best first. */
  dates: (string | null | undefined)[];
  modified: string | null | undefined;
  summary: string | null | undefined;
}

/** A `teaser` of our own, for of a `description` the parser would make a text without markup that nobody reads. */
const parser = new Parser<object, { updated?: string; teaser?: string }>({
  customFields: { item: ['updated', 'teaser'] },
});

/**
 * Reads a feed.
 * @returns every item that has an address; an item whose date cannot be read stays, without a date. Never throws.
 */
export async function readFeed(text: string, context: ReadingContext): Promise<Discovery> {
  if (/^[\ufeff\s]*[{[]/.test(text)) return readJsonFeed(text, context);
  const repaired = repairFeed(text);
  if (!repaired) return nothing('the text is no feed: neither RSS nor Atom');
  const feed = await parser.parseString(repaired.xml);
  const announcements = feed.items.map((item) => ({
    link: item.link ?? '',
    title: item.title ?? '',
    dates: [item.pubDate, item.updated],
    modified: item.updated,
    summary: item.teaser,
  }));
  const base =
    (repaired.base && absoluteAddress(repaired.base, context.url)) ??
    elsewhere(repaired.home, context.url) ??
    context.url;
  const discovery = discoveryOf('feed', announcements, { ...context, url: base });
  discovery.warnings.unshift(...repaired.warnings);
  discovery.next = repaired.next === null ? null : absoluteAddress(repaired.next, base);
  if (/^\s*Comments (?:on|for)\b/i.test(repaired.title)) {
    return { ...nothing('this is a feed of comments, not of releases'), next: null };
  }
  return discovery;
}

/** The channel's own page, where another host than its own passes the feed on; else null. */
function elsewhere(home: string | null, address: string): string | null {
  if (home === null || !/^\s*https?:/i.test(home)) return null;
  const url = absoluteAddress(home, address);
  return url === null || new URL(url).hostname === new URL(address).hostname ? null : url;
}

function nothing(warning: string): Discovery {
  return { kind: 'feed', items: [], next: null, warnings: [warning] };
}

function readJsonFeed(text: string, context: ReadingContext): Discovery {
  let feed: unknown;
  try {
    feed = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    return nothing('the text begins like JSON and is none');
  }
  const items = fieldOf(feed, 'items');
  if (!Array.isArray(items)) return nothing('the JSON has no list of items');
  const announcements = items.map((item) => ({
    link: textField(item, 'url') ?? textField(item, 'external_url') ?? textField(item, 'id') ?? '',
    title: textField(item, 'title') ?? '',
    dates: [textField(item, 'date_published'), textField(item, 'date_modified')],
    modified: textField(item, 'date_modified'),
    summary: textField(item, 'summary') ?? textField(item, 'content_text') ?? textField(item, 'content_html'),
  }));
  const discovery = discoveryOf('feed', announcements, context);
  const next = textField(feed, 'next_url');
  discovery.next = next === null ? null : absoluteAddress(next, context.url);
  return discovery;
}

/** A field of a value from outside, undefined where there is none. */
export function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

/** A field that is a text, or null. */
export function textField(value: unknown, name: string): string | null {
  const field = fieldOf(value, name);
  return typeof field === 'string' && field !== '' ? field : null;
}

/** Reads announcements one by one; what cannot be read is named in the warnings, never dropped in silence. */
export function discoveryOf(
  kind: Discovery['kind'],
  announcements: Announcement[],
  context: ReadingContext,
): Discovery {
  const items: Item[] = [];
  const seen = new Set<string>();
  let homeless = 0;
  const undated: string[] = [];
  for (const { link, title, dates, modified, summary } of announcements) {
    const url = absoluteAddress(link.replaceAll('&amp;', '&'), context.url);
    if (url === null) {
      homeless++;
      continue;
    }
    const identity = canonicalAddress(url);
    if (seen.has(identity)) continue;
    seen.add(identity);
    const declared = firstDate(dates, context);
    const date =
      declared.published === null ? (leadingDate(summary, context) ?? dayIn(url) ?? declared) : declared;
    const wanted = dates.find((text) => text?.trim());
    if (date.published === null && wanted) undated.push(wanted.trim().slice(0, 60));
    items.push({
      url,
      title: plainTitle(title),
      ...date,
      summary: shortSummary(summary),
      modified: modified ? (readDate(modified, context)?.published ?? null) : null,
    });
  }
  const warnings: string[] = [];
  if (homeless > 0) warnings.push(`${homeless} of ${announcements.length} items have no address`);
  if (undated.length > 0)
    warnings.push(`${undated.length} dates could not be read, such as ${JSON.stringify(undated[0])}`);
  if (items.length === 0 && homeless === 0) warnings.push(`the ${kind} holds no items`);
  return { kind, items, next: null, warnings };
}

/** Some feeds carry the date only at the beginning of the description, or in the address. */
function leadingDate(summary: string | null | undefined, context: ReadingContext): PublishedDate | null {
  const text = summary ? plainTitle(summary.slice(0, 400)) : '';
  const found = findDate(text, context);
  return found?.start === 0 ? { published: found.published, precision: found.precision } : null;
}

function dayIn(url: string): PublishedDate | null {
  const published = addressDay(url);
  return published === null ? null : { published, precision: 'day' };
}

function firstDate(texts: (string | null | undefined)[], context: ReadingContext): PublishedDate {
  for (const text of texts) {
    if (!text) continue;
    const date = readDate(text, context) ?? (text.length < 120 ? findDate(text, context) : null);
    if (date) return { published: date.published, precision: date.precision };
  }
  return { published: null, precision: 'unknown' };
}

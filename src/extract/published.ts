/** When a release was published, by its own page. */
import { addressDay } from '../addressdate.js';
import { type DateContext, findDate, readDate, readStamp } from '../dates.js';
import type { PublishedDate } from '../model.js';
import type { Block } from './blocks.js';

/** Where dates stand on a release page. */
export interface DateSources {
  /** Paragraphs above the body: title, date, byline. */
  above: Block[];
  /** The body's own. */
  body: Block[];
  /** The first below it. */
  below: Block[];
  /** Dates in the head, best first. */
  metadata: string[];
  /** Some offices title every page with its day: `March 5, 2019 Press Release`. No other title reads as a date. */
  documentTitle: string;
  address: string;
  /** What the feed or listing said. */
  announced: string | null;
}

interface Found extends PublishedDate {
  published: string;
}

const THREE_DAYS = 3 * 86_400_000;

/**
 * Reads the date of a release: what the page shows beside the title, then its metadata, its address, its dateline,
 * what it shows below the text, and last what announced it. A minute is taken from a later source where that is of the same day.
 */
export function publishedOf(
  sources: DateSources,
  context: DateContext,
): { date: PublishedDate; warning: string | null } {
  const shown = nearestShown(sources.above, context);
  const stated = firstOf(sources.metadata.map((text) => readStamp(text, context)));
  const dateline = datelineOf(sources.body.slice(0, 3), context);
  const address = fromAddress(sources.address);
  const announced = found(sources.announced ? readDate(sources.announced, context) : null);
  // A dateline is typed by hand and an address is not: where they differ the address is right.
  const titled = found(readDate(sources.documentTitle, context));
  let chosen =
    shown ?? stated ?? address ?? titled ?? dateline ?? shownBelow(sources.below, context) ?? announced;
  let warning: string | null = null;
  if (!shown && !stated && address && dateline && day(address) !== day(dateline)) {
    warning = `the address says ${address.published.slice(0, 10)}, the text ${dateline.published.slice(0, 10)}`;
  }
  if (!shown && stated) {
    // A moved site stamps all its releases with the day of the move; what the release says of itself is older.
    const told = address ?? dateline;
    if (told && Math.abs(day(told) - day(stated)) > THREE_DAYS) {
      chosen = told;
      warning = `the page's metadata says ${stated.published.slice(0, 10)}, its text ${told.published.slice(0, 10)}`;
    }
  }
  if (!chosen) return { date: { published: null, precision: 'unknown' }, warning: null };
  for (const other of [stated, announced]) {
    const finer = chosen.precision === 'day' && other?.precision === 'minute';
    if (finer && other.published.slice(0, 10) === chosen.published) chosen = other;
  }
  return { date: { published: chosen.published, precision: chosen.precision }, warning };
}

function day({ published }: Found): number {
  return Date.parse(published.slice(0, 10));
}

function found(date: PublishedDate | null): Found | null {
  return date && date.published !== null ? { published: date.published, precision: date.precision } : null;
}

function firstOf(dates: (PublishedDate | null)[]): Found | null {
  for (const date of dates) {
    const one = found(date);
    if (one) return one;
  }
  return null;
}

/** The paragraph nearest above the text that is a date, or a short byline with one: far above may stand today's. */
function nearestShown(blocks: Block[], context: DateContext): Found | null {
  let byline: Found | null = null;
  for (const { text, stamp, heading } of blocks.toReversed()) {
    if (text.length > 160 || !/\d/.test(text + (stamp ?? ''))) continue;
    for (const line of text.split('\n')) {
      const seen = found(readDate(line, context));
      if (seen && !/updated|modified/i.test(line)) return withStamp(seen, stamp, context);
    }
    if (byline || heading > 0) continue;
    const inside = text.length <= 120 ? found(findDate(text, context)) : null;
    const named = /\b(?:posted|published|released?|date|by|news|press)\b|[|•·]/i.test(text);
    if (inside && named) byline = withStamp(inside, stamp, context);
    else if (stamp !== null) byline = found(readStamp(stamp, context));
  }
  return byline;
}

/** Some sites sign a release with its day, or say below it when it was posted. */
function shownBelow(blocks: Block[], context: DateContext): Found | null {
  for (const { text, stamp } of blocks) {
    if (text.length > 300 || /updated|modified/i.test(text)) continue;
    const seen = found(readDate(text, context));
    if (seen) return withStamp(seen, stamp, context);
    const said = /^(?:this (?:entry|post) was )?(?:posted|published|released) (?:on|in)\b/i.test(text);
    const inside = said ? found(findDate(text, context)) : null;
    if (inside) return withStamp(inside, stamp, context);
  }
  return null;
}

function withStamp(seen: Found, stamp: string | null, context: DateContext): Found {
  const exact = stamp === null ? null : found(readStamp(stamp, context));
  const finer = exact?.precision === 'minute' && seen.precision === 'day';
  return finer && exact.published.slice(0, 10) === seen.published ? exact : seen;
}

/**
 * The dateline of the first paragraphs: `May 23, 2023 (SAINT PAUL) –`, `WASHINGTON, D.C. [4/14/15] –`,
 * `SPRINGFIELD, Jan. 5, 2024 –`. A date after `on` tells of something else.
 */
function datelineOf(blocks: Block[], context: DateContext): Found | null {
  for (const { text } of blocks) {
    const flat = text.slice(0, 200).replace(/\s+/g, ' ');
    const date = findDate(flat, context);
    const one = found(date);
    if (!date || !one) continue;
    const before = flat.slice(0, date.start);
    const after = flat.slice(date.end);
    const place =
      /^[\p{Lu}][\p{L}.'’ ]{1,40}(?:, ?[\p{L}. ]{2,20})?[,:\s–—-]*[([]?\s*$/u.test(before) &&
      !/\b(?:on|since|in|by|of)\s*$/i.test(before);
    const closed = /^\s*(?:[)\]–—:-]|\(|\/)/.test(after);
    if ((before.trim() === '' && /^\s*(?:[([–—:|-]|$)/.test(after)) || (place && closed)) return one;
  }
  return null;
}

function fromAddress(address: string): Found | null {
  const published = addressDay(address);
  return published === null ? null : { published, precision: 'day' };
}

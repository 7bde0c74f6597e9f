/** Dates that stand by themselves among the text of a page: whole, in boxes, or in a stamp no one sees. */
import { type DateContext, readDate, readStamp } from '../dates.js';
import type { PublishedDate } from '../model.js';
import type { DateSpot, Leaf } from './outline.js';

const PART =
  /^(?:[a-z]{3,9}\.?,?|(?:[a-z]{3,9}\.? )?\d{1,2}(?:st|nd|rd|th)?,?|st|nd|rd|th|,?[’']?\d{2,4}|[a-z]{3,9}\.?,? \d{1,4},?|,)$/i;
/** What a date can begin with: a day, a month, a weekday. */
const OPENING = /^(?:\d|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun)/i;
const MONTH = /jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec/i;

/** Every leaf, or run of short neighbouring leaves (month, day and year in boxes), that is a date. */
export function datesAmong(leaves: Leaf[], context: DateContext): DateSpot[] {
  const spots: DateSpot[] = [];
  for (let i = 0; i < leaves.length; i++) {
    const leaf = leaves[i];
    if (!leaf) continue;
    const whole = mayBeDate(leaf) ? wholeDate(leaf, context) : null;
    const run = !whole || isYearless(leaf.text) ? boxedDate(leaves, i, context) : null;
    const spot = run ?? whole;
    if (!spot) continue;
    spots.push(spot);
    i += spot.leaves.length - 1;
  }
  return spots;
}

/** A cheap look before the reading: titles are the most of a page's text, and few of them hold a year. */
function mayBeDate({ text, stamp }: Leaf): boolean {
  if (stamp !== null || text.length <= 24) return true;
  return text.length <= 90 && /\d{4}|\d[/.-]\d/.test(text);
}

/** True where a date's text names no year. */
export function isYearless(text: string): boolean {
  return !/\d{4}|\d[/.-]['’]?\d{2}$|['’]\d{2}$/.test(text);
}

function wholeDate(leaf: Leaf, context: DateContext): DateSpot | null {
  const seen = /\d/.test(leaf.text) ? readDate(leaf.text, context) : null;
  const stamped = leaf.stamp === null ? null : readStamp(leaf.stamp, context);
  const date = betterDate(seen, stamped);
  if (!date) return null;
  const text = seen && !stamped ? leaf.text : (leaf.stamp ?? leaf.text);
  return { date, text, order: leaf.order, place: leaf.place, leaves: [leaf] };
}

/** What the page shows is the day; a stamp adds the minute where it is of the same day. */
function betterDate(seen: PublishedDate | null, stamped: PublishedDate | null): PublishedDate | null {
  if (!seen || !stamped) return seen ?? stamped;
  const sameDay = seen.published?.slice(0, 10) === stamped.published?.slice(0, 10);
  return sameDay && seen.precision === 'day' ? stamped : seen;
}

/** `Mar` `9` `2015` in elements of their own, or `January 15` `th` `, 2024`. */
function boxedDate(leaves: Leaf[], from: number, context: DateContext): DateSpot | null {
  const first = leaves[from];
  if (!first || first.text.length > 16 || !PART.test(first.text) || !OPENING.test(first.text)) return null;
  const run: Leaf[] = [];
  for (let i = from; i < leaves.length && run.length < 5; i++) {
    const leaf = leaves[i];
    if (!leaf || leaf.text.length > 16 || !PART.test(leaf.text) || leaf.link !== first.link) break;
    if (leaf.place.level > first.place.level + 3 || leaf.place.level < first.place.level - 3) break;
    run.push(leaf);
  }
  for (let length = run.length; length > 1; length--) {
    const part = run.slice(0, length);
    const text = part
      .map((leaf) => leaf.text)
      .join(' ')
      .replace(/ (st|nd|rd|th|,)\b/g, '$1');
    if (!MONTH.test(text)) continue;
    const date = readDate(text, context);
    if (date) return { date, text, order: first.order, place: first.place, leaves: part };
  }
  return null;
}

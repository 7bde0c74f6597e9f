import { DateTime } from 'luxon';
import type { PublishedDate } from '../src/model.js';

/** Ahead of us by more than this, a date is a slip of a clock and not believed. */
const AHEAD_MS = 2 * 24 * 3_600_000;

/** The day of a date as the newsroom counts it, `YYYY-MM-DD`; null for a date in the future. */
export function dayOf(date: PublishedDate): string | null {
  if (date.published === null || Date.parse(date.published) > Date.now() + AHEAD_MS) return null;
  return date.published.slice(0, 10);
}

/** The moment of a date, where more than the day is known; null for a date in the future. */
export function momentOf(date: PublishedDate): Date | null {
  return date.precision === 'minute' && date.published !== null && dayOf(date) !== null
    ? new Date(date.published)
    : null;
}

/** Back from what is stored to a date as the newsroom gave it. */
export function publishedFrom(day: string | null, moment: Date | null, zone: string): PublishedDate {
  if (moment !== null) {
    const published = DateTime.fromJSDate(moment, { zone }).toISO({ suppressMilliseconds: true });
    return { published, precision: 'minute' };
  }
  return { published: day, precision: day === null ? 'unknown' : 'day' };
}

/** The day of a moment in a zone. */
export function dayInZone(moment: Date, zone: string): string {
  return DateTime.fromJSDate(moment, { zone }).toFormat('yyyy-MM-dd');
}

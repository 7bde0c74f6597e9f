import { DateTime } from 'luxon';
import type { PublishedDate } from '../src/model.js';

/** The day of a date as the newsroom counts it, `YYYY-MM-DD`. */
export function dayOf(date: PublishedDate): string | null {
  return date.published === null ? null : date.published.slice(0, 10);
}

/** The moment of a date, where more than the day is known. */
export function momentOf(date: PublishedDate): Date | null {
  return date.published !== null && date.precision === 'minute' ? new Date(date.published) : null;
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

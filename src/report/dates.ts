import { DateTime } from 'luxon';

/** Something that is not a day of the calendar. */
export class DateError extends Error {
  override name = 'DateError';
}

/** A day as people give it to a filter. @throws DateError when it is not `YYYY-MM-DD` or no such day exists. */
export function parseDay(text: string): string {
  // There was no year 0, and the database has none.
  if (!/^(?!0000)\d{4}-\d{2}-\d{2}$/.test(text) || !DateTime.fromISO(text).isValid) {
    throw new DateError(`"${text}" is not a date: write it as YYYY-MM-DD`);
  }
  return text;
}

/** A date as the newsroom gave it: the day, or the minute with the newsroom's offset. */
export function formatPublished(day: string | null, moment: Date | null, zone: string): string | null {
  return moment === null ? day : DateTime.fromJSDate(moment, { zone }).toISO({ suppressMilliseconds: true });
}

import { DateTime } from 'luxon';

/** `Apr 11, 2018`, of `2018-04-11` or of a moment as its newsroom's clock had it. */
export function shortDay(published: string): string {
  return DateTime.fromISO(published, { setZone: true }).toFormat('LLL d, yyyy');
}

/** `Wednesday, April 11, 2018`. */
export function longDay(day: string): string {
  return DateTime.fromISO(day, { setZone: true }).toFormat('cccc, LLLL d, yyyy');
}

/** `April 11, 2018, 12:25 PM (UTC-5)` of a moment with its offset; of a day, the day. */
export function published(text: string): string {
  const moment = DateTime.fromISO(text, { setZone: true });
  return moment.toFormat(text.length > 10 ? "LLLL d, yyyy, h:mm a '(UTC'Z')'" : 'LLLL d, yyyy');
}

/** `Nov 24, 2026, 23:05 UTC`. */
export function utc(moment: Date): string {
  return DateTime.fromJSDate(moment, { zone: 'utc' }).toFormat("LLL d, yyyy, HH:mm 'UTC'");
}

/** How long ago, in the largest unit: `3 minutes ago`; `in 2 hours` of what is to come. */
export function sinceThen(moment: Date, now = new Date()): string {
  const seconds = Math.round((moment.getTime() - now.getTime()) / 1000);
  const size = Math.abs(seconds);
  if (size < 45) return seconds > 0 ? 'in a moment' : 'just now';
  const [unit, length] = UNITS.find(([, length]) => size >= length * 0.95) ?? ['minute', 60];
  return WORDS.format(Math.round(seconds / length), unit);
}

const WORDS = new Intl.RelativeTimeFormat('en-US', { numeric: 'always' });
const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];

/** How long from one day to another: `8 months`, `3 years`, `5 days`; `one day` where they are the same. */
export function span(from: string, to: string): string {
  const days = DateTime.fromISO(to).diff(DateTime.fromISO(from), 'days').days + 1;
  if (days < 2) return 'one day';
  if (days < 60) return `${Math.round(days)} days`;
  const months = Math.round(days / 30.44);
  if (months < 24) return `${months} months`;
  return `${Math.floor(days / 365.25)} years`;
}

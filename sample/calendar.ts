/**
 * Dates as newsrooms write them. Every function takes an RFC 3339 time with the newsroom's own offset and writes
 * the newsroom's local time, whatever the zone of this machine.
 */
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;

interface Clock {
  year: string;
  month: string;
  monthName: string;
  day: string;
  weekday: string;
  hour: number;
  minute: string;
  second: string;
  offset: string;
}

function clock(time: string): Clock {
  const parts = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)([+-]\d\d:\d\d)$/.exec(time);
  if (!parts) throw new Error(`not a time with an offset: ${time}`);
  const [, year = '', month = '', day = '', hour = '', minute = '', second = '', offset = ''] = parts;
  const weekday = new Date(`${year}-${month}-${day}T00:00:00Z`).getUTCDay();
  return {
    year,
    month,
    day,
    minute,
    second,
    offset,
    hour: Number(hour),
    monthName: MONTHS[Number(month) - 1] ?? '',
    weekday: DAYS[weekday] ?? '',
  };
}

/** `March 21, 2018` */
export function long(time: string): string {
  const at = clock(time);
  return `${at.monthName} ${Number(at.day)}, ${at.year}`;
}

/** `03/21/18` */
export function slashed(time: string): string {
  const at = clock(time);
  return `${at.month}/${at.day}/${at.year.slice(2)}`;
}

/** `03.21.18` */
export function dotted(time: string): string {
  return slashed(time).replaceAll('/', '.');
}

/** `Wed, 21 Mar 2018 14:05:00 -0500` */
export function rfc822(time: string): string {
  const at = clock(time);
  const hour = String(at.hour).padStart(2, '0');
  return `${at.weekday.slice(0, 3)}, ${at.day} ${at.monthName.slice(0, 3)} ${at.year} ${hour}:${at.minute}:${at.second} ${at.offset.replace(':', '')}`;
}

/** `Wednesday, March 21, 2018 - 2:05pm`, as Drupal 7 wrote into its feeds. */
export function drupal(time: string): string {
  const at = clock(time);
  return `${at.weekday}, ${long(time)} - ${at.hour % 12 || 12}:${at.minute}${at.hour < 12 ? 'am' : 'pm'}`;
}

/** `2018-03-21T14:05:00`, without an offset, as WordPress writes local times. */
export function local(time: string): string {
  return time.slice(0, 19);
}

/** `2018-03-21T19:05:00`, without an offset, as WordPress writes GMT. */
export function gmt(time: string): string {
  return new Date(time).toISOString().slice(0, 19);
}

/**
 * Dates as newsrooms write them.
 *
 * A day stays a day: `January 15, 2024` has no hour, so no time zone may move it. A minute is given in the
 * newsroom's own zone. What is not a real calendar date is no date at all; nothing is guessed, with one
 * exception: a month and day without a year are the latest such day that is not in the future.
 */
import { DateTime, IANAZone } from 'luxon';
import type { PublishedDate } from './model.js';

/** Where and when a date was written. */
export interface DateContext {
  /** IANA zone of the newsroom: `America/Chicago`. */
  zone: string;
  /** The moment against which a missing year is inferred; the clock's where absent. */
  now?: Date;
}

/** A date found inside a longer text. `start` and `end` count in the text after white space was collapsed. */
export interface FoundDate extends PublishedDate {
  start: number;
  end: number;
}

/** A day of the calendar. */
export interface Day {
  year: number;
  month: number;
  day: number;
}

interface Clock {
  hour: number;
  minute: number;
  second: number;
  /** Fixed offset in minutes, or an IANA zone; null where the text names none. */
  zone: number | string | null;
}

const MONTHS = new Map<string, number>();
for (const [index, names] of [
  'january jan enero ene',
  'february feb febuary febrero',
  'march mar marzo',
  'april apr abril abr',
  'may mayo',
  'june jun junio',
  'july jul julio',
  'august aug agosto ago',
  'september sept sep septiembre setiembre',
  'october oct octubre',
  'november nov noviembre',
  'december dec diciembre dic',
].entries()) {
  for (const name of names.split(' ')) MONTHS.set(name, index + 1);
}

/** Zone names in the wild. `ET` and `Eastern` follow daylight saving, `EST` is what it says. */
const ZONES = new Map<string, number | string>([
  ['z', 0],
  ['ut', 0],
  ['utc', 0],
  ['gmt', 0],
  ['ast', -240],
  ['adt', -180],
  ['est', -300],
  ['edt', -240],
  ['cst', -360],
  ['cdt', -300],
  ['mst', -420],
  ['mdt', -360],
  ['pst', -480],
  ['pdt', -420],
  ['akst', -540],
  ['akdt', -480],
  ['hst', -600],
  ['hdt', -540],
  ['sst', -660],
  ['chst', 600],
  ['et', 'America/New_York'],
  ['eastern', 'America/New_York'],
  ['ct', 'America/Chicago'],
  ['central', 'America/Chicago'],
  ['mt', 'America/Denver'],
  ['mountain', 'America/Denver'],
  ['pt', 'America/Los_Angeles'],
  ['pacific', 'America/Los_Angeles'],
  ['alaska', 'America/Anchorage'],
  ['hawaii', 'Pacific/Honolulu'],
]);

// One expression finds every form, so a text is walked once. Each branch starts with a letter run or a digit
// run of bounded length and holds no nested repetition: time is linear in the text.
const DAY = String.raw`(\d{1,2})(?:st|nd|rd|th)?`;
const ANY_DATE = new RegExp(
  [
    // 2024-01-15, 2024/1/15, 2024.01.15
    String.raw`(?<![\d./-])(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?=\D|$)`,
    // 01/15/2024, 01.15.24, 1-15-24; the year may also stand as '24
    String.raw`(?<![\d./$-])(\d{1,2}) ?([-/.]) ?(\d{1,2}) ?\6 ?['’]?(\d{4}|\d{2})(?![\d/]|[-.]\d)`,
    // 15 January 2024, 15-Jan-24, 15 de enero de 2024, 15th of January, 2024
    String.raw`(?<![\w/.:-])${DAY}(?: ?[-/.] ?| (?:of |de )?|(?=[a-z]{3}))([a-z]{3,10})\.?,?(?: ?[-/] ?| (?:of |de |del )?)(\d{4}|\d{2})(?![\d:/]|\.\d)`,
    // January 15, 2024, Jan. 15 2024, Sept. 5th,2024, Jan-15-2024
    String.raw`(?<![\w])([a-z]{3,10})(?:\. ?| ?- ?| )${DAY}(?:(?: ?, ?| ?- ?| |\. ?|/)(?:of |de )?(\d{4})|, (\d{2}))(?![\d:/%]|\.\d)`,
    // Mon Apr 15 14:23:00 EDT 2013
    String.raw`(?<![\w])([a-z]{3}) (\d{1,2}) (\d{2}:\d{2}:\d{2}) ([a-z]{3,4} )?(\d{4})(?!\d)`,
  ].join('|'),
  'gi',
);

const BASIC_ISO = /^(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?(Z)?)?$/i;
const YEARLESS = new RegExp(String.raw`^(?:([a-z]{3,10})\.? ${DAY}|${DAY}(?: of)? ([a-z]{3,10})\.?)$`, 'i');
const WEEKDAY =
  /\b(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?|lunes|martes|miércoles|jueves|viernes|sábado|domingo)\b\.?/gi;
const LABEL =
  /\b(?:date|dated|posted|published|issued|released?|release date|publication date|for immediate release|last|updated?|modified|created|submitted|on|at|by|the|news|press)\b:?/gi;
const TIME_BEFORE =
  /(?<![\d:])(\d{1,2}:\d{2}(?::\d{2})? ?(?:[ap]\.?m\.?)?|\d{1,2} ?[ap]\.?m\.?)(?: ?\(?(e[sd]?t|c[sd]?t|m[sd]?t|p[sd]?t|gmt|utc)\)?)?(?:,| on| -| \|)? *$/i;
const TIME_AFTER =
  /(?:T|,? ?(?:[-–—|@•·] ?)?(?:at |around )?)(\d{1,2})(?::(\d{2}))?(?::(\d{2})(?:[.,]\d{1,9})?)? ?(?:([ap])\.? ?m\b\.?)?/iy;
const OFFSET =
  / ?(?:(?:GMT|UTC)? ?([+\-−])(\d{1,2}):?(\d{2})?(?!\d)|\(?([a-z]{1,8})\b(?: (?:standard |daylight )?time)?\)?)/iy;
const AFTER_OFFSET = /(?: ?\([\w /:+-]{2,40}\)| ?\[[\w/]{2,40}\])/y;

/** What every form of ANY_DATE holds: two numbers apart, or the beginning of a month's name. */
const MAY_HOLD_DATE = /\d ?[-/.] ?\d|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|ene|abr|ago|set|dic/i;

/** Collapses every kind of white space, so that the expressions need to know only one. */
function collapse(text: string): string {
  if (!/[^\S ]| {2}|[\u200b\u200e\u200f]/.test(text)) return text.trim();
  return text.replace(/[\s\u00a0\u200b\u200e\u200f\ufeff]+/g, ' ').trim();
}

const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** The day where it is one of the calendar and not the zero of some content system. */
export function realDay(year: number, month: number, day: number): Day | null {
  // Content systems write an unset date as 1970, 1900 or year one; no newsroom on the web is that old.
  if (year < 1971 || year > 2100 || month < 1 || month > 12 || day < 1) return null;
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day <= (MONTH_DAYS[month - 1] ?? 0) + (leap ? 1 : 0) ? { year, month, day } : null;
}

/** `24` is 2024 and `98` is 1998: a two-digit year is never more than a year ahead of `now`. */
function fullYear(digits: string, now: Date): number {
  const year = Number(digits);
  if (digits.length === 4) return year;
  return 2000 + year <= now.getUTCFullYear() + 1 ? 2000 + year : 1900 + year;
}

/** 1 to 12 for a month's name, English or Spanish, whole or short; 0 for anything else. */
export function monthOf(name: string | undefined): number {
  return MONTHS.get((name ?? '').toLowerCase()) ?? 0;
}

/** The calendar day of a match of ANY_DATE, or null where the digits name none. */
function dayOf(match: RegExpMatchArray, now: Date): Day | null {
  const [, isoY, , isoM, isoD, numM, , numD, numY, dmD, dmM, dmY, mdM, mdD, mdY, mdYY, cM, cD, , , cY] =
    match;
  if (isoY !== undefined) return realDay(Number(isoY), Number(isoM), Number(isoD));
  if (numM !== undefined) return realDay(fullYear(numY ?? '', now), Number(numM), Number(numD));
  if (dmD !== undefined) {
    // `15 Apr 13` is a year only before a clock, as RFC 822 has it; else it is two numbers around a word.
    const bare = dmY?.length === 2 && !/[-/]/.test(match[0]);
    if (bare && !/^ \d{1,2}:\d/.test(match.input?.slice((match.index ?? 0) + match[0].length) ?? ''))
      return null;
    return realDay(fullYear(dmY ?? '', now), monthOf(dmM), Number(dmD));
  }
  if (mdM !== undefined) return realDay(fullYear(mdY ?? mdYY ?? '', now), monthOf(mdM), Number(mdD));
  return realDay(Number(cY), monthOf(cM), Number(cD));
}

/** Reads the clock that begins at `from`; null where there is none or it is no time of day. */
function clockAt(text: string, from: number): (Clock & { end: number }) | null {
  TIME_AFTER.lastIndex = from;
  const match = TIME_AFTER.exec(text);
  if (!match || (match[2] === undefined && match[4] === undefined)) return null;
  const meridiem = match[4]?.toLowerCase();
  let hour = Number(match[1]);
  if (meridiem && hour <= 12) hour = (hour % 12) + (meridiem === 'p' ? 12 : 0);
  const minute = Number(match[2] ?? 0);
  const second = Number(match[3] ?? 0);
  if (hour > 23 || minute > 59 || second > 60) return null;
  let end = TIME_AFTER.lastIndex;
  let zone: number | string | null = null;
  OFFSET.lastIndex = end;
  const offset = OFFSET.exec(text);
  const named = offset?.[4] === undefined ? undefined : ZONES.get(offset[4].toLowerCase());
  if (offset?.[1] !== undefined) {
    const minutes = Number(offset[2]) * 60 + Number(offset[3] ?? 0);
    if (minutes <= 14 * 60) {
      zone = offset[1] === '+' ? minutes : -minutes;
      end = OFFSET.lastIndex;
    }
  } else if (named !== undefined) {
    zone = named;
    end = OFFSET.lastIndex;
  } else if (offset?.[4] !== undefined && /^[A-Z]{2,5}$/.test(offset[4])) {
    // A zone nobody knows: the day is sure, the minute is not, and midnight stands for the day alone.
    return { hour: 0, minute: 0, second: 0, zone: null, end: OFFSET.lastIndex };
  }
  AFTER_OFFSET.lastIndex = end;
  if (AFTER_OFFSET.test(text)) end = AFTER_OFFSET.lastIndex;
  return { hour, minute, second: Math.min(second, 59), zone, end };
}

/** `YYYY-MM-DD`. */
export function dayText({ year, month, day }: Day): string {
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** A day and a clock as RFC 3339 in the newsroom's zone, or the day alone. */
function publishedAt(day: Day, clock: Clock | null, context: DateContext): PublishedDate {
  const asDay: PublishedDate = { published: dayText(day), precision: 'day' };
  // Content systems store a day as its midnight, in whatever zone; moving it would change the day.
  if (!clock || (clock.hour === 0 && clock.minute === 0 && clock.second === 0)) return asDay;
  // `create` keeps the zones it made; `isValidZone` makes one anew each time, which takes longer than all the rest.
  if (!IANAZone.create(context.zone).isValid) return asDay;
  const { hour, minute, second } = clock;
  const moment =
    typeof clock.zone === 'number'
      ? DateTime.fromMillis(Date.UTC(day.year, day.month - 1, day.day, hour, minute - clock.zone, second), {
          zone: context.zone,
        })
      : DateTime.fromObject({ ...day, hour, minute, second }, { zone: clock.zone ?? context.zone }).setZone(
          context.zone,
        );
  // Nor is a midnight of the newsroom's, written in another zone, a minute at which anything was published.
  if (moment.hour === 0 && moment.minute === 0 && moment.second === 0)
    return { published: moment.toISODate(), precision: 'day' };
  const published = moment.toISO({ suppressMilliseconds: true });
  return published === null ? asDay : { published, precision: 'minute' };
}

function* datesIn(text: string, context: DateContext): Generator<FoundDate> {
  // Most texts are titles; the long expression is for those that may hold a date.
  if (!MAY_HOLD_DATE.test(text)) return;
  const now = context.now ?? new Date();
  for (const match of text.matchAll(ANY_DATE)) {
    const day = dayOf(match, now);
    if (!day) continue;
    const start = match.index;
    let end = start + match[0].length;
    let clock: (Clock & { end: number }) | null;
    if (match[18] !== undefined) {
      clock = clockAt(`${match[18]} ${match[19] ?? ''}`.trim(), 0);
    } else {
      clock = clockAt(text, end);
      if (clock) end = clock.end;
    }
    yield { ...publishedAt(day, clock, context), start, end };
  }
}

/**
 * Finds the first date in running text.
 * @returns the date and where it stands (in the text with its white space collapsed), or null.
 */
export function findDate(text: string, context: DateContext): FoundDate | null {
  for (const found of datesIn(collapse(text), context)) return found;
  return null;
}

/** What most lists write, read without the long expression: `1/15/2024`, `01.15.24`, `January 15, 2024`. */
const PLAIN = /^(?:(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})|([a-z]{3,9}) (\d{1,2}), (\d{4}))$/i;

function readPlain(flat: string, context: DateContext): PublishedDate | null {
  const match = flat.length < 20 ? PLAIN.exec(flat) : null;
  if (!match) return null;
  const [, month, , date, year, name, named, namedYear] = match;
  const day =
    name === undefined
      ? realDay(fullYear(year ?? '', context.now ?? new Date()), Number(month), Number(date))
      : realDay(Number(namedYear), monthOf(name), Number(named));
  return day && { published: dayText(day), precision: 'day' };
}

/**
 * Reads a text that is a date and nothing else, but for weekday, time, zone and labels such as `Posted on`.
 * @returns null where the text holds no date, more than one, or other words beside it.
 */
export function readDate(text: string, context: DateContext): PublishedDate | null {
  if (text.length > 200) return null;
  const flat = collapse(text);
  if (flat.length < 4 || flat.length > 120 || !/\d/.test(flat)) return null;
  const plain = readPlain(flat, context);
  if (plain) return plain;
  const basic = BASIC_ISO.exec(flat);
  if (basic) return readBasic(basic, context);
  let found: FoundDate | null = null;
  for (const next of datesIn(flat, context)) {
    if (found) return null;
    found = next;
  }
  if (!found) return readYearless(flat, context);
  const before = flat.slice(0, found.start).replace(WEEKDAY, ' ').trimEnd();
  const time = found.precision === 'day' ? TIME_BEFORE.exec(before) : null;
  const rest = (time ? before.slice(0, time.index) : before) + flat.slice(found.end);
  if (/[\p{L}\p{N}]/u.test(rest.replace(WEEKDAY, ' ').replace(LABEL, ' '))) return null;
  const clock = time ? clockAt(`${time[1]} ${time[2] ?? ''}`.trim(), 0) : null;
  const day = clock && /^(\d+)-(\d+)-(\d+)/.exec(found.published ?? '');
  if (day) {
    const [, year, month, date] = day;
    return publishedAt({ year: Number(year), month: Number(month), day: Number(date) }, clock, context);
  }
  return { published: found.published, precision: found.precision };
}

/**
 * Reads the `datetime` of an element or the value of a meta element. Drupal writes a day as its noon in UTC.
 * @returns null where the value is no date.
 */
export function readStamp(stamp: string, context: DateContext): PublishedDate | null {
  return readDate(stamp.trim().replace(/T12:00:00(?:\.0+)?(?:Z|[+-]00:?00)$/, ''), context);
}

function readBasic(match: RegExpExecArray, context: DateContext): PublishedDate | null {
  const [, year, month, date, hour, minute, second, utc] = match;
  const day = realDay(Number(year), Number(month), Number(date));
  if (!day) return null;
  const clock = hour === undefined ? null : clockAt(`${hour}:${minute}:${second ?? '00'}${utc ?? ''}`, 0);
  return publishedAt(day, clock, context);
}

/** `Jan 15` is the latest 15 January that is not in the future; a day of grace covers zones and embargoes. */
function readYearless(flat: string, context: DateContext): PublishedDate | null {
  const match = YEARLESS.exec(
    flat
      .replace(WEEKDAY, '')
      .replace(LABEL, '')
      .replace(/^[\s,:|-]+|[\s,:|-]+$/g, ''),
  );
  if (!match) return null;
  const month = monthOf(match[1] ?? match[4]);
  const date = Number(match[2] ?? match[3]);
  const now = context.now ?? new Date();
  const latest = now.getTime() + 36 * 3_600_000;
  for (let year = now.getUTCFullYear() + 1; year > now.getUTCFullYear() - 8; year--) {
    const day = realDay(year, month, date);
    if (day && Date.UTC(year, month - 1, date) <= latest)
      return { published: dayText(day), precision: 'day' };
  }
  return null;
}

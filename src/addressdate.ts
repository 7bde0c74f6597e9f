/** Dates in addresses: content systems file a release under the day it was published. */
import { dayText, monthOf, realDay } from './dates.js';

/** What an address tells of its date: always a year and month, often a day. */
export interface AddressDate {
  year: number;
  month: number;
  day: number | null;
}

const PATH_DATES = [
  /[/_=-]((?:19|20)\d{2})[/_.-](\d{1,2})[/_.-](\d{1,2})(?=[^\d]|$)/,
  /[/_=-]((?:19|20)\d{2})(\d{2})(\d{2})(?=[^\d]|$)/,
  /[/_=-]((?:19|20)\d{2})\/([a-z]{3,9})\/(\d{1,2})(?=[^\d]|$)/i,
];
const PATH_MONTH_FIRST = /[/_=-](\d{1,2})([-_.]?)(\d{1,2})\2((?:19|20)\d{2})(?=[^\d]|$)/;
const PATH_MONTH = /\/((?:19|20)\d{2})[/_-](\d{1,2}|[a-z]{3,9})(?=[/_-])/i;

/**
 * Reads the date in an address: `/2019/03/05_x.asp`, `/2025-04-07-slug`, `/20250407`, `/04-07-2025-slug`.
 * @returns `day` is null where the address stops at the month, as `/2026/4/…` does; null where it tells nothing.
 */
export function dateInAddress(address: string): AddressDate | null {
  const path = address.replace(/^[a-z]+:\/\/[^/]*/i, '').replace(/#.*$/, '');
  for (const pattern of PATH_DATES) {
    const match = pattern.exec(path);
    const month = match && (Number(match[2]) || monthOf(match[2]));
    const day = match && realDay(Number(match[1]), month || 0, Number(match[3]));
    if (day) return day;
  }
  const monthFirst = PATH_MONTH_FIRST.exec(path);
  if (monthFirst) {
    const day = realDay(Number(monthFirst[4]), Number(monthFirst[1]), Number(monthFirst[3]));
    if (day) return day;
  }
  const match = PATH_MONTH.exec(path);
  const month = match && (Number(match[2]) || monthOf(match[2]));
  return match && month && month <= 12 ? { year: Number(match[1]), month, day: null } : null;
}

/** The whole day an address carries, as `YYYY-MM-DD`; null where it carries less. */
export function addressDay(address: string): string | null {
  const date = dateInAddress(address);
  return date === null || date.day === null ? null : dayText({ ...date, day: date.day });
}

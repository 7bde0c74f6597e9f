/** Which Congress sat when. A Congress begins on 3 January of each odd year. */

/** The Congress that sat on a day (`YYYY-MM-DD` or RFC 3339). */
export function congressOn(date: string): number {
  const year = Number(date.slice(0, 4));
  const congress = Math.floor((year - 1789) / 2) + 1;
  return year % 2 === 1 && date.slice(5, 10) < '01-03' ? congress - 1 : congress;
}

/** The first day of a Congress, `YYYY-MM-DD`. */
export function congressStart(congress: number): string {
  return `${1789 + 2 * (congress - 1)}-01-03`;
}

/** `115th`. */
export function ordinal(n: number): string {
  const tens = n % 100;
  if (tens >= 11 && tens <= 13) return `${n}th`;
  return `${n}${['th', 'st', 'nd', 'rd'][n % 10] ?? 'th'}`;
}

/** A day so many days later. */
export function daysAfter(date: string, days: number): string {
  const time = Date.parse(`${date.slice(0, 10)}T00:00:00Z`);
  return Number.isNaN(time) ? date : new Date(time + days * 86_400_000).toISOString().slice(0, 10);
}

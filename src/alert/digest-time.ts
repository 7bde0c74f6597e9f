import { DateTime } from 'luxon';

/**
 * When a daily digest is due next: at an hour of the clock in its zone, once a day whether clocks are changed or not.
 * An hour that the change of clocks leaves out is the one after it; of one that comes twice it is the first.
 * @param hour from 0 to 23
 * @param zone as `America/Denver`
 * @returns after `now`
 */
export function nextDigest(now: Date, hour: number, zone: string): Date {
  const today = DateTime.fromJSDate(now, { zone }).startOf('day');
  for (let days = 0; ; days += 1) {
    const due = today.plus({ days }).set({ hour }).toJSDate();
    if (due.getTime() > now.getTime()) return due;
  }
}

/** Whether there is a zone of this name. */
export function isZone(name: string): boolean {
  return DateTime.now().setZone(name).isValid;
}

import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { dateInAddress } from '../src/addressdate.js';
import { type DateContext, findDate, readDate } from '../src/dates.js';

const eastern: DateContext = { zone: 'America/New_York', now: new Date('2026-11-24T12:00:00Z') };
const read = (text: string, context = eastern) => readDate(text, context)?.published ?? null;

describe('readDate', () => {
  it.each([
    ['January 15, 2024', '2024-01-15'],
    ['JANUARY 15,2024', '2024-01-15'],
    ['Jan. 15, 2024', '2024-01-15'],
    ['Jan 15 2024', '2024-01-15'],
    ['Sept. 5, 2024', '2024-09-05'],
    ['Sept 5th, 2024', '2024-09-05'],
    ['01.15.24', '2024-01-15'],
    ['01.15.2024', '2024-01-15'],
    ['01/15/24', '2024-01-15'],
    ['1/5/2024', '2024-01-05'],
    ['12/31/99', '1999-12-31'],
    ['2024-01-15', '2024-01-15'],
    ['2024/01/15', '2024-01-15'],
    ['20240115', '2024-01-15'],
    ['15 January 2024', '2024-01-15'],
    ['15th of January, 2024', '2024-01-15'],
    ['15-Jan-24', '2024-01-15'],
    ['15 de enero de 2024', '2024-01-15'],
    ['\n\t Mar\n 9\n\u00a02015 ', '2015-03-09'],
    ['Monday | 01/15/24', '2024-01-15'],
    ['Posted on: January 15, 2024', '2024-01-15'],
    ['January 15, 2024 | Press Release', '2024-01-15'],
  ])('reads the day in %j', (text, day) => {
    expect(readDate(text, eastern)).toEqual({ published: day, precision: 'day' });
  });

  it.each([
    ['Mon, 15 Apr 2013 14:23:00 -0700', '2013-04-15T17:23:00-04:00'],
    ['Mon, 15 Apr 2013 14:23:00 GMT', '2013-04-15T10:23:00-04:00'],
    ['Mon, 15 Apr 2013 14:23:00', '2013-04-15T14:23:00-04:00'],
    ['Mon, 15 Apr 13 14:23 PDT', '2013-04-15T17:23:00-04:00'],
    ['Mon, 15 Apr 2013 14:23 EST', '2013-04-15T15:23:00-04:00'],
    ['Monday, April 15, 2013 - 2:23pm', '2013-04-15T14:23:00-04:00'],
    ['Posted on January 15, 2024 at 3:05 p.m. ET', '2024-01-15T15:05:00-05:00'],
    ['3:05 PM, January 15, 2024', '2024-01-15T15:05:00-05:00'],
    ['1/15/2024 2:05:33 PM', '2024-01-15T14:05:33-05:00'],
    ['2024-01-15 14:23', '2024-01-15T14:23:00-05:00'],
    ['2024-07-15T14:23:00.123Z', '2024-07-15T10:23:00-04:00'],
    ['20240115T102030Z', '2024-01-15T05:20:30-05:00'],
    ['Mon Apr 15 14:23:00 EDT 2013', '2013-04-15T14:23:00-04:00'],
    ['Mon Apr 15 2013 14:23:00 GMT-0700 (Pacific Daylight Time)', '2013-04-15T17:23:00-04:00'],
  ])('gives the minute in %j with the offset of the newsroom on that date', (text, moment) => {
    expect(readDate(text, eastern)).toEqual({ published: moment, precision: 'minute' });
  });

  it.each([['2024-01-15T00:00:00Z'], ['Mon, 15 Jan 2024 00:00:00 GMT'], ['January 15, 2024 12:00 am']])(
    'takes midnight in %j for the day it stands for, whatever the zone',
    (text) => {
      expect(readDate(text, { zone: 'Pacific/Honolulu' })).toEqual({
        published: '2024-01-15',
        precision: 'day',
      });
    },
  );

  it("takes the newsroom's own midnight, written in another zone, for its day", () => {
    const context = { zone: 'America/New_York' };
    expect(readDate('2024-03-04T05:00:00Z', context)).toEqual({ published: '2024-03-04', precision: 'day' });
    expect(readDate('2024-03-04T05:01:00Z', context)?.published).toBe('2024-03-04T00:01:00-05:00');
  });

  it('keeps the day and drops the hour where the zone is unknown', () => {
    expect(readDate('Apr 15, 2013 14:23:00 XYZ', eastern)).toEqual({
      published: '2013-04-15',
      precision: 'day',
    });
  });

  it('infers a missing year as the latest that is not in the future', () => {
    expect(read('Jan 15')).toBe('2026-01-15');
    expect(read('25 December')).toBe('2025-12-25');
    expect(read('February 29')).toBe('2024-02-29');
  });

  it('allows tomorrow without a year, since zones and embargoes run ahead', () => {
    expect(read('Nov 25')).toBe('2026-11-25');
  });

  it.each([
    ['13/13/2024'],
    ['02/30/2024'],
    ['February 30, 2024'],
    ['1970-01-01'],
    ['0001-01-01T00:00:00'],
    ['January 2024'],
    ['2024'],
    ['Tue,'],
    ['(202) 224-3121'],
    ['12/25'],
    ['January 15-16, 2024'],
    ['January 15, 2024 January 16, 2024'],
    ['Senate passes 5 bills'],
    ['March 5, 2019 (SAINT PAUL)'],
    [''],
  ])('finds no date in %j', (text) => {
    expect(readDate(text, eastern)).toBeNull();
  });

  it('reads every real day back from every way of writing it', () => {
    const names =
      'January February March April May June July August September October November December'.split(' ');
    fc.assert(
      fc.property(
        fc.integer({ min: 1990, max: 2026 }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 28 }),
        (year, month, day) => {
          const two = (n: number) => String(n).padStart(2, '0');
          const expected = `${year}-${two(month)}-${two(day)}`;
          const name = names[month - 1] ?? '';
          const texts = [
            `${name} ${day}, ${year}`,
            `${name.slice(0, 3)}. ${day}, ${year}`,
            `${day} ${name} ${year}`,
            `${two(month)}.${two(day)}.${two(year % 100)}`,
            `${month}/${day}/${year}`,
            expected,
          ];
          for (const text of texts) expect(read(text)).toBe(expected);
        },
      ),
    );
  });

  it('never throws and never gives anything but a real date', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[\dJanFeb/.: ,-]{0,30}$/)), (text) => {
        const date = readDate(text, eastern);
        if (date?.published) expect(Number.isNaN(Date.parse(date.published))).toBe(false);
      }),
    );
  });
});

describe('the time zone of the machine', () => {
  const home = process.env.TZ;
  afterEach(() => {
    if (home === undefined) delete process.env.TZ;
    else process.env.TZ = home;
  });

  it.each(['UTC', 'Asia/Tokyo', 'Pacific/Pago_Pago'])('%s changes nothing', (zone) => {
    process.env.TZ = zone;
    expect(read('January 15, 2024')).toBe('2024-01-15');
    expect(read('Monday, April 15, 2013 - 2:23pm')).toBe('2013-04-15T14:23:00-04:00');
    expect(read('Jan 15')).toBe('2026-01-15');
  });
});

describe('findDate', () => {
  it('finds the date of a dateline and says where it stands', () => {
    expect(findDate('SPRINGFIELD [4/14/15] - Today', eastern)).toEqual({
      published: '2015-04-14',
      precision: 'day',
      start: 13,
      end: 20,
    });
  });

  it('does not take numbers around a word for a date', () => {
    expect(findDate('under section 5 may 20 people', eastern)).toBeNull();
  });

  it('walks a long hostile text in linear time', () => {
    const started = performance.now();
    findDate('jan 1 - '.repeat(20_000) + '1/1/'.repeat(20_000), eastern);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

describe('dateInAddress', () => {
  it.each([
    ['https://x.example/Communications/2019/03/05_Title.asp', { year: 2019, month: 3, day: 5 }],
    ['https://x.example/news/2025-04-07-slug', { year: 2025, month: 4, day: 7 }],
    ['https://x.example/news/20250407', { year: 2025, month: 4, day: 7 }],
    ['https://x.example/news/04-07-2025-slug', { year: 2025, month: 4, day: 7 }],
    ['https://x.example/2024/jan/15/slug', { year: 2024, month: 1, day: 15 }],
    ['https://x.example/2026/4/slug', { year: 2026, month: 4, day: null }],
  ])('reads %s', (address, date) => {
    expect(dateInAddress(address)).toEqual(date);
  });

  it.each([
    'https://x.example/?id=12345678',
    'https://x.example/bill-2024-45-12',
    'https://2024.example/news/a',
  ])('finds nothing in %s', (address) => {
    expect(dateInAddress(address)?.day ?? null).toBeNull();
  });
});

import { describe, expect, it } from 'vitest';
import { cacheMaxAgeMs, joinHeaders, retryAfterMs } from '../../src/fetch/response-headers.js';

const NOW = new Date('2025-06-01T12:00:00Z');
const HOUR = 3_600_000;

describe('Retry-After', () => {
  it.each([
    ['120', 120_000],
    [' 1 ', 1_000],
    ['0.5', 500],
    ['Sun, 01 Jun 2025 13:00:00 GMT', HOUR],
    ['Sunday, 01-Jun-25 13:00:00 GMT', HOUR],
    ['Sun Jun  1 13:00:00 2025', HOUR],
    ['99999999999', 7 * 24 * HOUR],
    ['Tue, 01 Jan 2999 00:00:00 GMT', 7 * 24 * HOUR],
  ])('of "%s" is read', (value, ms) => {
    expect(retryAfterMs(value, NOW)).toBe(ms);
  });

  it.each(['0', '-5', '', 'soon', '2025-06-01', 'Sun, 01 Jun 2025 11:00:00 GMT', 'Fri, 99 Foo 2025', '1e9'])(
    'of "%s" means nothing',
    (value) => {
      expect(retryAfterMs(value, NOW)).toBeNull();
    },
  );

  it('that is missing means nothing', () => {
    expect(retryAfterMs(undefined, NOW)).toBeNull();
  });
});

describe('the freshness of an answer', () => {
  it.each<[Record<string, string>, number | null]>([
    [{ 'cache-control': 'max-age=3600' }, HOUR],
    [{ 'cache-control': 'public, MAX-AGE="3600", s-maxage=9' }, HOUR],
    [{ 'cache-control': 's-maxage=3600' }, null],
    [{ 'cache-control': 'max-age=3600', age: '3000' }, 600_000],
    [{ 'cache-control': 'max-age=3600', age: '4000' }, null],
    [{ 'cache-control': 'max-age=0' }, null],
    [{ 'cache-control': 'no-cache, max-age=3600' }, null],
    [{ 'cache-control': 'no-store' }, null],
    [{ 'cache-control': 'max-age=99999999999' }, 7 * 24 * HOUR],
    [{ expires: 'Sun, 01 Jun 2025 13:00:00 GMT' }, HOUR],
    [{ expires: 'Sun, 01 Jun 2025 13:00:00 GMT', date: 'Sun, 01 Jun 2025 12:30:00 GMT' }, HOUR / 2],
    [{ expires: '0' }, null],
    [{ expires: '-1' }, null],
    [{}, null],
  ])('%o is %s ms', (headers, ms) => {
    expect(cacheMaxAgeMs(headers, NOW)).toBe(ms);
  });
});

describe('header fields', () => {
  it('are in lower case, and one though they were sent twice', () => {
    expect(joinHeaders({ ETag: '"a"', link: ['<a>', '<b>'], gone: undefined })).toEqual({
      etag: '"a"',
      link: '<a>, <b>',
    });
  });
});

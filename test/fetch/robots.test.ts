import { describe, expect, it } from 'vitest';
import { FetchError } from '../../src/fetch/errors.js';
import { createRobots, type RobotsAnswer } from '../../src/fetch/robots.js';
import { failureOf } from './client-under-test.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const PAGE = new URL('https://news.example/press/1');

/** A site whose robots.txt answers as told, on a clock of its own. */
function site(answer: () => Partial<RobotsAnswer> | Promise<never>) {
  const clock = { now: new Date('2025-06-01T12:00:00Z') };
  const asked: string[] = [];
  const robots = createRobots(
    'Rostrum/0.1',
    async (url) => {
      asked.push(url.href);
      return { status: 200, text: '', cacheMaxAgeMs: null, retryAfterMs: null, ...(await answer()) };
    },
    () => clock.now,
  );
  const pass = (ms: number) => {
    clock.now = new Date(clock.now.getTime() + ms);
  };
  return { asked, pass, check: (url: URL | string = PAGE) => robots.check(new URL(url)) };
}

const rules = (...lines: string[]) => site(() => ({ text: lines.join('\n') }));

describe('a robots.txt', () => {
  it.each<[string, string[], string, boolean]>([
    ['forbids what it disallows', ['User-agent: *', 'Disallow: /press/'], '/press/1', false],
    ['allows the rest', ['User-agent: *', 'Disallow: /admin/'], '/press/1', true],
    ['allows everything where it is empty', [], '/press/1', true],
    ['allows everything where a rule is empty', ['User-agent: *', 'Disallow:'], '/press/1', true],
    ['lets the longest rule win', ['User-agent: *', 'Disallow: /', 'Allow: /press/'], '/press/1', true],
    [
      'lets allow win between equals',
      ['User-agent: *', 'Disallow: /press', 'Allow: /press'],
      '/press/1',
      true,
    ],
    [
      'may name us',
      ['User-agent: *', 'Disallow: /', '', 'User-agent: rostrum', 'Allow: /'],
      '/press/1',
      true,
    ],
    [
      'may name us to forbid',
      ['User-agent: Rostrum', 'Disallow: /', '', 'User-agent: *', 'Allow: /'],
      '/press/1',
      false,
    ],
    ['is not about us where it names another', ['User-agent: badbot', 'Disallow: /'], '/press/1', true],
    ['may use wildcards', ['User-agent: *', 'Disallow: /*?page='], '/press?page=2', false],
    ['may mark the end', ['User-agent: *', 'Disallow: /*.pdf$'], '/press/1.pdf?x=1', true],
    ['may begin with a byte order mark', ['\ufeffUser-agent: *', 'Disallow: /press/'], '/press/1', false],
    [
      'may be in any case and have comments',
      ['USER-AGENT: * # all', 'disallow: /press/ # no'],
      '/press/1',
      false,
    ],
    ['never forbids itself', ['User-agent: *', 'Disallow: /'], '/robots.txt', true],
  ])('%s', async (_, lines, path, allowed) => {
    const check = rules(...lines).check(new URL(path, PAGE));
    if (allowed) await expect(check).resolves.toBe(0);
    else expect(await failureOf(check)).toMatchObject({ kind: 'robots', retryable: false });
  });

  it('cannot stop us with rules made to be slow', async () => {
    const slow = Array.from({ length: 2_500 }, () => `Disallow: /${'*a'.repeat(1_000)}b`);
    const check = rules('User-agent: *', 'Disallow: /admin/', ...slow).check;
    const begun = performance.now();
    expect(await check(`https://news.example/${'a'.repeat(2_000)}`)).toBe(0);
    expect(performance.now() - begun).toBeLessThan(10_000);
    expect((await failureOf(check('https://news.example/admin/'))).kind).toBe('robots');
  });

  it('names the line that forbids', async () => {
    const failure = await failureOf(rules('User-agent: *', 'Disallow: /press/').check());
    expect(failure.message).toContain('/press/1 (its line 2)');
    expect(failure.url).toBe(PAGE.href);
  });

  it.each([
    ['7', 7_000],
    ['0.5', 500],
    ['86400', 30_000],
    ['-3', 0],
    ['soon', 0],
  ])('with a Crawl-delay of %s makes us wait %i ms', async (delay, ms) => {
    expect(await rules('User-agent: *', `Crawl-delay: ${delay}`).check()).toBe(ms);
  });
});

describe('the answer to a request for robots.txt', () => {
  it.each([400, 401, 403, 404, 410, 451])('of %i allows everything for a day', async (status) => {
    const one = site(() => ({ status }));
    await one.check();
    one.pass(DAY - 1);
    await one.check();
    expect(one.asked).toHaveLength(1);
    one.pass(1);
    await one.check();
    expect(one.asked).toEqual(['https://news.example/robots.txt', 'https://news.example/robots.txt']);
  });

  it.each([500, 503, 429])('of %i forbids everything for ten minutes', async (status) => {
    let now = status;
    const one = site(() => ({ status: now }));
    expect(await failureOf(one.check())).toMatchObject({
      kind: 'robots',
      retryable: true,
      retryAfterMs: 10 * MINUTE,
    });
    now = 200;
    one.pass(10 * MINUTE - 1);
    expect((await failureOf(one.check())).message).toContain(String(status));
    one.pass(1);
    expect(await one.check()).toBe(0);
    expect(one.asked).toHaveLength(2);
  });

  it('forbids for as long as its Retry-After says', async () => {
    const one = site(() => ({ status: 503, retryAfterMs: 60 * MINUTE }));
    await failureOf(one.check());
    one.pass(59 * MINUTE);
    expect(await failureOf(one.check())).toMatchObject({ retryAfterMs: 60 * MINUTE });
    expect(one.asked).toHaveLength(1);
  });

  it('of 500 leaves an older copy in force', async () => {
    let status = 200;
    const one = site(() => ({ status, text: 'User-agent: *\nDisallow: /admin/' }));
    await one.check();
    status = 500;
    one.pass(DAY);
    expect(await one.check()).toBe(0);
    expect((await failureOf(one.check('https://news.example/admin/'))).message).toContain('forbids /admin/');
    expect(one.asked).toHaveLength(2);
  });

  it('is kept for its max-age, at least five minutes and at most a day', async () => {
    let cacheMaxAgeMs = 60 * MINUTE;
    const one = site(() => ({ cacheMaxAgeMs }));
    const asks = async (ms: number) => {
      one.pass(ms);
      await one.check();
      return one.asked.length;
    };
    expect([await asks(0), await asks(59 * MINUTE)]).toEqual([1, 1]);
    cacheMaxAgeMs = 1;
    expect([await asks(MINUTE), await asks(4 * MINUTE)]).toEqual([2, 2]);
    cacheMaxAgeMs = 7 * DAY;
    expect([await asks(MINUTE), await asks(DAY - 1), await asks(1)]).toEqual([3, 3, 4]);
  });

  it('that leads round in redirects counts as none', async () => {
    const one = site(() => Promise.reject(new FetchError('redirect-loop', PAGE.href, 'round and round')));
    expect(await one.check()).toBe(0);
  });

  it('that does not come fails as the site fails, and is asked for again after a minute', async () => {
    const one = site(() =>
      Promise.reject(new FetchError('dns', 'https://news.example/robots.txt', 'no such name')),
    );
    expect(await failureOf(one.check())).toMatchObject({
      kind: 'dns',
      url: PAGE.href,
      message: 'no such name (its robots.txt was asked for)',
    });
    one.pass(MINUTE - 1);
    await failureOf(one.check());
    expect(one.asked).toHaveLength(1);
    one.pass(1);
    await failureOf(one.check());
    expect(one.asked).toHaveLength(2);
  });

  it('that fails for a reason of our own is not remembered', async () => {
    const one = site(() => Promise.reject(new Error('the database is away')));
    await expect(one.check()).rejects.toThrow('the database is away');
    await expect(one.check()).rejects.toThrow('the database is away');
    expect(one.asked).toHaveLength(2);
  });
});

describe('many requests at once', () => {
  it('ask for one robots.txt once', async () => {
    const one = rules('User-agent: *', 'Crawl-delay: 2');
    expect(await Promise.all([one.check(), one.check(), one.check()])).toEqual([2_000, 2_000, 2_000]);
    expect(one.asked).toHaveLength(1);
  });

  it('ask each origin for its own', async () => {
    const one = rules();
    for (const url of [
      'https://a.example/',
      'http://a.example/',
      'https://a.example:8443/',
      'https://a.example/x',
    ]) {
      await one.check(url);
    }
    expect(one.asked).toEqual([
      'https://a.example/robots.txt',
      'http://a.example/robots.txt',
      'https://a.example:8443/robots.txt',
    ]);
  });
});

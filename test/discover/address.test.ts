import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalAddress, slashTwin } from '../../src/discover/address.js';

describe('canonicalAddress', () => {
  it.each([
    ['HTTPS://WWW.Stone.Example:443/News/A', 'https://www.stone.example/News/A'],
    ['  https://ag.example/news/a\n', 'https://ag.example/news/a'],
    ['https://ag.example/news/a#main', 'https://ag.example/news/a'],
    ['https://ag.example/a?utm_source=x&utm_medium=y&fbclid=z', 'https://ag.example/a'],
    ['https://ag.example/a?b=2&a=1', 'https://ag.example/a?a=1&b=2'],
    ['https://ag.example/a?ID=1F&PageNum_rs=3&', 'https://ag.example/a?ID=1F'],
    ['https://ag.example/a?id=7&amp;catid=3', 'https://ag.example/a?catid=3&id=7'],
    ['https://ag.example/%7ehale/a%2fb', 'https://ag.example/~hale/a%2Fb'],
    ['https://ag.example/a;jsessionid=AB12?x=1', 'https://ag.example/a?x=1'],
    ['https://ag.example./a', 'https://ag.example/a'],
  ])('makes %j %s', (written, canonical) => {
    expect(canonicalAddress(written)).toBe(canonical);
  });

  it.each([
    ['https://s.example/index.cfm?ID=0A1B', 'https://s.example/index.cfm?ID=0A1C'],
    [
      'https://h.example/index.php?option=com_content&id=314',
      'https://h.example/index.php?option=com_content&id=315',
    ],
    ['https://a.example/News', 'https://a.example/news'],
    ['https://a.example/news?page=1', 'https://a.example/news?page=2'],
    ['http://a.example/news', 'https://a.example/news'],
    ['https://a.example/#/news/1', 'https://a.example/#/news/2'],
    ['https://a.example/p?x=1&x=2', 'https://a.example/p?x=2&x=1'],
  ])('keeps %s and %s apart', (one, other) => {
    expect(canonicalAddress(one)).not.toBe(canonicalAddress(other));
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (url) => {
        const once = canonicalAddress(url);
        expect(canonicalAddress(once)).toBe(once);
      }),
    );
  });

  it('reads a plain address as it reads one with a fragment to drop', () => {
    const odd = ['http://127.1/a', 'https://h.example/a?CFID=1', 'https://h.example/a?ID=1'];
    const addresses = fc.oneof(fc.webUrl({ withQueryParameters: true }), fc.constantFrom(...odd));
    fc.assert(
      fc.property(addresses, (url) => {
        expect(canonicalAddress(`${url}#top`)).toBe(canonicalAddress(url));
      }),
    );
  });

  it('gives back what is no address, trimmed', () => {
    expect(canonicalAddress(' not an address ')).toBe('not an address');
  });
});

describe('slashTwin', () => {
  it.each([
    ['https://ag.example/news/a', 'https://ag.example/news/a/'],
    ['https://ag.example/news/a/', 'https://ag.example/news/a'],
    ['https://ag.example/', null],
    ['https://ag.example/news/a.html', null],
    ['https://ag.example/index.cfm?ID=1F', null],
    ['https://ag.example/#/news/1', null],
    ['not an address', null],
  ])('of %s is %s', (address, twin) => {
    expect(slashTwin(address)).toBe(twin);
  });
});

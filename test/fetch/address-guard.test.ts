import { describe, expect, it } from 'vitest';
import { addressRefusal, literalAddress } from '../../src/fetch/address-guard.js';
import { lookupFunction } from '../../src/fetch/connector.js';
import { clientWith, failureOf } from './client-under-test.js';

const REFUSED = [
  ['0.0.0.0', 'unspecified'],
  ['0.1.2.3', 'this network'],
  ['10.0.0.1', 'private'],
  ['100.64.0.1', 'carrier-grade NAT'],
  ['100.100.100.200', 'Alibaba metadata'],
  ['127.0.0.1', 'loopback'],
  ['127.255.255.254', 'loopback'],
  ['168.63.129.16', 'Azure metadata'],
  ['169.254.169.254', 'metadata'],
  ['172.16.0.1', 'private'],
  ['172.31.255.255', 'private'],
  ['192.0.0.192', 'Oracle metadata'],
  ['192.0.2.1', 'documentation'],
  ['192.88.99.1', '6to4 relay'],
  ['192.168.1.1', 'private'],
  ['198.18.0.1', 'benchmarking'],
  ['203.0.113.9', 'documentation'],
  ['224.0.0.1', 'multicast'],
  ['240.0.0.1', 'reserved'],
  ['255.255.255.255', 'broadcast'],
  ['::', 'unspecified'],
  ['::1', 'loopback'],
  ['::127.0.0.1', 'IPv4-compatible'],
  ['::ffff:127.0.0.1', 'mapped loopback'],
  ['::ffff:7f00:1', 'mapped loopback in hexadecimal'],
  ['::ffff:8.8.8.8', 'mapped, though public'],
  ['::ffff:0:127.0.0.1', 'translated'],
  ['64:ff9b::7f00:1', 'NAT64'],
  ['64:ff9b:1::a00:1', 'local NAT64'],
  ['100::1', 'discard'],
  ['2001:0:1::1', 'Teredo'],
  ['2001:db8::1', 'documentation'],
  ['2002:7f00:1::', '6to4'],
  ['3fff::1', 'documentation'],
  ['4000::1', 'never given out'],
  ['5f00::1', 'segment routing'],
  ['fc00::1', 'unique local'],
  ['fd00:ec2::254', 'AWS metadata'],
  ['fe80::1', 'link-local'],
  ['fe80::1%eth0', 'link-local with zone'],
  ['fec0::1', 'site-local'],
  ['ff02::1', 'multicast'],
  ['not an address', 'no address'],
] as const;

const ALLOWED = [
  '1.1.1.1',
  '8.8.8.8',
  '100.63.255.255',
  '172.32.0.1',
  '169.253.255.255',
  '2606:4700::6810:1',
  '2a00:1450::1',
];

describe('an address', () => {
  it.each(REFUSED)('%s is refused (%s)', (address) => {
    expect(addressRefusal(address)).toContain(address);
  });

  it.each(ALLOWED)('%s is let through', (address) => {
    expect(addressRefusal(address)).toBeNull();
  });
});

describe('a URL', () => {
  // How browsers and resolvers read numbers: the guard must see what the connection would be made to.
  it.each([
    ['http://127.0.0.1/', 'plain'],
    ['http://127.1/', 'short'],
    ['http://0/', 'zero'],
    ['http://2130706433/', 'decimal'],
    ['http://0x7f000001/', 'hexadecimal'],
    ['http://0x7f.1/', 'hexadecimal and short'],
    ['http://0177.0.0.1/', 'octal'],
    ['http://017700000001/', 'octal in one number'],
    ['http://127.0.0.1./', 'with a dot at the end'],
    ['http://１２７.０.０.１/', 'in full-width digits'],
    ['http://%31%32%37.0.0.1/', 'percent-encoded'],
    ['http://2852039166/latest/', 'the metadata address in decimal'],
    ['http://[::1]/', 'IPv6'],
    ['http://[0:0:0:0:0:0:0:1]/', 'IPv6 at full length'],
    ['http://[::ffff:127.0.0.1]/', 'mapped'],
    ['https://[64:ff9b::7f00:1]/', 'NAT64'],
  ])('%s is refused without a connection (%s)', async (url) => {
    const client = clientWith({}, { lookup: () => Promise.reject(new Error('No name was to be looked up')) });
    const failure = await failureOf(client.fetch({ url, ignoreRobots: true }));
    expect([failure.kind, failure.url]).toEqual(['private-address', new URL(url).href]);
    await client.close();
  });

  it('has a literal address or a name', () => {
    expect(literalAddress('[::1]')).toBe('::1');
    expect(literalAddress('127.0.0.1')).toBe('127.0.0.1');
    expect(literalAddress('news.example')).toBeNull();
  });
});

describe('the lookup for a connection', () => {
  const answers = (...addresses: string[]) =>
    lookupFunction(
      () => Promise.resolve(addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))),
      addressRefusal,
    );
  const look = (lookup: ReturnType<typeof lookupFunction>, all: boolean) =>
    new Promise((resolve) => lookup('news.example', { all }, (error, address) => resolve(error ?? address)));

  it('gives only the public ones of a mixed answer', async () => {
    const lookup = answers('127.0.0.1', '8.8.8.8', 'fd00::1', '2606:4700::1');
    expect(await look(lookup, true)).toEqual([
      { address: '8.8.8.8', family: 4 },
      { address: '2606:4700::1', family: 6 },
    ]);
    expect(await look(lookup, false)).toBe('8.8.8.8');
  });

  it('fails where every address is private, and where there is none', async () => {
    expect(await look(answers('10.0.0.1', '::1'), true)).toMatchObject({ kind: 'private-address' });
    expect(await look(answers(), true)).toMatchObject({ code: 'ENOTFOUND' });
  });
});

import ipaddr from 'ipaddr.js';

/** Azure's metadata service lies outside every reserved range. */
const METADATA = new Set(['168.63.129.16']);

const RANGE_WORDS: Record<string, string> = {
  loopback: 'this machine itself',
  private: 'a private network',
  uniqueLocal: 'a private network',
  linkLocal: 'the local link, where cloud machines keep their metadata',
  carrierGradeNat: 'a provider’s inner network',
  unspecified: 'no machine',
  multicast: 'a multicast group',
  ipv4Mapped: 'an IPv4 address in IPv6 clothes',
  rfc6052: 'an IPv4 address behind NAT64',
  rfc6145: 'an IPv4 address in translation',
  '6to4': 'an IPv4 address behind 6to4',
  teredo: 'an IPv4 address behind Teredo',
};

/**
 * Why a numeric address may not be connected to, in words; null for an address of the public internet.
 * IPv6 forms that carry an IPv4 address are refused whatever they carry: no public site needs them.
 */
export function addressRefusal(address: string): string | null {
  if (!ipaddr.isValid(address)) return `${address} is not an IP address`;
  const parsed = ipaddr.parse(address);
  const range = parsed.range();
  if (range !== 'unicast') return `${address} is ${RANGE_WORDS[range] ?? `a reserved address (${range})`}`;
  if (METADATA.has(parsed.toString())) return `${address} is a cloud’s metadata service`;
  // Of IPv6 only 2000::/3 has ever been given out; what lies outside is translation, experiment or mistake.
  if (parsed instanceof ipaddr.IPv6 && ((parsed.parts[0] ?? 0) & 0xe000) !== 0x2000) {
    return `${address} is outside the public IPv6 internet`;
  }
  return null;
}

/** The numeric address a URL's host is written as (brackets taken off), or null where it is a name. */
export function literalAddress(hostname: string): string | null {
  const bare = hostname.startsWith('[') && hostname.endsWith(']') ? hostname.slice(1, -1) : hostname;
  return ipaddr.isValid(bare) ? bare : null;
}

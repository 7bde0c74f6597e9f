/**
 * The address as a statement's identity. Two spellings of one address must meet; two releases must never: what is
 * not surely noise is kept, letter case of paths and queries included.
 */

/** Parameters that say how a reader came, which session he has or which list page he came from; never what he reads. */
const NOISE = new Set([
  'fbclid',
  'gclid',
  'gclsrc',
  'dclid',
  'gbraid',
  'wbraid',
  'msclkid',
  'twclid',
  'ttclid',
  'yclid',
  'igshid',
  'li_fat_id',
  'mc_cid',
  'mc_eid',
  'mkt_tok',
  '_hsenc',
  '_hsmi',
  '_ga',
  '_gl',
  'vero_id',
  'oly_anon_id',
  'oly_enc_id',
  's_kwcid',
  'cfid',
  'cftoken',
  'jsessionid',
  'phpsessid',
  'pagenum_rs',
]);

function isNoise(parameter: string): boolean {
  const name = (parameter.split('=', 1)[0] ?? '').toLowerCase();
  return name === '' || name.startsWith('utm_') || NOISE.has(name);
}

/** An address in which there is nothing to put right. */
const PLAIN =
  /^https?:\/\/(?:[a-z\d-]+\.)+[a-z][a-z\d-]*\/(?:[\w~-]+(?:\.[\w~-]+)*\/)*(?:[\w~-]+(?:\.[\w~-]+)*)?(?:\?(\w+=[\w.~-]*))?$/;

/** Not `canParse` first, which would read every address twice. */
function parsed(address: string): URL | null {
  try {
    return new URL(address);
  } catch {
    return null;
  }
}

/** RFC 3986: `%7e` and `~` are the same character, and hexadecimal digits are written large. */
function plainEscapes(text: string): string {
  if (!text.includes('%')) return text;
  return text.replace(/%([0-9a-f]{2})/gi, (triplet, hex: string) => {
    const char = String.fromCharCode(Number.parseInt(hex, 16));
    return /[\w.~-]/.test(char) ? char : triplet.toUpperCase();
  });
}

/**
 * The canonical form of an address, used as a statement's identity.
 *
 * Scheme and `www.` stay as given; the host is lower-cased; default port, fragment, tracking, session and list-page
 * parameters are dropped; parameters are put in order. An address that cannot be read is given back trimmed.
 */
export function canonicalAddress(address: string): string {
  const plain = PLAIN.exec(address);
  if (plain && (plain[1] === undefined || !isNoise(plain[1]))) return address;
  const trimmed = address.replace(/[\t\r\n]+/g, '').trim();
  const url = parsed(trimmed.replaceAll('&amp;', '&'));
  if (url === null) return trimmed;
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return trimmed;
  const host = url.hostname.replace(/\.$/, '') + (url.port ? `:${url.port}` : '');
  const path = plainEscapes(url.pathname).replace(/;jsessionid=[^/]*/gi, '');
  const parameters = plainEscapes(url.search.slice(1))
    .split('&')
    .filter((parameter) => !isNoise(parameter))
    .map((parameter, index) => ({ parameter, name: parameter.split('=', 1)[0] ?? '', index }))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.index - b.index));
  const query = parameters.length > 0 ? `?${parameters.map(({ parameter }) => parameter).join('&')}` : '';
  // Some single-page sites keep the release in the fragment.
  const route = /^#!?\//.test(url.hash) ? url.hash : '';
  return `${url.protocol}//${host}${path}${query}${route}`;
}

/**
 * The same canonical address with its last slash, or without it: nearly every site means one page by both, and nearly
 * every site that has both redirects. Null where only one of the two is an address of a page: `/`, files, queries.
 */
export function slashTwin(canonical: string): string | null {
  if (!URL.canParse(canonical)) return null;
  const { pathname, search, hash } = new URL(canonical);
  if (pathname === '/' || search !== '' || hash !== '') return null;
  if (canonical.endsWith('/')) return canonical.slice(0, -1);
  return /\.[a-z\d]{1,5}$/i.test(pathname) ? null : `${canonical}/`;
}

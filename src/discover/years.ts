/** Archives by year: where a listing has no next page, its links to earlier years lead on. */
import { type LinkSpot, textOfLeaves } from './outline.js';

const YEAR = '((?:19|20)\\d{2})';
const HOLDS_YEAR = new RegExp(YEAR);
const IN_PATH = new RegExp(`/(?:[a-z]+[-_])*${YEAR}(?:[-_][a-z]+)*(?:\\.[a-z]{2,5})?/?$`, 'i');
const IN_QUERY = new RegExp(`^(?:[\\w.-]*year[\\w.-]*|archives?|y|yr)=${YEAR}$`, 'i');
/** What a link to a year may say beside it. */
const WORDS =
  /\b(?:press|news|media|releases?|statements?|archives?d?|from|year|in|all|the|of)\b|[^\p{L}\d]+/giu;
const NEWSROOM = /press|news|releases?|statements?|media|archives?|communications/i;

/** The year that an address names as its last folder or in a parameter: `/news/2024/`, `?year=2024`; null for none. */
export function yearIn(address: string): number | null {
  const { pathname, search } = new URL(address);
  for (const parameter of search.slice(1).split('&')) {
    const match = IN_QUERY.exec(parameter);
    if (match) return Number(match[1]);
  }
  const match = IN_PATH.exec(pathname);
  return match ? Number(match[1]) : null;
}

/** True where one page leads to the archive of a year before its own: that can go on only so long. */
export function leadsToOlderYear(from: string, to: string): boolean {
  const year = yearIn(to);
  const own = yearIn(from);
  return year !== null && (own === null || year < own);
}

/**
 * The archive of the next older year, where the page links to at least two in one way. A page that is no year's own
 * shows the newest releases, so its oldest day's year comes next, for there may be more of it.
 * @param days of the page's releases, `YYYY-MM-DD`
 */
export function olderYear(links: LinkSpot[], address: string, days: string[]): string | null {
  const archives = new Map<string, Map<number, string>>();
  for (const { url, leaves } of links) {
    if (!HOLDS_YEAR.test(url)) continue;
    const year = yearIn(url);
    if (year === null || !saysYear(textOfLeaves(leaves), year) || !isNear(url, address)) continue;
    const pattern = patternOf(url, year);
    const years = archives.get(pattern) ?? new Map<number, string>();
    if (!years.has(year)) years.set(year, url);
    archives.set(pattern, years);
  }
  const own = yearIn(address);
  const oldest = days.toSorted()[0];
  const before = own ?? (oldest === undefined ? Number.POSITIVE_INFINITY : Number(oldest.slice(0, 4)) + 1);
  const [most] = [...archives.values()].sort((a, b) => b.size - a.size);
  if (most === undefined || most.size < 2) return null;
  const older = [...most].filter(([year]) => year < before).sort(([a], [b]) => b - a);
  return older[0]?.[1] ?? null;
}

function saysYear(text: string, year: number): boolean {
  return text.length < 40 && text.replace(WORDS, '') === String(year);
}

/** Years of reports and budgets are linked alike: the address has to be one of the newsroom. */
function isNear(url: string, address: string): boolean {
  const [there, here] = [new URL(url), new URL(address)];
  if (there.hostname !== here.hostname) return false;
  const folder = (path: string) => path.split('/')[1] ?? '';
  return (
    there.pathname === here.pathname ||
    NEWSROOM.test(there.pathname) ||
    (folder(here.pathname) !== '' && folder(there.pathname) === folder(here.pathname))
  );
}

function patternOf(url: string, year: number): string {
  return url.replace(/#.*$/, '').replaceAll(String(year), '*');
}

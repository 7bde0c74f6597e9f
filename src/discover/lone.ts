/** Releases that repeat nothing: one featured over the list, or the only one of a last page. */
import type { DateContext } from '../dates.js';
import { type LinkSpot, type Outline, type Place, textOfLeaves, within } from './outline.js';
import { assignDates } from './recorddate.js';
import { kinship, type ListRecord, partsOf, type Reading, releaseLink } from './records.js';
import { countWords, isGeneric, titleOf } from './recordtitle.js';

const MOST = 3;
/** Links that are looked at: each costs a look around it, and what is featured stands above the many. */
const LOOKED_AT = 300;

/**
 * Finds releases that stand alone: a heading that leads to a page of this newsroom, with a date of its own beside it.
 * @param list the list they stand over; null to find the few of a page without any
 */
export function loneRecords(
  outline: Outline,
  address: string,
  list: Reading | null,
  context: DateContext,
): ListRecord[] {
  const end = list?.records[0]?.zone.order ?? Number.POSITIVE_INFINITY;
  const listed = new Set(list?.records.map(({ link }) => link.url));
  let folder: string | null = null;
  const found: ListRecord[] = [];
  const likely: ListRecord[] = [];
  const leads = releaseLink(address);
  let looked = 0;
  for (const link of outline.links) {
    if (link.order > end || looked === LOOKED_AT) break;
    if (!leads(link)) continue;
    looked += 1;
    if (listed.has(link.url)) continue;
    folder ??= list && usualFolder(list);
    const heading = link.heading > 0 || link.leaves.some((leaf) => leaf.heading > 0);
    const kin = folder === null ? kinship(link.url, address) > 1 : folderOf(link.url) === folder;
    if (!(heading && kin) && (folder !== null || kinship(link.url, address) < 1)) continue;
    const zone = loneZone(link, outline, end);
    if (within(outline.dates, zone).length === 0) continue;
    const title = titleOf(link, zone, outline);
    const date = assignDates([{ link, zone }], outline, context)[0] ?? null;
    if (title.words < 4 || date?.from !== 'record') continue;
    (heading && kin ? found : likely).push({ link, zone, title, date });
  }
  // The one dated link of a page is its one release, heading or not; of several nobody can tell.
  if (found.length === 0 && likely.length === 1) return likely;
  return found.length <= MOST ? found : [];
}

/** The largest element around a link in which nothing else leads to a release and no list begins. */
function loneZone(link: LinkSpot, outline: Outline, listStart: number): Place {
  let zone = link.place;
  while (zone.parent) {
    const { parent } = zone;
    if (parent.end >= listStart || parent.end - parent.order > outline.size * 0.5) break;
    const others = within(outline.links, parent).filter(({ url, leaves }) => {
      const text = textOfLeaves(leaves);
      return url !== link.url && countWords(text) >= 3 && !isGeneric(text);
    });
    if (others.length > 0) break;
    zone = parent;
  }
  return zone;
}

function folderOf(url: string): string {
  const { host, path } = partsOf(url);
  const end = path.search(/[?#]|$/);
  return host + path.slice(0, path.lastIndexOf('/', end - 2) + 1);
}

/** The folder most of a list's addresses are in. */
function usualFolder({ records }: Reading): string {
  const counts = new Map<string, number>();
  for (const { link } of records) {
    const folder = folderOf(link.url);
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? '';
}

/** The address of the next, older page of a listing, where the page itself names one. */
import { absoluteAddress, type Page } from '../html.js';
import { type LinkSpot, type Outline, textOfLeaves } from './outline.js';

const NEXT =
  /^[\s«‹<←]*(?:next(?: \w+){0,2}|older(?: posts| entries| articles| news| releases)?|more (?:news|releases|posts)|load more|siguiente|›|»|>|→)[\s»›>→]*$/i;
const NEXT_NAME = /(?:^|[\s_-])(?:next|older)(?:$|[\s_-])/i;
const PAGE_PARAMETER =
  /^(?:page|p|pg|paged|pagenum|pagenum_rs|page_num|pageno|pagenumber|sf_paged|start|offset|currentpage|limitstart|_page|fwp_paged|e-page-[0-9a-f]+|[\w-]+-page)$/i;

/**
 * Finds the next page: `rel="next"`, a link that says so, the number after the current one, or the state of a
 * JetEngine pager, which draws its numbers by script.
 */
export function nextPage(page: Page, outline: Outline, address: string): string | null {
  const related = outline.next === null ? null : absoluteAddress(outline.next, page.base);
  if (related !== null && related !== address) return related;
  const current = pageNumber(address);
  const said = outline.links.find((link) => saysNext(link) && leadsOn(link.url, address, current));
  if (said) return said.url;
  return nextNumber(outline.links, address) ?? jetPage(page, outline, address);
}

function saysNext({ place, leaves, label }: LinkSpot): boolean {
  const { rel, class: names } = place.element.attribs;
  if (rel?.split(/\s+/).includes('next')) return true;
  const text = textOfLeaves(leaves);
  if (text.length > 24) return false;
  if (NEXT.test(text) || NEXT.test(label)) return true;
  const around = `${names ?? ''} ${place.parent?.element.attribs.class ?? ''}`;
  return NEXT_NAME.test(around) && !/prev|slick|slide|carousel|swiper/i.test(around);
}

/** The page number an address carries and how: by parameter or in its path. */
function pageNumber(address: string): { value: number; name: string } | null {
  const url = new URL(address);
  for (const [name, value] of url.searchParams) {
    if (PAGE_PARAMETER.test(name) && /^\d{1,6}$/.test(value))
      return { value: Number(value), name: name.toLowerCase() };
  }
  // `/news/2024` is the archive of a year, and the next one after it is newer.
  const path =
    /\/(?:page|pagenum|p)\/(\d{1,5})(?:\/|$)/i.exec(url.pathname) ??
    /\/(?!(?:19|20)\d\d\/?$)(\d{1,4})\/?$/.exec(url.pathname);
  return path ? { value: Number(path[1]), name: '/' } : null;
}

/** True where the address is another page of the same list and not an earlier one. */
function leadsOn(url: string, address: string, current: { value: number } | null): boolean {
  const there = pageNumber(url);
  if (!there || new URL(url).hostname !== new URL(address).hostname) return false;
  return current === null || there.value > current.value;
}

/** Numbered pages: the link whose text is one more than the page we are on. */
function nextNumber(links: LinkSpot[], address: string): string | null {
  const pages: { url: string; said: number; at: number; name: string }[] = [];
  for (const { url, leaves } of links) {
    const said = /^\d{1,5}$/.exec(textOfLeaves(leaves))?.[0];
    const at = said === undefined ? null : pageNumber(url);
    if (said !== undefined && at) pages.push({ url, said: Number(said), at: at.value, name: at.name });
  }
  const here = pageNumber(address);
  const current = here ? numberSaid(pages, here) : 1;
  return pages.find(({ said, url }) => said === current + 1 && url !== address)?.url ?? null;
}

/** What the pager calls our page: some count from zero in the address, some count records. */
function numberSaid(
  pages: { said: number; at: number; name: string }[],
  here: { value: number; name: string },
): number {
  const like = pages.filter(({ name }) => name === here.name);
  const [first] = like;
  if (!first) return 1;
  const other = like.find(({ said }) => said !== first.said);
  const step = other ? (other.at - first.at) / (other.said - first.said) : 1;
  return step === 0 ? 1 : first.said + (here.value - first.at) / step;
}

/** JetEngine names its list in the page; the address of a page of it follows from that. */
function jetPage(page: Page, outline: Outline, address: string): string | null {
  if (outline.pager === null) return null;
  const pager = page.$(outline.pager);
  const provider = pager.attr('data-content-provider');
  if (!provider) return null;
  const list = pager.attr('data-query-id') ?? 'default';
  const url = new URL(address);
  const current = Number(url.searchParams.get('pagenum') ?? 1);
  const last = Math.max(
    0,
    ...pager
      .find('[data-value]')
      .toArray()
      .map((one) => Number(one.attribs['data-value']) || 0),
  );
  if (last > 0 && current >= last) return null;
  url.search = `?jsf=${provider}${list === 'default' ? '' : `:${list}`}&pagenum=${current + 1}`;
  return url.href;
}

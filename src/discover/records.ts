/**
 * Finds the repeated record of a listing page without being told its shape.
 *
 * Links of one structure (the same path of tags) that lead to releases stand in records of one structure. Where two
 * neighbouring links part, there is the list; the element just below it is the record. Each such reading of the page
 * is weighed by what a list of releases looks like: dates, long distinct titles, headings, addresses of one place,
 * outside of menus. The heaviest wins.
 */
import type { DateContext } from '../dates.js';
import type { LinkSpot, Outline, Place } from './outline.js';
import { textOfLeaves } from './outline.js';
import { assignDates, commonAncestor, type RecordDate } from './recorddate.js';
import { isGeneric, type RecordTitle, titleOf, withoutRefrain } from './recordtitle.js';
import { withoutOtherSections } from './sections.js';

/** One record of a listing. */
export interface ListRecord {
  link: LinkSpot;
  /** The element that holds this record and no other. */
  zone: Place;
  title: RecordTitle;
  date: RecordDate | null;
}

/** A reading of the page: these are its records. */
export interface Reading {
  records: ListRecord[];
  score: number;
  /** Share of records with a date, 0 to 1. */
  dated: number;
}

interface Bare {
  link: LinkSpot;
  zone: Place;
  /** The element whose children the records are. */
  list: Place;
}

/** Links that are never releases: pictures, feeds, social networks, pages that sort the site. */
const NO_RELEASE =
  /\.(?:jpe?g|png|gif|svg|webp|mp[34]|ics|css|js|zip|xml|rss)(?:$|\?)|\/(?:feed|rss|tag|tags|category|author|wp-login|login)\/?(?:$|\?)|\/\/(?:[\w-]+\.)*(?:facebook|twitter|x|instagram|youtube|youtu|flickr|linkedin|pinterest|reddit|tiktok|threads|bsky|truthsocial)\.(?:com|be|net|app)\/|(?:addtoany|addthis)\.com|[?&](?:share|replytocom)=/i;

const GENERIC = 'g';
/** What a record weighs, of 1, to be worth no second look. */
const WELL_TOLD = 0.5;

/**
 * All readings of the page that could be its list of releases, heaviest first.
 * @param address the listing's own address
 */
export function readingsOf(outline: Outline, address: string, context: DateContext): Reading[] {
  const leads = releaseLink(address);
  const links = outline.links.filter(leads).map((link) => {
    return { link, mark: isGeneric(textOfLeaves(link.leaves)) ? GENERIC : '' };
  });
  const readings: Reading[] = [];
  const tried = new Set<string>();
  const told = new Set<string>();
  for (const by of ['plain', 'rich'] as const) {
    const clusters = new Map<string, LinkSpot[]>();
    for (const { link, mark } of links) {
      const key = `${link.place[by]}${mark}`;
      const cluster = clusters.get(key);
      if (!cluster) clusters.set(key, [link]);
      else addLink(cluster, link);
    }
    const named = [...clusters].sort(([a], [b]) => Number(a.endsWith(GENERIC)) - Number(b.endsWith(GENERIC)));
    for (const [key, cluster] of named) {
      if (isTried(tried, cluster[0]?.order, cluster.at(-1)?.order, cluster.length)) continue;
      for (const group of groupsOf(withoutRefrains(cluster))) {
        const [first] = group;
        const last = group.at(-1);
        const zones = `${first?.zone.order}-${last?.zone.order}-${group.length}`;
        // What the titles of these very records have told, their `Read more` cannot tell better.
        if (key.endsWith(GENERIC) && told.has(zones)) continue;
        if (isTried(tried, first?.zone.order, last?.zone.order, group.length, first?.link.order)) continue;
        const reading = weigh(group, outline, address, context);
        if (reading) readings.push(reading);
        if (reading && reading.score > group.length * WELL_TOLD) told.add(zones);
      }
    }
  }
  return readings.sort((a, b) => b.score - a.score);
}

/** Whether these are known as tried; from now on they are. */
function isTried(tried: Set<string>, ...numbers: (number | undefined)[]): boolean {
  const name = numbers.join('-');
  if (tried.has(name)) return true;
  tried.add(name);
  return false;
}

/**
 * Makes a test for links that could lead to a release.
 * @param address of the page they stand on
 */
export function releaseLink(address: string): (link: LinkSpot) => boolean {
  const self = withoutFragment(address);
  return ({ url }) => !NO_RELEASE.test(url) && withoutFragment(url) !== self;
}

function withoutFragment(url: string): string {
  const at = url.indexOf('#');
  return at < 0 ? url : url.slice(0, at);
}

/** A picture and a title that lead to one address are one link: the one with words. */
function addLink(cluster: LinkSpot[], link: LinkSpot): void {
  const last = cluster.at(-1);
  if (last?.url !== link.url) cluster.push(link);
  else if (lengthOf(link) > lengthOf(last)) cluster[cluster.length - 1] = link;
}

/** An address that comes again and again among others is a category or a section of every record. */
function withoutRefrains(cluster: LinkSpot[]): LinkSpot[] {
  const times = new Map<string, number>();
  for (const { url } of cluster) times.set(url, (times.get(url) ?? 0) + 1);
  if (times.size === cluster.length) return cluster;
  return cluster.filter(({ url }) => (times.get(url) ?? 0) < 3);
}

/** The ways to cut a cluster of like links into records. */
function groupsOf(links: LinkSpot[]): Bare[][] {
  if (links.length < 2) return [];
  const partings: (Place | null)[] = [];
  for (let i = 1; i < links.length; i++) {
    const a = links[i - 1];
    const b = links[i];
    partings.push(a && b ? commonAncestor(a.place, b.place) : null);
  }
  const depths = new Map<number, number>();
  for (let i = 0; i < links.length; i++) {
    const before = partings[i - 1]?.depth ?? 0;
    const after = partings[i]?.depth ?? 0;
    const depth = Math.max(before, after);
    depths.set(depth, (depths.get(depth) ?? 0) + 1);
    // Where a record holds two like links, the list is where the pair parts from its neighbours.
    const outer = Math.min(before, after);
    if (outer > 0 && outer < depth) depths.set(outer, (depths.get(outer) ?? 0) + 0.5);
  }
  const usual = [...depths]
    .filter(([depth]) => depth > 0)
    .sort((a, b) => b[1] - a[1])
    .slice(0, 3);
  return usual.flatMap(([depth]) => cutAt(links, depth));
}

/** Cuts at one depth of the tree: the list elements are there, the records just below. */
function cutAt(links: LinkSpot[], depth: number): Bare[][] {
  const groups = new Map<number, Map<Place, Bare>>();
  for (const link of links) {
    let zone = link.place;
    while (zone.parent && (zone.depth > depth + 1 || zone.parent.depth > depth)) zone = zone.parent;
    const list = zone.parent;
    if (!list || zone.depth !== depth + 1) continue;
    const records = groups.get(list.rich) ?? new Map<Place, Bare>();
    groups.set(list.rich, records);
    const other = records.get(zone);
    if (!other || lengthOf(link) > lengthOf(other.link)) records.set(zone, { link, zone, list });
  }
  return [...groups.values()].map((records) => [...records.values()]);
}

function lengthOf(link: LinkSpot): number {
  return link.leaves.reduce((sum, leaf) => sum + leaf.text.length, 0);
}

/** Lists of one structure may be unlike: where one is dated and another is not, the other is a menu. */
function withoutStrangers(group: Bare[], outline: Outline, context: DateContext): Bare[] {
  const [first] = group;
  if (group.every(({ list }) => list === first?.list)) return group;
  const dates = assignDates(group, outline, context);
  const shares = new Map<Place, { dated: number; all: number }>();
  for (const [index, { list }] of group.entries()) {
    const share = shares.get(list) ?? { dated: 0, all: 0 };
    share.all++;
    if (dates[index]) share.dated++;
    shares.set(list, share);
  }
  if (![...shares.values()].some(({ dated, all }) => dated > all * 0.6)) return group;
  const own = (list: Place) => (shares.get(list)?.dated ?? 0) > 0;
  return group.filter(({ list }) => own(list));
}

/** Announcements of what is to come look much like releases. */
const EVENT = /\/(?:events?|calendar|schedule)\//i;

const TITLE_WEIGHT = [0, 0.05, 0.2, 0.5, 0.8, 1];
const DATE_WEIGHT = { record: 1, before: 0.95, after: 0.9, heading: 0.85, text: 0.7, address: 0.6 };

function weigh(group: Bare[], outline: Outline, address: string, context: DateContext): Reading | null {
  const first = group.map(({ link, zone }) => titleOf(link, zone, outline));
  const words = first.reduce((sum, title) => sum + title.words, 0);
  // Menus are the most of a page's lists, and are known by their short words before anything else is tried.
  if (words < group.length * 1.5) return null;
  const bare = withoutOtherSections(withoutStrangers(group, outline, context), outline);
  const isWhole = bare.length === group.length;
  const titles = withoutRefrain(isWhole ? first : bare.map(({ link, zone }) => titleOf(link, zone, outline)));
  const dates = assignDates(bare, outline, context);
  const dated = dates.filter(Boolean).length / bare.length;
  const long = titles.filter(({ words }) => words > 3).length / titles.length;
  const place = surroundings(bare, outline, dated > 0.6 && long > 0.6);
  let score = 0;
  const records = bare.map(({ link, zone }, index): ListRecord => {
    const title = titles[index] ?? { text: '', words: 0, leaves: [], heading: false };
    const date = dates[index] ?? null;
    const weight = TITLE_WEIGHT[Math.min(title.words, 5)] ?? 0;
    const worth = date ? DATE_WEIGHT[date.from] : dated > 0.6 ? -0.3 : 0.12;
    score +=
      weight *
      worth *
      (title.heading ? 1.2 : 1) *
      kinship(link.url, address) *
      (EVENT.test(link.url) ? 0.1 : 1);
    return { link, zone, title, date };
  });
  const distinct = new Set(titles.map(({ text }) => text)).size / titles.length;
  const addresses = new Set(bare.map(({ link }) => link.url)).size / titles.length;
  return { records, dated, score: score * distinct * addresses * place };
}

/** Host and path of an absolute address as `URL` writes it, without taking it apart anew. */
export function partsOf(address: string): { host: string; path: string } {
  const start = address.indexOf('://') + 3;
  const slash = address.indexOf('/', start);
  const end = slash < 0 ? address.length : slash;
  const host = address.slice(start, end);
  return { host: /[@:]/.test(host) ? new URL(address).hostname : host, path: address.slice(end) };
}

let home = { address: '', domain: '', folder: '' };

/** The registrable part of an address's host, and its first folder. Kept, for a page asks for one many times. */
function homeOf(address: string): typeof home {
  if (home.address === address) return home;
  const { host, path } = partsOf(address);
  const folder = /^\/[^/?#]+(?=[/?#]|$)/.exec(path)?.[0];
  home = {
    address,
    domain: host.split('.').slice(-2).join('.'),
    folder: folder === undefined ? '' : `${folder}/`,
  };
  return home;
}

/** How much an address looks like one of this newsroom. */
export function kinship(url: string, address: string): number {
  const { domain, folder } = homeOf(address);
  const { host, path } = partsOf(url);
  if (host !== domain && !host.endsWith(`.${domain}`)) return 0.35;
  return folder !== '' && path.startsWith(folder) ? 1.15 : 1;
}

const MENU =
  /(?:^|[-_ ])(?:nav|navbar|navigation|menu|submenu|megamenu|breadcrumbs?|footer|pagination|pager|social|toolbar|topbar|utility)(?:$|[-_ ])/i;
const ASIDE =
  /(?:^|[-_ ])(?:sidebar|aside|related|trending|popular|events?|calendar|tweets?|twitter|widgets?|promo|quick-?links|spotlight|carousel|slider|complementary)(?:$|[-_ ])/i;
/** Page builders call every part of a page a widget. */
const BUILDER = /(?:^|\s)(?:elementor|et_pb|jet|wp-block|fusion|vc)[-_]\S*/gi;

/**
 * 1 in the open, less inside menus and side boxes. What holds most of the page is neither, whatever it is called, and
 * dated long titles are rarely a menu: content systems name their wrappers `ajax_pagination_container`.
 */
function surroundings(bare: Bare[], outline: Outline, likeReleases: boolean): number {
  const first = bare[0]?.zone;
  const last = bare.at(-1)?.zone;
  let weight = 1;
  for (let place = first && last ? commonAncestor(first, last) : null; place; place = place.parent) {
    if (place.end - place.order > outline.size * 0.6) break;
    const { name, attribs } = place.element;
    const names = `${attribs.class ?? ''} ${attribs.id ?? ''} ${attribs.role ?? ''}`.replace(BUILDER, '');
    if (name === 'nav' || name === 'footer') return likeReleases ? 0.3 : 0.05;
    if (MENU.test(names)) return likeReleases ? 0.7 : 0.05;
    if (name === 'aside' || ASIDE.test(names)) weight = 0.35;
  }
  return weight;
}

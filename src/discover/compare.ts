/**
 * Of several ways to read a newsroom, which is the best and why.
 *
 * Completeness comes first (does it list what the newsroom's page lists, and nothing else; are its items dated; does
 * it go back to older ones), then freshness, then cost: an API or a feed costs the site less than a page, and stays
 * when the site is redesigned.
 */
import type { Discovery, Item, SourceKind } from '../model.js';
import { plainTitle } from '../wording.js';
import { canonicalAddress } from './address.js';

/** One way of reading a newsroom, tried. */
export interface Way {
  kind: SourceKind;
  /** The address to read from now on. */
  url: string;
  discovery: Discovery;
  /** What one visit costs: bytes on the wire. */
  bytes: number;
  /** Whether an unchanged answer costs nothing: it came with an ETag or a time of its last change. */
  conditional: boolean;
}

/** A way, weighed against the others. */
export interface Verdict {
  way: Way;
  items: number;
  dated: number;
  /** `YYYY-MM-DD`; null where no item is dated. */
  newest: string | null;
  /** Whether it goes back to items that it does not show at once. */
  goesBack: boolean;
  /** How many of the page's newest items it lists, of how many it could; null for the page itself. */
  shared: { found: number; of: number } | null;
  /** Why it is the best, or the first thing in which it falls behind the best. */
  why: string;
}

/** Of the page's items so many, the newest, are looked for in the other ways. */
const LOOKED_FOR = 10;
const DAY_MS = 86_400_000;
/** A way whose newest item is so much older than another's is a dead one. */
const BEHIND_DAYS = 14;
const RANK: Record<SourceKind, number> = { wordpress: 0, feed: 1, listing: 2, sitemap: 3 };

interface Weighed extends Omit<Verdict, 'why'> {
  /** Share of its items, within the days of the page, that the page does not list. */
  strays: number;
}

/** One thing in which a way may fall behind another, with the words for it. */
interface Test {
  passes(one: Weighed, all: Weighed[]): boolean;
  why(one: Weighed): string;
}

const TESTS: Test[] = [
  { passes: ({ items }) => items > 0, why: ({ way }) => way.discovery.warnings[0] ?? 'lists nothing' },
  {
    passes: ({ shared }) => shared === null || shared.found >= shared.of * 0.8,
    why: ({ shared }) => `lists ${shared?.found} of the page's ${shared?.of} newest releases`,
  },
  {
    passes: ({ strays }) => strays <= 0.3,
    why: ({ strays }) => `${Math.round(strays * 100)}% of its items are not on the page of releases`,
  },
  {
    passes: ({ newest }, all) => {
      const best = Math.max(...all.map((other) => Date.parse(other.newest ?? '') || 0));
      return newest === null || Date.parse(newest) >= best - BEHIND_DAYS * DAY_MS;
    },
    why: ({ newest }) => `its newest item is of ${newest}: it is no longer kept up`,
  },
  {
    passes: ({ dated, items }) => dated >= items * 0.9,
    why: ({ dated, items }) =>
      `${items - dated} of ${items} items show no date: each costs a visit to its page`,
  },
  {
    passes: (one, all) =>
      one.goesBack || !all.some((other) => other.goesBack || other.items > one.items * 1.2),
    why: ({ items }) => `ends after ${items} items: nothing older can be read there`,
  },
];

const WHY_CHEAPER: Record<SourceKind, string> = {
  wordpress: 'costs more than another of its kind',
  feed: 'the WordPress API tells more, and is paged',
  listing: 'a page changes with the site’s design, an API or a feed does not',
  sitemap: 'a sitemap has neither titles nor dates: each new address costs a visit',
};

/**
 * Puts ways in order, the best first, each with the reason for its place.
 * @param page what the page that lists the releases shows; null where it shows nothing
 */
export function rankWays(ways: Way[], page: Discovery | null): Verdict[] {
  let left = ways.map((way) => weigh(way, page)).toSorted((a, b) => cost(a) - cost(b));
  const behind: Verdict[] = [];
  for (const test of TESTS) {
    // What fell at an earlier test is no measure: a dead feed of 500 items is not "more complete".
    const passing = left.filter((one) => test.passes(one, left));
    if (passing.length === 0) continue;
    const falling = left.filter((one) => !passing.includes(one));
    behind.unshift(...falling.map((one) => verdict(one, test.why(one))));
    left = passing;
  }
  const best = left.map((one, index) => verdict(one, index === 0 ? praise(one) : WHY_CHEAPER[one.way.kind]));
  return [...best, ...behind];
}

function verdict({ strays: _, ...weighed }: Weighed, why: string): Verdict {
  return { ...weighed, why };
}

/** Kinds in order; of one kind, fewer bytes. */
function cost({ way }: Weighed): number {
  return RANK[way.kind] * 1e9 + Math.min(way.bytes, 1e8) * (way.conditional ? 0.1 : 1);
}

function praise({ items, dated, goesBack, way }: Weighed): string {
  if (items === 0) return way.discovery.warnings[0] ?? 'lists nothing';
  const parts = [
    dated === items ? 'every item is dated' : `${dated} of ${items} items are dated`,
    goesBack ? 'goes back to older ones' : 'shows all it has at once',
    way.conditional ? 'costs nothing when unchanged' : 'costs a whole answer each time',
  ];
  return parts.join(', ');
}

function weigh(way: Way, page: Discovery | null): Weighed {
  const { items, next, kind } = way.discovery;
  const days = items.flatMap((item) => item.published?.slice(0, 10) ?? []).sort();
  return {
    way,
    items: items.length,
    dated: days.length,
    newest: days.at(-1) ?? null,
    goesBack: next !== null || kind === 'sitemap',
    shared: page === null || page === way.discovery ? null : sharedWith(page.items, items),
    strays: page === null || page === way.discovery ? 0 : straysFrom(page.items, items),
  };
}

/** Addresses differ between a page and a feed (`?utm_source=rss`, `http:`); titles then tell. */
function namesOf(item: Item): string[] {
  const address = canonicalAddress(item.url)
    .replace(/^https?:\/\/(?:www\.)?/, '')
    .replace(/\/$/, '');
  const title = plainTitle(item.title)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  return title.length > 15 ? [address, title] : [address];
}

function newestOf(items: Item[], count: number): Item[] {
  if (items.some(({ published }) => published === null)) return items.slice(0, count);
  return items.toSorted((a, b) => ((a.published ?? '') < (b.published ?? '') ? 1 : -1)).slice(0, count);
}

function sharedWith(page: Item[], items: Item[]): Verdict['shared'] {
  if (page.length === 0 || items.length === 0) return null;
  const names = new Set(items.flatMap(namesOf));
  const wanted = newestOf(page, Math.min(LOOKED_FOR, items.length));
  return {
    found: wanted.filter((item) => namesOf(item).some((name) => names.has(name))).length,
    of: wanted.length,
  };
}

function straysFrom(page: Item[], items: Item[]): number {
  const days = page.flatMap(({ published }) => published?.slice(0, 10) ?? []).sort();
  const oldest = days[0];
  if (oldest === undefined) return 0;
  const names = new Set(page.flatMap(namesOf));
  // The page's oldest day may go on overleaf.
  const within = items.filter(({ published }) => published !== null && published.slice(0, 10) > oldest);
  if (within.length === 0) return 0;
  return within.filter((item) => !namesOf(item).some((name) => names.has(name))).length / within.length;
}

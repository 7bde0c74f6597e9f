import { rankWays, type Verdict, type Way } from '../discover/compare.js';
import {
  apiRoot,
  folderOf,
  isWordPress,
  type Place,
  postTypes,
  sitemapsOf,
  usualFeeds,
} from '../discover/places.js';
import { partsToRead, releasePages } from '../discover/releasepages.js';
import { findFeeds } from '../discover/sniff.js';
import type { FetchClient, FetchResult } from '../fetch/client.js';
import { FetchError } from '../fetch/errors.js';
import type { Discovery, SourceKind } from '../model.js';
import { readAnswer } from './look.js';
import { type Column, tableOf } from './output.js';

/** A newsroom's page and the other ways to read it, tried. */
export interface Newsroom {
  /** Of the page itself; null where it could not be fetched. */
  status: number | null;
  /** Why the page could not be read; null where it could, even if it lists nothing. */
  problem: { kind: string; message: string; advice: string } | null;
  /** Where the site says the page has moved for good. */
  movedTo: string | null;
  /** What the page lists; null where it could not be read. */
  page: Discovery | null;
  /** Best first; the page itself is among them where it could be read. */
  ways: Verdict[];
  /** Addresses that were tried without luck, each with the reason. */
  tried: { kind: SourceKind; url: string; reason: string }[];
}

/** Sitemaps of an index that are looked into for a release. */
const MOST_PARTS = 3;
/** Feeds that a page names beyond these are of its sections. */
const MOST_NAMED = 4;

/** How a newsroom is read now, or is thought to be. */
interface Known {
  url: string;
  kind: SourceKind;
  zone: string;
  /** Addresses of statements that were read there before. */
  statements?: string[];
}

/**
 * Reads a newsroom's page and tries whatever else it may be read by: the feeds and the API that it names, feeds and
 * sitemaps where content systems usually have them. Asks no more of the site than that, one request after another.
 * @param enough says of the page, read alone, that nothing better need be looked for
 */
export async function findWays(
  client: FetchClient,
  known: Known,
  enough: (page: Newsroom) => boolean = () => false,
): Promise<Newsroom> {
  const search = new Search(client, known.zone);
  const newsroom: Newsroom = {
    status: null,
    problem: null,
    movedTo: null,
    page: null,
    ways: [],
    tried: search.tried,
  };
  const answer = await search.ask(known.url, known.kind === 'wordpress');
  if (answer instanceof FetchError) newsroom.problem = answer;
  else {
    newsroom.status = answer.status;
    newsroom.movedTo = answer.movedTo;
    if (answer.status > 299) {
      newsroom.problem = {
        kind: String(answer.status),
        message: `answers ${answer.status}`,
        advice: adviceFor(answer.status, new URL(known.url).origin),
      };
    } else {
      const way = await search.read(answer, known.kind, known.url, known.statements);
      newsroom.page = way.discovery;
      search.ways.push(way);
    }
  }
  newsroom.ways = rankWays(search.ways, newsroom.page);
  if (enough(newsroom)) return newsroom;
  await search.elsewhere(known.url, answer instanceof FetchError ? '' : answer.text, newsroom.page);
  newsroom.ways = rankWays(search.ways, newsroom.page);
  return newsroom;
}

function adviceFor(status: number, origin: string): string {
  if (status === 404 || status === 410) return `The page is gone: find its new address on ${origin}.`;
  if (status === 401 || status === 403) return 'The site lets this program not in: ask the office for leave.';
  if (status === 429) return 'The site is asked too often: check again later, with a larger HOST_DELAY_MS.';
  if (status >= 500) return 'The site is down: check again later.';
  return 'Open the address in a browser and correct it.';
}

class Search {
  readonly ways: Way[] = [];
  readonly tried: Newsroom['tried'] = [];
  readonly #client: FetchClient;
  readonly #zone: string;
  readonly #asked = new Set<string>();

  constructor(client: FetchClient, zone: string) {
    this.#client = client;
    this.#zone = zone;
  }

  /** An answer of any status, or why there is none. */
  async ask(url: string, json = false): Promise<FetchResult | FetchError> {
    this.#asked.add(url);
    try {
      return await this.#client.fetch({ url, accept: json ? 'json' : 'any', unpack: true });
    } catch (error) {
      if (error instanceof FetchError) return error;
      throw error;
    }
  }

  /**
   * What an answer would be read as: a sitemap with what of it is releases, an index by the newest of its sitemaps.
   * @param url the address to be saved, with the folder of the releases after a `#` where it is a sitemap's
   */
  async read(
    answer: FetchResult,
    kind: SourceKind,
    url: string,
    known: string[] = [],
    depth = 0,
  ): Promise<Way> {
    const discovery = await readAnswer(answer, kind, this.#zone);
    const { etag, lastModified } = answer.validators;
    const conditional = etag !== null || lastModified !== null;
    const way = { kind: discovery.kind, url, discovery, bytes: answer.bytes, conditional };
    if (discovery.kind !== 'sitemap') return way;
    const items = releasePages(discovery.items, { url, known });
    const parts = depth > 1 ? [] : partsToRead(discovery.parts ?? [], null).slice(0, MOST_PARTS);
    for (const part of parts) {
      if (items.length > 0 || this.#asked.has(part.url)) continue;
      const inside = await this.ask(part.url);
      if (inside instanceof FetchError || inside.status > 299) continue;
      const { discovery: read, bytes } = await this.read(inside, 'sitemap', url, known, depth + 1);
      way.bytes += bytes;
      if (read.kind === 'sitemap') items.push(...read.items);
    }
    const none = `none of its ${discovery.items.length} addresses looks like a release's`;
    const warnings = items.length > 0 ? discovery.warnings : [none, ...discovery.warnings];
    return { ...way, discovery: { ...discovery, items, warnings } };
  }

  async elsewhere(url: string, html: string, page: Discovery | null): Promise<void> {
    const named: Place[] = html === '' ? [] : findFeeds(html, url);
    const feeds = named.filter(({ kind }) => kind === 'feed').slice(0, MOST_NAMED);
    const api = named.find(({ kind }) => kind === 'wordpress') ?? null;
    for (const place of feeds) await this.#try(place);
    const found = () =>
      this.ways.some(({ kind, discovery }) => kind === 'feed' && discovery.items.length > 0);
    for (const place of usualFeeds(html, url)) {
      if (found()) break;
      await this.#try(place, true);
    }
    if (api !== null || isWordPress(html)) await this.#tryWordPress(url, api);
    await this.#trySitemaps(url, page);
  }

  /** @param guessed nobody named the address: that nothing is there is nothing to tell */
  async #try(place: Place, guessed = false): Promise<void> {
    if (this.#asked.has(place.url)) return;
    const answer = await this.ask(place.url, place.kind === 'wordpress');
    const reason = await this.#take(answer, place);
    if (reason !== null && !guessed) this.tried.push({ ...place, reason });
  }

  async #take(answer: FetchResult | FetchError, place: Place): Promise<string | null> {
    if (answer instanceof FetchError) return answer.message;
    if (answer.status > 299) return `answers ${answer.status}`;
    const way = await this.read(answer, place.kind, place.url);
    // A site that has no such page often shows its front page instead.
    if (way.kind !== place.kind) return `is no ${place.kind}`;
    if (way.discovery.items.length === 0) return way.discovery.warnings[0] ?? 'lists nothing';
    this.ways.push(way);
    return null;
  }

  async #tryWordPress(url: string, api: Place | null): Promise<void> {
    if (api !== null) await this.#try(api);
    const root = apiRoot(api?.url ?? null, new URL(url).origin);
    const answer = await this.ask(`${root}wp/v2/types`, true);
    if (answer instanceof FetchError || answer.status > 299) return;
    for (const place of postTypes(parse(answer.text), root)) {
      if (api === null || !place.url.includes('/posts?')) await this.#try(place);
    }
  }

  async #trySitemaps(url: string, page: Discovery | null): Promise<void> {
    const { origin } = new URL(url);
    const robots = await this.ask(`${origin}/robots.txt`);
    const text = robots instanceof FetchError || robots.status > 299 ? '' : robots.text;
    const listed = page?.items.map((item) => item.url) ?? [];
    const folder = folderOf(url, listed);
    for (const place of sitemapsOf(text, origin)) {
      if (this.#asked.has(place.url)) continue;
      const answer = await this.ask(place.url);
      if (answer instanceof FetchError || answer.status > 299) continue;
      const address = folder === null ? place.url : `${place.url}#${folder}`;
      const way = await this.read(answer, 'sitemap', address, listed);
      if (way.kind !== 'sitemap' || way.discovery.items.length === 0) continue;
      this.ways.push(way);
      return;
    }
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const COLUMNS: Column<Verdict & { mark: string }>[] = [
  { name: '', value: (row) => row.mark },
  { name: 'way', value: ({ way }) => way.kind },
  { name: 'items', value: ({ items }) => items },
  { name: 'dated', value: ({ dated }) => dated },
  { name: 'newest', value: ({ newest }) => newest },
  { name: 'older', value: ({ goesBack }) => (goesBack ? 'yes' : 'no') },
  { name: 'of page', value: ({ shared }) => (shared === null ? '' : `${shared.found}/${shared.of}`) },
  { name: 'kB', value: ({ way }) => Math.ceil(way.bytes / 1000) },
  { name: 'why', value: ({ why }) => why, width: 46 },
  { name: 'address', value: ({ way }) => way.url },
];

/**
 * Shows the ways side by side: how many items each lists, how many dated, the newest, whether it goes back to older
 * ones, how many of the page's newest it has, what a visit costs, and why it is the best or is not.
 * @param now the address that is read now, marked `now`; the best is marked `*`
 */
export function printWays({ ways, tried }: Newsroom, now: string | null = null): void {
  const rows = ways.map((verdict, index) => ({
    ...verdict,
    mark: [index === 0 && verdict.items > 0 ? '*' : '', verdict.way.url === now ? 'now' : '']
      .join(' ')
      .trim(),
  }));
  if (rows.length > 0) process.stderr.write(tableOf(rows, COLUMNS));
  for (const { kind, url, reason } of tried) process.stderr.write(`  no ${kind} at ${url}: ${reason}\n`);
}

/**
 * Lists of releases kept as data: JSON, or a script that assigns an array (`var pr2025 = [{Date: …}]`). Records are
 * found by what their fields are called and hold; nothing is run.
 */
import { load } from 'cheerio/slim';
import { readDate } from '../dates.js';
import { absoluteAddress } from '../html.js';
import type { Discovery } from '../model.js';
import { type Announcement, discoveryOf, type ReadingContext } from './feed.js';
import { type Literal, readLiteral } from './literal.js';

/** Field names, letters only and lower-cased, best first. */
const TITLE = ['title', 'newstitle', 'headline', 'heading', 'name', 'subject', 'linktext', 'label'];
const LINK = [
  'url',
  'link',
  'href',
  'newsurl',
  'pageurl',
  'permalink',
  'pagepath',
  'path',
  'file',
  'filename',
  'uri',
  'itemurl',
  'detailurl',
  'canonicalurl',
  'pageurlraw',
  'relativeurl',
  'fileref',
];
const DATE = [
  'date',
  'publisheddate',
  'publicationdate',
  'publishdate',
  'pubdate',
  'datepublished',
  'published',
  'publishedat',
  'releasedate',
  'newsdate',
  'postdate',
  'posted',
  'articledate',
  'displaydate',
  'startdate',
  'issuedate',
  'dategmt',
  'datetime',
  'created',
];
const SUMMARY = [
  'lede',
  'summary',
  'description',
  'teaser',
  'excerpt',
  'abstract',
  'snippet',
  'subtitle',
  'body',
  'content',
];
const MODIFIED = ['lastmodified', 'modified', 'datemodified', 'updated', 'updatedat', 'modifieddate'];
const TOTAL = ['totalcount', 'total', 'totalpages', 'pagecount'];

type Fields = Map<string, Literal>;

/** Data as it was read from a text. */
interface Data {
  value: Literal;
  whole: boolean;
}

/** True where a text is data and no page. */
export function isData(text: string): boolean {
  const head = text
    .slice(0, 600)
    .replace(/^[\ufeff\s]+/, '')
    .replace(/^(?:\/\/[^\n]*\s*|\/\*[\s\S]*?\*\/\s*)+/, '');
  return /^[[{]/.test(head) || /^(?:(?:var|let|const)\s+)?[\w$.[\]'"]{1,60}\s*(?:=|\()\s*[[{]/.test(head);
}

/** Reads the JSON or literal of a text. */
function dataIn(text: string): Data | null {
  try {
    return { value: JSON.parse(text.replace(/^\ufeff/, '')), whole: true };
  } catch {
    const start = text.search(/[[{]/);
    return start < 0 ? null : readLiteral(text, start);
  }
}

/** HTML that a JSON answer carries, as WordPress's AJAX listings do; null where there is none. */
export function htmlInData(text: string): string | null {
  const data = dataIn(text);
  if (!data) return null;
  let longest = '';
  for (const value of valuesIn(data.value)) {
    if (typeof value === 'string' && value.length > longest.length && /<a\s[^>]*href/i.test(value))
      longest = value;
  }
  return longest.length > 200 ? longest : null;
}

/** Everything in a value, breadth first, and no more than a large list has. */
function* valuesIn(root: Literal): Generator<Literal> {
  const queue: Literal[] = [root];
  for (let read = 0; read < queue.length && read < 200_000; read++) {
    const value = queue[read] ?? null;
    yield value;
    if (Array.isArray(value)) queue.push(...value);
    else if (typeof value === 'object' && value !== null) queue.push(...Object.values(value));
  }
}

/**
 * Reads a list of releases kept as data.
 * @returns as a listing would; a warning where the data broke off. Never throws.
 */
export function readData(text: string, context: ReadingContext): Discovery {
  const data = dataIn(text);
  if (!data) return { kind: 'listing', items: [], next: null, warnings: ['the text holds no data'] };
  let best: Announcement[] = [];
  for (const value of valuesIn(data.value)) {
    if (!Array.isArray(value) || value.length <= best.length) continue;
    const found = value.map((row) => announcementOf(row, context)).filter((one) => one !== null);
    if (found.length > best.length) best = found;
  }
  const base = { ...context, url: pageAbove(context.url) };
  const discovery = discoveryOf('listing', best, base);
  if (!data.whole) discovery.warnings.push('the data broke off: what came before was read');
  if (best.length === 0) discovery.warnings = ['the data holds no list with titles and addresses'];
  discovery.next = nextOf(data.value, discovery.items.length, context.url);
  return discovery;
}

/** Addresses in a data file are relative to the page that loads it, which stands above the folder of scripts. */
function pageAbove(url: string): string {
  return url.replace(/\/(?:_?scripts?|_?js|_?data|_?json|_?assets)\/[^/]*$/i, '/');
}

function fieldsOf(row: Literal): Fields {
  const fields: Fields = new Map();
  if (typeof row !== 'object' || row === null || Array.isArray(row)) return fields;
  for (const [key, value] of Object.entries(row)) {
    const name = key.toLowerCase().replace(/[^a-z]/g, '');
    if (!fields.has(name)) fields.set(name, value);
  }
  return fields;
}

/** The text of the first of some fields; `{ rendered: … }`, `{ value: … }` and lists of one are looked into. */
function textIn(fields: Fields, names: string[]): string | null {
  for (const name of names) {
    let value = fields.get(name) ?? null;
    for (let depth = 0; depth < 3 && typeof value === 'object' && value !== null; depth++) {
      value = Array.isArray(value)
        ? (value[0] ?? null)
        : (firstOf(value, ['rendered', 'value', 'url', 'href', 'text', '#text']) ?? null);
    }
    if (typeof value === 'string' && value.trim() !== '') return value;
  }
  return null;
}

function firstOf(value: { [key: string]: Literal }, keys: string[]): Literal | undefined {
  for (const key of keys) if (Object.hasOwn(value, key)) return value[key];
  return undefined;
}

function announcementOf(row: Literal, context: ReadingContext): Announcement | null {
  const cells = Array.isArray(row) ? row : typeof row === 'object' && row !== null ? Object.values(row) : [];
  const fields = fieldsOf(row);
  const anchor = anchorIn(cells);
  const link = textIn(fields, LINK) ?? anchor?.href ?? null;
  const title =
    (anchor && !fields.has('title') ? anchor.text : null) ?? textIn(fields, TITLE) ?? anchor?.text ?? null;
  if (link === null || title === null || absoluteAddress(link, context.url) === null) return null;
  const named = DATE.map((name) => textIn(fields, [name])).filter((text) => text !== null);
  const dates = named.length > 0 ? named : Array.isArray(row) ? datesAmong(cells, context) : [];
  return {
    link: anchorHref(link) ?? link,
    title,
    dates,
    modified: textIn(fields, MODIFIED),
    summary: textIn(fields, SUMMARY),
  };
}

function datesAmong(cells: Literal[], context: ReadingContext): string[] {
  return cells.filter((cell) => typeof cell === 'string').filter((cell) => readDate(cell, context) !== null);
}

/** A table kept as data has links as HTML. */
function anchorIn(cells: Literal[]): { href: string; text: string } | null {
  for (const cell of cells) {
    if (typeof cell !== 'string' || cell.length > 5000 || !/<a\s/i.test(cell)) continue;
    const link = load(cell)('a[href]').first();
    const href = link.attr('href');
    if (href) return { href, text: link.text() };
  }
  return null;
}

function anchorHref(link: string): string | null {
  return /<a\s/i.test(link) ? (anchorIn([link])?.href ?? null) : null;
}

/** The next page of an API that counts pages in its address and tells a total. */
function nextOf(data: Literal, items: number, address: string): string | null {
  const fields = fieldsOf(data);
  const total = TOTAL.map((name) => Number(fields.get(name))).find((count) => count > 0) ?? 0;
  if (items === 0 || !URL.canParse(address)) return null;
  const url = new URL(address);
  const page = Number(url.searchParams.get('page') ?? Number.NaN);
  if (!Number.isInteger(page) || total <= page) return null;
  url.searchParams.set('page', String(page + 1));
  return url.href;
}

/**
 * Makes a clean RSS 2.0 document of whatever a newsroom calls a feed, so that rss-parser can read it.
 *
 * The text is read leniently (unknown entities, bare ampersands, unclosed elements, control characters, any case,
 * any prefix, RSS 0.9x, 1.0, 2.0 and Atom) and written again with the few elements a release needs.
 */
import { type AnyNode, DomHandler, type Element, isTag, isText } from 'domhandler';
import { escapeUTF8 } from 'entities';
import { Parser } from 'htmlparser2';
import { walk } from '../html.js';

/** A feed made whole. */
export interface RepairedFeed {
  /** Well-formed RSS 2.0. */
  xml: string;
  items: number;
  /** Channel title, for telling a feed of releases from a feed of comments. */
  title: string;
  next: string | null;
  /** What relative links are relative to, where the feed says so. */
  base: string | null;
  /** The page that the channel calls its own. */
  home: string | null;
  warnings: string[];
}

/** Where each of our elements may stand in theirs, best first; names are lower-cased. */
const FIELDS: [field: string, names: string[]][] = [
  ['title', ['title', 'dc:title', 'media:title']],
  [
    'pubDate',
    ['pubdate', 'published', 'issued', 'dc:date', 'dcterms:issued', 'dcterms:created', 'date', 'created'],
  ],
  ['updated', ['updated', 'modified', 'a10:updated', 'atom:updated', 'dcterms:modified']],
  ['teaser', ['description', 'summary', 'content', 'content:encoded', 'itunes:summary', 'media:description']],
];

const ROOTS = new Set(['rss', 'rdf', 'feed', 'channel']);
const KEPT_PREFIX = /^(?:dc|dcterms|media|itunes|content|a10|atom|feedburner|sy|slash|wfw|geo|georss):/;

/** More of a field than this is never looked at; a feed may carry whole releases. */
const LONGEST_FIELD = 4000;

/** `atom:entry` and `ns0:Item` are `entry` and `item`; `dc:date` and `media:title` stay themselves. */
function nameOf(element: Element): string {
  const name = element.name.toLowerCase();
  if (name === 'atom:entry' || name === 'atom:feed') return name.slice(5);
  return KEPT_PREFIX.test(name) ? name : name.replace(/^[^:]*:/, '');
}

/** Everything written inside an element; markup that should have been escaped is passed over. */
function textIn(element: Element): string {
  let text = '';
  walk(element, (node: AnyNode) => {
    if (isText(node)) text += node.data;
    else if (isTag(node)) text += ' ';
  });
  return text.trim();
}

/** What XML 1.0 has no room for: control characters but tab and line ends, halves of surrogate pairs. */
const ILLEGAL = /[^\P{Cc}\t\n\r\u0080-\u009f]|\p{Cs}|[\ufffe\uffff]/gu;

/** The release's address among an item's links: the plain one, then an alternate, then a permanent guid. */
function linkOf(parts: Map<string, Element[]>, item: Element): string {
  const original = parts.get('feedburner:origlink')?.[0];
  if (original) return textIn(original);
  for (const link of parts.get('link') ?? []) {
    const rel = (link.attribs.rel ?? 'alternate').toLowerCase();
    const text = link.attribs.href === undefined ? textIn(link) : link.attribs.href;
    if (rel === 'alternate' && text.trim() !== '') return text;
  }
  const guid = parts.get('guid')?.[0];
  if (guid && attribute(guid, 'ispermalink') !== 'false' && /^\s*https?:/i.test(textIn(guid)))
    return textIn(guid);
  const about = attribute(item, 'rdf:about');
  if (about) return about;
  const other = [...(parts.get('atom:link') ?? []), ...(parts.get('link') ?? [])].find(
    (link) => link.attribs.href,
  );
  const id = parts.get('id')?.[0];
  return other?.attribs.href ?? (id && /^\s*https?:/i.test(textIn(id)) ? textIn(id) : '');
}

function attribute(element: Element, name: string): string | undefined {
  return Object.entries(element.attribs).find(([key]) => key.toLowerCase() === name)?.[1];
}

/** `<a href="…">view</a>`, plain or percent-encoded, where an address should stand. */
function unwrapAnchor(link: string): string {
  const plain = /%3ca/i.test(link)
    ? link.replace(/%3c/gi, '<').replace(/%3e/gi, '>').replace(/%20/g, ' ').replace(/%22/g, '"')
    : link;
  return /<a\s[^>]*href=["']?([^"'\s>]+)/i.exec(plain)?.[1] ?? link;
}

function writeItem(item: Element): string {
  const parts = new Map<string, Element[]>();
  for (const child of item.children) {
    if (!isTag(child)) continue;
    const name = nameOf(child);
    const same = parts.get(name);
    if (same) same.push(child);
    else parts.set(name, [child]);
  }
  let xml = `<link>${escaped(unwrapAnchor(linkOf(parts, item).trim()))}</link>`;
  for (const [field, names] of FIELDS) {
    const text = firstText(parts, names);
    if (text !== '') xml += `<${field}>${escaped(text)}</${field}>`;
  }
  return `<item>${xml}</item>`;
}

function firstText(parts: Map<string, Element[]>, names: string[]): string {
  for (const name of names) {
    for (const element of parts.get(name) ?? []) {
      const text = textIn(element);
      if (text !== '') return text.slice(0, LONGEST_FIELD);
    }
  }
  return '';
}

function escaped(text: string): string {
  return escapeUTF8(text.replace(ILLEGAL, ''));
}

/** An item, written again. */
interface Written {
  /** Where it begins in the text. */
  start: number;
  xml: string;
}

/**
 * The tree of a feed, from which each item is taken as soon as it is whole: a feed of twenty thousand never stands in
 * memory at once.
 */
class FeedTree extends DomHandler {
  readonly items: Written[] = [];
  isFeed = false;
  title = '';
  next: string | null = null;
  base: string | null = null;
  home: string | null = null;
  #begun = 0;

  override onopentag(name: string, attribs: Record<string, string>): void {
    super.onopentag(name, attribs);
    const element = this.tagStack.at(-1);
    if (!element || !isTag(element)) return;
    const kind = nameOf(element);
    if (kind === 'item' || kind === 'entry') this.#begun++;
    if (!ROOTS.has(kind)) return;
    this.isFeed = true;
    this.base ??= attribs['xml:base'] ?? null;
  }

  override onclosetag(): void {
    const element = this.tagStack.at(-1);
    super.onclosetag();
    if (!element || !isTag(element)) return;
    const kind = nameOf(element);
    if (kind === 'item' || kind === 'entry') this.#take(element);
    else if (this.#begun === 0) this.#lookAt(element, kind);
  }

  #take(item: Element): void {
    this.items.push({ start: item.startIndex ?? 0, xml: writeItem(item) });
    item.parent?.children.pop();
    if (item.prev) item.prev.next = null;
  }

  /** What stands before the first item is of the channel. */
  #lookAt(element: Element, kind: string): void {
    if (kind === 'title' && this.title === '') this.title = textIn(element);
    if (kind !== 'link' && kind !== 'atom:link') return;
    if (element.attribs.rel === 'next') this.next = element.attribs.href ?? null;
    else if (element.attribs.href === undefined) this.home ??= textIn(element);
  }
}

/**
 * Reads any kind of feed leniently and writes it again as clean RSS 2.0. A last item that the end of the text cut
 * through is left out, with a warning; all whole ones are kept.
 * @returns null where the text is no feed at all.
 */
export function repairFeed(text: string): RepairedFeed | null {
  const start = text.indexOf('<');
  if (start < 0) return null;
  const source = text.slice(start);
  const tree = new FeedTree(undefined, { xmlMode: true, withStartIndices: true });
  new Parser(tree, { xmlMode: true }).end(source);
  if (!tree.isFeed) return null;
  // Items that were left open are whole only with the one that stands in them.
  const items = tree.items.sort((a, b) => a.start - b.start);
  const warnings: string[] = [];
  if (!/<\/(?:[\w-]+:)?(?:rss|rdf|feed|channel)\s*>/i.test(source.slice(-2000))) {
    const last = items.at(-1);
    const whole = last && /<\/(?:[\w-]+:)?(?:item|entry)\s*>/i.test(source.slice(last.start));
    if (last && !whole) items.pop();
    warnings.push(
      `the feed is cut off; ${last && !whole ? 'its last item was left out' : 'its items are whole'}`,
    );
  }
  const xml = `<rss version="2.0"><channel>${items.map((item) => item.xml).join('')}</channel></rss>`;
  const { title, next, base, home } = tree;
  return { xml, items: items.length, title, next, base, home, warnings };
}

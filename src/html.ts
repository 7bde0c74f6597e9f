/**
 * A page as a tree: parsed once, walked without recursion (a hostile page may nest a hundred thousand deep).
 *
 * Cheerio reads through htmlparser2 here (`cheerio/slim`): three to four times as fast as parse5 on newsroom pages.
 * The one thing parse5 does better, closing rows and list items that were left open, decides when it is asked.
 */
import { type CheerioAPI, load as loadStrictly } from 'cheerio';
import { load } from 'cheerio/slim';
import {
  type AnyNode,
  type CDATA,
  DomHandler,
  type Element,
  isCDATA,
  isTag,
  isText,
  type ParentNode,
} from 'domhandler';
import { Parser } from 'htmlparser2';
import { repairMojibake } from './mojibake.js';

/** A parsed page and the address its links are relative to. */
export interface Page {
  $: CheerioAPI;
  root: ParentNode;
  /** The page's address, or what its `<base href>` says instead. */
  base: string;
}

/** Elements whose text is never read by a person. */
const SILENT = new Set([
  'script',
  'style',
  'template',
  'noscript',
  'svg',
  'math',
  'select',
  'textarea',
  'object',
  'iframe',
  'canvas',
  'head',
]);

/** Elements that begin and end a line of their own. */
const BLOCKS = new Set([
  'address',
  'article',
  'aside',
  'blockquote',
  'body',
  'center',
  'dd',
  'details',
  'dialog',
  'div',
  'dl',
  'dt',
  'fieldset',
  'figcaption',
  'figure',
  'footer',
  'form',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'header',
  'hr',
  'html',
  'li',
  'main',
  'nav',
  'ol',
  'p',
  'pre',
  'section',
  'summary',
  'table',
  'tbody',
  'td',
  'tfoot',
  'th',
  'thead',
  'tr',
  'ul',
]);

/** Parses a page once, its mojibake repaired. `address` is where it was fetched from. */
export function parsePage(html: string, address: string): Page {
  const text = repairMojibake(html);
  const tree = new BoundedTree();
  new Parser(tree).end(text);
  const isStrict =
    tree.leavesOpen && tree.deepest < DEEPEST_FOR_STRICT && typeLeftOpen(text) < DEEPEST_FOR_STRICT;
  const $ = isStrict ? loadStrictly(text) : load(tree.root);
  const root = $.root()[0];
  if (!root) throw new Error('cheerio gave no root');
  return { $, root, base: baseOf(root, address) };
}

/** Pages nest a few dozen deep; what is read of a page takes time that grows with its size times its depth. */
const DEEPEST = 2000;

const ROW = new Set(['li', 'td', 'tr', 'dd', 'dt']);

/** Makes the tree of a page and stops where it passes `DEEPEST`. */
class BoundedTree extends DomHandler {
  deepest = 0;
  #opened = 0;
  #closed = 0;
  #reader: Parser | null = null;

  override onparserinit(reader: Parser): void {
    this.#reader = reader;
    super.onparserinit(reader);
  }

  override onopentag(name: string, attribs: Record<string, string>): void {
    super.onopentag(name, attribs);
    if (ROW.has(name)) this.#opened++;
    const depth = this.tagStack.length;
    if (depth > this.deepest) this.deepest = depth;
    if (depth > DEEPEST) this.#reader?.pause();
  }

  override onclosetag(name?: string, isImplied?: boolean): void {
    super.onclosetag();
    if (name !== undefined && !isImplied && ROW.has(name)) this.#closed++;
  }

  /** True where rows or list items are opened and not closed, as pages written by hand have them. */
  get leavesOpen(): boolean {
    return this.#opened > 5 && this.#closed < this.#opened * 0.7;
  }
}

function baseOf(root: ParentNode, address: string): string {
  let base: string | null = null;
  walk(root, (node) => {
    if (base !== null || !isTag(node) || node.name === 'body') return false;
    if (node.name === 'base' && node.attribs.href) base = absoluteAddress(node.attribs.href, address);
    return node.name === 'html' || node.name === 'head';
  });
  return base ?? address;
}

/** parse5 looks through all open elements at each tag. */
const DEEPEST_FOR_STRICT = 200;

/**
 * How many elements that set type are never closed by their own tag: parse5 opens them again in each paragraph.
 */
function typeLeftOpen(html: string): number {
  const open = new Map<string, number>();
  for (const [, slash, name = ''] of html.matchAll(
    /<(\/?)(a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)[\s/>]/gi,
  )) {
    const kind = name.toLowerCase();
    open.set(kind, Math.max(0, (open.get(kind) ?? 0) + (slash === '/' ? -1 : 1)));
  }
  return [...open.values()].reduce((sum, count) => sum + count, 0);
}

/** True where a person would not see the element's text as text. */
export function isSilent(element: Element): boolean {
  return SILENT.has(element.name);
}

const UNSEEN =
  /(?:^|\s)(?:sr-only|visually-?hidden|screen-reader(?:-text)?|element-invisible|show-for-sr|assistive-text)(?:\s|$)/;

/** True where an element is there for screen readers only: `(opens in a new window)`, `Read more about …`. */
export function isUnseen({ attribs }: Element): boolean {
  return attribs.class !== undefined && UNSEEN.test(attribs.class);
}

export function isBlock(element: Element): boolean {
  return BLOCKS.has(element.name);
}

/** Collapses white space, no-break and zero-width characters to single spaces; soft hyphens are no part of a word. */
export function flatten(text: string): string {
  const trimmed = text.trim();
  if (!/[^\S ]| {2}|[\u00ad\u200b-\u200f\u2060]/.test(trimmed)) return trimmed;
  return trimmed
    .replaceAll('\u00ad', '')
    .replace(/[\s\u00a0\u200b-\u200f\u2060\ufeff]+/g, ' ')
    .trim();
}

/**
 * Walks the tree below `root` in document order. `enter` may return false to pass over an element's inside;
 * `leave` is called for every element that was entered.
 */
export function walk(
  root: ParentNode,
  enter: (node: AnyNode) => boolean | undefined,
  leave?: (element: Element) => void,
): void {
  let node: AnyNode | null = root.firstChild;
  while (node) {
    const holder: Element | CDATA | null = isTag(node) || isCDATA(node) ? node : null;
    if (enter(node) !== false && holder) {
      if (holder.firstChild) {
        node = holder.firstChild;
        continue;
      }
      if (isTag(holder)) leave?.(holder);
    }
    let here: AnyNode = node;
    while (!here.next) {
      const parent: ParentNode | null = here.parent;
      if (!parent || parent === root) return;
      if (isTag(parent)) leave?.(parent);
      here = parent as AnyNode;
    }
    node = here.next;
  }
}

/** The visible text below a node, on one line; words of neighbouring blocks do not run together. */
export function textOf(root: ParentNode): string {
  let text = '';
  walk(
    root,
    (node) => {
      if (isText(node)) text += node.data;
      if (!isTag(node)) return;
      if (isSilent(node)) return false;
      if (node.name === 'br' || isBlock(node)) text += ' ';
    },
    (element) => {
      if (isBlock(element)) text += ' ';
    },
  );
  return flatten(text);
}

/**
 * The absolute http(s) address a link means, or null for anything else (`javascript:`, `mailto:`, an empty or
 * broken address). White space around and line breaks inside the address are dropped, as browsers do.
 */
export function absoluteAddress(link: string, base: string): string | null {
  const clean = link.replace(/[\t\r\n]+/g, '').trim();
  if (clean === '' || clean.length > 4096) return null;
  try {
    // Not `canParse` first, which would read every address twice.
    const { protocol, href } = new URL(clean, base);
    return protocol === 'http:' || protocol === 'https:' ? href : null;
  } catch {
    return null;
  }
}

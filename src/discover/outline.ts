/**
 * A listing page seen as what a reader sees in it: links, pieces of text and dates, in reading order, each with its
 * place in the tree. One walk makes it; finding the repeated record needs nothing else.
 */
import { type AnyNode, Element, isTag, isText } from 'domhandler';
import type { DateContext } from '../dates.js';
import { absoluteAddress, flatten, isBlock, isSilent, isUnseen, type Page, walk } from '../html.js';
import type { PublishedDate } from '../model.js';
import { datesAmong } from './datespot.js';

/** An element's place in the tree. `order` and `end` number the walk: a place holds all orders between the two. */
export interface Place {
  element: Element;
  parent: Place | null;
  order: number;
  end: number;
  /** True depth in the tree. */
  level: number;
  /** Depth not counting elements that only set type (`b`, `span`, …). */
  depth: number;
  /** Number of its path of tag names, type-setting elements left out: equal numbers, equal structure. */
  plain: number;
  /** The same with class names. */
  rich: number;
  /** Children that were entered so far: the column of the next cell of a row. */
  children: number;
}

/** A piece of text as it stands in the tree. */
export interface Leaf {
  text: string;
  order: number;
  place: Place;
  link: LinkSpot | null;
  /** 1 to 6 inside a heading, else 0. */
  heading: number;
  /** True where white space or a block's edge stands before it. */
  gap: boolean;
  /** The `datetime` of the element it stands in. */
  stamp: string | null;
}

/** A link that may lead to a release. */
export interface LinkSpot {
  place: Place;
  url: string;
  order: number;
  heading: number;
  leaves: Leaf[];
  /** What the link's picture or attributes say, for links without text. */
  label: string;
}

/** A date that stands by itself. */
export interface DateSpot {
  date: PublishedDate;
  /** The text it was read from; a date without year is read again when more is known. */
  text: string;
  order: number;
  place: Place;
  leaves: Leaf[];
}

export interface Outline {
  links: LinkSpot[];
  leaves: Leaf[];
  dates: DateSpot[];
  /** The leaves that are dates or parts of one. */
  dateLeaves: Set<Leaf>;
  /** Number of the last node: the size of the page. */
  size: number;
  /** What a `<link rel="next">` names, as it is written. */
  next: string | null;
  /** The pager of a JetEngine list. */
  pager: Element | null;
}

const TYPESETTING = new Set([
  'b',
  'strong',
  'i',
  'em',
  'u',
  'span',
  'font',
  'small',
  'big',
  'abbr',
  'mark',
  'time',
  'ins',
]);
/** Class names that number or alternate rows and say nothing of what they are. */
const ROW_NOISE =
  /^(?:odd|even|first|last|alt|active|current|new|sticky|views-row-.*|row-?\d*|item-?\d*|col-.*|clearfix)$/;

/** Reads a page's outline. */
export function outlineOf(page: Page, context: DateContext): Outline {
  const links: LinkSpot[] = [];
  const leaves: Leaf[] = [];
  const paths = new Paths();
  let order = 0;
  // A fragment has no root element of its own; everything stands in this.
  const element = new Element('html', {});
  let here: Place = {
    element,
    parent: null,
    order: 0,
    end: 0,
    level: 0,
    depth: 1,
    plain: 0,
    rich: 0,
    children: 0,
  };
  const whole = here;
  let link: LinkSpot | null = null;
  let heading = 0;
  let gap = true;
  let stamp: { text: string; leaf: boolean } | null = null;
  let next: string | null = null;
  let pager: Element | null = null;

  function leafHere(text: string, place: Place): void {
    const leaf = { text, order, place, link, heading, gap, stamp: stamp?.text ?? null };
    leaves.push(leaf);
    link?.leaves.push(leaf);
    if (stamp) stamp.leaf = true;
  }

  walk(
    page.root,
    (node) => {
      order++;
      if (isText(node)) {
        const text = flatten(node.data);
        if (text === '') {
          if (node.data !== '') gap = true;
          return;
        }
        if (/^\s/.test(node.data)) gap = true;
        leafHere(text, here);
        gap = /\s$/.test(node.data);
        return;
      }
      if (!isTag(node)) return false;
      if (node.name === 'head' || node.name === 'link') {
        for (const child of node.name === 'head' ? node.children : [node]) next ??= nextBy(child);
        return false;
      }
      if (isSilent(node) || isUnseen(node)) return false;
      if (isJetPager(node)) pager ??= node;
      here = placeOf(node, here, order, paths);
      const { name, attribs } = node;
      if (name === 'br' || isBlock(node)) gap = true;
      if (isHeading(name)) heading = Number(name[1]);
      else if (attribs.role === 'heading') heading = 4;
      const time = attribs.datetime ?? (attribs.itemprop === 'datePublished' ? attribs.content : undefined);
      if (time) stamp = { text: time, leaf: false };
      if (name === 'a' && attribs.href !== undefined && !link) {
        const url = absoluteAddress(attribs.href, page.base);
        if (url !== null) {
          link = {
            place: here,
            url,
            order,
            heading,
            leaves: [],
            label: attribs['aria-label'] ?? attribs.title ?? '',
          };
          links.push(link);
        }
      } else if (name === 'img' && link && link.label === '') link.label = attribs.alt ?? '';
      return;
    },
    (element) => {
      here.end = order;
      if (isBlock(element)) gap = true;
      if (isHeading(element.name) || element.attribs.role === 'heading') heading = 0;
      if (stamp && (element.attribs.datetime ?? element.attribs.content) === stamp.text) {
        if (!stamp.leaf) leafHere('', here);
        stamp = null;
      }
      if (link?.place === here) link = null;
      here = here.parent ?? whole;
    },
  );
  whole.end = order;
  const dates = datesAmong(leaves, context);
  return {
    links,
    leaves,
    dates,
    dateLeaves: new Set(dates.flatMap((spot) => spot.leaves)),
    size: order,
    next,
    pager,
  };
}

function nextBy(node: AnyNode): string | null {
  return isTag(node) && node.name === 'link' && node.attribs.rel === 'next'
    ? (node.attribs.href ?? null)
    : null;
}

function isJetPager({ attribs }: Element): boolean {
  return (
    attribs['data-content-provider'] !== undefined &&
    /(?:^|\s)jet-smart-filters-pagination(?:\s|$)/.test(attribs.class ?? '')
  );
}

function placeOf(element: Element, parent: Place, order: number, paths: Paths): Place {
  const level = parent.level + 1;
  const column = parent.children++;
  if (TYPESETTING.has(element.name)) {
    return {
      element,
      parent,
      order,
      end: order,
      level,
      depth: parent.depth,
      plain: parent.plain,
      rich: parent.rich,
      children: 0,
    };
  }
  const tag = isHeading(element.name) ? 'h' : element.name === 'th' ? 'td' : element.name;
  const plain = paths.numberOf(parent.plain, tag);
  // Columns of a table differ in kind, but a cell that spans rows moves them: only the rich path tells them apart.
  const kind = tag === 'td' ? String(column) : paths.kindOf(element.attribs.class);
  const rich = paths.numberOf(paths.numberOf(parent.rich, `${tag}.`), kind);
  return { element, parent, order, end: order, level, depth: parent.depth + 1, plain, rich, children: 0 };
}

function isHeading(name: string): boolean {
  return name.length === 2 && name[0] === 'h' && name >= 'h1' && name <= 'h6';
}

/** Numbers for the paths of elements, and what their class names say. */
class Paths {
  #last = 0;
  readonly #below: Map<string, number>[] = [];
  readonly #kinds = new Map<string, string>();

  /** The number of the path that goes one step on from another. */
  numberOf(parent: number, step: string): number {
    let steps = this.#below[parent];
    if (steps === undefined) {
      steps = new Map();
      this.#below[parent] = steps;
    }
    const known = steps.get(step);
    if (known !== undefined) return known;
    this.#last += 1;
    steps.set(step, this.#last);
    return this.#last;
  }

  /** The first class name that tells what an element is, without its number. */
  kindOf(classes: string | undefined): string {
    if (!classes) return '';
    const known = this.#kinds.get(classes);
    if (known !== undefined) return known;
    const names = classes.toLowerCase().split(/\s+/);
    const kind = names.find((name) => name !== '' && !ROW_NOISE.test(name))?.replace(/\d+/g, '') ?? '';
    this.#kinds.set(classes, kind);
    return kind;
  }
}

/** What of a list in reading order stands inside a place. */
export function within<Spot extends { order: number }>(
  spots: Spot[],
  place: Pick<Place, 'order' | 'end'>,
): Spot[] {
  return spots.slice(firstFrom(spots, place.order), firstFrom(spots, place.end + 1));
}

/** Index of the first spot at or after `order`. */
function firstFrom(spots: { order: number }[], order: number): number {
  let low = 0;
  let high = spots.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spots[middle]?.order ?? 0) < order) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Text of leaves, with spaces only where there were some. */
export function textOfLeaves(leaves: Leaf[]): string {
  let text = '';
  for (const leaf of leaves) text += (leaf.gap && text !== '' ? ' ' : '') + leaf.text;
  return text.trim();
}

/**
 * A page as a run of paragraphs in reading order, each knowing where in the tree it stands and how much of it is
 * links. What follows (finding the release among them) works on these alone.
 */
import { Element, isTag, isText } from 'domhandler';
import { absoluteAddress, flatten, isBlock, isSilent, isUnseen, type Page, walk } from '../html.js';

/** An element that holds paragraphs. */
export interface Box {
  element: Element;
  parent: Box | null;
  /** How many stand around it. */
  level: number;
  /** Characters outside of links, with everything below. */
  prose: number;
  /** True where it, or what it stands in, is named as menu, sharing, related … */
  junk: boolean;
}

export interface Block {
  text: string;
  box: Box;
  /** 1 to 6 for a heading, else 0. */
  heading: number;
  /** True where it, or what it begins with, is called a title or headline. */
  named: boolean;
  /** Characters inside links. */
  linked: number;
  links: { url: string; text: string }[];
  /** `datetime` of a `<time>` in it. */
  stamp: string | null;
}

/** A `span.title` of fewer characters may be a person's. */
const SHORT_TITLE = 25;
const TITLE_NAME = /title|headline/i;

function isNamedTitle({ attribs }: Element): boolean {
  const { class: names, id, itemprop } = attribs;
  return (
    (names !== undefined && TITLE_NAME.test(names)) ||
    (id !== undefined && TITLE_NAME.test(id)) ||
    itemprop === 'headline'
  );
}

const HIDDEN = /(?:^|\s)(?:d-none|print-only)(?:\s|$)/;

function isHidden({ attribs }: Element): boolean {
  if (attribs.hidden !== undefined) return true;
  if (attribs.style && /display:\s*none|visibility:\s*hidden/i.test(attribs.style)) return true;
  return attribs.class !== undefined && HIDDEN.test(attribs.class);
}

const FIELDS = new Set([
  'button',
  'input',
  'label',
  'legend',
  'option',
  'dialog',
  'audio',
  'video',
  'figcaption',
]);

/** Reads the paragraphs of a page. */
export function blocksOf(page: Page): Block[] {
  const blocks: Block[] = [];
  // A page may have no `html` or `body` of its own; everything stands in this.
  const whole: Box = { element: new Element('html', {}), parent: null, level: 0, prose: 0, junk: false };
  let box: Box = whole;
  let text = '';
  let linked = 0;
  let links: Block['links'] = [];
  let stamp: string | null = null;
  let anchor: { element: Element; url: string | null; text: string } | null = null;
  let breaks = 0;
  let named = false;

  function close(): void {
    if (anchor) countAnchor(anchor);
    const flat = lines(text);
    if (flat !== '') {
      const heading = headingOf(box);
      named ||= isNamedTitle(box.element);
      blocks.push({ text: flat, box, heading, named, linked: Math.min(linked, flat.length), links, stamp });
      box.prose += Math.max(0, flat.length - linked);
    }
    if (flat !== '' || links.length > 0) {
      links = [];
      stamp = null;
    }
    named = false;
    text = '';
    linked = 0;
    if (anchor) anchor.text = '';
  }

  function add(words: string): void {
    text += words;
    if (anchor) anchor.text += words;
  }

  /** Set text keeps its lines, and a blank one parts paragraphs. */
  function addLines(data: string): void {
    for (const [index, part] of data.split(/\r?\n[ \t]*(?:\r?\n[ \t]*)+/).entries()) {
      if (index > 0) close();
      add(part);
    }
  }

  /** A link may run over several paragraphs: each counts its own part. */
  function countAnchor({ url, text }: { url: string | null; text: string }): void {
    const words = flatten(text);
    linked += words.length;
    if (url !== null && words !== '') links.push({ url, text: words });
  }

  walk(
    page.root,
    (node) => {
      if (isText(node)) {
        if (inPre(box)) addLines(node.data);
        else add(node.data.replace(/\s+/g, ' '));
        if (node.data.trim() !== '') breaks = 0;
        return;
      }
      if (!isTag(node) || isSilent(node) || FIELDS.has(node.name) || isUnseen(node) || isHidden(node))
        return false;
      if (node.name === 'br') {
        if (++breaks > 1) close();
        else add('\n');
        return;
      }
      if (isBlock(node)) {
        close();
        breaks = 0;
        box = { element: node, parent: box, level: box.level + 1, prose: 0, junk: false };
      } else if (node.name === 'a' && node.attribs.href !== undefined && !anchor) {
        anchor = { element: node, url: absoluteAddress(node.attribs.href, page.base), text: '' };
      } else if (node.name === 'time' && node.attribs.datetime) stamp = node.attribs.datetime;
      else if (node.name === 'span' && isNamedTitle(node)) named = text.trim() === '';
      return;
    },
    (element) => {
      if (anchor?.element === element) {
        countAnchor(anchor);
        anchor = null;
      }
      // A title in a line element is a line of its own, though nothing but its look says so.
      if (named && element.name === 'span' && text.length > SHORT_TITLE && isNamedTitle(element)) close();
      if (!isBlock(element) || box.element !== element) return;
      close();
      if (box.parent) {
        box.parent.prose += box.prose;
        box = box.parent;
      }
    },
  );
  close();
  return joinRows(blocks);
}

const LONGEST_CELL = 160;

/** A row of a table of facts is one paragraph; cells with lines or much text in them are layout and stay apart. */
function joinRows(blocks: Block[]): Block[] {
  const joined: Block[] = [];
  let cell: Box | null = null;
  for (const block of blocks) {
    const last = joined.at(-1);
    const isFact = isCell(block) && block.text.length < LONGEST_CELL && !block.text.includes('\n');
    if (last && cell && isFact && cell !== block.box && cell.parent === block.box.parent) {
      last.text += ` | ${block.text}`;
      last.linked += block.linked;
      last.links.push(...block.links);
    } else joined.push(block);
    cell = isFact ? block.box : null;
  }
  return joined;
}

function isCell({ box, heading }: Block): boolean {
  return heading === 0 && (box.element.name === 'td' || box.element.name === 'th');
}

function inPre({ element, parent }: Box): boolean {
  return element.name === 'pre' || parent?.element.name === 'pre';
}

/** One line for each `<br>`, none empty. */
function lines(text: string): string {
  if (!text.includes('\n')) return flatten(text);
  return text.split('\n').map(flatten).filter(Boolean).join('\n');
}

function headingOf(box: Box): number {
  for (let here: Box | null = box, up = 0; here && up < 3; here = here.parent, up++) {
    const level = /^h([1-6])$/.exec(here.element.name)?.[1];
    if (level) return Number(level);
  }
  return 0;
}

/** Finds the paragraphs of the release among all paragraphs of its page. */
import type { Block, Box } from './blocks.js';
import { isEndmark, isLeftover, isPreamble, startsAppendix } from './boilerplate.js';

/** Words in class names, ids and roles of what is no part of a release. */
const JUNK_WORD = new Set(
  (
    'nav navbar navigation menu submenu breadcrumb breadcrumbs footer sidebar aside share sharing sharedaddy social ' +
    'addthis addtoany related recommended recent trending popular comments disqus respond pagination pager newsletter ' +
    'subscribe signup search skip cookie cookies consent advert advertisement promo toolbar utility copyright ' +
    'masthead topbar complementary banner contentinfo alert alerts modal popup offcanvas'
  ).split(' '),
);
const JUNK_NAME =
  /(?:^| )(?:tags|tag-links|cat-links|post-tags|entry-footer|entry-meta-footer|post-navigation|nav-links|field--name-field-tags|author-box|jp-relatedposts|more-news|latest-news|other-news|read-next|sticky-header|site-header|page-header-nav)(?: |$)/i;
const JUNK_TAG = new Set(['nav', 'footer', 'aside', 'form', 'menu']);
const STRUCTURE = new Set(['html', 'body', 'main', 'article']);

function isJunk({ element }: Box): boolean {
  if (STRUCTURE.has(element.name)) return false;
  if (JUNK_TAG.has(element.name)) return true;
  const { class: names = '', id = '', role = '' } = element.attribs;
  if (names === '' && id === '' && role === '') return false;
  const all = `${names} ${id} ${role}`;
  if (JUNK_NAME.test(all)) return true;
  // `elementor-share-buttons` is about sharing; `has-sidebar` and `no-footer` are about the page.
  for (const name of all.toLowerCase().split(/\s+/)) {
    if (/^(?:has|no|with|is|without|hide)-/.test(name)) continue;
    if (name.split(/[-_]+/).some((word) => JUNK_WORD.has(word))) return true;
  }
  return false;
}

/**
 * Boxes around paragraphs, each once, outer before inner. Whatever asks something of all boxes goes through them so:
 * from each paragraph up to the root would take time that grows with the depth of the page.
 */
function boxesAround(blocks: Block[]): Box[] {
  const boxes = new Set<Box>();
  for (const { box } of blocks) {
    for (let here: Box | null = box; here && !boxes.has(here); here = here.parent) boxes.add(here);
  }
  return [...boxes].sort((a, b) => a.level - b.level);
}

/** Marks what stands in junk; everything below relies on it. A box with half of the page's prose is not junk, whatever its name. */
export function markJunk(blocks: Block[]): void {
  const boxes = boxesAround(blocks);
  const total = boxes[0]?.prose ?? 0;
  for (const box of boxes) {
    box.junk = box.parent?.junk === true || (isJunk(box) && box.prose < total * 0.5);
  }
}

/** How much a paragraph speaks for the place it stands in. */
function worth({ text, linked, box, heading }: Block): number {
  if (box.junk || heading > 0) return 0;
  const prose = text.length - linked;
  if (prose < text.length * 0.5) return 0;
  if (text.length >= 80) return prose;
  return /[.!?”"’:;]$/.test(text) && text.length > 25 ? prose * 0.5 : 0;
}

const CONTENT =
  /(?:^| )(?:entry-content|post-content|article-body|articlebody|article__body|news-body|press-release-body|release-body|field--name-body|node__content|story-body|content-body|main-content|maincontent|newscontent|press)(?: |$)/i;

function isContent({ element }: Box): boolean {
  const { class: names = '', id = '', itemprop = '', role = '' } = element.attribs;
  return (
    element.name === 'article' ||
    itemprop === 'articleBody' ||
    role === 'article' ||
    CONTENT.test(`${names} ${id}`)
  );
}

/**
 * The box that holds the release: from the top down always the child with most of the prose, until the prose is
 * spread over several children or stands in the box itself.
 */
function findHolder(blocks: Block[]): Box | null {
  const worthy = blocks.filter((block) => worth(block) > 0);
  const boxes = boxesAround(worthy);
  const own = new Map<Box, number>();
  for (const block of worthy) own.set(block.box, (own.get(block.box) ?? 0) + worth(block));
  /** What a box holds: outside of boxes that are called content, and inside, where it counts twice. */
  const plain = new Map(own);
  const doubled = new Map<Box, number>();
  const mass = new Map<Box, number>();
  const children = new Map<Box, Box[]>();
  for (const box of boxes.toReversed()) {
    if (isContent(box)) {
      doubled.set(box, (doubled.get(box) ?? 0) + (plain.get(box) ?? 0) * 2);
      plain.set(box, 0);
    }
    mass.set(box, (plain.get(box) ?? 0) + (doubled.get(box) ?? 0));
    const { parent } = box;
    if (!parent) continue;
    plain.set(parent, (plain.get(parent) ?? 0) + (plain.get(box) ?? 0));
    doubled.set(parent, (doubled.get(parent) ?? 0) + (doubled.get(box) ?? 0));
  }
  for (const box of boxes) {
    const siblings = box.parent && children.get(box.parent);
    if (siblings) siblings.push(box);
    else if (box.parent) children.set(box.parent, [box]);
  }
  let holder: Box | null = boxes[0] ?? null;
  let inContent = false;
  while (holder) {
    inContent ||= isContent(holder);
    const total: number = mass.get(holder) ?? 0;
    let heaviest: Box | null = null;
    let paragraphs = own.get(holder) ?? 0;
    for (const child of children.get(holder) ?? []) {
      if (/^(?:p|ul|ol|dl|blockquote|pre|h[1-6]|center)$/.test(child.element.name))
        paragraphs += mass.get(child) ?? 0;
      if (!heaviest || (mass.get(child) ?? 0) > (mass.get(heaviest) ?? 0)) heaviest = child;
    }
    if (!heaviest || paragraphs > total * 0.15) return holder;
    if ((mass.get(heaviest) ?? 0) < total * (inContent ? 0.9 : 0.6)) return holder;
    holder = heaviest;
  }
  return null;
}

/** Everything about the release's place on its page that title and date need too. */
export interface Content {
  /** The paragraphs that stand before the first of text, junk left out: title, date, byline, subtitle. */
  above: Block[];
  /** The body's paragraphs. */
  body: Block[];
  /** Characters a person can read on the page, junk left out. */
  visible: number;
}

const ABOVE = 40;

/** Finds the release on its page. */
export function contentOf(blocks: Block[], isTitle: (text: string) => boolean): Content {
  const visible = blocks.reduce(
    (sum, { box, text, linked }) => sum + (box.junk ? 0 : text.length - linked),
    0,
  );
  const holder = findHolder(blocks);
  if (!holder) return { above: [], body: [], visible };
  const held = new Set([holder]);
  for (const box of boxesAround(blocks)) if (box.parent && held.has(box.parent)) held.add(box);
  const inside = blocks.filter(({ box }) => !box.junk && held.has(box));
  const body = trim(inside, isTitle);
  const first = body.find(isProse) ?? body[0];
  const start = first ? blocks.indexOf(first) : 0;
  const above = blocks.slice(Math.max(0, start - ABOVE), start).filter(({ box }) => !box.junk);
  return { above, body, visible };
}

/** Takes away what stands around the text: title and date above, share bars and related stories below. */
function trim(inside: Block[], isTitle: (text: string) => boolean): Block[] {
  const isAbove = (block: Block) => isTitle(block.text) || isPreamble(block) || isLeftover(block);
  const firstProse = inside.findIndex((block) => isProse(block) && !isAbove(block));
  const head = inside.slice(0, Math.max(0, firstProse));
  const lastAbove = head.findLastIndex(isAbove);
  // Names between `Contact:` and a telephone number go with them; a subtitle is longer or a heading, and stays.
  const subtitles = head.filter((block, index) => {
    if (isAbove(block)) return false;
    return index > lastAbove || block.heading > 0 || block.text.length >= SUBTITLE;
  });
  const text = firstProse < 0 ? inside.filter((block) => !isAbove(block)) : inside.slice(firstProse);
  return trimEnd([...subtitles, ...text], isTitle);
}

const SUBTITLE = 40;

function isProse({ text, heading }: Block): boolean {
  return heading === 0 && (text.length >= 100 || (text.length >= 40 && /[.!?:”"]$/.test(text)));
}

function trimEnd(blocks: Block[], isTitle: (text: string) => boolean): Block[] {
  const kept: Block[] = [];
  let length = 0;
  let rest = blocks.reduce((sum, { text }) => sum + text.length, 0);
  for (let i = 0; i < blocks.length; i++) {
    const block = blocks[i];
    if (!block) continue;
    rest -= block.text.length;
    if (startsAppendix(block) && length > rest) break;
    if (isEndmark(block.text)) {
      // After the mark come addresses and boilerplate; a longer text after it is an enclosure and belongs.
      if (length > rest * 2) break;
      continue;
    }
    if (isLeftover(block) || (block.heading > 0 && isTitle(block.text))) continue;
    kept.push(block);
    length += block.text.length;
  }
  return withoutTail(kept);
}

/** Headings and lists of links that end up last introduce nothing any more. */
function withoutTail(blocks: Block[]): Block[] {
  const isLink = ({ linked, text }: Block) => linked > text.length * 0.8 && text.length < 200;
  let end = blocks.length;
  while (end > 0) {
    const block = blocks[end - 1];
    if (!block) break;
    const inList = isLink(block) && block.box.element.name === 'li';
    if (!(block.heading > 0 || inList || isPreamble(block))) break;
    end--;
  }
  let links = 0;
  for (let at = end - 1; at >= 0; at--) {
    const block = blocks[at];
    if (!block || !isLink(block)) break;
    links++;
  }
  return blocks.slice(0, links > 2 ? end - links : end);
}

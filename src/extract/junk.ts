/** What of a page is no part of a release: menus, share bars, galleries, teasers of other releases. */
import type { Block, Box } from './blocks.js';

/** Words in class names, ids and roles of what is no part of a release. */
const JUNK_WORD = new Set(
  (
    'nav navbar navigation menu submenu breadcrumb breadcrumbs footer sidebar aside share sharing sharedaddy social ' +
    'addthis addtoany related recommended recent trending popular comment comments commentlist disqus respond ' +
    'pagination pager newsletter subscribe signup search skip cookie cookies consent onetrust advert advertisement ' +
    'promo toolbar utility copyright masthead topbar complementary banner contentinfo alert alerts modal popup ' +
    'offcanvas gallery caption slideshow carousel lightbox feedback download downloads attachment attachments'
  ).split(' '),
);
/** Of boxes with little text: what stands beside a picture. */
const PICTURE_WORD = new Set(['image', 'photo', 'picture', 'figure']);
const LONGEST_CAPTION = 200;
const JUNK_NAME =
  /(?:^| )(?:tags|tag-links|cat-links|post-tags|entry-footer|entry-meta-footer|post-navigation|nav-links|field--name-field-tags|author-box|jp-relatedposts|more-news|latest-news|other-news|read-next|sticky-header|site-header|page-header-nav)(?: |$)/i;
const JUNK_TAG = new Set(['nav', 'footer', 'aside', 'form', 'menu']);
const STRUCTURE = new Set(['html', 'body', 'main', 'article']);

function isJunk({ element, parent, prose }: Box): boolean {
  if (STRUCTURE.has(element.name)) return false;
  // The footer of a quotation says whose words they are.
  if (JUNK_TAG.has(element.name)) return parent?.element.name !== 'blockquote';
  const { class: names = '', id = '', role = '' } = element.attribs;
  if (names === '' && id === '' && role === '') return false;
  const all = `${names} ${id} ${role}`;
  if (JUNK_NAME.test(all)) return true;
  for (const name of all.split(/\s+/)) {
    // `elementor-share-buttons` is about sharing; `has-sidebar` and `no-footer` are about the page.
    if (/^(?:has|no|with|is|without|hide)-/i.test(name)) continue;
    for (const word of name.split(/[-_]+|(?<=[a-z])(?=[A-Z])/)) {
      const lower = word.toLowerCase();
      if (JUNK_WORD.has(lower) || (PICTURE_WORD.has(lower) && prose < LONGEST_CAPTION)) return true;
    }
  }
  return false;
}

/**
 * Boxes around paragraphs, each once, outer before inner. Whatever asks something of all boxes goes through them so:
 * from each paragraph up to the root would take time that grows with the depth of the page.
 */
export function boxesAround(blocks: Block[]): Box[] {
  const boxes = new Set<Box>();
  for (const { box } of blocks) {
    for (let here: Box | null = box; here && !boxes.has(here); here = here.parent) boxes.add(here);
  }
  return [...boxes].sort((a, b) => a.level - b.level);
}

/** What boxes of one kind share: their element and class names. */
export function kindOf({ element }: Box): string {
  return `${element.name}.${element.attribs.class ?? ''}`;
}

/**
 * Marks what stands in junk; everything below relies on it. A box with half of the page's prose is not junk, whatever
 * its name.
 * @param address of the page
 */
export function markJunk(blocks: Block[], address: string): void {
  const boxes = boxesAround(blocks);
  const total = boxes[0]?.prose ?? 0;
  const cards = cardsAmong(blocks, total, address);
  for (const box of boxes) {
    const named = cards.has(box) || (isJunk(box) && box.prose < total * 0.5);
    box.junk = box.parent?.junk === true || named;
  }
}

/** Two or more boxes of one kind that begin with a heading that leads elsewhere: the teasers of other releases. */
function cardsAmong(blocks: Block[], total: number, address: string): Set<Box> {
  const begun = new Set<Box>();
  const kinds = new Map<string, Box[]>();
  for (const block of blocks) {
    const leads = isHeadingElsewhere(block, address);
    for (let here: Box | null = block.box; here && !begun.has(here); here = here.parent) {
      begun.add(here);
      if (!leads || here === block.box || here.prose > total * 0.5) continue;
      const kind = `${here.level} ${kindOf(here)}`;
      const like = kinds.get(kind);
      if (like) like.push(here);
      else kinds.set(kind, [here]);
    }
  }
  return new Set([...kinds.values()].filter((like) => like.length > 1).flat());
}

function isHeadingElsewhere({ heading, linked, text, links }: Block, address: string): boolean {
  if (heading === 0 || linked < text.length * 0.8) return false;
  const [link] = links;
  return link !== undefined && withoutFragment(link.url) !== withoutFragment(address);
}

function withoutFragment(address: string): string {
  const at = address.indexOf('#');
  return at < 0 ? address : address.slice(0, at);
}

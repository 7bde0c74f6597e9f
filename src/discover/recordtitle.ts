/** Which words of a record are its title. */
import { type DateContext, findDate } from '../dates.js';
import { type Leaf, type LinkSpot, type Outline, type Place, textOfLeaves, within } from './outline.js';

export interface RecordTitle {
  text: string;
  words: number;
  /** The pieces of text it was made of. */
  leaves: Leaf[];
  /** True where a heading says so. */
  heading: boolean;
}

/** What a link says when it does not say where it leads. */
const GENERIC =
  /^[\s»›>→…+|[(-]*(?:(?:click |tap )?(?:here|more|details?|pdf|link|download|print|share|email|video|watch|view|open|read|next|previous|back|home|permalink|english|spanish|español|leer más|opens in (?:a )?new (?:window|tab))|(?:read|learn|see|view|show|find out|load|get|click|continue|download|keep|open) ?(?:the |this |to |for |on )?(?:(?:full|entire|complete|more|all|here|on|reading|press|news|release|releases|article|articles|statement|story|post|details|pdf|document|about|information|info|it|read|view|letter|video|archive|continue)[\s.,]*){0,4}|(?:full|press|news|media) (?:text|release|story|article|statement)s?(?: \(?pdf\)?)?)[\s»›>→….\])+|-]*$/i;

/** True for `Read more`, `PDF`, `View press release »`: words that name no release. */
export function isGeneric(text: string): boolean {
  return text.length <= 60 && GENERIC.test(text);
}

/** How many pieces between spaces hold a letter, a digit or a dollar sign. */
export function countWords(text: string): number {
  let words = 0;
  let counted = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 32 || (code >= 9 && code <= 13)) counted = false;
    else if (!counted && (code < 128 ? IS_WORDY[code] : /[\p{L}\p{N}]/u.test(text[at] ?? ''))) {
      counted = true;
      words++;
    }
  }
  return words;
}

const IS_WORDY = Array.from({ length: 128 }, (_, code) => /[a-z\d$]/i.test(String.fromCharCode(code)));

function made(leaves: Leaf[], heading: boolean, text = textOfLeaves(leaves)): RecordTitle {
  return { text, words: countWords(text), leaves, heading };
}

/**
 * The title a link gives its record: its heading where it wraps a whole card, its words, its label, or, where it
 * says only `Read more`, the heading or longest line of the record.
 */
export function titleOf(link: LinkSpot, zone: Place, outline: Outline): RecordTitle {
  const own = link.leaves.filter((leaf) => !outline.dateLeaves.has(leaf) && leaf.text !== '');
  const headed = own.filter((leaf) => leaf.heading > 0);
  const title =
    link.heading === 0 && headed.length > 0
      ? made(headed, true)
      : made(titlePiece(own, link, outline), link.heading > 0);
  if (title.text !== '' && !isGeneric(title.text)) return untruncated(title, link);
  const others = within(outline.leaves, zone).filter(
    (leaf) => !outline.dateLeaves.has(leaf) && leaf.text !== '' && leaf.link !== link,
  );
  const heading = others.filter((leaf) => leaf.heading > 0);
  if (heading.length > 0) return made(heading, true);
  const longest = lines(others)
    .map((line) => made(line, false))
    .find(({ text, words }) => words >= 3 && !isGeneric(text));
  if (longest) return longest;
  const label = link.label.replace(/^(?:read|learn|continue|see) (?:more|reading)(?: about| on|:)? ?/i, '');
  return title.text === '' && !isGeneric(label) ? made([], false, label) : title;
}

/** Leaves that stand in one block, a line each. */
function lines(leaves: Leaf[]): Leaf[][] {
  return runs(leaves, ({ place }) => blockOf(place));
}

/** Neighbours of one kind together. */
function runs(leaves: Leaf[], kindOf: (leaf: Leaf) => Place | null): Leaf[][] {
  const found: Leaf[][] = [];
  let last: Place | null | undefined;
  for (const leaf of leaves) {
    const kind = kindOf(leaf);
    if (kind === last) found.at(-1)?.push(leaf);
    else found.push([leaf]);
    last = kind;
  }
  return found;
}

/** The nearest element around that is not there for type only. */
function blockOf(place: Place): Place {
  let block = place;
  while (block.parent && block.parent.depth === block.depth) block = block.parent;
  return block;
}

/**
 * A link around a whole card holds date, title and teaser: the piece that is called a title, or the first long one of
 * its blocks or of its elements with names of their own.
 */
function titlePiece(leaves: Leaf[], { place: link, leaves: all }: LinkSpot, outline: Outline): Leaf[] {
  if (leaves.length < 2) return leaves;
  const named = leaves.filter((leaf) => isNamedTitle(leaf.place, link));
  if (named.length > 0) return named;
  let pieces = lines(leaves);
  const parts = leaves.map((leaf) => childOf(leaf.place, link));
  const isCard = all.some((leaf) => outline.dateLeaves.has(leaf));
  if (pieces.length < 2 && parts.every((part) => part && (isCard || part.element.attribs.class))) {
    pieces = runs(leaves, ({ place }) => childOf(place, link));
  }
  if (pieces.length < 2) return leaves;
  return pieces.find((piece) => countWords(textOfLeaves(piece)) >= 3) ?? leaves;
}

function isNamedTitle(place: Place, link: Place): boolean {
  for (let here: Place | null = place; here && here !== link; here = here.parent) {
    if (/title|headline|heading/i.test(here.element.attribs.class ?? '')) return true;
  }
  return false;
}

/** The child of the link in which a place stands; null for the link itself. */
function childOf(place: Place, link: Place): Place | null {
  let here: Place | null = place === link ? null : place;
  while (here && here.parent !== link) here = here.parent;
  return here;
}

/** A title cut for the list is often whole in the link's own title. */
function untruncated(title: RecordTitle, link: LinkSpot): RecordTitle {
  if (!/(?:…|\.\.\.)$/.test(title.text)) return title;
  const shown = /^(.{12,}?)\s*(?:…|\.\.\.)$/.exec(title.text)?.[1];
  const whole = link.label.trim();
  return shown && whole.length > shown.length && whole.startsWith(shown) ? { ...title, text: whole } : title;
}

/**
 * Takes away what begins or ends every title of a list: the kind of release, an arrow.
 * @param titles of one list, in order
 */
export function withoutRefrain(titles: RecordTitle[]): RecordTitle[] {
  if (titles.length < 3) return titles;
  const first = titles[0]?.leaves;
  const head = first?.[0]?.text;
  const tail = first?.at(-1)?.text;
  const many = titles.every(({ leaves }) => leaves.length > 1);
  const begins = many && titles.every(({ leaves }) => leaves[0]?.text === head);
  const ends = many && titles.every(({ leaves }) => leaves.at(-1)?.text === tail);
  if (!begins && !ends) return titles;
  return titles.map((title) => {
    const leaves = title.leaves.slice(begins ? 1 : 0, ends ? -1 : undefined);
    return leaves.length > 0 ? made(leaves, title.heading) : title;
  });
}

const DATE_AT_AN_END = /^\W*(?:\d|[a-z]{3,9}[.,]? \d|[a-z]{6,9}, [a-z]{3,9} \d)|\d\W*$/i;

/** `01/15/2024 - Title`, `Title (Jan. 15, 2024)`: the date the record is of is no part of its title. */
export function withoutDate(title: string, published: string | null, context: DateContext): string {
  const found = published !== null && DATE_AT_AN_END.test(title) ? findDate(title, context) : null;
  if (!found || found.published?.slice(0, 10) !== published?.slice(0, 10)) return title;
  const before = title.slice(0, found.start).trim();
  const after = title.slice(found.end);
  if (
    /^(?:[([]|(?:mon|tues|wednes|thurs|fri|satur|sun)day,?)?$/i.test(before) &&
    /^\s*[)\]]?\s*[-–—:|]/.test(after)
  ) {
    return after.replace(/^[\s)\]\-–—:|]+/, '');
  }
  const isLast = /[([|–—-]$/.test(before) && /^\s*[)\]]?$/.test(after);
  return isLast ? before.replace(/[\s([|–—-]+$/, '') : title;
}

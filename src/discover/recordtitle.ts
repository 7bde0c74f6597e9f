/** Which words of a record are its title. */
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

export function countWords(text: string): number {
  return text.match(/[\p{L}\p{N}$][^\s]*/gu)?.length ?? 0;
}

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
    link.heading === 0 && headed.length > 0 ? made(headed, true) : made(titlePiece(own), link.heading > 0);
  if (title.text !== '' && !isGeneric(title.text)) return title;
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
  const found: Leaf[][] = [];
  let depth: Place | null = null;
  for (const leaf of leaves) {
    const block = blockOf(leaf.place);
    if (block === depth) found.at(-1)?.push(leaf);
    else found.push([leaf]);
    depth = block;
  }
  return found;
}

/** The nearest element around that is not there for type only. */
function blockOf(place: Place): Place {
  let block = place;
  while (block.parent && block.parent.depth === block.depth) block = block.parent;
  return block;
}

/** A link around a whole card holds title and teaser: the piece that is called a title, or the first long one. */
function titlePiece(leaves: Leaf[]): Leaf[] {
  const pieces = lines(leaves);
  if (pieces.length < 2) return leaves;
  const named = pieces.find((piece) =>
    /title|headline|heading/i.test(piece[0]?.place.element.attribs.class ?? ''),
  );
  if (named) return named;
  return pieces.find((piece) => countWords(textOfLeaves(piece)) >= 3) ?? leaves;
}

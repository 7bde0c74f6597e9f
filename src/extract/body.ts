/** Finds the paragraphs of the release among all paragraphs of its page. */
import type { Block } from './blocks.js';
import { isByline, isEndmark, isLeftover, isPreamble, startsAppendix } from './boilerplate.js';
import { findHolder } from './holder.js';
import { boxesAround } from './junk.js';

/** Everything about the release's place on its page that title and date need too. */
export interface Content {
  /** The paragraphs that stand before the first of text, junk left out: title, date, byline, subtitle. */
  above: Block[];
  /** The body's paragraphs. */
  body: Block[];
  /** The paragraphs that stand next below it, junk among them: `Posted on …`. */
  below: Block[];
  /** Characters a person can read on the page, junk left out. */
  visible: number;
}

const ABOVE = 40;
const BELOW = 3;

/** Finds the release on its page. */
export function contentOf(blocks: Block[], isTitle: (text: string) => boolean): Content {
  const visible = blocks.reduce(
    (sum, { box, text, linked }) => sum + (box.junk ? 0 : text.length - linked),
    0,
  );
  const holder = findHolder(blocks, isTitle);
  if (!holder) return { above: [], body: [], below: [], visible };
  const held = new Set([holder]);
  for (const box of boxesAround(blocks)) if (box.parent && held.has(box.parent)) held.add(box);
  const inside = blocks.filter(({ box }) => !box.junk && held.has(box));
  const body = trim(inside, isTitle);
  const first = body.find(isProse) ?? body[0];
  const start = first ? blocks.indexOf(first) : 0;
  const above = blocks.slice(Math.max(0, start - ABOVE), start).filter(({ box }) => !box.junk);
  const last = body.at(-1);
  const end = last ? blocks.lastIndexOf(last) + 1 : 0;
  return { above, body, below: blocks.slice(end, end + BELOW), visible };
}

/** Takes away what stands around the text: title and date above, share bars and related stories below. */
function trim(inside: Block[], isTitle: (text: string) => boolean): Block[] {
  const isAbove = (block: Block) => isTitle(block.text) || isPreamble(block) || isLeftover(block);
  const firstProse = inside.findIndex((block) => isProse(block) && !isAbove(block));
  const head = inside.slice(0, Math.max(0, firstProse));
  const lastAbove = head.findLastIndex(isAbove);
  const title = head.findIndex(({ text }) => isTitle(text));
  // What stands over the title is of the office, not of the release.
  // Names between `Contact:` and a telephone number go with them; a subtitle is longer or a heading, and stays.
  const subtitles = head.filter((block, index) => {
    if (index < title || isAbove(block) || (block.heading === 0 && block.linked >= block.text.length))
      return false;
    return index > lastAbove || block.heading > 0 || block.text.length >= SUBTITLE;
  });
  const text = firstProse < 0 ? inside.filter((block) => !isAbove(block)) : inside.slice(firstProse);
  // A byline may stand between the lead and the rest.
  const named = text.filter((block, index) => index === 0 || index > 2 || !isByline(block));
  return trimEnd([...subtitles, ...named], isTitle);
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
      if (length > rest * 2 || !isEnclosure(blocks.slice(i + 1, i + 1 + NEXT))) break;
      continue;
    }
    if (isLeftover(block) || (block.heading > 0 && isTitle(block.text))) continue;
    kept.push(block);
    length += block.text.length;
  }
  return withoutTail(kept);
}

/** So many paragraphs after an end mark tell what they are. */
const NEXT = 30;

/** A letter or a bill has paragraphs; what an office says of itself after each release is one. */
function isEnclosure(blocks: Block[]): boolean {
  const end = blocks.findIndex(startsAppendix);
  const text = end < 0 ? blocks : blocks.slice(0, end);
  return text.flatMap((block) => block.text.split('\n')).filter((line) => line.length >= 100).length > 1;
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

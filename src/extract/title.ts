/** Which words on the page are the release's title. */
import { readDate } from '../dates.js';
import { plainTitle } from '../wording.js';
import type { Block } from './blocks.js';
import { isLeftover, isPreamble } from './boilerplate.js';
import type { Metadata } from './metadata.js';

/** Headings that name a part of the site and no release. */
const SECTION =
  /^(?:(?:the )?(?:press|news|media|latest|recent|office|public|all|our|in the|top|breaking|more|related)? ?(?:news|newsroom|press|press office|press room|releases?|press releases?|news releases?|media|media cent(?:er|re)|media releases?|statements?|news (?:and|&) (?:events|media|updates|information)|communications|announcements?|articles?|blog|updates?|menu|search|main navigation|navigation|home|welcome|contact(?: us)?|share(?: this)?|press contacts?|breadcrumb|news details?|news article|attorney general|united states senator|u\.?s\.? senator|office of the attorney general))$/i;

/** Letters and digits only: two spellings of one title meet. */
function bare(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** A title as it is compared. */
interface Words {
  bare: string;
  each: Set<string>;
}

function wordsOf(text: string): Words {
  const plain = bare(text);
  return { bare: plain, each: new Set(plain.split(' ')) };
}

/** How much of two titles is the same, 0 to 1. */
function likeness(one: Words, other: Words): number {
  if (one.bare === '' || other.bare === '') return 0;
  if (one.bare === other.bare) return 1;
  const [shorter, longer] = one.bare.length < other.bare.length ? [one, other] : [other, one];
  if (shorter.bare.length > 20 && longer.bare.includes(shorter.bare)) return 0.9;
  let shared = 0;
  for (const word of shorter.each) if (longer.each.has(word)) shared++;
  return shared / Math.max(shorter.each.size, longer.each.size);
}

const OFFICE_FIRST =
  /^(?:(?:the )?office of|attorney general\b|u\.?s\.? senat|united states senat|senator\b|sen\.|rep\.|congress|department of|state of|official)/i;
const OFFICE_LAST =
  /(?:\.gov|\.com|attorney general|attorney general['’]s office|u\.?s\.? senate|senator for \w+|department of (?:law|justice))$/i;

/** Whether part of a shared title names the site and no release. */
function isSite(part: string, siteName: string): boolean {
  return (
    bare(part) === bare(siteName) || SECTION.test(part) || OFFICE_FIRST.test(part) || OFFICE_LAST.test(part)
  );
}

/** A shared title without the site's name: `Title | Senator Jane Doe`, `Doe AG - Title`. */
function withoutSite(title: string, siteName: string): string {
  const parts = title.split(/\s+[|»·•]\s+|\s+::\s+|\s+[-–—]\s+/);
  if (parts.length < 2) return title;
  const last = parts.at(-1) ?? '';
  const cut = title.length - last.length;
  if (isSite(last, siteName) && last.split(' ').length <= 9) {
    const before = title.slice(0, cut).replace(/[\s|»·•:–—-]+$/, '');
    // `November 9, 2022 - Attorney General Hale Sues`: what is left must be a title.
    return isDate(before) ? last : withoutSite(before, siteName);
  }
  const first = parts[0] ?? '';
  if (
    isSite(first, siteName) &&
    first.split(' ').length <= 6 &&
    /^\s+[|»:]/.test(title.slice(first.length))
  ) {
    return title.slice(first.length).replace(/^[\s|»·•:–—-]+/, '');
  }
  return title;
}

function isDate(text: string): boolean {
  return readDate(text, { zone: 'UTC' }) !== null;
}

/** A line set in no heading is the title where the page is called so: of this many characters. */
const LINE = { least: 15, most: 250 };

/**
 * Chooses the title: the heading over the text that best agrees with what the page is called for sharing.
 * @returns '' where the page has neither.
 */
export function titleOf(blocks: Block[], metadata: Metadata): string {
  const shared = [...metadata.titles, metadata.documentTitle]
    .map((title) => withoutSite(plainTitle(title), metadata.siteName))
    .filter((title) => title !== '' && !SECTION.test(title) && bare(title) !== bare(metadata.siteName));
  const sharedWords = shared.map(wordsOf);
  const site = bare(metadata.siteName);
  const firstProse = blocks.findIndex(
    ({ box, text, linked, heading }) =>
      !box.junk && heading === 0 && text.length > 150 && linked < text.length * 0.4,
  );
  const nearest = firstOfLastHeadings(blocks, firstProse);
  let best = { text: '', score: 0 };
  for (const [index, block] of blocks.entries()) {
    const isLine = block.heading === 0 && !block.named;
    if (isLine && (index >= firstProse || !isShared(block.text, sharedWords))) continue;
    const text = plainTitle(block.text);
    if (text.length < 8 || text.length > 400 || SECTION.test(text)) continue;
    const words = wordsOf(text);
    const agreement = Math.max(0, ...sharedWords.map((title) => likeness(words, title)));
    const rank = block.heading === 0 ? 1 : Math.max(0, 4 - block.heading);
    let score = rank + agreement * 6;
    if (block.box.junk) score -= 3;
    if (index === nearest) score += 1.5;
    if (leadsHome(block)) score -= 3;
    if (firstProse >= 0 && index > firstProse) score -= 2;
    if (words.bare === site) score -= 5;
    if (text.split(' ').length < 3) score -= 2;
    if (block.linked > 0 && agreement < 0.5) score -= 2;
    if (score > best.score) best = { text, score };
  }
  if (best.score < SURE) return unsureTitle(blocks, firstProse, best.text, shared, metadata);
  // Headings are sometimes set in capitals; the shared title has them as they are written.
  const twin = shared.find((title) => title !== best.text && title.toLowerCase() === best.text.toLowerCase());
  return twin ?? best.text;
}

/** A heading of no agreement and low rank scores less: it is some other heading of the page. */
const SURE = 2.5;

/** What the page is called for sharing; where that names only the site, what stands over the text. */
function unsureTitle(
  blocks: Block[],
  firstProse: number,
  heading: string,
  shared: string[],
  metadata: Metadata,
): string {
  const isTitle = (title: string) => title.split(' ').length > 5 || !isSite(title, metadata.siteName);
  const given = shared.find(isTitle);
  return (
    given ?? (heading || lineAbove(blocks, firstProse) || shared[0] || plainTitle(metadata.documentTitle))
  );
}

/** So far above the text a title may stand. */
const NEAR = 12;

/**
 * The line over the text that could be a title: pages written by hand and PDFs set it in bold type and no heading.
 * Below date and contacts stands the title, above them the letterhead.
 */
function lineAbove(blocks: Block[], firstProse: number): string {
  const near = blocks.slice(Math.max(0, firstProse - NEAR), Math.max(0, firstProse));
  const isLine = (block: Block) => {
    const words = block.text.split(' ').length;
    const isTitle = words > 3 && words < 40 && !block.text.includes('\n') && !block.text.endsWith('.');
    return isTitle && block.linked === 0 && !block.box.junk && !isPreamble(block) && !isLeftover(block);
  };
  const below = near.slice(near.findLastIndex(isPreamble) + 1);
  const line = below.find(isLine) ?? near.find(isLine);
  return line ? plainTitle(line.text) : '';
}

/** Whether a line is what the page is called, or all of it but the site's name. */
function isShared(text: string, shared: Words[]): boolean {
  if (text.length < LINE.least || text.length > LINE.most) return false;
  const line = bare(text);
  return shared.some((title) => title.bare.startsWith(line) || title.bare.endsWith(line));
}

function leadsHome({ links }: Block): boolean {
  return links.some(({ url }) => new URL(url).pathname === '/');
}

/** Index of the heading nearest above the text, or of the first of several that follow one another there. */
function firstOfLastHeadings(blocks: Block[], firstProse: number): number {
  const isHeading = (block: Block | undefined) =>
    block && block.heading > 0 && !block.box.junk && !leadsHome(block);
  let at = blocks.findLastIndex((block, index) => index < firstProse && isHeading(block));
  while (at > 0 && isHeading(blocks[at - 1]) && !SECTION.test(blocks[at - 1]?.text ?? '')) at--;
  return at;
}

/** Makes a test for paragraphs that only repeat the title. */
export function sameAsTitle(title: string): (text: string) => boolean {
  const wanted = wordsOf(title);
  const longest = title.length * 1.6 + 20;
  return (text) => wanted.bare !== '' && text.length < longest && likeness(wordsOf(text), wanted) >= 0.9;
}

/** A release that was published as a PDF: its lines put together to paragraphs and read as those of a page are. */
import { Element } from 'domhandler';
import { absoluteAddress, flatten } from '../html.js';
import type { Extraction } from '../model.js';
import type { Block, Box } from './blocks.js';
import { metadataFor } from './metadata.js';
import { documentFrom, type ReleaseContext } from './release.js';

/** A line as it is printed. Places and sizes are points, `top` counted from the top of the page. */
export interface PdfLine {
  text: string;
  page: number;
  left: number;
  right: number;
  top: number;
  /** Height of its letters. */
  size: number;
  /** A name for its font, which means nothing outside of the PDF; null where it is set in several. */
  font: string | null;
}

/** What was read of a PDF. */
export interface PdfText {
  /** As its metadata has it; often the name of a file or of an older release. */
  title: string;
  language: string;
  pages: number;
  lines: PdfLine[];
  /** Addresses that it links to, as they are written. */
  links: string[];
}

/** Fewer letters than this on all pages: the PDF is a picture of a text. */
const SHORTEST = 40;

/**
 * Reads the release that a PDF holds: its title from its metadata where the text bears that out, else the line over
 * the text; its date from the dates over the text, its dateline or its address.
 */
export function extractPdfRelease(pdf: PdfText, context: ReleaseContext): Extraction {
  const lines = withoutRunning(
    pdf.lines.map((line) => ({ ...line, text: flatten(line.text) })).filter(({ text }) => text !== ''),
  );
  const letters = lines.reduce((sum, { text }) => sum + text.length, 0);
  if (letters < SHORTEST) {
    const detail = 'a PDF without text: it holds pictures of pages';
    return { document: null, refusal: { reason: 'not-html', detail }, warnings: [] };
  }
  const blocks = blocksOf(lines);
  const title = isBorneOut(pdf.title, lines) ? pdf.title : '';
  const metadata = metadataFor({ title, language: pdf.language });
  const links = pdf.links.flatMap((link) => absoluteAddress(link, context.url) ?? []);
  const { document, refusal, warnings } = documentFrom({ blocks, metadata, base: context.url }, context);
  if (document === null) return { document, refusal, warnings };
  return {
    document: { ...document, links: [...new Set(links)].map((url) => ({ url, text: url })) },
    refusal,
    warnings,
  };
}

/** Whether most words of a title stand on the first page: Word keeps the title of the file that was written over. */
function isBorneOut(title: string, lines: PdfLine[]): boolean {
  const words = title.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  if (words.length < 3) return false;
  const first = lines.filter(({ page }) => page === 1).map(({ text }) => text.toLowerCase());
  const seen = new Set(first.join(' ').match(/[\p{L}\p{N}]+/gu) ?? []);
  return words.filter((word) => seen.has(word)).length >= words.length * 0.8;
}

const PAGE_NUMBER =
  /^(?:[-–—(\s]*(?:page\s*)?\d{1,3}(?:\s*(?:of|\/)\s*\d{1,3})?[-–—)\s]*|[-–—(\s]*more[-–—)\s]*)$/i;
/** So many lines at the edge of a page may run over all pages. */
const EDGE = 3;

/** Page numbers, `-more-`, and what stands at the edge of page after page. */
function withoutRunning(lines: PdfLine[]): PdfLine[] {
  const pages = new Map<number, PdfLine[]>();
  for (const line of lines) {
    const page = pages.get(line.page);
    if (page) page.push(line);
    else pages.set(line.page, [line]);
  }
  const edges = new Map<string, Set<number>>();
  const atEdge = new Set<PdfLine>();
  for (const [page, own] of pages) {
    const sorted = own.toSorted((a, b) => a.top - b.top);
    for (const line of new Set([...sorted.slice(0, EDGE), ...sorted.slice(-EDGE)])) {
      atEdge.add(line);
      const on = edges.get(bare(line.text)) ?? new Set();
      edges.set(bare(line.text), on.add(page));
    }
  }
  const runs = ({ text }: PdfLine) => pages.size > 1 && (edges.get(bare(text))?.size ?? 0) > pages.size / 2;
  return lines.filter((line) => {
    if (!atEdge.has(line)) return true;
    return !(PAGE_NUMBER.test(line.text) || (line.page > 1 && (runs(line) || namesPage(line))));
  });
}

/** `Attorney General Hale, March 5, page 2` at the edge of page 2. */
function namesPage({ text, page }: PdfLine): boolean {
  return text.length < 120 && new RegExp(`\\bpage\\s*${page}\\b`, 'i').test(text);
}

function bare(text: string): string {
  return text.replace(/\d+/g, '#');
}

/** What most of the text is set in. */
interface Setting {
  size: number;
  font: string | null;
  /** From one line to the next. */
  leading: number;
  left: number;
  right: number;
}

function settingOf(lines: PdfLine[]): Setting {
  const size = usual(
    lines.map((line) => [Math.round(line.size * 2) / 2, line.text.length]),
    0,
  );
  const body = lines.filter((line) => Math.abs(line.size - size) < 1);
  const steps = body.flatMap((line, index): [number, number][] => {
    const before = body[index - 1];
    const step = before && before.page === line.page ? line.top - before.top : 0;
    return step > size * 0.8 && step < size * 3 ? [[Math.round(step), 1]] : [];
  });
  return {
    size,
    font: usual(
      lines.map(({ font, text }) => [font, text.length]),
      null,
    ),
    leading: usual(steps, 0) || size * 1.2,
    left: usual(
      body.map((line) => [Math.round(line.left), line.text.length]),
      0,
    ),
    right: marginOf(body),
  };
}

/** Where lines end at the right: what one in ten of them passes is no margin. */
function marginOf(lines: PdfLine[]): number {
  const ends = lines.map(({ right }) => right).sort((a, b) => a - b);
  return ends[Math.floor(ends.length * 0.9)] ?? 0;
}

/** The value of the greatest weight. */
function usual<Value>(weighed: [value: Value, weight: number][], none: Value): Value {
  const weights = new Map<Value, number>();
  for (const [value, weight] of weighed) weights.set(value, (weights.get(value) ?? 0) + weight);
  let best = none;
  for (const [value, weight] of weights) if (weight > (weights.get(best) ?? 0)) best = value;
  return best;
}

const SENTENCE_END = /[.!?:;”"’)]$/;
const BULLET = /^(?:[•▪◦‣·o●]|[-–—]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s/;

/** Whether a whole line is set in another type than the text: bold, larger, slanted. */
function isSetApart({ font, size }: PdfLine, setting: Setting): boolean {
  return size > setting.size * 1.15 || (font !== null && font !== setting.font);
}

/** Whether a line ends though the next one's first word would have stood on it: the text does not run on. */
function endsEarly({ text, left, right }: PdfLine, next: PdfLine, setting: Setting): boolean {
  const letter = (right - left) / text.length;
  const word = next.text.search(/\s|$/) + 1;
  return right + letter * (word + SLACK) < setting.right;
}

/** Letters. */
const SLACK = 4;

function startsParagraph(line: PdfLine, before: PdfLine, setting: Setting): boolean {
  if (Math.abs(line.size - before.size) > 1 || BULLET.test(line.text)) return true;
  if (line.font !== before.font && (isSetApart(line, setting) || isSetApart(before, setting))) return true;
  const ended = endsEarly(before, line, setting);
  if (line.page !== before.page) return ended || SENTENCE_END.test(before.text);
  if (line.left > before.right || before.left > line.right) return true;
  const step = line.top - before.top;
  const leading = setting.leading * Math.max(1, line.size / setting.size);
  if (step < leading * 0.5 || step > leading * 1.35) return true;
  const isCentered = Math.abs(line.left + line.right - before.left - before.right) < 20;
  if (isCentered && line.left > setting.left + 20) return false;
  return line.left > before.left + 8 || (ended && SENTENCE_END.test(before.text));
}

function blocksOf(lines: PdfLine[]): Block[] {
  const setting = settingOf(lines);
  const box: Box = { element: new Element('body', {}), parent: null, level: 0, prose: 0, junk: false };
  const blocks: Block[] = [];
  let before: PdfLine | null = null;
  for (const line of lines) {
    const last = blocks.at(-1);
    if (!before || !last || startsParagraph(line, before, setting)) {
      const heading = isSetApart(line, setting) ? 2 : 0;
      blocks.push({ text: line.text, box, heading, named: false, linked: 0, links: [], stamp: null });
    } else {
      if (!isSetApart(line, setting)) last.heading = 0;
      // A hyphen at the end of a line is one of the word: office programs break no words.
      const isHyphen = /\p{L}-$/u.test(last.text);
      const isLine = endsEarly(before, line, setting) && !isSetApart(before, setting);
      last.text += (isHyphen ? '' : isLine ? '\n' : ' ') + line.text;
    }
    before = line;
  }
  for (const { text } of blocks) box.prose += text.length;
  return blocks;
}

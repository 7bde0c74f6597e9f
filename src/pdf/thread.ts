/** The thread that reads one PDF and ends. See read.ts for what bounds it. */
import { parentPort, workerData } from 'node:worker_threads';
import { getResolvedPDFJS } from 'unpdf';
import type { PdfLine, PdfText } from '../extract/pdf.js';

/** Further on come exhibits; a release is in its first pages. */
const MOST_PAGES = 60;
const MOST_CHARACTERS = 2_000_000;
const MOST_LINKS = 500;

/** What is used of a piece of text as PDF.js gives it. */
interface Piece {
  str: string;
  fontName: string;
  width: number;
  /** Scale and place: `[a, b, c, d, x, y]`, y from the bottom of the page. */
  transform: number[];
}

/** A gap of this many letter heights parts two columns. */
const COLUMN_GAP = 3;

/** Puts pieces that stand side by side together. */
function linesOf(pieces: Piece[], page: number, height: number): PdfLine[] {
  const lines: PdfLine[] = [];
  let line: PdfLine | null = null;
  let spaced = false;
  for (const { str, fontName, width, transform } of pieces) {
    // The library fills gaps with spaces, those between columns too.
    if (str.trim() === '') {
      spaced ||= str !== '';
      continue;
    }
    const [, , c = 0, d = 0, left = 0, bottom = 0] = transform;
    const size = Math.hypot(c, d);
    const top = height - bottom;
    const gap = line === null ? 0 : left - line.right;
    const isSame: boolean =
      line !== null &&
      Math.abs(top - line.top) < Math.max(size, line.size) * 0.4 &&
      gap > -size &&
      gap < size * COLUMN_GAP;
    if (line === null || !isSame) {
      line = { text: str, page, left, right: left + width, top, size, font: fontName };
      lines.push(line);
      spaced = false;
      continue;
    }
    line.text += (spaced || gap > size * 0.2 ? ' ' : '') + str;
    spaced = false;
    line.right = Math.max(line.right, left + width);
    line.size = Math.max(line.size, size);
    if (line.font !== fontName) line.font = null;
  }
  return lines;
}

function textField(info: object, name: string): string {
  const value = (info as Record<string, unknown>)[name];
  return typeof value === 'string' ? value.slice(0, 500) : '';
}

async function read(data: Uint8Array): Promise<PdfText> {
  const { getDocument } = await getResolvedPDFJS();
  // No code is made of what a PDF holds, no font or table is fetched, no picture is drawn.
  const pdf = await getDocument({
    data,
    isEvalSupported: false,
    disableFontFace: true,
    useSystemFonts: false,
    useWorkerFetch: false,
    enableXfa: false,
    maxImageSize: 1,
    verbosity: 0,
  }).promise;
  const { info } = await pdf.getMetadata();
  const lines: PdfLine[] = [];
  const links: PdfText['links'] = [];
  let characters = 0;
  for (let number = 1; number <= Math.min(pdf.numPages, MOST_PAGES); number++) {
    const page = await pdf.getPage(number);
    const [, , , height = 792] = page.view;
    const { items } = await page.getTextContent();
    for (const line of linesOf(
      items.flatMap((item): Piece[] => ('str' in item ? [item] : [])),
      number,
      height,
    )) {
      characters += line.text.length;
      if (characters > MOST_CHARACTERS) break;
      lines.push(line);
    }
    for (const annotation of (await page.getAnnotations()) as { url?: unknown }[]) {
      if (typeof annotation.url === 'string' && links.length < MOST_LINKS) links.push(annotation.url);
    }
    page.cleanup();
  }
  return {
    title: textField(info, 'Title'),
    language: textField(info, 'Language'),
    pages: pdf.numPages,
    lines,
    links,
  };
}

parentPort?.postMessage(await read(workerData as Uint8Array));

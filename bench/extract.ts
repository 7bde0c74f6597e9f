/**
 * Release pages read by Rostrum and by the extractors people use, on the same pages in one run: how much of the body
 * is right (F1 of words against gold written by hand), how many titles and dates, and the time a page, beside the time
 * Cheerio needs to parse it and do nothing else. Readers take turns on each page; the time is the median of rounds.
 *
 *   npm ci --prefix bench/peers && npm run bench -- extract [ROUNDS]
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { load } from 'cheerio/slim';
import { packageDirectory } from '../src/catalog/data-directory.js';
import { findDate, readStamp } from '../src/dates.js';
import { extractRelease } from '../src/extract/release.js';
import { textOf } from '../src/html.js';
import { repairMojibake } from '../src/mojibake.js';
import { type GoldPage, goldenPages, minnesotaPages } from './extract/pages.js';
import { sameWords, wordsInCommon } from './extract/score.js';

const ROUNDS = Number(process.argv[2] ?? 5);
/** Words of the Minnesota pages' menus and footers, as the test of them has them. */
const MENU =
  /File a Complaint\n|View Publications|How Can We Help|Skip to Main|Official Website of|equal opportunity/;

interface Reading {
  title?: string | null;
  published?: string | null;
  /** HTML, or text where the reader gives text. */
  body?: string | null;
}

interface Reader {
  name: string;
  read(page: GoldPage): Promise<Reading | null>;
}

interface Peer {
  name: string;
  read(html: string, url: string): Promise<Reading | null>;
}

interface Tally {
  f1: number[];
  titles: number;
  dates: number;
  menus: number;
  /** Milliseconds of each round. */
  rounds: number[];
}

const ours: Reader = {
  name: 'Rostrum',
  async read({ html, url, zone, announced }) {
    const { document } = extractRelease(html, { url, zone, published: announced });
    return document && { ...document, body: document.body.replaceAll('<', '&lt;') };
  },
};

const floor: Reader = {
  name: 'cheerio.load, nothing read',
  async read({ html }) {
    load(html);
    return null;
  },
};

async function peers(): Promise<Reader[]> {
  const folder = join(packageDirectory(), 'bench', 'peers');
  if (!existsSync(join(folder, 'node_modules'))) {
    process.stderr.write('The other extractors are not installed: npm ci --prefix bench/peers\n');
    return [];
  }
  const { extractors } = (await import(pathToFileURL(join(folder, 'extractors.mjs')).href)) as {
    extractors: Peer[];
  };
  return extractors.map(({ name, read }) => ({ name, read: ({ html, url }) => read(html, url) }));
}

function dayOf(published: string, zone: string): string | null {
  const date = readStamp(published, { zone }) ?? findDate(published, { zone });
  return date?.published?.slice(0, 10) ?? null;
}

function textIn(html: string): string {
  const root = load(html, null, false).root()[0];
  return root === undefined ? '' : textOf(root);
}

/** Characters that the page itself holds damaged are not held against a reader that leaves them so. */
function judge(reading: Reading | null, page: GoldPage, tally: Tally): void {
  const body = repairMojibake(reading?.body ?? '');
  if (page.body !== null) tally.f1.push(wordsInCommon(page.body.join('\n'), textIn(body)));
  if (sameWords(repairMojibake(reading?.title ?? ''), page.title)) tally.titles++;
  if (reading?.published && dayOf(reading.published, page.zone) === page.published.slice(0, 10))
    tally.dates++;
  if (MENU.test(body)) tally.menus++;
}

function median(numbers: number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

async function measure(pages: GoldPage[], readers: Reader[]): Promise<Map<Reader, Tally>> {
  const tallies = new Map<Reader, Tally>();
  for (const reader of readers) tallies.set(reader, { f1: [], titles: 0, dates: 0, menus: 0, rounds: [] });
  // The first round warms the code up and judges; only those after it are timed.
  for (let round = 0; round <= ROUNDS; round++) {
    const spent = new Map<Reader, number>();
    for (const [index, page] of pages.entries()) {
      for (let turn = 0; turn < readers.length; turn++) {
        const reader = readers[(turn + index + round) % readers.length];
        const tally = reader && tallies.get(reader);
        if (!reader || !tally) continue;
        const started = performance.now();
        const reading = await reader.read(page).catch(() => null);
        spent.set(reader, (spent.get(reader) ?? 0) + performance.now() - started);
        if (round === 0) judge(reading, page, tally);
      }
    }
    if (round > 0) for (const [reader, ms] of spent) tallies.get(reader)?.rounds.push(ms);
  }
  return tallies;
}

function print(name: string, pages: GoldPage[], tallies: Map<Reader, Tally>): void {
  const size = pages.reduce((sum, { html }) => sum + html.length, 0) / pages.length / 1000;
  const withBody = pages.some(({ body }) => body !== null);
  process.stdout.write(`${name}: ${pages.length} pages of ${size.toFixed(1)} kB on average\n`);
  const columns = [
    '',
    withBody ? 'body F1' : 'with menus',
    withBody ? 'least' : '',
    'titles',
    'dates',
    'ms a page',
  ];
  const row = (cells: string[]) =>
    process.stdout.write(
      `  ${cells.map((cell, at) => (at === 0 ? cell.padEnd(28) : cell.padStart(12))).join('')}\n`,
    );
  row(columns);
  for (const [reader, { f1, titles, dates, menus, rounds }] of tallies) {
    const mean = f1.reduce((sum, one) => sum + one, 0) / f1.length;
    const time = (median(rounds) / pages.length).toFixed(2);
    if (reader === floor) row([reader.name, '', '', '', '', time]);
    else
      row([
        reader.name,
        withBody ? mean.toFixed(4) : String(menus),
        withBody ? Math.min(...f1).toFixed(3) : '',
        String(titles),
        String(dates),
        time,
      ]);
  }
}

const readers = [ours, ...(await peers()), floor];
const sets: [string, GoldPage[]][] = [
  ['Pages we wrote in the structures of real ones', goldenPages()],
  ['Real pages of the Minnesota office', minnesotaPages()],
];
for (const [name, pages] of sets) {
  if (pages.length > 0) print(name, pages, await measure(pages, readers));
  else process.stdout.write(`${name}: not here (they stand in ../shared)\n`);
}

/**
 * Listing pages read by Rostrum (every release, its title, address and date, without being told the page's shape)
 * beside what only parses them: Cheerio through htmlparser2, as we use it, and through parse5, its default; and
 * BeautifulSoup, parsing the page and taking its links. All take turns in one run; the time is the least of rounds,
 * which says most of the work and least of the neighbours. Then a feed of 20,000 items, repaired and read, beside
 * rss-parser alone.
 *
 *   npm run bench -- list [ROUNDS]
 *
 * BeautifulSoup is looked for in `python3`, or in what PYTHON names: `pip install beautifulsoup4 lxml`. The real
 * pages stand in the folder `shared` beside the repo.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { load as loadStrictly } from 'cheerio';
import { load } from 'cheerio/slim';
import Parser from 'rss-parser';
import { packageDirectory } from '../src/catalog/data-directory.js';
import { readFeed } from '../src/discover/feed.js';
import { readListing } from '../src/discover/listing.js';

const ROUNDS = Number(process.argv[2] ?? 15);
const ROWS = 5000;

interface ListPage {
  name: string;
  path: string;
  html: string;
  url: string;
}

/** Milliseconds for one page. */
type Reader = (page: ListPage) => Promise<number>;

function realPages(): ListPage[] {
  const folder = join(packageDirectory(), '..', 'shared', 'pages');
  if (!existsSync(folder)) return [];
  const gold = JSON.parse(readFileSync(join(folder, 'listing-gold.json'), 'utf8')) as {
    file: string;
    url: string;
  }[];
  return readdirSync(folder)
    .filter((file) => file.endsWith('.html'))
    .map((file) => {
      const path = join(folder, file);
      const url = gold.find((one) => one.file === file)?.url ?? 'https://www.example.gov/news';
      return { name: file, path, html: readFileSync(path, 'utf8'), url };
    });
}

/** A year's table of an office that never archives: date, title, PDF. */
function longTable(folder: string): ListPage {
  const rows = Array.from({ length: ROWS }, (_, index) => {
    const day = new Date(Date.UTC(2025, 5, 1) - index * 86_400_000).toLocaleDateString('en-US', {
      timeZone: 'UTC',
    });
    return `<tr class="${index % 2 ? 'odd' : 'even'}"><td class="recordListDate">${day}</td><td class="recordListTitle"><a href="/public/index.cfm/press-releases?ID=${index}">Senator speaks of matter ${index} of the county roads</a></td><td><a href="/files/${index}.pdf">PDF</a></td></tr>`;
  });
  const html = `<!doctype html><html><head><title>Press Releases</title></head><body><div id="nav"><ul><li><a href="/">Home</a></li></ul></div><table class="recordList"><thead><tr><th>Date</th><th>Title</th><th></th></tr></thead><tbody>${rows.join('\n')}</tbody></table></body></html>`;
  const path = join(folder, `table-of-${ROWS}-rows.html`);
  writeFileSync(path, html);
  return {
    name: basename(path),
    path,
    html,
    url: 'https://www.example.senate.gov/public/index.cfm/press-releases',
  };
}

const ITEMS = 20_000;

async function readLongFeed(): Promise<void> {
  const items = Array.from({ length: ITEMS }, (_, index) => {
    const day = new Date(Date.UTC(2025, 5, 1, 12) - (index % 7000) * 86_400_000).toUTCString();
    return `<item><title>Senator speaks of matter ${index} of the county roads &amp; bridges</title><link>https://www.example.senate.gov/news/matter-${index}</link><guid isPermaLink="false">x-${index}</guid><pubDate>${day}</pubDate><description>&lt;p&gt;WASHINGTON - The county has waited long enough for matter ${index} of its roads.&lt;/p&gt;</description></item>`;
  });
  const xml = `<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>${items.join('\n')}</channel></rss>`;
  const context = { url: 'https://www.example.senate.gov/rss', zone: 'America/New_York' };
  const parser = new Parser();
  const least = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let round = 0; round < 4; round++) {
    for (const [index, read] of [() => readFeed(xml, context), () => parser.parseString(xml)].entries()) {
      const before = process.cpuUsage();
      await read();
      const { user, system } = process.cpuUsage(before);
      least[index] = Math.min(least[index] ?? 0, (user + system) / 1e6);
    }
  }
  const [ours = 0, peer = 0] = least;
  process.stdout.write(
    `feed of ${ITEMS} items: ${(xml.length / 1e6).toFixed(1)} MB, processor time\n  Rostrum ${ours.toFixed(2)} s, rss-parser alone ${peer.toFixed(2)} s, ${(ours / peer).toFixed(2)}\n`,
  );
}

function timed(work: (page: ListPage) => unknown): Reader {
  return async (page) => {
    const started = performance.now();
    work(page);
    return performance.now() - started;
  };
}

interface Soup {
  readers: [name: string, reader: Reader][];
  close(): void;
}

/** BeautifulSoup in a process of its own, asked page by page. */
async function soup(): Promise<Soup> {
  const python = spawn(
    process.env.PYTHON ?? 'python3',
    [join(packageDirectory(), 'bench', 'peers', 'soup.py')],
    {
      stdio: ['pipe', 'pipe', 'ignore'],
    },
  );
  const lines: Interface = createInterface({ input: python.stdout });
  const answers = lines[Symbol.asyncIterator]();
  const ready = await Promise.race([
    answers.next().then(({ value }) => value === 'ready'),
    new Promise<boolean>((resolve) => python.once('error', () => resolve(false))),
  ]);
  if (!ready) {
    process.stdout.write(
      'BeautifulSoup is not here: pip install beautifulsoup4 lxml, and PYTHON=… names its python3\n',
    );
    return { readers: [], close: () => python.kill() };
  }
  const ask =
    (parser: string): Reader =>
    async ({ path }) => {
      python.stdin.write(`${parser}\t${path}\n`);
      const { value } = await answers.next();
      return Number.parseFloat(String(value));
    };
  return {
    readers: [
      ['BeautifulSoup, lxml, and its links', ask('lxml')],
      ['BeautifulSoup, html.parser, and its links', ask('html.parser')],
    ],
    close: () => python.kill(),
  };
}

const folder = mkdtempSync(join(tmpdir(), 'rostrum-bench-'));
const python = await soup();
try {
  const pages = [...realPages(), longTable(folder)];
  if (pages.length === 1) process.stdout.write('The real pages are not here (they stand in ../shared)\n');
  const FLOOR = 'cheerio.load, htmlparser2, nothing read';
  const readers: [name: string, reader: Reader][] = [
    [
      'Rostrum, every release read',
      timed(({ html, url }) => readListing(html, { url, zone: 'America/New_York' })),
    ],
    [FLOOR, timed(({ html }) => load(html))],
    ['cheerio.load, parse5, nothing read', timed(({ html }) => loadStrictly(html))],
    ...python.readers,
  ];
  for (const page of pages) {
    const least = new Map<string, number>();
    for (let round = 0; round < ROUNDS; round++) {
      for (let turn = 0; turn < readers.length; turn++) {
        const [name, read] = readers[(turn + round) % readers.length] ?? [];
        if (!name || !read) continue;
        least.set(name, Math.min(least.get(name) ?? Number.POSITIVE_INFINITY, await read(page)));
      }
    }
    const { items } = readListing(page.html, { url: page.url, zone: 'America/New_York' });
    process.stdout.write(
      `${page.name}: ${(page.html.length / 1000).toFixed(0)} kB, ${items.length} releases\n`,
    );
    const floor = least.get(FLOOR) ?? Number.NaN;
    for (const [name] of readers) {
      const ms = least.get(name) ?? Number.NaN;
      process.stdout.write(
        `  ${name.padEnd(44)}${ms.toFixed(2).padStart(9)} ms  ${(ms / floor).toFixed(2)}\n`,
      );
    }
  }
  await readLongFeed();
} finally {
  python.close();
  rmSync(folder, { recursive: true });
}

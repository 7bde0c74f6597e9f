import { existsSync, readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readListing } from '../../src/discover/listing.js';

interface Golden {
  url: string;
  zone: string;
  now?: string;
  next: string | null;
  items: { url: string; title: string; published: string | null }[];
}

const golden = new URL('../golden/listing/', import.meta.url);
const names = readdirSync(golden)
  .filter((file) => file.endsWith('.json'))
  .map((file) => file.replace('.json', ''));

function page(name: string): string {
  return readFileSync(new URL(`${name}.html`, golden), 'utf8');
}

function expected(name: string): Golden {
  return JSON.parse(readFileSync(new URL(`${name}.json`, golden), 'utf8'));
}

function read(html: string, url: string, zone = 'America/New_York', now?: string) {
  return readListing(html, { url, zone, ...(now === undefined ? {} : { now: new Date(now) }) });
}

const short = ({ url, title, published }: { url: string; title: string; published: string | null }) => ({
  url,
  title,
  published,
});

describe('readListing', () => {
  it.each(names)('reads exactly the releases and the next page of the layout %s', (name) => {
    const gold = expected(name);
    const found = read(page(name), gold.url, gold.zone, gold.now);
    expect(found.items.map(short)).toEqual(gold.items);
    expect(found.next).toBe(gold.next);
  });

  it('reads every row of a list of three thousand', () => {
    const rows = Array.from({ length: 3000 }, (_, i) => {
      const day = new Date(Date.UTC(2024, 0, 15) - i * 86_400_000).toISOString().slice(0, 10);
      return `<tr><td>${day}</td><td><a href="/news/${i}">Attorney general announces result number ${i}</a></td></tr>`;
    });
    const found = read(`<h1>News</h1><table>${rows.join('')}</table>`, 'https://ag.example/news');
    expect(found.items).toHaveLength(3000);
    expect(found.items[2999]).toMatchObject({ published: '2015-10-30', url: 'https://ag.example/news/2999' });
  });

  it('keeps one of several rows with the same address', () => {
    const row = '<li>01/15/2024 <a href="/news/1#top">Senator announces a new water project</a></li>';
    const other = '<li>01/14/2024 <a href="/news/2">Senator visits the harbor at Fort Adair</a></li>';
    const found = read(`<ul>${row}${row}${other}</ul>`, 'https://stone.example/news');
    expect(found.items.map(({ url }) => url)).toEqual([
      'https://stone.example/news/1#top',
      'https://stone.example/news/2',
    ]);
  });

  it('reads addresses that are padded with white space or broken over lines', () => {
    const html =
      '<ul><li>Jan 2, 2024 <a href=" \n /news/rail-\nsafety\t">Senator leads letter on rail safety</a></li>' +
      '<li>Jan 1, 2024 <a href="\u00a0water ">Senator welcomes ruling on water rights</a></li></ul>';
    const found = read(html, 'https://stone.example/news/');
    expect(found.items.map(({ url }) => url)).toEqual([
      'https://stone.example/news/rail-safety',
      'https://stone.example/news/water',
    ]);
  });

  it('resolves links against the base element of the page', () => {
    const html =
      '<base href="https://media.example/archive/"><ul><li>Jan 2, 2024 <a href="a.html">Senator leads letter on rail safety</a></li>' +
      '<li>Jan 1, 2024 <a href="b.html">Senator welcomes ruling on water rights</a></li></ul>';
    const found = read(html, 'https://stone.example/news');
    expect(found.items[0]?.url).toBe('https://media.example/archive/a.html');
  });

  it('says in a warning why it found nothing', () => {
    expect(
      read('<html><body><p>Under construction</p></body></html>', 'https://ag.example/').warnings,
    ).not.toEqual([]);
    expect(read(page('bot-wall'), 'https://ag.example/').warnings[0]).toContain('Cloudflare');
    expect(read(page('script-shell'), 'https://ag.example/').warnings[0]).toContain('needs-javascript');
  });

  it('reads a record that tells only how long ago it was, and leaves the day to its page', () => {
    const rows = ['3 hours ago', 'Yesterday', '2 days ago', 'Last week'].map(
      (ago, number) =>
        `<div><h3><a href="/news/${number}">Senator announces loans for grain elevator ${number}</a></h3><p>${ago}</p></div>`,
    );
    const found = read(`<main>${rows.join('')}</main>`, 'https://stone.example/news');
    expect(found.items.map(({ published }) => published)).toEqual([null, null, null, null]);
  });

  it('says how many records show no date', () => {
    const gold = expected('no-dates');
    expect(read(page('no-dates'), gold.url).warnings).toContain('9 of 9 records show no date');
  });

  it('never throws or hangs on a damaged page, and gives absolute web addresses only', () => {
    const pages = names.map(page);
    fc.assert(
      fc.property(
        fc.constantFrom(...pages),
        fc.array(
          fc.tuple(
            fc.nat(),
            fc.nat(400),
            fc.constantFrom('', '<', '<div>', '</div>', '<a href="x:', '"', '<table><tr>', '&#0;'),
          ),
        ),
        (html, cuts) => {
          let damaged = html;
          for (const [at, length, put] of cuts) {
            const from = at % (damaged.length + 1);
            damaged = damaged.slice(0, from) + put + damaged.slice(from + length);
          }
          for (const { url } of read(damaged, 'https://ag.example/news').items)
            expect(url).toMatch(/^https?:\/\//);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('reads a page nested a hundred thousand deep', () => {
    const deep = '<div>'.repeat(100_000);
    expect(
      read(`${deep}<a href="/x">A release that is buried too deep</a>`, 'https://ag.example/').items,
    ).toEqual([]);
  });
});

const shared = new URL('../../../shared/pages/', import.meta.url);

describe.skipIf(!existsSync(shared))('readListing on real pages (needs ../shared/pages)', () => {
  interface Gold {
    file: string;
    url: string;
    items: { url: string; title: string; date: string }[];
  }
  const gold: Gold[] = existsSync(shared)
    ? JSON.parse(readFileSync(new URL('listing-gold.json', shared), 'utf8'))
    : [];

  it.each(gold.map(({ file }) => file))('reads all rows of %s and nothing else', (file) => {
    const wanted = gold.find((one) => one.file === file);
    if (!wanted) throw new Error(file);
    const found = read(readFileSync(new URL(file, shared), 'utf8'), wanted.url);
    expect(found.items.map(short)).toEqual(
      wanted.items.map(({ url, title, date }) => ({ url, title, published: date })),
    );
  });
});

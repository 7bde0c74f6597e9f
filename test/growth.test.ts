import { describe, expect, it } from 'vitest';
import { readFeed } from '../src/discover/feed.js';
import { readListing } from '../src/discover/listing.js';
import { sniffKind } from '../src/discover/sniff.js';
import { extractRelease } from '../src/extract/release.js';

const CONTEXT = { url: 'https://ag.example/news', zone: 'America/Chicago', now: new Date('2025-06-01') };
const WORDS = 'The committee met again and the minutes of all its meetings are here';

/** What pages are made of, or hostile ones may be: each repeated until the page is large. */
const UNITS: Record<string, string | ((index: number) => string)> = {
  paragraphs: `<p>${WORDS}.</p>`,
  'paragraphs left open': `<p>${WORDS}.`,
  lines: `${WORDS}.<br>`,
  'links in a row': `<a href="/x">${WORDS}</a>`,
  'links left open': `<a href="/x">${WORDS}`,
  'lists in lists': '<ul><li>',
  'boxes in boxes': '<div>x',
  'tables in tables': '<table><tr><td>x',
  'cells of one row': '<td>x</td>',
  'rows left open': `<tr><td>${WORDS}`,
  'type left open in paragraphs': (index) =>
    `${index < 10 ? '<li>x' : ''}<p><font color="${index}">x</p></b>`,
  'boxes closed by other tags': '<div></b>x',
  'headings with text': `<h2>${WORDS}</h2><p>${WORDS}. ${WORDS}.</p>`,
  dates: '<p>January 2, 2024</p>',
  'forms left open': '<form>x',
  'scripts left open': '<script>var x',
  'end marks': `<p>###</p><p>${WORDS}. ${WORDS}.</p>`,
  'titles in spans': `<span class="title">${WORDS}</span>`,
  'modules of one kind': `<div class="text"><div class="text"><p>${WORDS}. ${WORDS}.</p></div></div>`,
  'soft hyphens': 'hy&shy;phen ',
  'scripts of data': '<script type="application/json">[1]',
  'tags cut off': '<a href="',
  'less-than signs': '< ',
  digits: '12 ',
  'rows of one address': '<dt>Jan 2, 2024<dd><a href="/news/x">A title of some words</a>',
  rows: (index) =>
    `<tr><td>0${1 + (index % 9)}/02/2024</td><td><a href="/news/${index}">${WORDS} ${index}</a></td></tr>`,
  cards: (index) =>
    `<article><h3><a href="/news/${index}">${WORDS} ${index}</a></h3><span>Jan ${1 + (index % 28)}, 2024</span></article>`,
  'rows under date headings': (index) =>
    index % 10 === 0
      ? `<h2>January ${1 + (index % 28)}, 2024</h2>`
      : `<p><a href="/news/${index}">${WORDS} ${index}</a></p>`,
  'rows under headings that name sections': (index) =>
    `<div><h2>${index % 2 === 0 ? 'In the News' : 'Press Releases'}</h2><p>Jan ${1 + (index % 28)}, 2024 <a href="/news/${index}">${WORDS} ${index}</a></p></div>`,
  'rows without dates': (index) => `<li><a href="/news/${index}">${WORDS} ${index}</a></li>`,
};

const SMALL = 40_000;
const TIMES = 8;
/** Time in proportion would be 8; in proportion to the square, 64. What lies between is for garbage and chance. */
const MOST = TIMES * 3;
/** Less than this many milliseconds cannot be told from chance. */
const FLOOR_MS = 12;

function pageOf(unit: string | ((index: number) => string), size: number): string {
  const parts: string[] = [];
  for (let length = 0, index = 0; length < size; index++) {
    const part = typeof unit === 'string' ? unit : unit(index);
    parts.push(part);
    length += part.length;
  }
  return `<!doctype html><html><head><title>A page of many things</title></head><body><h1>A page of many things</h1>${parts.join('')}</body></html>`;
}

/** Time of this process, not of its neighbours: the least of three. */
async function least(work: () => unknown): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 3; round++) {
    const before = process.cpuUsage().user;
    await work();
    best = Math.min(best, (process.cpuUsage().user - before) / 1000);
  }
  return best;
}

async function growth(work: (size: number) => () => unknown): Promise<number> {
  const small = await least(work(SMALL));
  const large = await least(work(SMALL * TIMES));
  return large / Math.max(small, FLOOR_MS);
}

describe('time grows with the page and no faster', () => {
  describe.each(Object.entries(UNITS))('of %s', (_name, unit) => {
    it('for a release', async () => {
      const read = (size: number) => {
        const html = pageOf(unit, size);
        return () => extractRelease(html, CONTEXT);
      };
      expect(await growth(read)).toBeLessThan(MOST);
    });

    it('for a listing, and for telling what it is', async () => {
      const read = (size: number) => {
        const html = pageOf(unit, size);
        return () => {
          sniffKind(html, null, CONTEXT.url);
          readListing(html, CONTEXT);
        };
      };
      expect(await growth(read)).toBeLessThan(MOST);
    });
  });

  it('of a feed of many items', async () => {
    const read = (size: number) => {
      const items = Array.from(
        { length: size / 200 },
        (_, index) =>
          `<item><title>${WORDS} ${index}</title><link>/news/${index}</link><pubDate>Mon, 06 Jan 2025 10:00:00 GMT</pubDate></item>`,
      );
      const xml = `<rss version="2.0"><channel><title>News</title>${items.join('')}</channel></rss>`;
      return () => readFeed(xml, CONTEXT);
    };
    expect(await growth(read)).toBeLessThan(MOST);
  });
});

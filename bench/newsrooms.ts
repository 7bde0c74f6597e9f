/**
 * Many newsrooms on loopback, for the benches: run as a process of its own, it prints its address and serves
 * until it is killed. Every page is about 23 kB, as the real ones are.
 *
 *   node newsrooms.js NEWSROOMS RELEASES
 */
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';

const newsrooms = Number(process.argv[2] ?? 156);
const releases = Number(process.argv[3] ?? 20);
const PER_PAGE = 50;
const DAY_MS = 86_400_000;
const NEWEST = Date.UTC(2025, 5, 2);

const WORDS =
  'county road water grant farm school nurse bridge river veteran budget permit harvest clinic ranger ferry bus library mill port orchard teacher union rail forest'.split(
    ' ',
  );
const counts = { total: 0, conditional: 0, notModified: 0 };
const addresses = new Set<string>();

/** The same sentence for the same seed, and another for another: two releases must not look like one. */
function sentence(seed: number): string {
  let state = Math.imul(seed + 1, 0x9e3779b1);
  const words = Array.from({ length: 14 }, () => {
    state = Math.imul(state ^ (state >>> 15), 0x85ebca6b) + 0x6d2b79f5;
    return WORDS[(state >>> 8) % WORDS.length];
  });
  return `The ${words.join(' ')}.`;
}

function day(release: number): string {
  return new Date(NEWEST - release * 1.4 * DAY_MS).toISOString().slice(0, 10);
}

const title = (newsroom: number, release: number) =>
  `Senator Sample ${newsroom} Announces ${sentence((newsroom * 1000 + release) * 64 + 63).slice(4, 60)} ${release}`;

const MENU = Array.from(
  { length: 60 },
  (_, index) => `<li><a href="/menu/${index}">${WORDS[index % WORDS.length]}</a></li>`,
).join('');
const SCRIPT = `<script>/* ${'x'.repeat(11_000)} */</script>`;

function frame(heading: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${heading}</title>${SCRIPT}</head><body><nav><ul>${MENU}</ul></nav><main>${body}</main><footer><p>Office of the Senator</p></footer></body></html>`;
}

function listing(newsroom: number, page: number): string {
  const rows: string[] = [];
  for (let release = page * PER_PAGE; release < Math.min(releases, (page + 1) * PER_PAGE); release += 1) {
    rows.push(
      `<div class="row"><span class="date">${day(release)}</span><h2><a href="/${newsroom}/release/${release}">${title(newsroom, release)}</a></h2></div>`,
    );
  }
  const next =
    (page + 1) * PER_PAGE < releases ? `<a rel="next" href="/${newsroom}/?page=${page + 1}">Next</a>` : '';
  return frame('Press releases', `<h1>Press releases</h1>${rows.join('')}${next}`);
}

function release(newsroom: number, number: number): string {
  const seed = newsroom * 1000 + number;
  const paragraphs = Array.from({ length: 9 }, (_, index) => {
    const text = Array.from({ length: 4 }, (_, line) => sentence(seed * 64 + index * 4 + line)).join(' ');
    return index % 3 === 1 ? `<p>“${text}” the Senator said.</p>` : `<p>${text} (S. ${1 + (seed % 900)})</p>`;
  });
  return frame(
    title(newsroom, number),
    `<article><h1>${title(newsroom, number)}</h1><time datetime="${day(number)}">${day(number)}</time>${paragraphs.join('')}</article>`,
  );
}

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://bench');
  if (url.pathname === '/counts') {
    response.end(JSON.stringify({ ...counts, distinct: addresses.size }));
    return;
  }
  if (url.pathname === '/robots.txt') {
    response.writeHead(404).end();
    return;
  }
  counts.total += 1;
  addresses.add(url.pathname + url.search);
  const match = /^\/(\d+)\/(?:release\/(\d+))?$/.exec(url.pathname);
  if (match === null || Number(match[1]) >= newsrooms) {
    response.writeHead(404).end();
    return;
  }
  const newsroom = Number(match[1]);
  const html =
    match[2] === undefined
      ? listing(newsroom, Number(url.searchParams.get('page') ?? 0))
      : release(newsroom, Number(match[2]));
  const etag = `"${createHash('sha1').update(html).digest('base64url')}"`;
  const asked = request.headers['if-none-match'];
  if (asked !== undefined) counts.conditional += 1;
  if (asked === etag) {
    counts.notModified += 1;
    response.writeHead(304, { etag }).end();
    return;
  }
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', etag }).end(html);
});

server.listen(0, '0.0.0.0', () => {
  const address = server.address();
  process.stdout.write(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}\n`);
});

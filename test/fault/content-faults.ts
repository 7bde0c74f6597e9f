import iconv from 'iconv-lite';
import { type Answer, type Asked, page } from './answer.js';

const HTML = 'text/html; charset=utf-8';
const RSS = 'application/rss+xml; charset=utf-8';

interface FeedItem {
  number: number;
  date: string;
}

function html(title: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${title}</title></head>
<body>${body}</body></html>
`;
}

function rss(items: FeedItem[], { url }: Asked): string {
  const entries = items.map(
    ({ number, date }) =>
      `<item><title>Senator Doe statement number ${number}</title><link>${url.origin}/release/${number}</link>` +
      `<guid>${url.origin}/release/${number}</guid><pubDate>${date}</pubDate></item>`,
  );
  return `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Senator Jane Doe: Press Releases</title><link>${url.origin}/</link>
${entries.join('\n')}
</channel></rss>
`;
}

/** Noon of the day that is so many days before 1 June 2025. */
function daysBefore(days: number): string {
  return new Date(Date.UTC(2025, 5, 1, 12) - days * 86_400_000).toUTCString();
}

function numbered(count: number): FeedItem[] {
  return Array.from({ length: count }, (_, index) => ({
    number: index + 1,
    date: daysBefore(index % 7_000),
  }));
}

/** Ten releases a page. A page of an endless listing shows the same ten and names a next page for ever. */
function listing({ url }: Asked, endless: boolean): string {
  const current = Number(url.searchParams.get('page') ?? 1);
  const first = endless ? 1 : (current - 1) * 10 + 1;
  const rows = numbered(first + 9)
    .slice(first - 1)
    .map(
      ({ number, date }) =>
        `<li><span class="date">${new Date(date).toISOString().slice(0, 10)}</span>` +
        `<h2><a href="/release/${number}">Senator Doe statement number ${number}</a></h2></li>`,
    );
  const hasNext = endless || current < 3;
  const next = hasNext ? `<a rel="next" href="${url.pathname}?page=${current + 1}">Older</a>` : '';
  return html('Press releases', `<main><h1>Press releases</h1><ul>${rows.join('\n')}</ul>${next}</main>`);
}

function release({ url, path }: Asked): string {
  const number = path.split('/').at(-1) ?? '1';
  return html(
    `Senator Doe statement number ${number}`,
    `<nav><a href="/">Home</a></nav>
<main><article><h1>Senator Doe statement number ${number}</h1><time datetime="2025-05-30">May 30, 2025</time>
<p>WASHINGTON, D.C. – Senator Jane Doe today introduced the bill that bears the number ${number}.</p>
<p>“Every county asked for this bill, and number ${number} is their answer,” said Doe.</p>
<p>The text is at <a href="${url.origin}/text/${number}">this address</a>.</p></article></main>`,
  );
}

/** Each entity is ten of the one before: ten entities make ten thousand million of the first. */
function xmlBomb(): string {
  const entities = Array.from(
    { length: 9 },
    (_, level) => `<!ENTITY e${level + 1} "${`&e${level};`.repeat(10)}">`,
  );
  return `<?xml version="1.0"?>
<!DOCTYPE rss [<!ENTITY e0 "press release ">
${entities.join('\n')}]>
<rss version="2.0"><channel><title>&e9;</title><item><title>&e9;</title></item></channel></rss>
`;
}

const GOOD_ETAG = '"good-feed"';

const BOT_WALL = html(
  'Just a moment...',
  `<noscript><div class="h2"><span id="challenge-error-text">Enable JavaScript and cookies to continue</span></div></noscript>
<script src="/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1"></script>`,
);

/** What is wrong is what the answer says, not how it comes; beside them what a healthy newsroom says. */
export const CONTENT_FAULTS: Record<string, Answer> = {
  '/release': page(HTML, release),
  '/feed/good': (asked) => {
    if (asked.request.headers['if-none-match'] === GOOD_ETAG) {
      asked.response.writeHead(304, { etag: GOOD_ETAG }).end();
      return;
    }
    asked.response.setHeader('etag', GOOD_ETAG).setHeader('last-modified', daysBefore(0));
    page(RSS, rss(numbered(20), asked))(asked);
  },
  '/feed/20000': page(RSS, (asked) => rss(numbered(20_000), asked)),
  '/feed/skewed': (asked) => {
    const dates = ['Fri, 01 Jan 2099 00:00:00 GMT', 'Thu, 01 Jan 1970 00:00:00 GMT', daysBefore(3)];
    asked.response.setHeader('date', 'Sat, 01 Jan 2050 00:00:00 GMT');
    page(
      RSS,
      rss(
        dates.map((date, index) => ({ number: index + 1, date })),
        asked,
      ),
    )(asked);
  },
  '/feed/bomb': page(RSS, xmlBomb()),
  '/feed/html': page(HTML, html('Home', '<h1>Welcome to our new site</h1><p>Our pages have moved.</p>')),
  '/listing/good': page(HTML, (asked) => listing(asked, false)),
  '/listing/endless': page(HTML, (asked) => listing(asked, true)),
  '/empty': page(HTML, ''),
  '/login': page(
    HTML,
    html(
      'Sign in',
      '<form method="post" action="/login"><label>User name <input name="user"></label>' +
        '<label>Password <input type="password" name="password"></label><button>Sign in</button></form>',
    ),
  ),
  '/shell': page(
    HTML,
    html(
      'Newsroom',
      '<noscript>You need to enable JavaScript to run this app.</noscript><div id="root"></div>',
    ),
  ),
  '/pdf/damaged': page('application/pdf', '%PDF-1.7\n1 0 obj\n<< /Type /Catalog'),
  '/wall': (asked) => {
    asked.response.setHeader('server', 'cloudflare').setHeader('cf-mitigated', 'challenge');
    page(HTML, BOT_WALL, 403)(asked);
  },
  '/wall/200': page(HTML, BOT_WALL),
  // windows-1252 that its header and its meta element call UTF-8.
  '/listing/charset': (asked) => {
    const text = listing(asked, false).replaceAll('statement', 'visits the café of Peñasco,');
    asked.response.writeHead(200, { 'content-type': HTML }).end(iconv.encode(text, 'windows-1252'));
  },
  '/charset/wrong': (asked) => {
    const text = release(asked).replace('today', 'at a café in Peñasco on Monday – for 5 €, he’d say –');
    asked.response.writeHead(200, { 'content-type': HTML }).end(iconv.encode(text, 'windows-1252'));
  },
};

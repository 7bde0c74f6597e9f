import { dotted, long, rfc822 } from '../calendar.js';
import { body, escaped, teaser } from '../markup.js';
import { html, type Newsroom, NOTICE, type Page, page, type Site } from '../newsroom.js';
import { lastChange, others, type Release, releases } from '../release.js';

/** A senator's site with a well-formed RSS 2.0 feed and a listing of article blocks. */
export const hale: Newsroom = { prefix: '/hale/', respond };

const NAME = 'hale';
const PRESS = '/hale/news/press-releases';
const FEED = '/hale/rss/press-releases.xml';
const PER_PAGE = 6;

function respond(address: URL, site: Site): Page | null {
  const all = releases(NAME, site.edition);
  if (address.pathname === FEED)
    return page('application/rss+xml; charset=utf-8', feed(all, site), changed(site));
  if (address.pathname === '/hale/' || address.pathname === PRESS) {
    const number = Number(address.searchParams.get('PageNum_rs') ?? '1');
    const shown = all.slice((number - 1) * PER_PAGE, number * PER_PAGE);
    return shown.length > 0 ? html(listing(shown, number, all.length, site), changed(site)) : null;
  }
  const release = all.find(({ slug }) => address.pathname === `${PRESS}/${slug}`);
  return release ? html(article(release, site), new Date(release.modified)) : null;
}

function changed(site: Site): Date {
  return lastChange(NAME, site.edition);
}

function feed(all: Release[], site: Site): string {
  const items = all.map((release) => {
    const link = `${site.origin}${PRESS}/${release.slug}`;
    return `    <item>
      <title>${escaped(release.title)}</title>
      <link>${link}</link>
      <guid isPermaLink="true">${link}</guid>
      <pubDate>${rfc822(release.published)}</pubDate>
      <description>${escaped(teaser(release.blocks))}</description>
    </item>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">
  <channel>
    <title>Press Releases | U.S. Senator Eleanor Hale</title>
    <link>${site.origin}${PRESS}</link>
    <atom:link href="${site.origin}${FEED}" rel="self" type="application/rss+xml"/>
    <description>${NOTICE}</description>
    <language>en-us</language>
    <ttl>60</ttl>
${items.join('\n')}
  </channel>
</rss>
`;
}

function listing(shown: Release[], number: number, total: number, site: Site): string {
  const blocks = shown.map(
    (release) => `<div class="ArticleBlock">
  <div class="ArticleBlock__content">
    <p class="ArticleBlock__date">${dotted(release.published)}</p>
    <h2 class="ArticleTitle"><a href="${PRESS}/${release.slug}">${escaped(release.title)}</a></h2>
    <p class="ArticleBlock__summary">${escaped(teaser(release.blocks, 140))}</p>
  </div>
</div>`,
  );
  const older = number * PER_PAGE < total;
  return frame(
    'Press Releases',
    PRESS,
    `<div id="newscontent">
<h1 class="main_page_title">Press Releases</h1>
${blocks.join('\n')}
<nav class="pagination" aria-label="Pages">
${number > 1 ? `<a class="prev" href="${PRESS}?PageNum_rs=${number - 1}">Newer</a>` : ''}
<span class="current">Page ${number} of ${Math.ceil(total / PER_PAGE)}</span>
${older ? `<a class="next" rel="next" href="${PRESS}?PageNum_rs=${number + 1}">Older</a>` : ''}
</nav>
</div>`,
    site,
  );
}

function article(release: Release, site: Site): string {
  const address = `${PRESS}/${release.slug}`;
  const share = encodeURIComponent(`${site.origin}${address}`);
  return frame(
    release.title,
    address,
    `<article id="press">
<h1 class="main_page_title">${escaped(release.title)}</h1>
<span class="date black">${long(release.published)}</span>
<div class="share-bar">Share: <a href="https://www.facebook.com/sharer.php?u=${share}">Facebook</a>
<a href="https://twitter.com/intent/tweet?url=${share}">Twitter</a> <a href="#" onclick="print()">Print</a></div>
<div id="pressrelease">
${body(release.blocks)}
<p class="center">###</p>
</div>
</article>
<aside class="related"><h2>More news</h2>
<ul>
${others(NAME, release)
  .map(
    (other) =>
      `<li><span class="date">${dotted(other.published)}</span> <a href="${PRESS}/${other.slug}">${escaped(other.title)}</a></li>`,
  )
  .join('\n')}
</ul></aside>`,
    site,
    `<meta property="og:type" content="article">
<meta property="og:title" content="${escaped(release.title)}">
<meta property="og:url" content="${site.origin}${address}">`,
  );
}

function frame(title: string, address: string, main: string, site: Site, meta = ''): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${escaped(title)} | U.S. Senator Eleanor Hale of Nebraska</title>
<link rel="canonical" href="${site.origin}${address}">
<link rel="alternate" type="application/rss+xml" title="Press Releases" href="${site.origin}${FEED}">
${meta}
</head>
<body id="default" class="interior">
<div class="site-notice" role="note">${NOTICE}</div>
<header id="header"><a class="brand" href="/hale/">Eleanor Hale, United States Senator for Nebraska</a>
<nav id="main-nav"><ul>
<li><a href="/hale/">About</a></li><li><a href="/hale/">Services</a></li><li><a href="/hale/">Issues</a></li>
<li><a href="${PRESS}">Newsroom</a></li><li><a href="/hale/">Contact</a></li>
</ul></nav></header>
<div id="main_container"><div id="main_column" class="span8">
${main}
</div></div>
<footer id="footer">
<address>Washington, D.C. Office, 900 Sample Building, Washington, D.C. 20510, Phone: (202) 555-0114</address>
<address>Lincoln Office, 12 Sample Street, Lincoln, NE 68501, Phone: (402) 555-0127</address>
<p class="notice">${NOTICE}</p>
</footer>
</body>
</html>
`;
}

import { long, rfc822 } from '../calendar.js';
import { body, escaped, teaser } from '../markup.js';
import { html, moved, type Newsroom, NOTICE, type Page, page, type Site } from '../newsroom.js';
import { lastChange, others, type Release, releases } from '../release.js';

/** An attorney general's WordPress site, read by its RSS feed. The office changed hands on New Year's Day 2018. */
export const georgia: Newsroom = { prefix: '/ga-ag/', respond };

const NAME = 'georgia';
const PRESS = '/ga-ag/category/press-releases/';
const PER_FEED = 20;

function respond(address: URL, site: Site): Page | null {
  const all = releases(NAME, site.edition);
  const changed = lastChange(NAME, site.edition);
  const path = address.pathname;
  if (path === '/ga-ag/feed/') {
    const number = Number(address.searchParams.get('paged') ?? '1');
    const shown = all.slice((number - 1) * PER_FEED, number * PER_FEED);
    return shown.length > 0 ? page('application/rss+xml; charset=UTF-8', feed(shown, site), changed) : null;
  }
  if (path === '/ga-ag/' || path === PRESS) return html(listing(all, site), changed);
  const release = all.find((one) => permalink(one) === path || permalink(one) === `${path}/`);
  if (!release) return null;
  return path.endsWith('/')
    ? html(article(release, site), new Date(release.modified))
    : moved(site.origin + permalink(release));
}

function permalink(release: Release): string {
  return `/ga-ag/${release.published.slice(0, 4)}/${release.published.slice(5, 7)}/${release.slug}/`;
}

function feed(shown: Release[], site: Site): string {
  const items = shown.map(
    (release) => `	<item>
		<title>${escaped(release.title)}</title>
		<link>${site.origin}${permalink(release)}</link>
		<pubDate>${rfc822(new Date(release.published).toISOString().replace('.000Z', '+00:00'))}</pubDate>
		<dc:creator><![CDATA[Communications]]></dc:creator>
		<category><![CDATA[Press Releases]]></category>
		<guid isPermaLink="false">${site.origin}/ga-ag/?p=${Math.floor(Date.parse(release.published) / 60_000) - 25_000_000}</guid>
		<description><![CDATA[${escaped(teaser(release.blocks))}]]></description>
		<content:encoded><![CDATA[${body(release.blocks)}]]></content:encoded>
	</item>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"
	xmlns:content="http://purl.org/rss/1.0/modules/content/"
	xmlns:dc="http://purl.org/dc/elements/1.1/"
	xmlns:atom="http://www.w3.org/2005/Atom"
	xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"
	>
<channel>
	<title>Office of the Attorney General of Georgia</title>
	<atom:link href="${site.origin}/ga-ag/feed/" rel="self" type="application/rss+xml" />
	<link>${site.origin}/ga-ag</link>
	<description>${NOTICE}</description>
	<language>en-US</language>
	<sy:updatePeriod>hourly</sy:updatePeriod>
	<sy:updateFrequency>1</sy:updateFrequency>
	<generator>https://wordpress.org/?v=4.9.4</generator>
${items.join('\n')}
</channel>
</rss>
`;
}

function listing(all: Release[], site: Site): string {
  const posts = all.map(
    (release) => `<article class="post type-post category-press-releases">
<h2 class="entry-title"><a href="${site.origin}${permalink(release)}" rel="bookmark">${escaped(release.title)}</a></h2>
<p class="post-meta"><span class="published">${long(release.published)}</span></p>
<div class="entry-summary"><p>${escaped(teaser(release.blocks, 160))}</p></div>
</article>`,
  );
  return frame(
    'Press Releases',
    PRESS,
    `<h1 class="archive-title">Press Releases</h1>\n${posts.join('\n')}`,
    site,
  );
}

function article(release: Release, site: Site): string {
  return frame(
    release.title,
    permalink(release),
    `<article class="post type-post hentry">
<h1 class="entry-title">${escaped(release.title)}</h1>
<p class="post-meta">Posted on <span class="published">${long(release.published)}</span> | <a href="${PRESS}" rel="category tag">Press Releases</a></p>
<div class="entry-content">
${body(release.blocks)}
<div class="sharedaddy sd-sharing-enabled"><h3 class="sd-title">Share this:</h3><ul><li><a href="#">Click to share on Twitter</a></li><li><a href="#">Click to share on Facebook</a></li></ul></div>
</div>
<nav class="post-navigation"><h2>Keep reading</h2><ul>
${others(NAME, release)
  .map((other) => `<li><a href="${site.origin}${permalink(other)}">${escaped(other.title)}</a></li>`)
  .join('\n')}
</ul></nav>
</article>`,
    site,
  );
}

function frame(title: string, address: string, main: string, site: Site): string {
  return `<!DOCTYPE html>
<html lang="en-US">
<head>
<meta charset="UTF-8">
<title>${escaped(title)} – Office of the Attorney General of Georgia</title>
<link rel="canonical" href="${site.origin}${address}">
<link rel="alternate" type="application/rss+xml" title="Office of the Attorney General &raquo; Feed" href="${site.origin}/ga-ag/feed/">
<meta name="generator" content="WordPress 4.9.4">
</head>
<body class="et_divi_theme">
<div id="top-header">${NOTICE}</div>
<header id="main-header"><a href="/ga-ag/">Georgia Department of Law, Office of the Attorney General</a>
<nav id="top-menu-nav"><ul id="top-menu"><li class="menu-item"><a href="/ga-ag/">The Office</a></li><li class="menu-item"><a href="/ga-ag/">Key Issues</a></li>
<li class="menu-item current-menu-item"><a href="${PRESS}">News</a></li><li class="menu-item"><a href="/ga-ag/">Opinions</a></li></ul></nav></header>
<div id="main-content"><div class="container"><div id="left-area">
${main}
</div>
<div id="sidebar"><div class="et_pb_widget widget_search"><form action="/ga-ag/"><input name="s"></form></div>
<div class="et_pb_widget"><h4 class="widgettitle">Report Elder Abuse</h4><p>Call 404-555-0190</p></div></div></div></div>
<footer id="main-footer"><p>40 Sample Square SW, Atlanta, GA 30334</p><p>${NOTICE}</p></footer>
</body>
</html>
`;
}

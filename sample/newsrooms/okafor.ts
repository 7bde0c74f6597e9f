import { drupal, long } from '../calendar.js';
import { body, escaped, teaser } from '../markup.js';
import { html, type Newsroom, NOTICE, type Page, page, type Site } from '../newsroom.js';
import { lastChange, others, type Release, releases } from '../release.js';

/**
 * A senator's Drupal 7 site whose RSS feed is broken in all the ways real ones are: a blank line before the XML
 * declaration, lower-case element names, HTML entities and bare ampersands, relative links, no guid, dates no RFC
 * knows, and one item without a date.
 */
export const okafor: Newsroom = { prefix: '/okafor/', respond };

const NAME = 'okafor';
const PRESS = '/okafor/media-center/press-releases';

function respond(address: URL, site: Site): Page | null {
  const all = releases(NAME, site.edition);
  const changed = lastChange(NAME, site.edition);
  if (address.pathname === '/okafor/rss.xml') return page('text/xml; charset=utf-8', feed(all), changed);
  if (address.pathname === '/okafor/' || address.pathname === PRESS) return html(listing(all), changed);
  const release = all.find(({ slug }) => address.pathname === `${PRESS}/${slug}`);
  return release ? html(article(release, site), new Date(release.modified)) : null;
}

/** As a template without an XML writer behind it puts text into XML. */
function careless(text: string): string {
  return text
    .replaceAll('’', '&rsquo;')
    .replaceAll('“', '&ldquo;')
    .replaceAll('”', '&rdquo;')
    .replaceAll('—', '&nbsp;&mdash;&nbsp;')
    .replaceAll('<', '&lt;');
}

function feed(all: Release[]): string {
  const items = all.map(
    (release) => `<item>
<title>${careless(release.title)}</title>
<link>${PRESS}/${release.slug}</link>
${release.undated ? '' : `<pubdate>${drupal(release.published)}</pubdate>`}
<description>${careless(teaser(release.blocks))}</description>
</item>`,
  );
  return `
<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0">
<channel>
<title>U.S. Senator Chidi Okafor</title>
<link>/okafor/</link>
<description>News & updates. ${NOTICE}</description>
${items.join('\n')}
</channel>
</rss>
`;
}

function listing(all: Release[]): string {
  const rows = all.map(
    (
      release,
      index,
    ) => `<div class="views-row views-row-${index + 1} ${index % 2 ? 'views-row-even' : 'views-row-odd'}">
  <div class="views-field views-field-title"><h3 class="field-content"><a href="${PRESS}/${release.slug}">${escaped(release.title)}</a></h3></div>
  <div class="views-field views-field-created"><span class="field-content">${long(release.published)}</span></div>
</div>`,
  );
  return frame(
    'Press Releases',
    `<div class="view view-congress-press-releases"><div class="view-content">
${rows.join('\n')}
</div></div>`,
  );
}

function article(release: Release, site: Site): string {
  return frame(
    release.title,
    `<div id="block-system-main" class="block block-system"><div class="node node-press-release">
<h1 class="title" id="page-title">${escaped(release.title)}</h1>
<div class="pane-content"><span class="date-display-single">${long(release.published)}</span></div>
<div class="sharethis-buttons"><span class="st_facebook">Facebook</span><span class="st_twitter">Tweet</span><span class="st_email">Email</span></div>
<div class="field field-name-body field-type-text-with-summary field-label-hidden"><div class="field-items"><div class="field-item even" property="content:encoded">
${body(release.blocks)}
</div></div></div>
</div></div>
<div class="region region-sidebar-second"><div class="block"><h2>Recent Press Releases</h2><ul>
${others(NAME, release)
  .map((other) => `<li><a href="${PRESS}/${other.slug}">${escaped(other.title)}</a></li>`)
  .join('\n')}
</ul></div>
<div class="block"><h2>Newsletter Sign Up</h2><form action="/okafor/"><input name="email" placeholder="Enter your email"></form></div></div>`,
    `<link rel="canonical" href="${site.origin}${PRESS}/${release.slug}" />
<meta property="og:title" content="${escaped(release.title)}" />`,
  );
}

function frame(title: string, main: string, meta = ''): string {
  return `<!DOCTYPE html>
<html lang="en" dir="ltr">
<head>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
<meta name="Generator" content="Drupal 7 (http://drupal.org)" />
<title>${escaped(title)} | Senator Chidi Okafor</title>
${meta}
</head>
<body class="html not-front page-media-center">
<div class="region region-alert">${NOTICE}</div>
<div id="section-header"><a href="/okafor/" rel="home">Senator Chidi Okafor | Maryland</a>
<ul class="menu"><li class="first"><a href="/okafor/">About Chidi</a></li><li><a href="/okafor/">Help for Marylanders</a></li>
<li><a href="/okafor/">Issues</a></li><li class="active-trail"><a href="${PRESS}">Media Center</a></li><li class="last"><a href="/okafor/">Contact</a></li></ul>
</div>
<div id="section-content"><div class="breadcrumb"><a href="/okafor/">Home</a> » <a href="${PRESS}">Media Center</a></div>
${main}
</div>
<div id="section-footer"><p>Baltimore Office: 40 Sample Plaza, Suite 7, Baltimore, MD 21201. Phone: 410-555-0162</p>
<p>${NOTICE}</p></div>
</body>
</html>
`;
}

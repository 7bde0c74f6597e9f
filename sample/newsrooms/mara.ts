import { gmt, local, long } from '../calendar.js';
import { body, escaped, teaser } from '../markup.js';
import { html, moved, type Newsroom, NOTICE, type Page, page, type Site } from '../newsroom.js';
import { lastChange, others, type Release, releases } from '../release.js';

/** A senator's WordPress site: read through its JSON API, with HTML pages beside it. */
export const mara: Newsroom = { prefix: '/mara/', respond };

const NAME = 'mara';
const PRESS = '/mara/newsroom/press-releases/';
const API = '/mara/wp-json/wp/v2/posts';

function respond(address: URL, site: Site): Page | null {
  const all = releases(NAME, site.edition);
  const changed = lastChange(NAME, site.edition);
  const path = address.pathname;
  if (path === API || path === `${API}/`) return posts(address, all, site);
  if (path === '/mara/wp-json/')
    return json(
      { name: 'Senator Teresa Mara', url: `${site.origin}/mara`, namespaces: ['wp/v2'] },
      200,
      changed,
    );
  if (path === '/mara/' || path === PRESS) return html(listing(all, site), changed);
  const release = all.find((one) => permalink(one) === path || permalink(one) === `${path}/`);
  if (!release) return null;
  return path.endsWith('/')
    ? html(article(release, site), new Date(release.modified))
    : moved(site.origin + permalink(release));
}

function permalink(release: Release): string {
  return `/mara/${release.published.slice(0, 10).replaceAll('-', '/')}/${release.slug}/`;
}

/** The part of the posts API a reader needs: paging, dates from and to, fields. */
function posts(address: URL, all: Release[], site: Site): Page {
  const ask = address.searchParams;
  const perPage = Number(ask.get('per_page') ?? '10');
  const number = Number(ask.get('page') ?? '1');
  if (!Number.isInteger(perPage) || perPage < 1 || perPage > 100) {
    return json(
      { code: 'rest_invalid_param', message: 'Invalid parameter(s): per_page', data: { status: 400 } },
      400,
      null,
    );
  }
  const after = Date.parse(ask.get('after') ?? '');
  const before = Date.parse(ask.get('before') ?? '');
  const modifiedAfter = Date.parse(ask.get('modified_after') ?? '');
  const chosen = all.filter(
    (release) =>
      !(Date.parse(release.published) <= after) &&
      !(Date.parse(release.published) >= before) &&
      !(Date.parse(release.modified) <= modifiedAfter),
  );
  if (ask.get('orderby') === 'modified')
    chosen.sort((a, b) => Date.parse(b.modified) - Date.parse(a.modified));
  if (ask.get('order') === 'asc') chosen.reverse();
  const pages = Math.ceil(chosen.length / perPage);
  if (!Number.isInteger(number) || number < 1 || (number > pages && number > 1)) {
    const message = 'The page number requested is larger than the number of pages available.';
    return json({ code: 'rest_post_invalid_page_number', message, data: { status: 400 } }, 400, null);
  }
  const fields = ask.get('_fields')?.split(',');
  const shown = chosen.slice((number - 1) * perPage, number * perPage).map((release) => {
    const post = Object.entries(record(release, site));
    return Object.fromEntries(fields ? post.filter(([name]) => fields.includes(name)) : post);
  });
  const answer = json(shown, 200, lastChange(NAME, site.edition));
  answer.headers['x-wp-total'] = String(chosen.length);
  answer.headers['x-wp-totalpages'] = String(pages);
  if (number < pages) {
    const next = new URL(address);
    next.searchParams.set('page', String(number + 1));
    answer.headers.link = `<${next}>; rel="next"`;
  }
  return answer;
}

function json(value: unknown, status: number, modified: Date | null): Page {
  return { ...page('application/json; charset=UTF-8', JSON.stringify(value), modified), status };
}

function record(release: Release, site: Site): Record<string, unknown> {
  return {
    id: identifier(release),
    date: local(release.published),
    date_gmt: gmt(release.published),
    guid: { rendered: `${site.origin}/mara/?p=${identifier(release)}` },
    modified: local(release.modified),
    modified_gmt: gmt(release.modified),
    slug: release.slug,
    status: 'publish',
    type: 'post',
    link: site.origin + permalink(release),
    title: { rendered: texturized(release.title) },
    content: { rendered: `${body(release.blocks)}\n`, protected: false },
    excerpt: { rendered: `<p>${escaped(teaser(release.blocks))}</p>\n`, protected: false },
    author: 3,
    categories: [7],
  };
}

/** Post ids grow with time of publication and never change. */
function identifier(release: Release): number {
  return Math.floor(Date.parse(release.published) / 3_600_000) - 416_000;
}

/** As wptexturize renders titles: numeric references for typographic marks. */
function texturized(text: string): string {
  return escaped(text)
    .replaceAll('’', '&#8217;')
    .replaceAll('“', '&#8220;')
    .replaceAll('”', '&#8221;')
    .replaceAll('—', '&#8212;');
}

function listing(all: Release[], site: Site): string {
  const cards = all.map(
    (
      release,
    ) => `<article class="elementor-post elementor-grid-item post-${identifier(release)} post type-post category-press-release">
<div class="elementor-post__text"><h3 class="elementor-post__title"><a href="${site.origin}${permalink(release)}">${texturized(release.title)}</a></h3>
<div class="elementor-post__meta-data"><span class="elementor-post-date">${long(release.published)}</span></div></div>
</article>`,
  );
  return frame(
    'Press Releases',
    PRESS,
    `<div class="elementor-posts-container">\n${cards.join('\n')}\n</div>`,
    site,
  );
}

function article(release: Release, site: Site): string {
  return frame(
    release.title,
    permalink(release),
    `<article id="post-${identifier(release)}" class="post type-post status-publish category-press-release hentry">
<header class="entry-header"><h1 class="entry-title">${texturized(release.title)}</h1>
<div class="entry-meta"><span class="posted-on"><time class="entry-date published" datetime="${release.published}">${long(release.published)}</time></span>
<span class="byline">by <a href="/mara/">Press Office</a></span></div></header>
<div class="entry-content">
${body(release.blocks)}
</div>
<footer class="entry-footer"><span class="cat-links">Posted in <a rel="category" href="${PRESS}">Press Release</a></span></footer>
</article>
<aside class="widget-area"><section class="widget widget_recent_entries"><h2 class="widget-title">Recent Posts</h2><ul>
${others(NAME, release)
  .map((other) => `<li><a href="${site.origin}${permalink(other)}">${texturized(other.title)}</a></li>`)
  .join('\n')}
</ul></section></aside>`,
    site,
    `<meta property="article:published_time" content="${release.published}" />
<meta property="article:modified_time" content="${release.modified}" />`,
  );
}

function frame(title: string, address: string, main: string, site: Site, meta = ''): string {
  return `<!DOCTYPE html>
<html lang="en-US">
<head>
<meta charset="UTF-8" />
<title>${texturized(title)} - Senator Teresa Mara</title>
<link rel="canonical" href="${site.origin}${address}" />
<link rel="https://api.w.org/" href="${site.origin}/mara/wp-json/" />
<meta name="generator" content="WordPress 4.9.4" />
${meta}
</head>
<body class="single single-post wp-theme-mara">
<div class="notice-bar">${NOTICE}</div>
<header class="site-header"><a class="custom-logo-link" href="/mara/">Teresa Mara, U.S. Senator for New Mexico</a>
<nav class="main-navigation"><ul id="primary-menu"><li><a href="/mara/">About</a></li><li><a href="/mara/">En Español</a></li>
<li><a href="${PRESS}">Newsroom</a></li><li><a href="/mara/">Get Help</a></li></ul></nav></header>
<main id="main" class="site-main">
${main}
</main>
<footer class="site-footer"><div class="widget_text"><p>Albuquerque: 77 Sample Avenue SW, 505-555-0171. Las Cruces: 575-555-0106.</p></div>
<div class="site-info">${NOTICE}</div></footer>
</body>
</html>
`;
}

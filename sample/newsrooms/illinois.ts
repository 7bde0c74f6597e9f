import { long } from '../calendar.js';
import { body, escaped } from '../markup.js';
import { html, type Newsroom, NOTICE, type Page, type Site } from '../newsroom.js';
import { lastChange, type Release, releases } from '../release.js';

/** An attorney general's Drupal site: views rows under a pager that counts from zero, and no feed. */
export const illinois: Newsroom = { prefix: '/il-ag/', respond };

const NAME = 'illinois';
const PRESS = '/il-ag/news-room';
const PER_PAGE = 6;

function respond(address: URL, site: Site): Page | null {
  const all = releases(NAME, site.edition);
  if (address.pathname === PRESS || address.pathname === '/il-ag/') {
    const number = Number(address.searchParams.get('page') ?? '0');
    const shown = all.slice(number * PER_PAGE, (number + 1) * PER_PAGE);
    return shown.length > 0 ? html(listing(shown, number, all.length), lastChange(NAME, site.edition)) : null;
  }
  const release = all.find(({ slug }) => address.pathname === `${PRESS}/story/${slug}`);
  return release ? html(article(release, site), new Date(release.modified)) : null;
}

function listing(shown: Release[], number: number, total: number): string {
  const rows = shown.map((release, index) => {
    const place = [index % 2 ? 'views-row-even' : 'views-row-odd', index === 0 ? 'views-row-first' : ''].join(
      ' ',
    );
    return `<div class="views-row views-row-${index + 1} ${place}">
  <div class="views-field views-field-field-date"><div class="field-content"><span class="date-display-single">${long(release.published)}</span></div></div>
  <div class="views-field views-field-title"><span class="field-content"><a href="${PRESS}/story/${release.slug}">${escaped(release.title)}</a></span></div>
</div>`;
  });
  const last = Math.ceil(total / PER_PAGE) - 1;
  const older =
    number < last
      ? `<li class="pager-next"><a title="Go to next page" href="${PRESS}?page=${number + 1}">next ›</a></li>
<li class="pager-last last"><a title="Go to last page" href="${PRESS}?page=${last}">last »</a></li>`
      : '';
  return frame(
    'News Room',
    `<h1 class="page-header">News Room</h1>
<div class="view view-press-releases view-display-id-page"><div class="view-content">
${rows.join('\n')}
</div>
<div class="item-list"><ul class="pager">
${number > 0 ? `<li class="pager-previous"><a href="${PRESS}?page=${number - 1}">‹ previous</a></li>` : ''}
<li class="pager-current">${number + 1}</li>
${older}
</ul></div></div>`,
  );
}

function article(release: Release, site: Site): string {
  return frame(
    release.title,
    `<article class="node node-press-release clearfix">
<h1 class="page-header">${escaped(release.title)}</h1>
<div class="field field-name-field-date field-type-datetime"><div class="field-items"><div class="field-item even">
<span class="date-display-single" property="dc:date" content="${release.published.slice(0, 10)}T00:00:00">${long(release.published)}</span></div></div></div>
<div class="field field-name-field-contact field-label-above"><div class="field-label">Media Contact:&nbsp;</div><div class="field-items"><div class="field-item even">Press Office, 312-555-0118, press@ag.example</div></div></div>
<div class="field field-name-body field-type-text-with-summary"><div class="field-items"><div class="field-item even" property="content:encoded">
${body(release.blocks)}
</div></div></div>
<ul class="links inline"><li class="print_html"><a href="${PRESS}/story/${release.slug}">Printer-friendly version</a></li></ul>
</article>`,
    `<link rel="canonical" href="${site.origin}${PRESS}/story/${release.slug}" />`,
  );
}

function frame(title: string, main: string, meta = ''): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8" />
<meta name="Generator" content="Drupal 7 (http://drupal.org)" />
<title>${escaped(title)} | Illinois Attorney General</title>
${meta}
</head>
<body class="html not-front">
<div class="alert alert-warning">${NOTICE}</div>
<header id="navbar" role="banner"><a class="name navbar-brand" href="/il-ag/">Office of the Illinois Attorney General</a>
<nav role="navigation"><ul class="menu nav navbar-nav"><li><a href="/il-ag/">Consumers</a></li><li><a href="/il-ag/">Victims</a></li>
<li><a href="/il-ag/">Open Government</a></li><li class="active"><a href="${PRESS}">News Room</a></li></ul></nav></header>
<div class="main-container container"><ol class="breadcrumb"><li><a href="/il-ag/">Home</a></li><li class="active">News Room</li></ol>
<section class="col-sm-9">
${main}
</section>
<aside class="col-sm-3"><h2 class="block-title">Consumer Fraud Hotline</h2><p>1-800-555-0143</p><h2 class="block-title">File a Complaint</h2><p>Complaint forms can be sent by mail.</p></aside>
</div>
<footer class="footer"><p>Chicago Main Office, 1 Sample Place, Chicago, IL 60601</p><p>${NOTICE}</p></footer>
</body>
</html>
`;
}

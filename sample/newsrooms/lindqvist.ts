import { createHash } from 'node:crypto';
import iconv from 'iconv-lite';
import { dotted, slashed } from '../calendar.js';
import { body, escaped } from '../markup.js';
import { type Newsroom, NOTICE, type Page, type Site } from '../newsroom.js';
import { lastChange, type Release, releases } from '../release.js';

/**
 * A senator's ColdFusion site without a feed: a table of records in pages, links relative to a base address,
 * releases known by GUID, all of it in windows-1252.
 */
export const lindqvist: Newsroom = { prefix: '/lindqvist/', respond };

const NAME = 'lindqvist';
const BASE = '/lindqvist/public/';
const PRESS = 'index.cfm/press-releases';
const PER_PAGE = 7;

function respond(address: URL, site: Site): Page | null {
  const all = releases(NAME, site.edition);
  const id = address.searchParams.get('ID');
  const press = address.pathname === BASE + PRESS;
  if (press && id !== null) {
    const release = all.find(({ slug }) => guid(slug) === id.toUpperCase());
    return release ? latin(article(release, site), new Date(release.modified)) : null;
  }
  if (press || address.pathname === '/lindqvist/' || address.pathname === BASE) {
    const number = Number(address.searchParams.get('page') ?? '1');
    const shown = all.slice((number - 1) * PER_PAGE, number * PER_PAGE);
    if (shown.length === 0) return null;
    return latin(listing(shown, number, all.length, site), lastChange(NAME, site.edition));
  }
  return null;
}

function latin(text: string, modified: Date): Page {
  const body = iconv.encode(text, 'windows-1252');
  return { status: 200, type: 'text/html; charset=windows-1252', body, modified, headers: {} };
}

/** The GUID a ColdFusion record would have; the same for the same slug for ever. */
function guid(slug: string): string {
  const hex = createHash('sha1').update(slug).digest('hex').toUpperCase();
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

function listing(shown: Release[], number: number, total: number, site: Site): string {
  const rows = shown.map(
    (release) => `<tr class="vevent">
<td class="recordListDate">${slashed(release.published)}</td>
<td class="recordListTitle"><a href="${PRESS}?ID=${guid(release.slug)}" class="ContentGrid">${escaped(release.title)}</a></td>
</tr>`,
  );
  const pages = Array.from({ length: Math.ceil(total / PER_PAGE) }, (_, index) => index + 1);
  return frame(
    'Press Releases',
    `<h1 class="main_page_title">Press Releases</h1>
<table class="recordList table table-striped" summary="Press releases by date">
<thead><tr><th class="recordListHeaderDate">Date</th><th class="recordListHeaderTitle">Title</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
<div class="pagination pagination-right"><ul>
${pages
  .map((page) =>
    page === number
      ? `<li class="active"><span>${page}</span></li>`
      : `<li><a href="${PRESS}?page=${page}"${page === number + 1 ? ' class="next"' : ''}>${page}</a></li>`,
  )
  .join('\n')}
</ul></div>`,
    site,
  );
}

function article(release: Release, site: Site): string {
  return frame(
    release.title,
    `<div class="header"><span class="print"><a href="javascript:window.print()">Print this page</a></span>
<span class="share">Share <a href="http://www.facebook.com/sharer.php">f</a> <a href="http://twitter.com/share">t</a></span></div>
<div class="recordContent">
<div class="date">${dotted(release.published)}</div>
<h1 class="main_page_title">${escaped(release.title)}</h1>
<div class="contentBody">
${typewriter(body(release.blocks))}
<p align="center"># # #</p>
</div></div>
<div class="recordFooter"><p>Permalink: <a href="${PRESS}?ID=${guid(release.slug)}">${PRESS}?ID=${guid(release.slug)}</a></p></div>`,
    site,
  );
}

/** Straight quotation marks, as this office's editor types them; apostrophes stay curly in windows-1252. */
function typewriter(text: string): string {
  return text.replaceAll('“', '"').replaceAll('”', '"');
}

function frame(title: string, main: string, site: Site): string {
  return `<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" lang="en">
<head>
<meta http-equiv="Content-Type" content="text/html; charset=windows-1252" />
<base href="${site.origin}${BASE}" />
<title>${escaped(title)} - Walter Lindqvist, U.S. Senator for Idaho</title>
</head>
<body>
<div id="noticeBar">${NOTICE}</div>
<div id="sam-head"><a href="./"><b>WALTER LINDQVIST</b> United States Senator for Idaho</a></div>
<table id="nav" width="100%"><tr><td><a href="./">Home</a></td><td><a href="./">Biography</a></td><td><a href="./">Constituent Services</a></td>
<td><a href="${PRESS}">Press Releases</a></td><td><a href="./">E-mail Walter</a></td></tr></table>
<div id="sam-main">
${main}
</div>
<div id="sam-foot">Boise: 300 Sample Street, Suite 210, Boise, ID 83702 | (208) 555-0139 &nbsp; Idaho Falls: (208) 555-0188
<br />${NOTICE}</div>
</body>
</html>
`;
}

import { escaped } from '../markup.js';
import { html, type Newsroom, NOTICE, type Page, page } from '../newsroom.js';
import { SECOND_EDITION } from '../release.js';

const NEWSROOMS = [
  ['/hale/news/press-releases', 'Senator Eleanor Hale (R-NE)', 'RSS, well formed'],
  ['/okafor/media-center/press-releases', 'Senator Chidi Okafor (D-MD)', 'RSS, broken'],
  ['/lindqvist/public/index.cfm/press-releases', 'Senator Walter Lindqvist (R-ID)', 'a table in pages'],
  ['/mara/newsroom/press-releases/', 'Senator Teresa Mara (D-NM)', 'WordPress JSON'],
  ['/il-ag/news-room', 'Attorney General Naomi Castellan of Illinois', 'Drupal rows'],
  [
    '/ga-ag/category/press-releases/',
    'Attorney General of Georgia, Thomas Redfern, then Loretta Vance',
    'WordPress RSS',
  ],
] as const;

/** The way in for people, and robots.txt for machines. */
export const front: Newsroom = { prefix: '/', respond };

function respond(address: URL): Page | null {
  if (address.pathname === '/robots.txt') {
    return page(
      'text/plain; charset=utf-8',
      'User-agent: *\nDisallow: /mara/wp-admin/\nDisallow: /*/search\n',
      null,
    );
  }
  if (address.pathname !== '/') return null;
  const rows = NEWSROOMS.map(([href, who, how]) => `<li><a href="${href}">${escaped(who)}</a>, ${how}</li>`);
  return html(
    `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Sample newsrooms</title></head>
<body><h1>Sample newsrooms</h1><p>${NOTICE}</p>
<ul>
${rows.join('\n')}
</ul></body></html>
`,
    new Date(Date.parse(SECOND_EDITION) - 86_400_000),
  );
}

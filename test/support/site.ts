import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a path of a site answers. Status 200, HTML and an ETag of its own where nothing else is said. */
export interface SitePage {
  body?: string | Buffer;
  type?: string;
  status?: number;
  headers?: Record<string, string>;
}

export interface Site {
  /** `http://127.0.0.1:43210`, without slash at the end. */
  url: string;
  /** By path with query, falling back on the path alone; may be changed while the site runs. */
  pages: Map<string, SitePage>;
  /** Paths with query, in order of arrival, robots.txt left out. */
  requests: { path: string; status: number }[];
  close(): Promise<void>;
}

/**
 * A site on loopback that answers from a table; what is not in it is 404. A request with the page's ETag is
 * answered 304.
 * @param pages given the site's origin, for sitemaps and feeds name whole addresses
 */
export async function startSite(pages: (origin: string) => Record<string, SitePage>): Promise<Site> {
  const table = new Map<string, SitePage>();
  const requests: Site['requests'] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    const page = table.get(path) ??
      table.get(path.replace(/\?.*$/, '')) ?? { status: 404, body: 'No such page' };
    const { body = '', type = 'text/html; charset=utf-8', headers = {} } = page;
    const etag = `"${createHash('sha1').update(body).digest('base64url')}"`;
    const fresh = (page.status ?? 200) === 200 && request.headers['if-none-match'] === etag;
    const status = fresh ? 304 : (page.status ?? 200);
    if (path !== '/robots.txt') requests.push({ path, status });
    response.writeHead(status, { 'content-type': type, etag, ...headers }).end(fresh ? undefined : body);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  for (const [path, page] of Object.entries(pages(url))) table.set(path, page);
  return {
    url,
    pages: table,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The page of an invented release. */
export function releasePage(title: string, day: string): SitePage {
  return {
    body: `<!doctype html><html lang="en"><head><title>${title}</title></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/about">About</a></li></ul></nav>
<main><article><h1>${title}</h1><time datetime="${day}">${day}</time>
<p>BISMARCK, N.D. – Senator Ada Lindgren today spoke about this matter: ${title}.</p>
<p>“Nobody in our state should have to wait for an answer on this any longer,” said Lindgren.</p>
</article></main><footer><p>Office of Senator Lindgren</p></footer></body></html>`,
  };
}

const XML = 'application/xml; charset=utf-8';

/** A sitemap of pages. */
export function sitemap(entries: { url: string; lastmod?: string }[]): SitePage {
  return {
    type: XML,
    body: `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${listed('url', entries)}</urlset>`,
  };
}

/** An index of sitemaps. */
export function sitemapIndex(entries: { url: string; lastmod?: string }[]): SitePage {
  const body = `<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${listed('sitemap', entries)}</sitemapindex>`;
  return { type: XML, body };
}

function listed(element: string, entries: { url: string; lastmod?: string }[]): string {
  return entries
    .map(({ url, lastmod }) => {
      const changed = lastmod === undefined ? '' : `<lastmod>${lastmod}</lastmod>`;
      return `<${element}><loc>${url}</loc>${changed}</${element}>`;
    })
    .join('');
}

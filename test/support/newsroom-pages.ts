import type { SitePage } from './site.js';

/** An invented release as lists announce it. */
export interface Announced {
  path: string;
  title: string;
  /** `YYYY-MM-DD`. */
  day: string;
}

/** So many releases, one a day, the newest of today. */
export function announced(count: number, folder = '/news/releases'): Announced[] {
  const subjects = ['county nurses', 'grain prices', 'the Minot bridge', 'rural mail', 'veterans’ clinics'];
  return Array.from({ length: count }, (_, index) => ({
    path: `${folder}/lindgren-speaks-on-matter-${count - index}`,
    title: `Lindgren Speaks Up for ${subjects[index % 5]}, Part ${count - index}`,
    day: new Date(Date.now() - index * 86_400_000).toISOString().slice(0, 10),
  }));
}

/** A page that lists releases. */
export function listingPage(
  releases: Announced[],
  options: { head?: string; next?: string; dated?: boolean; after?: string } = {},
): SitePage {
  const { head = '', next, dated = true, after = '' } = options;
  const rows = releases.map(
    ({ path, title, day }) =>
      `<li class="release">${dated ? `<span class="date">${day}</span>` : ''}<h3><a href="${path}">${title}</a></h3></li>`,
  );
  const pager = next === undefined ? '' : `<a rel="next" href="${next}">Older</a>`;
  return {
    body: `<!doctype html><html lang="en"><head><title>Press Releases</title>${head}</head><body><nav><a href="/">Home</a></nav><main><h1>Press Releases</h1><ul>${rows.join('\n')}</ul>${pager}</main>${after}</body></html>`,
  };
}

/** A feed of releases. */
export function feedOf(origin: string, releases: Announced[]): SitePage {
  const items = releases.map(
    ({ path, title, day }) =>
      `<item><title>${title}</title><link>${origin}${path}</link><pubDate>${new Date(`${day}T15:00:00Z`).toUTCString()}</pubDate></item>`,
  );
  return {
    type: 'application/rss+xml',
    body: `<?xml version="1.0"?><rss version="2.0"><channel><title>Lindgren</title><link>${origin}</link>${items.join('\n')}</channel></rss>`,
  };
}

/** An answer of WordPress's API, of so many pages in all. */
export function postsOf(origin: string, releases: Announced[], pages: number): SitePage {
  const posts = releases.map(({ path, title, day }) => ({
    link: origin + path,
    title: { rendered: title },
    date: `${day}T10:00:00`,
    date_gmt: `${day}T15:00:00`,
    status: 'publish',
  }));
  return {
    type: 'application/json',
    body: JSON.stringify(posts),
    headers: { 'x-wp-totalpages': String(pages) },
  };
}

import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Database } from '../../db/connection.js';
import { saveSources } from '../../db/sources.js';

/** One release of the newsroom; a test changes it as it likes. */
export interface Release {
  title: string;
  /** `YYYY-MM-DD`. */
  date: string;
  paragraphs: string[];
  links: string[];
  /** Whether the listing shows it. */
  listed: boolean;
  /** `soft`: 200 with an empty page; `says so`: 200 with word that it was not found. */
  answer: 200 | 404 | 410 | 500 | 'soft' | 'says so';
}

/**
 * A newsroom of one listing, whose releases are edited, taken down and put back. Its pages are other bytes at every
 * visit: a counter of views, a token in a link, a share button.
 */
export class ChangingNewsroom {
  readonly releases = new Map<string, Release>();
  readonly requests: string[] = [];
  readonly #server = createServer((request, response) => this.#answer(request.url ?? '/', response));
  #views = 1000;

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Adds a release; what is not given is made up. */
  add(slug: string, release: Partial<Release> & { date: string }): Release {
    const whole: Release = {
      title: `The office speaks about ${slug}`,
      paragraphs: [
        `The office said today that the matter of ${slug} has been settled after months of talks with the county.`,
        `“Everybody who asked us about ${slug} has had an answer by now,” said the head of the office.`,
      ],
      links: ['/files/agreement.pdf'],
      listed: true,
      answer: 200,
      ...release,
    };
    this.releases.set(slug, whole);
    return whole;
  }

  at(slug: string): Release {
    const release = this.releases.get(slug);
    if (release === undefined) throw new Error(`there is no release ${slug}`);
    return release;
  }

  /** Makes the newsroom a source of an archive. */
  async subscribe(db: Database, id: string): Promise<void> {
    await saveSources(db, [
      {
        id,
        catalogue: 'user',
        office: 'attorney-general',
        state: 'MT',
        name: 'The office',
        url: `${this.url}/news`,
        kind: 'listing',
        zone: 'America/Denver',
      },
    ]);
  }

  async close(): Promise<void> {
    await new Promise((resolve) => {
      this.#server.close(resolve);
      this.#server.closeAllConnections();
    });
  }

  #answer(path: string, response: ServerResponse): void {
    this.requests.push(path);
    response.setHeader('content-type', 'text/html; charset=utf-8');
    if (path === '/news') {
      response.end(this.#listing());
      return;
    }
    const release = this.releases.get(path.replace('/release/', ''));
    if (release === undefined) response.writeHead(404).end('<h1>Not found</h1>');
    else if (release.answer === 'soft') response.end(page('News', '<p>News</p>'));
    else if (release.answer === 'says so') {
      const links =
        '<p>Go to the front page, the map of the site or the list of all news we have. </p>'.repeat(40);
      response.end(page('Page not found', `<h1>Page not found</h1>${links}`));
    } else if (release.answer === 200) response.end(this.#release(release));
    else response.writeHead(release.answer).end('<h1>Sorry</h1>');
  }

  #listing(): string {
    const rows = [...this.releases]
      .filter(([, release]) => release.listed)
      .toSorted(([, one], [, other]) => (one.date < other.date ? 1 : -1))
      .map(
        ([slug, release]) =>
          `<li><span>${release.date}</span> <a href="/release/${slug}">${release.title}</a></li>`,
      );
    return page('News', `<h1>News</h1><ul>${rows.join('\n')}</ul>`);
  }

  #release({ title, date, paragraphs, links }: Release): string {
    this.#views += 1;
    const files = links.map((link) => `<a href="${link}?token=${this.#views}">a file</a>`).join(' ');
    return page(
      title,
      `<article><h1>${title}</h1><time datetime="${date}">${date}</time>
      ${paragraphs.map((text) => `<p>${text}</p>`).join('\n')}
      <p>Read it all: ${files} <a href="https://www.facebook.com/sharer/sharer.php?u=${this.#views}">Share</a></p>
      <p>${this.#views} views</p></article>`,
    );
  }
}

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><title>${title}</title></head><body>
    <nav><a href="/">Home</a> <a href="/news">News</a></nav>${body}<footer>The office</footer></body></html>`;
}

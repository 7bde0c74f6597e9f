import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { listingPage } from './newsroom-pages.js';
import { releasePage } from './site.js';

const PER_PAGE = 20;
const DAY_MS = 86_400_000;
const NEWEST = Date.UTC(2025, 5, 1);

/** A newsroom with twenty years behind it. */
export interface BackfillNewsroom {
  /** Address of the page that lists the newest releases. */
  url: string;
  /** Paths with query, in order of arrival, robots.txt left out. */
  asked: string[];
  /** Fulfilled when somebody has asked for this path. */
  askedFor(path: string): Promise<void>;
  close(): Promise<void>;
}

/**
 * Serves so many releases, spread evenly over the twenty years before June 2025, twenty on a page of its listing.
 * A page of the listing takes `listingMs`, a release `releaseMs`.
 */
export async function startBackfillNewsroom(
  releases: number,
  { listingMs, releaseMs }: { listingMs: number; releaseMs: number },
): Promise<BackfillNewsroom> {
  const asked: string[] = [];
  const waiting = new Map<string, () => void>();
  const list = Array.from({ length: releases }, (_, index) => ({
    path: `/news/release-number-${releases - index}`,
    title: `Lindgren Speaks on the Matter of Her Day ${releases - index}`,
    day: new Date(NEWEST - Math.floor(((20 * 365) / releases) * index) * DAY_MS).toISOString().slice(0, 10),
  }));
  const byPath = new Map(list.map((release) => [release.path, release]));
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://newsroom');
    if (url.pathname === '/robots.txt') {
      response.writeHead(404).end();
      return;
    }
    asked.push(url.pathname + url.search);
    waiting.get(url.pathname + url.search)?.();
    const release = byPath.get(url.pathname);
    const page = Number(url.searchParams.get('page') ?? 1);
    const rows = list.slice((page - 1) * PER_PAGE, page * PER_PAGE);
    const next = page * PER_PAGE < releases ? `/news?page=${page + 1}` : undefined;
    const { body } = release
      ? releasePage(release.title, release.day)
      : listingPage(rows, next === undefined ? {} : { next });
    setTimeout(
      () => response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(body),
      release ? releaseMs : listingMs,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/news`,
    asked,
    askedFor: (path) =>
      new Promise((resolve) => {
        waiting.set(path, resolve);
        if (asked.includes(path)) resolve();
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Edition, Newsroom, Page } from './newsroom.js';
import { NOTICE, page } from './newsroom.js';
import { front } from './newsrooms/front.js';
import { georgia } from './newsrooms/georgia.js';
import { hale } from './newsrooms/hale.js';
import { illinois } from './newsrooms/illinois.js';
import { lindqvist } from './newsrooms/lindqvist.js';
import { mara } from './newsrooms/mara.js';
import { okafor } from './newsrooms/okafor.js';

const NEWSROOMS: Newsroom[] = [hale, okafor, lindqvist, mara, illinois, georgia, front];

/** A running sample. */
export interface Sample {
  /** `http://127.0.0.1:41234`, without a slash at its end. */
  url: string;
  port: number;
  /** Every request answered so far, oldest first; `path` with its query. */
  requests(): { path: string; status: number }[];
  close(): Promise<void>;
}

interface Options {
  /** 0 or nothing for a free one. */
  port?: number;
  host?: '127.0.0.1';
  /** Asked at every request, so that a test can turn the page; 1 where not given. */
  edition?: () => Edition;
}

/**
 * Serves the sample newsrooms on loopback. Answers carry ETag and Last-Modified and honour If-None-Match and
 * If-Modified-Since; the same edition on the same port is the same bytes. Rejects where the port is taken.
 */
export async function startSample({
  port = 0,
  host = '127.0.0.1',
  edition = () => 1,
}: Options = {}): Promise<Sample> {
  const seen: { path: string; status: number }[] = [];
  let origin = '';
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    const status = answer(request, response, () => find(path, origin, edition()));
    seen.push({ path, status });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const bound = (server.address() as AddressInfo).port;
  origin = `http://${host}:${bound}`;
  return {
    url: origin,
    port: bound,
    requests: () => [...seen],
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

function find(path: string, origin: string, edition: Edition): Page {
  const address = URL.canParse(path, origin) ? new URL(path, origin) : null;
  const newsroom = NEWSROOMS.find(({ prefix }) => address?.pathname.startsWith(prefix));
  const found = address && newsroom?.respond(address, { origin, edition });
  return found ?? { ...page('text/html; charset=utf-8', notFound(), null), status: 404 };
}

function notFound(): string {
  return `<!doctype html><html lang="en"><head><title>Page not found</title></head><body><h1>Page not found</h1><p>${NOTICE}</p></body></html>\n`;
}

/** Sends what `look` finds, or 304 where the visitor has it already. Returns the status sent. */
function answer(request: IncomingMessage, response: ServerResponse, look: () => Page): number {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { allow: 'GET, HEAD' }).end();
    return 405;
  }
  const found = look();
  const headers: Record<string, string> = { 'content-type': found.type, ...found.headers };
  if (found.status === 200) {
    headers.etag = `"${createHash('sha1').update(found.body).digest('base64url')}"`;
    if (found.modified) headers['last-modified'] = found.modified.toUTCString();
    headers['cache-control'] = 'max-age=0, must-revalidate';
    if (unchanged(request, headers.etag, found.modified)) {
      response.writeHead(304, headers).end();
      return 304;
    }
  }
  headers['content-length'] = String(found.body.length);
  response.writeHead(found.status, headers).end(request.method === 'HEAD' ? undefined : found.body);
  return found.status;
}

/** RFC 9110: If-None-Match decides alone where it is sent. */
function unchanged(request: IncomingMessage, etag: string, modified: Date | null): boolean {
  const tags = request.headers['if-none-match'];
  if (tags !== undefined) {
    return tags === '*' || tags.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
  }
  const since = Date.parse(request.headers['if-modified-since'] ?? '');
  return modified !== null && Math.floor(modified.getTime() / 1000) * 1000 <= since;
}

import type { Discovery, SourceKind } from '../model.js';
import { readFeed } from './feed.js';
import { readListing } from './listing.js';
import { readSitemap } from './sitemap.js';
import { sniffKind } from './sniff.js';
import { readWordPress } from './wordpress.js';

/** An answer from a source's address, and how the source is meant to be read. */
export interface SourceAnswer {
  text: string;
  /** Where it came from, after redirects. */
  url: string;
  contentType: string | null;
  /** Names in lower case. */
  headers: Record<string, string>;
  kind: SourceKind;
  /** IANA zone of the newsroom. */
  zone: string;
}

/**
 * Reads whatever a source answered. Sites change: where the bytes are plainly of another kind than the source
 * says, they are read as what they are, and a warning says so.
 */
export async function readSource(answer: SourceAnswer): Promise<Discovery> {
  const sniffed = sniffKind(answer.text, answer.contentType, answer.url);
  const kind = isKind(sniffed) ? sniffed : answer.kind;
  const discovery = await readAs(kind, answer);
  if (kind !== answer.kind) {
    discovery.warnings.unshift(`expected a ${answer.kind}, found a ${kind}`);
  }
  return discovery;
}

function isKind(value: string): value is SourceKind {
  return value === 'feed' || value === 'listing' || value === 'wordpress' || value === 'sitemap';
}

async function readAs(kind: SourceKind, answer: SourceAnswer): Promise<Discovery> {
  const { text, url, zone } = answer;
  switch (kind) {
    case 'feed':
      return readFeed(text, { url, zone });
    case 'listing':
      return readListing(text, { url, zone });
    case 'sitemap':
      return readSitemap(text, { url, zone });
    case 'wordpress': {
      const discovery = readWordPress(parseJson(text), { url, zone });
      discovery.next ??= nextOfPosts(url, answer.headers);
      return discovery;
    }
  }
}

/** WordPress tells the number of pages in a header and leaves the counting to us. */
function nextOfPosts(url: string, headers: Record<string, string>): string | null {
  const pages = Number(headers['x-wp-totalpages'] ?? 0);
  const next = new URL(url);
  const page = Number(next.searchParams.get('page') ?? 1);
  if (!Number.isInteger(page) || page >= pages) return null;
  next.searchParams.set('page', String(page + 1));
  return next.href;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

import { createHash } from 'node:crypto';
import { extractRelease } from '../src/extract/release.js';
import type { ReleaseDocument } from '../src/model.js';
import { isPdf, readPdfRelease } from '../src/pdf/read.js';
import { saysNotFound } from '../src/refusal.js';
import { VisitError } from './failure.js';
import { publishedFrom } from './published.js';

/** What is known of a release page beside its text. */
export interface PageContext {
  /** Where the text came from. */
  url: string;
  /** IANA zone of the newsroom. */
  zone: string;
  /** What the listing said of it. */
  listed: { title: string; day: string | null; moment: Date | null };
  /** The moment it was fetched. */
  at: Date;
}

/**
 * Reads the release on a page or in a PDF: the same from the network and from a kept snapshot.
 * @throws VisitError when the page holds none, `not-found` when it says so itself
 */
export async function readPage(
  { text, bytes }: { text: string; bytes: Uint8Array },
  { url, zone, listed, at }: PageContext,
): Promise<ReleaseDocument> {
  const announced = publishedFrom(listed.day, listed.moment, zone);
  const context = { url, zone, published: announced.published, now: at };
  const { document, refusal } = isPdf(bytes)
    ? await readPdfRelease(bytes, context)
    : extractRelease(text, context);
  if (document === null) {
    const title = /<title[^>]*>([^<]{0,200})/i.exec(text.slice(0, 60_000))?.[1] ?? '';
    const missing = refusal?.reason === 'empty' && saysNotFound(title);
    throw new VisitError(
      missing ? 'not-found' : (refusal?.reason ?? 'not-a-release'),
      `${url} is no release: ${refusal?.detail}`,
    );
  }
  if (saysNotFound(document.title)) {
    throw new VisitError('not-found', `${url} is no release: it says "${document.title}"`);
  }
  return { ...document, title: document.title || listed.title };
}

export function sha256(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}

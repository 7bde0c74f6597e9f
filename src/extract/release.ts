/** A release page, read: title, date, paragraphs, links; or the reason why it holds none. */
import { absoluteAddress, parsePage } from '../html.js';
import type { Extraction, ReleaseDocument } from '../model.js';
import { refuseBytes, refusePage } from '../refusal.js';
import { type Block, blocksOf } from './blocks.js';
import { contentOf } from './body.js';
import { markJunk } from './junk.js';
import { type Metadata, metadataOf } from './metadata.js';
import { publishedOf } from './published.js';
import { sameAsTitle, titleOf } from './title.js';

/** What is known of a release before its page is read. */
export interface ReleaseContext {
  /** Absolute address the page was fetched from. */
  url: string;
  /** IANA zone of the newsroom. */
  zone: string;
  /** The date its feed or listing gave, used where the page has none or to add the minute. */
  published?: string | null;
  /** The moment against which dates without a year are read; the clock's where absent. */
  now?: Date;
}

/** Less text than this is no statement. */
const SHORTEST = 40;

/**
 * Extracts the release from its page, parsing it once.
 * @returns the document, or a refusal that says what the page is instead. Never throws.
 */
export function extractRelease(html: string, context: ReleaseContext): Extraction {
  const bytes = refuseBytes(html);
  if (bytes) return { document: null, refusal: bytes, warnings: [] };
  const page = parsePage(html, context.url);
  const blocks = blocksOf(page);
  markJunk(blocks, context.url);
  return documentFrom({ blocks, metadata: metadataOf(page), base: page.base, html }, context);
}

/** What a release is found in. */
export interface Paragraphs {
  blocks: Block[];
  metadata: Metadata;
  /** What its links are relative to. */
  base: string;
  /** The page, where it is one and may be a bot wall. */
  html?: string;
}

/** Finds the release among paragraphs, of a page or of another document. */
export function documentFrom(
  { blocks, metadata, base, html }: Paragraphs,
  context: ReleaseContext,
): Extraction {
  const title = titleOf(blocks, metadata);
  const content = contentOf(blocks, sameAsTitle(title));
  const refusal = html === undefined ? null : refusePage(html, content.visible);
  if (refusal) return { document: null, refusal, warnings: [] };
  const body = content.body.map(({ text }) => text).join('\n\n');
  if (body.length < SHORTEST) {
    const detail = `the page has ${body.length === 0 ? 'no text' : 'hardly any text'} beside menus and links`;
    return { document: null, refusal: { reason: 'empty', detail }, warnings: [] };
  }
  const { date, warning } = publishedOf(
    {
      above: content.above,
      body: content.body,
      below: content.below,
      metadata: metadata.dates,
      documentTitle: metadata.documentTitle,
      address: context.url,
      announced: context.published ?? null,
    },
    context,
  );
  const document: ReleaseDocument = {
    url: context.url,
    canonical: canonicalOf(metadata.addresses, base, context.url),
    title,
    ...date,
    body,
    links: linksOf(content.body),
    language: languageOf(metadata.language),
  };
  const warnings = warning === null ? [] : [warning];
  if (title === '') warnings.push('the page has no title');
  if (date.published === null) warnings.push('the page shows no date');
  return { document, refusal: null, warnings };
}

/** The page's own address; a broken site calls every page its home page, which is not believed. */
function canonicalOf(addresses: string[], base: string, url: string): string {
  const isHome = (address: string) => new URL(address).pathname === '/' && new URL(address).search === '';
  for (const address of addresses) {
    const own = absoluteAddress(address, base);
    if (own !== null && (!isHome(own) || isHome(url))) return own;
  }
  return url;
}

function linksOf(body: Block[]): ReleaseDocument['links'] {
  const links = new Map<string, { url: string; text: string }>();
  for (const block of body)
    for (const link of block.links) if (!links.has(link.url)) links.set(link.url, link);
  return [...links.values()];
}

function languageOf(written: string): string {
  const tag = written.trim().replaceAll('_', '-');
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? 'en';
  } catch {
    return 'en';
  }
}

/** What a page says of itself in its head: meta elements and JSON-LD. */
import type { Page } from '../html.js';
import { flatten } from '../html.js';

export interface Metadata {
  /** `<title>`, as it is. */
  documentTitle: string;
  /** Titles given for sharing and by JSON-LD, best first. */
  titles: string[];
  siteName: string;
  /** Dates of publication, best first, as written. */
  dates: string[];
  /** `rel="canonical"`, then `og:url`. */
  addresses: string[];
  language: string;
}

const DATE_NAMES = [
  'article:published_time',
  'og:article:published_time',
  'article:published',
  'datepublished',
  'date',
  'dc.date',
  'dc.date.issued',
  'dcterms.date',
  'dcterms.created',
  'dcterms.issued',
  'dc.date.created',
  'pubdate',
  'publishdate',
  'publish-date',
  'publish_date',
  'publication_date',
  'sailthru.date',
  'parsely-pub-date',
  'article.published',
  'cxenseparse:recs:publishtime',
];

/** Reads the head. Broken JSON-LD is passed over. */
export function metadataOf({ $ }: Page): Metadata {
  const named = new Map<string, string>();
  const dates: string[] = [];
  let language = '';
  for (const { attribs } of $('meta').toArray()) {
    const name = (attribs.property ?? attribs.name ?? attribs.itemprop ?? '').toLowerCase();
    const content = (attribs.content ?? attribs.value ?? '').trim();
    if (content === '') continue;
    if (attribs['http-equiv']?.toLowerCase() === 'content-language') language = content;
    if (name !== '' && !named.has(name)) named.set(name, content);
  }
  const linked = linkedData(
    $('script[type="application/ld+json"]')
      .toArray()
      .map((one) => $(one).text()),
  );
  if (linked.date) dates.push(linked.date);
  for (const name of DATE_NAMES) dates.push(named.get(name) ?? '');
  const titles = [
    named.get('og:title'),
    linked.headline,
    named.get('twitter:title'),
    named.get('dc.title'),
    named.get('dcterms.title'),
  ];
  const documentTitle = flatten($('title').first().text());
  // Some offices title every page with its day: `March 5, 2019 Press Release`. No other title reads as a date.
  dates.push(documentTitle);
  return {
    documentTitle,
    titles: titles
      .filter((title) => title !== undefined)
      .map(flatten)
      .filter(Boolean),
    siteName: flatten(named.get('og:site_name') ?? ''),
    dates: dates.filter(Boolean),
    addresses: [$('link[rel="canonical"]').first().attr('href') ?? '', named.get('og:url') ?? ''].filter(
      Boolean,
    ),
    language:
      $('html').attr('lang') ?? $('html').attr('xml:lang') ?? (language || (named.get('og:locale') ?? '')),
  };
}

interface LinkedData {
  headline?: string;
  date?: string;
}

const ARTICLE = /Article|BlogPosting|Report|WebPage|PressRelease/;

/** Headline and date of the first article in a page's JSON-LD, wherever it is nested; a WebPage serves where none is. */
function linkedData(scripts: string[]): LinkedData {
  let page: LinkedData = {};
  for (const script of scripts) {
    if (script.length > 200_000) continue;
    let data: unknown;
    try {
      data = JSON.parse(script.replace(/\p{Cc}+/gu, ' '));
    } catch {
      continue;
    }
    const queue: unknown[] = [data];
    for (let read = 0; read < queue.length && read < 500; read++) {
      const node = queue[read];
      if (Array.isArray(node)) queue.push(...node);
      if (typeof node !== 'object' || node === null || Array.isArray(node)) continue;
      const record = node as Record<string, unknown>;
      const type = String(record['@type'] ?? '');
      const found = { ...text('headline', record.headline), ...text('date', record.datePublished) };
      if (ARTICLE.test(type) && (found.date || found.headline)) {
        if (!type.includes('WebPage')) return found;
        if (!page.date) page = found;
      }
      queue.push(record['@graph'], record.mainEntity, record.mainEntityOfPage);
    }
  }
  return page;
}

function text<Name extends string>(name: Name, value: unknown): Partial<Record<Name, string>> {
  return typeof value === 'string' && value !== ''
    ? ({ [name]: value } as Partial<Record<Name, string>>)
    : {};
}

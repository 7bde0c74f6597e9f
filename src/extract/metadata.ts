/** What a page says of itself in its head: meta elements and JSON-LD. */
import { type Element, isTag, isText } from 'domhandler';
import { flatten, type Page, textOf, walk } from '../html.js';

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

/** Of a document that says no more of itself. */
export function metadataFor({ title, language }: { title: string; language: string }): Metadata {
  const titles = [flatten(title)].filter(Boolean);
  return { documentTitle: '', titles, siteName: '', dates: [], addresses: [], language };
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

/** Reads what a page says of itself, wherever on the page it says so. Broken JSON-LD is passed over. */
export function metadataOf({ root }: Page): Metadata {
  const named = new Map<string, string>();
  const scripts: string[] = [];
  let documentTitle = '';
  let canonical = '';
  let language = '';
  let declared = '';
  walk(root, (node) => {
    if (!isTag(node)) return;
    const { name, attribs } = node;
    if (name === 'html') language = attribs.lang ?? attribs['xml:lang'] ?? '';
    else if (name === 'title' && documentTitle === '') documentTitle = textOf(node);
    else if (name === 'link' && attribs.rel === 'canonical') canonical ||= attribs.href ?? '';
    else if (name === 'script' && attribs.type === 'application/ld+json') scripts.push(sourceOf(node));
    else if (name === 'meta') {
      const content = (attribs.content ?? attribs.value ?? '').trim();
      const key = (attribs.property ?? attribs.name ?? attribs.itemprop ?? '').toLowerCase();
      if (attribs['http-equiv']?.toLowerCase() === 'content-language') declared = content;
      if (key !== '' && content !== '' && !named.has(key)) named.set(key, content);
    }
    return name !== 'svg';
  });
  const linked = linkedData(scripts);
  const titles = ['og:title', 'twitter:title', 'dc.title', 'dcterms.title'].map((name) => named.get(name));
  titles.splice(1, 0, linked.headline);
  const dates = [linked.date, ...DATE_NAMES.map((name) => named.get(name))];
  return {
    documentTitle,
    titles: titles
      .filter((title) => title !== undefined)
      .map(flatten)
      .filter(Boolean),
    siteName: flatten(named.get('og:site_name') ?? ''),
    dates: dates.filter((date) => date !== undefined).filter(Boolean),
    addresses: [canonical, named.get('og:url') ?? ''].filter(Boolean),
    language: language || declared || (named.get('og:locale') ?? ''),
  };
}

function sourceOf(script: Element): string {
  return script.children.map((child) => (isText(child) ? child.data : '')).join('');
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

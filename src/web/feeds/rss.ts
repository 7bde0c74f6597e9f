import { element, empty } from './element.js';
import type { Feed, FeedEntry } from './feed.js';

const NAMESPACES = [
  'xmlns:atom="http://www.w3.org/2005/Atom"',
  'xmlns:content="http://purl.org/rss/1.0/modules/content/"',
  'xmlns:dc="http://purl.org/dc/elements/1.1/"',
].join(' ');

/** A feed as RSS 2.0 has it; when a text was changed, which RSS has no word for, is said in Atom's. */
export function rssOf(feed: Feed): string {
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    `<rss version="2.0" ${NAMESPACES}>`,
    '<channel>',
    element('title', feed.title),
    element('link', feed.home),
    element('description', feed.about),
    element('language', 'en-us'),
    element('lastBuildDate', feed.updated.toUTCString()),
    element('generator', 'Rostrum'),
    empty('atom:link', { rel: 'self', type: 'application/rss+xml', href: feed.self }),
    ...(feed.next === null
      ? []
      : [empty('atom:link', { rel: 'next', type: 'application/rss+xml', href: feed.next })]),
    ...feed.entries.map(itemOf),
    '</channel>',
    '</rss>',
    '',
  ].join('\n');
}

function itemOf(entry: FeedEntry): string {
  return [
    '<item>',
    element('guid', entry.id, { isPermaLink: 'false' }),
    element('title', entry.title),
    element('link', entry.page),
    element('pubDate', entry.published?.toUTCString() ?? null),
    element('atom:updated', entry.updated.toISOString()),
    element('dc:creator', entry.author),
    ...entry.categories.map(({ id }) => element('category', id)),
    element('description', entry.summary),
    element('content:encoded', entry.html),
    '</item>',
  ]
    .filter((line) => line !== '')
    .join('\n');
}

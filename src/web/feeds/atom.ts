import { element, empty } from './element.js';
import type { Feed, FeedEntry } from './feed.js';

/** A feed as RFC 4287 has it. */
export function atomOf(feed: Feed): string {
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">',
    element('id', feed.id),
    element('title', feed.title),
    element('subtitle', feed.about),
    element('updated', feed.updated.toISOString()),
    element('generator', 'Rostrum'),
    empty('link', { rel: 'self', type: 'application/atom+xml', href: feed.self }),
    empty('link', { rel: 'alternate', type: 'text/html', href: feed.home }),
    ...(feed.next === null
      ? []
      : [empty('link', { rel: 'next', type: 'application/atom+xml', href: feed.next })]),
    ...feed.entries.map(entryOf),
    '</feed>',
    '',
  ].join('\n');
}

function entryOf(entry: FeedEntry): string {
  return [
    '<entry>',
    element('id', entry.id),
    element('title', entry.title),
    empty('link', { rel: 'alternate', type: 'text/html', href: entry.page }),
    ...(entry.original === null ? [] : [empty('link', { rel: 'via', href: entry.original })]),
    element('published', entry.published?.toISOString() ?? null),
    element('updated', entry.updated.toISOString()),
    `<author>${element('name', entry.author)}</author>`,
    ...entry.categories.map(({ id, label }) => empty('category', { term: id, label })),
    element('summary', entry.summary),
    element('content', entry.html, { type: 'html' }),
    '</entry>',
  ]
    .filter((line) => line !== '')
    .join('\n');
}

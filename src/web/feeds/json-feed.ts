import type { Feed, FeedEntry } from './feed.js';

/** A feed as JSON Feed 1.1 has it. */
export function jsonFeedOf(feed: Feed): string {
  return JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: feed.title,
    description: feed.about,
    home_page_url: feed.home,
    feed_url: feed.self,
    ...(feed.next === null ? {} : { next_url: feed.next }),
    language: 'en-US',
    items: feed.entries.map(itemOf),
  });
}

function itemOf(entry: FeedEntry) {
  return {
    id: entry.id,
    url: entry.page,
    ...(entry.original === null ? {} : { external_url: entry.original }),
    title: entry.title,
    content_html: entry.html,
    summary: entry.summary,
    ...(entry.published === null ? {} : { date_published: entry.published.toISOString() }),
    date_modified: entry.updated.toISOString(),
    authors: [{ name: entry.author }],
    tags: entry.categories.map(({ id }) => id),
  };
}

/** The WordPress REST API: `/wp-json/wp/v2/posts` and its kin for other post types. */
import type { Discovery } from '../model.js';
import { discoveryOf, fieldOf, type ReadingContext, textField } from './feed.js';

/** `{ "rendered": "…" }`, or the bare text some plugins make of it. */
function rendered(post: unknown, name: string): string | null {
  return textField(fieldOf(post, name), 'rendered') ?? textField(post, name);
}

/** WordPress gives UTC without saying so. */
function utc(time: string | null): string | null {
  return time && /T\d{2}:\d{2}/.test(time) && !/Z|[+-]\d{2}:?\d{2}$/.test(time) ? `${time}Z` : time;
}

/** An unset date is all zeros. */
function setDate(time: string | null): string | null {
  return time?.startsWith('0000') ? null : time;
}

/**
 * Reads an answer of the posts endpoint, already parsed.
 * @returns the published posts in the order given; a warning that repeats WordPress's own message where it refuses.
 */
export function readWordPress(json: unknown, context: ReadingContext): Discovery {
  const posts = Array.isArray(json) ? json : fieldOf(json, 'posts');
  if (!Array.isArray(posts)) {
    const message = textField(json, 'message') ?? 'the JSON is no list of posts';
    return { kind: 'wordpress', items: [], next: null, warnings: [message] };
  }
  const published = posts.filter((post) => ['publish', null].includes(textField(post, 'status')));
  const announcements = published.map((post) => ({
    link: textField(post, 'link') ?? rendered(post, 'guid') ?? '',
    title: rendered(post, 'title') ?? '',
    // `date_gmt` fixes the moment; `date` is in the site's zone, which may be set wrong.
    dates: [utc(setDate(textField(post, 'date_gmt'))), setDate(textField(post, 'date'))],
    modified: utc(setDate(textField(post, 'modified_gmt'))) ?? setDate(textField(post, 'modified')),
    summary: rendered(post, 'excerpt') ?? rendered(post, 'content'),
  }));
  return discoveryOf('wordpress', announcements, context);
}

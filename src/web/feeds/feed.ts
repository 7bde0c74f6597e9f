import { sql } from 'kysely';
import type { Database } from '../../../db/connection.js';
import { archiveId } from '../../../db/settings.js';
import { escaped, feedText } from '../../escaped.js';
import type { StatementFilter } from '../../report/filter.js';
import { type StatementAnswer, statementPage } from '../../report/statements.js';

/** The kinds of feed, by the end of their address. */
export const KINDS = ['atom', 'rss', 'json'] as const;
export type FeedKind = (typeof KINDS)[number];

/** A feed, whatever its kind. */
export interface Feed {
  id: string;
  title: string;
  about: string;
  /** The page that shows the same. */
  home: string;
  /** Its own address. */
  self: string;
  /** The part with older entries; null where there are none. */
  next: string | null;
  updated: Date;
  entries: FeedEntry[];
}

export interface FeedEntry {
  /** The same for ever, wherever the archive moves. */
  id: string;
  title: string;
  /** Its page here: text, tags, what proves them. */
  page: string;
  /** Where it was published; null where that is no address of the web. */
  original: string | null;
  author: string;
  published: Date | null;
  /** Moves when the text does. */
  updated: Date;
  categories: { id: string; label: string }[];
  /** Markup in which every word of a stranger is text. */
  html: string;
  summary: string;
}

/** What a feed is about. */
export interface FeedSubject {
  title: string;
  /** Path of the page that shows the same. */
  path: string;
}

/** A text is cut after so many characters: the whole of it is on its page. */
const MOST_TEXT = 6000;
const SUMMARY = 300;

/**
 * The newest statements that pass a filter, as a feed.
 * @param where.base where this site is
 * @param where.self path and query that the feed was asked for under
 * @throws CursorError
 */
export async function statementFeed(
  db: Database,
  filter: StatementFilter,
  subject: FeedSubject,
  page: { limit: number; cursor?: string },
  where: { base: string; self: string },
): Promise<Feed> {
  const [{ statements, next }, archive] = await Promise.all([statementPage(db, filter, page), archiveId(db)]);
  const texts = await textsOf(
    db,
    statements.map((one) => one.id),
  );
  const entries = statements.map((one) => entryOf(one, texts.get(one.id), archive, where.base));
  const self = `${where.base}${where.self}`;
  const updated = new Date(Math.max(0, ...entries.map((entry) => entry.updated.getTime())));
  return {
    id: `${tag(archive)}${subject.path}`,
    title: `${feedText(subject.title)} · Rostrum`,
    about: 'Statements of senators and attorneys general, newest first.',
    home: `${where.base}${subject.path}`,
    self,
    next: next === null ? null : withCursor(self, next),
    updated,
    entries,
  };
}

function withCursor(address: string, cursor: string): string {
  const url = new URL(address);
  url.searchParams.set('cursor', cursor);
  return url.href;
}

/** An archive has a number that nobody else has, and keeps it when it is given another address. */
function tag(archive: string): string {
  return `tag:rostrum.invalid,2018:${archive}`;
}

interface StoredText {
  id: number;
  start: string;
  whole: boolean;
  updated: Date;
}

async function textsOf(db: Database, ids: number[]): Promise<Map<number, StoredText>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<StoredText>`
    select statement.id, left(revision.body, ${MOST_TEXT}) as start, length(revision.body) <= ${MOST_TEXT} as whole,
      statement.content_changed_at as updated
    from statement join revision on revision.id = statement.revision_id
    where statement.id = any(${ids})`.execute(db);
  return new Map(rows.map((row) => [row.id, row]));
}

function entryOf(
  one: StatementAnswer,
  text: StoredText | undefined,
  archive: string,
  base: string,
): FeedEntry {
  const page = `${base}/statements/${one.id}`;
  const original = /^https?:\/\//i.test(one.url) && URL.canParse(one.url) ? new URL(one.url).href : null;
  const start = feedText(text?.start ?? '');
  return {
    id: `${tag(archive)}/statements/${one.id}`,
    title: feedText(one.title).replace(/\s+/g, ' ').trim().slice(0, 500) || 'Untitled',
    page,
    original,
    author: feedText(`${one.name} (${[one.party, one.state].filter(Boolean).join('-')})`),
    published: publishedAt(one.published),
    updated: text?.updated ?? new Date(0),
    categories: [
      ...one.bills.map(({ bill }) => ({ id: bill, label: bill })),
      ...one.topics.map((topic) => ({ id: topic, label: topic })),
    ],
    html: htmlOf(start, text?.whole ?? true, page, original),
    summary: summaryOf(start),
  };
}

/** Where only the day is known, its noon: so it is that day from Guam to Maine. */
function publishedAt(published: string | null): Date | null {
  if (published === null) return null;
  const at = new Date(published.length === 10 ? `${published}T17:00:00Z` : published);
  return Number.isNaN(at.getTime()) ? null : at;
}

function htmlOf(start: string, whole: boolean, page: string, original: string | null): string {
  const paragraphs = start.split(/\n{2,}/).filter((part) => part.trim() !== '');
  return [
    ...paragraphs.map((part) => `<p dir="auto">${escaped(part).replaceAll('\n', '<br>')}</p>`),
    ...(whole ? [] : [`<p>… <a href="${escaped(page)}">The whole text</a></p>`]),
    ...(original === null ? [] : [`<p><a href="${escaped(original)}">As it was published</a></p>`]),
  ].join('\n');
}

function summaryOf(start: string): string {
  const flat = start.replace(/\s+/g, ' ').trim();
  if (flat.length <= SUMMARY) return flat;
  return `${flat.slice(0, SUMMARY).replace(/\s\S*$/, '')}…`;
}

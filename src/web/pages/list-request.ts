import type { Database } from '../../../db/connection.js';
import { CursorError } from '../../report/cursor.js';
import type { StatementFilter } from '../../report/filter.js';
import { passages, quotesIn } from '../../report/passages.js';
import { countStatements, type Page, statementPage, totalCap } from '../../report/statements.js';
import { filterOf, statementQuery, UnknownNameError, withoutEmpty } from '../statement-query.js';
import type { Alternate } from './layout.js';
import type { ShownStatements } from './parts/statements.js';

/** What narrows a page's list for good: the bill of a bill's page. */
export type Fixed = Partial<Record<'bill' | 'official' | 'topic' | 'state', string>>;

/** The filters in the address of a page, as they were given. */
export type Given = Record<string, string>;

/** A list of statements as a page shows it. */
export interface List {
  shown: ShownStatements;
  given: Given;
  fixed: Fixed;
  filter: StatementFilter;
  total: number;
  /** The total was counted no further. */
  capped: boolean;
  /** Address of the next part; null where there is none. */
  next: string | null;
  /** Address of the beginning, where this is a later part. */
  start: string | null;
  /** What is wrong with the filters; the list is empty then. */
  problem: string | null;
}

const SHOWN = 25;
/** What a page's address may hold beside the filters. Anything else was put there by others and is passed over. */
const KNOWN = new Set(Object.keys(statementQuery.shape).filter((name) => name !== 'limit'));

/**
 * The list that a page's address asks for.
 * @param path the page's own, for the addresses of other parts of the list
 * @param fixed what the page is about
 * @param known how many there are without filters, where that was found out already; `more` where it is that many
 *   or more
 */
export async function readList(
  db: Database,
  path: string,
  query: unknown,
  fixed: Fixed,
  known: { total: number; more?: boolean } | null = null,
): Promise<List> {
  const { cursor, ...given } = givenIn(query, fixed);
  const parsed = statementQuery.safeParse({ ...given, ...fixed, ...(cursor ? { cursor } : {}) });
  const empty: List = {
    shown: { statements: [], passages: new Map(), quotes: new Map(), bills: [] },
    given,
    fixed,
    filter: {},
    total: 0,
    capped: false,
    next: null,
    start: cursor === undefined ? null : addressOf(path, given),
    problem: null,
  };
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { ...empty, problem: `${issue?.path.join('.') || 'The filter'}: ${issue?.message}` };
  }
  try {
    const filter = await filterOf(db, parsed.data);
    const page: Page = {
      limit: SHOWN,
      sort: parsed.data.sort,
      highlight: filter.q !== undefined,
      ...(cursor === undefined ? {} : { cursor }),
    };
    const untouched = Object.keys(given).length === 0;
    const [{ statements, next }, total] = await Promise.all([
      statementPage(db, filter, page),
      untouched && known !== null ? known.total : countStatements(db, filter),
    ]);
    const bills = filter.bill === undefined ? [] : [filter.bill, ...(filter.companions ?? [])];
    const [found, quotes] = await Promise.all([
      passages(db, statements, bills),
      quotesIn(
        db,
        statements.filter((statement) => statement.quotes > 0).map(({ id }) => id),
      ),
    ]);
    for (const { id, highlight } of statements) {
      if (highlight !== undefined && highlight.marks.length > 0) found.set(id, highlight);
    }
    return {
      ...empty,
      shown: { statements, passages: found, quotes, bills },
      filter,
      total,
      capped: untouched && known !== null ? known.more === true : total >= totalCap(filter),
      next: next === null ? null : addressOf(path, { ...given, cursor: next }),
    };
  } catch (error) {
    if (error instanceof UnknownNameError) return { ...empty, problem: `${error.field}: ${error.message}` };
    if (error instanceof CursorError) return { ...empty, problem: error.message };
    throw error;
  }
}

function givenIn(query: unknown, fixed: Fixed): Given {
  const given = withoutEmpty(query) as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) => {
      const one = Array.isArray(value) ? value[0] : value;
      return KNOWN.has(name) && !(name in fixed) && typeof one === 'string' ? [[name, one]] : [];
    }),
  );
}

/** A page's address with filters. */
export function addressOf(path: string, given: Given): string {
  const query = new URLSearchParams(given).toString();
  return query === '' ? path : `${path}?${query}`;
}

/** The same list for programs and readers of feeds. */
export function alternatesOf(list: Pick<List, 'given' | 'fixed'>, title: string): Alternate[] {
  const { sort: _, ...given } = list.given;
  const all = { ...list.fixed, ...given };
  const [only, ...others] = Object.entries(all);
  const [kind, id] = only ?? [];
  const own =
    others.length === 0 && kind !== undefined && id !== undefined && kind in FEEDS
      ? `/feeds/${FEEDS[kind as keyof Fixed]}/${encodeURIComponent(id)}`
      : null;
  const feed = (form: string) =>
    own === null ? addressOf(`/feeds/statements.${form}`, all) : `${own}.${form}`;
  return [
    { type: 'application/atom+xml', href: feed('atom'), title: `${title}, Atom` },
    { type: 'application/rss+xml', href: feed('rss'), title: `${title}, RSS` },
    { type: 'application/feed+json', href: feed('json'), title: `${title}, JSON Feed` },
    { type: 'application/json', href: addressOf('/api/v1/statements', all), title: `${title}, JSON` },
    { type: 'text/csv', href: addressOf('/api/v1/statements.csv', all), title: `${title}, CSV` },
  ];
}

const FEEDS = { bill: 'bills', official: 'officials', topic: 'topics', state: 'states' } as const;

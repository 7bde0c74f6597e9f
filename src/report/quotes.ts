import { type SqlBool, sql } from 'kysely';
import type { Database } from '../../db/connection.js';
import { cursorOf, readCursor } from './cursor.js';
import { formatPublished } from './dates.js';
import { type Driver, driver, type StatementFilter } from './filter.js';
import { stretches } from './newest-first.js';

/** One quote as the answer shows it. */
export interface QuoteAnswer {
  speaker: string;
  role: string | null;
  official: string | null;
  party: string | null;
  office: string | null;
  state: string | null;
  verb: string | null;
  text: string;
  published: string | null;
  statement: number;
  title: string;
  url: string;
  statement_state: string;
}

/** Quotes in statements that pass the filters; `official`, `party` and `office` are those of the speaker. */
export async function findQuotes(
  db: Database,
  filter: StatementFilter,
  page: { limit: number; offset?: number },
): Promise<QuoteAnswer[]> {
  return (await quotePage(db, filter, page)).quotes;
}

/**
 * A page of those quotes, newest first, each statement's in the order of its text.
 * @returns `next`, the cursor of the page after it; null where there is none
 * @throws CursorError
 */
export async function quotePage(
  db: Database,
  filter: StatementFilter,
  page: { limit: number; offset?: number; cursor?: string },
): Promise<{ quotes: QuoteAnswer[]; next: string | null }> {
  const { official, party, office, ...rest } = filter;
  const after = page.cursor === undefined ? null : readCursor(page.cursor);
  const offset = page.offset ?? 0;
  const want = offset + page.limit + 1;
  const own = [sql<SqlBool>`true`];
  if (official !== undefined) own.push(sql`quote.official_id = ${official}`);
  if (party !== undefined) own.push(sql`held.party = ${party}`);
  if (office !== undefined) own.push(sql`held.office = ${office}`);
  if (after?.position !== undefined) {
    own.push(sql`(statement.id <> ${after.id} or quote.position > ${after.position})`);
  }
  const through = official !== undefined && rest.bill === undefined && rest.topic === undefined;
  const chosen = through ? spokenBy(official) : withQuotes(driver(rest));
  const found: QuoteRow[] = [];
  for await (const { from, day, id, where } of stretches(db, rest, after, chosen)) {
    const { rows } = await sql<QuoteRow>`
      select quote.speaker, quote.role, quote.official_id as official, held.party, held.office, held.state,
        quote.verb, quote.text, quote.position, ${day} as "listedOn", statement.published_on,
        statement.published_at, statement.zone, statement.id as statement, statement.title, statement.url,
        statement.state as statement_state
      from ${from} ${HELD} where ${where} and ${sql.join(own, sql` and `)}
      order by ${day} desc, ${id} desc, quote.position limit ${want - found.length}`.execute(db);
    found.push(...rows);
    if (found.length >= want) break;
  }
  const shown = found.slice(offset, offset + page.limit);
  const last = shown.at(-1);
  const more = found.length > offset + page.limit && last !== undefined;
  return {
    quotes: shown.map(answerOf),
    next: more ? cursorOf({ listedOn: last.listedOn, id: last.statement, position: last.position }) : null,
  };
}

type QuoteRow = Omit<QuoteAnswer, 'published'> & {
  position: number;
  listedOn: string;
  published_on: string | null;
  published_at: Date | null;
  zone: string;
};

/** Office, party and state of the speaker on that day. */
const HELD = sql`left join lateral (
  select term.party, term.office, term.state from term
  where term.official_id = quote.official_id
    and term.starts_on <= coalesce(statement.published_on, current_date)
  order by term.starts_on desc limit 1
) held on true`;

function withQuotes(through: Driver): Driver {
  return { ...through, from: sql`${through.from} join quote on quote.revision_id = statement.revision_id` };
}

function spokenBy(official: string): Driver {
  return {
    from: sql`(select * from quote where official_id = ${official}) quote join statement
      on statement.id = quote.statement_id and statement.revision_id = quote.revision_id`,
    day: sql`quote.listed_on`,
    id: sql`quote.statement_id`,
  };
}

function answerOf({ position: _, listedOn: __, published_on, published_at, zone, ...row }: QuoteRow) {
  return { ...row, published: formatPublished(published_on, published_at, zone) };
}

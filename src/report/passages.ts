import { sql } from 'kysely';
import type { Database } from '../../db/connection.js';
import type { Evidence } from '../model.js';
import type { Highlight } from './highlights.js';
import type { StatementAnswer } from './statements.js';

/** A passage reaches so far before the words that prove the tag, and so far from there on. */
const BEFORE = 220;
const AFTER = 320;
/** Evidence is counted in UTF-16, the database counts characters: a window forgives so much difference. */
const SLACK = 120;

/**
 * Of each statement the passage that names one of the bills, with the words that do marked; where only the title
 * names it, or no bill is asked for, how the text begins.
 */
export async function passages(
  db: Database,
  statements: StatementAnswer[],
  bills: string[],
): Promise<Map<number, Highlight>> {
  if (statements.length === 0) return new Map();
  const wanted = statements.map((statement) => {
    const evidence = statement.bills.find((tag) => bills.includes(tag.bill))?.evidence ?? [];
    const bodyAt = statement.title.length + 2;
    const inBody = evidence
      .filter(({ start }) => start >= bodyAt)
      .map(({ start, end, text }) => ({ start: start - bodyAt, end: end - bodyAt, text }));
    const from = Math.max(0, (inBody[0]?.start ?? 0) - BEFORE - SLACK);
    return { id: statement.id, inBody, from };
  });
  const { rows } = await sql<{ id: number; part: string }>`
    select statement.id, substr(revision.body, wanted.start + 1, ${BEFORE + AFTER + 3 * SLACK}) as part
    from unnest(${wanted.map(({ id }) => id)}::bigint[], ${wanted.map(({ from }) => from)}::int[]) wanted(id, start)
    join statement on statement.id = wanted.id
    join revision on revision.id = statement.revision_id`.execute(db);
  const parts = new Map(rows.map(({ id, part }) => [id, part]));
  return new Map(
    wanted.map(({ id, inBody, from }) => [
      id,
      passageOf(
        parts.get(id) ?? '',
        from === 0,
        inBody.map((proof) => ({ ...proof, start: proof.start - from })),
      ),
    ]),
  );
}

/** A passage of one paragraph out of a window of text, cut at words; `proofs` are where they should be in it. */
export function passageOf(window: string, atStart: boolean, proofs: Omit<Evidence, 'end'>[]): Highlight {
  const [first] = proofs;
  const found = first === undefined ? null : nearest(window, first.text, first.start);
  const anchor = found ?? 0;
  const paragraph = window.lastIndexOf('\n\n', anchor);
  let start = Math.max(paragraph < 0 ? 0 : paragraph + 2, anchor - BEFORE);
  if (start > 0 && start !== paragraph + 2) start = nextWord(window, start, anchor);
  const breakAt = window.indexOf('\n\n', anchor + 1);
  let end = Math.min(breakAt < 0 ? window.length : breakAt, anchor + AFTER);
  if (end < window.length && end !== breakAt) end = lastWord(window, end, anchor + (first?.text.length ?? 0));
  const cutBefore = (start > 0 && start !== paragraph + 2) || (start === 0 && !atStart);
  const cutAfter = end < window.length && end !== breakAt;
  const lead = cutBefore ? '… ' : '';
  const shift = found === null || first === undefined ? 0 : found - first.start;
  const marks = proofs.flatMap(({ start: expected, text }) => {
    const at = found === null ? null : nearest(window, text, expected + shift);
    if (at === null || at < start || at + text.length > end) return [];
    const from = at - start + lead.length;
    return { start: from, end: from + text.length };
  });
  return {
    text: `${lead}${window.slice(start, end)}${cutAfter ? ' …' : ''}`,
    marks: marks.filter((mark, index) => index === 0 || mark.start >= (marks[index - 1]?.end ?? 0)),
  };
}

function nearest(text: string, words: string, expected: number): number | null {
  const before = text.lastIndexOf(words, Math.max(0, expected));
  const after = text.indexOf(words, Math.max(0, expected));
  if (before < 0 && after < 0) return null;
  if (before < 0) return after;
  if (after < 0) return before;
  return expected - before <= after - expected ? before : after;
}

function nextWord(text: string, from: number, until: number): number {
  const space = text.slice(from, until).search(/\s/);
  return space < 0 ? from : from + space + 1;
}

function lastWord(text: string, from: number, until: number): number {
  const space = text.slice(until, from).search(/\s\S*$/);
  return space < 0 ? from : until + space;
}

/** A quote as a list of statements shows it. */
export interface ShownQuote {
  position: number;
  text: string;
  speaker: string;
  official: string | null;
  role: string | null;
  verb: string | null;
}

const MOST_QUOTES = 8;

/** The first quotes of each statement's newest revision, in the order of its text. */
export async function quotesIn(db: Database, ids: number[]): Promise<Map<number, ShownQuote[]>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<ShownQuote & { statement: number }>`
    select statement.id as statement, quote.position, left(quote.text, 2000) as text, quote.speaker, quote.official_id as official,
      quote.role, quote.verb
    from statement cross join lateral (
      select * from quote where revision_id = statement.revision_id order by position limit ${MOST_QUOTES}
    ) quote
    where statement.id = any(${ids}) order by statement.id, quote.position`.execute(db);
  const quotes = new Map<number, ShownQuote[]>();
  for (const { statement, ...quote } of rows) {
    quotes.set(statement, [...(quotes.get(statement) ?? []), quote]);
  }
  return quotes;
}

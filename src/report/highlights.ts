import { sql } from 'kysely';
import type { Database } from '../../db/connection.js';
import { textQuery } from './text-query.js';

/** The parts of a text that hold what was searched for; parts that are not neighbours are joined by ` … `. */
export interface Highlight {
  text: string;
  /** Where in `text` the words stand, in UTF-16 code units. */
  marks: { start: number; end: number }[];
}

/** Characters that no text holds: they are taken out where text comes in. */
const START = '\u0002';
const STOP = '\u0003';
const OPTIONS = `StartSel=${START}, StopSel=${STOP}, MaxFragments=2, MinWords=8, MaxWords=24, FragmentDelimiter=" … "`;

/** Highlights of statements, by id. Looks at the first 50,000 characters of each. */
export async function highlights(db: Database, ids: number[], q: string): Promise<Map<number, Highlight>> {
  const { rows } = await sql<{ id: number; text: string }>`
    select statement.id, ts_headline('english',
      translate(left(revision.body, 50000), ${START + STOP}, ''), ${textQuery(q)}, ${OPTIONS}) as text
    from statement join revision on revision.id = statement.revision_id
    where statement.id = any(${ids})`.execute(db);
  return new Map(rows.map((row) => [row.id, readMarks(row.text)]));
}

function readMarks(marked: string): Highlight {
  let text = '';
  const marks: Highlight['marks'] = [];
  for (const [index, piece] of marked.split(START).entries()) {
    const [inside = '', after = ''] = index === 0 ? ['', piece] : piece.split(STOP);
    if (index > 0) marks.push({ start: text.length, end: text.length + inside.length });
    text += inside + after;
  }
  return { text, marks };
}

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
const BETWEEN = '\u0004';
const OPTIONS = `StartSel=${START}, StopSel=${STOP}, MaxFragments=2, MinWords=8, MaxWords=24, FragmentDelimiter=${BETWEEN}`;
const JOINT = ' … ';

/** Highlights of statements, by id. Looks at the first 50,000 characters of each. */
export async function highlights(db: Database, ids: number[], q: string): Promise<Map<number, Highlight>> {
  const { rows } = await sql<{ id: number; body: string; plain: string; marked: string }>`
    select id, body, plain, ts_headline('english', plain, ${textQuery(q)}, ${OPTIONS}) as marked
    from (
      select statement.id, left(revision.body, 50000) as body,
        translate(search_text(left(revision.body, 50000)), ${START + STOP + BETWEEN}, '') as plain
      from statement join revision on revision.id = statement.revision_id
      where statement.id = any(${ids})
    ) texts`.execute(db);
  return new Map(rows.map(({ id, body, plain, marked }) => [id, readMarks(marked, plain, body)]));
}

/**
 * What was marked was the text as it is searched, where printers' marks are spaces; what is shown is the text as it
 * was written.
 */
function readMarks(marked: string, plain: string, body: string): Highlight {
  const original = plain.length === body.length ? body : plain;
  let text = '';
  const marks: Highlight['marks'] = [];
  for (const fragment of marked.split(BETWEEN)) {
    const bare = fragment.replaceAll(START, '').replaceAll(STOP, '');
    const at = plain.indexOf(bare);
    if (text !== '') text += JOINT;
    let offset = text.length;
    for (const [index, piece] of fragment.split(START).entries()) {
      const inside = index === 0 ? '' : (piece.split(STOP, 1)[0] ?? '');
      if (index > 0) marks.push({ start: offset, end: offset + inside.length });
      offset += piece.replaceAll(STOP, '').length;
    }
    text += at < 0 ? bare : original.slice(at, at + bare.length);
  }
  return { text, marks };
}

import { once } from 'node:events';
import type { ClientBase } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

/** A value of a row for COPY. Lists become text arrays, other objects JSON. */
export type CopyValue = string | number | boolean | Date | null | undefined | readonly string[];

/** Characters handed over at a time. */
const CHUNK = 1 << 16;

/**
 * Writes rows with COPY, the quickest way in. Identity columns take the values given.
 * @param columns names, in the order of each row's values
 */
export async function copyRows(
  client: ClientBase,
  table: string,
  columns: readonly string[],
  rows: Iterable<readonly CopyValue[]>,
): Promise<void> {
  const stream = client.query(copyFrom(`copy ${table} (${columns.join(', ')}) from stdin`));
  const finished = once(stream, 'finish');
  // A failure while writing is reported by `finished`.
  finished.catch(() => {});
  let text = '';
  for (const row of rows) {
    text += `${copyLine(row)}\n`;
    if (text.length > CHUNK) {
      if (!stream.write(text)) await Promise.race([once(stream, 'drain'), finished]);
      text = '';
    }
  }
  stream.end(text);
  await finished;
}

function copyLine(row: readonly CopyValue[]): string {
  let line = '';
  for (const [index, value] of row.entries()) {
    if (index > 0) line += '\t';
    line += copyValue(value);
  }
  return line;
}

function copyValue(value: CopyValue): string {
  if (value === null || value === undefined) return '\\N';
  if (typeof value === 'string') return escaped(value);
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return value ? 't' : 'f';
  if (value instanceof Date) return value.toISOString();
  return escaped(`{${value.map((item) => `"${item.replace(/["\\]/g, '\\$&')}"`).join(',')}}`);
}

const SPECIAL = /[\\\n\r\t]/;
const ESCAPES: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escaped(text: string): string {
  return SPECIAL.test(text) ? text.replace(/[\\\n\r\t]/g, (char) => ESCAPES[char] ?? char) : text;
}

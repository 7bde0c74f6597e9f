import type { TagRows } from '../db/tags.js';

/** What tagging again changes of a statement's tags. */
export interface TagChange {
  kind: 'bill' | 'topic' | 'quote' | 'mention' | 'doubt';
  change: 'added' | 'removed' | 'changed';
  /** The bill, the topic, the speaker with the first words, the official, the doubtful words. */
  value: string;
}

/** Compares two taggings; empty where they are the same to the last letter of evidence. */
export function tagChanges(before: TagRows, after: TagRows): TagChange[] {
  return [
    ...changes('bill', before.citations, after.citations, (row) => row.bill_id),
    ...changes('topic', before.topics, after.topics, (row) => row.topic_id),
    ...changes('quote', before.quotes, after.quotes, (row) => `${row.speaker}: ${row.text.slice(0, 60)}`),
    ...changes('mention', before.mentions, after.mentions, (row) => row.official_id),
    ...changes('doubt', before.doubts, after.doubts, (row) => `${row.text} (${row.reason})`),
  ];
}

/** Rows are matched by their name and, of several of one name, in order. */
function changes<Row extends object>(
  kind: TagChange['kind'],
  before: Row[],
  after: Row[],
  nameOf: (row: Row) => string,
): TagChange[] {
  const group = (rows: Row[]) => {
    const byName = new Map<string, string[]>();
    for (const row of rows) byName.set(nameOf(row), [...(byName.get(nameOf(row)) ?? []), plain(row)]);
    return byName;
  };
  const old = group(before);
  const found: TagChange[] = [];
  for (const [value, rows] of group(after)) {
    const known = old.get(value) ?? [];
    old.delete(value);
    rows.forEach((row, index) => {
      if (known[index] === undefined) found.push({ kind, change: 'added', value });
      else if (known[index] !== row) found.push({ kind, change: 'changed', value });
    });
    for (const _ of known.slice(rows.length)) found.push({ kind, change: 'removed', value });
  }
  for (const [value, rows] of old) {
    for (const _ of rows) found.push({ kind, change: 'removed', value });
  }
  return found;
}

/** A row as it compares: fields in order, numbers as the database keeps them, U+0000 as it drops it. */
function plain(row: object): string {
  return JSON.stringify(row, (name, value: unknown) => {
    // A quote more or less moves all that follow.
    if (name === 'position') return undefined;
    if (typeof value === 'number') return Math.fround(value);
    if (typeof value === 'string') return value.replaceAll('\u0000', '');
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  });
}

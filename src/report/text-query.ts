import { type RawBuilder, sql } from 'kysely';

/**
 * What people type into a search, as a tsquery: words that must all be there, `"a phrase"`, `or`, `-without`, and
 * `word*` for every word that begins so, also as the last of a phrase. Any text is a query; none is an error.
 */
export function textQuery(asTyped: string): RawBuilder<unknown> {
  const text = asTyped.replace(/[\u201c-\u201f\u00ab\u00bb]/g, '"').replace(/[\u2018-\u201b]/g, "'");
  if (!text.includes('*')) return websearch(text);
  const alternatives: RawBuilder<unknown>[][] = [[]];
  for (const [part, minus, phrase, word] of text.matchAll(PARTS)) {
    if (/^or$/i.test(part)) {
      alternatives.push([]);
      continue;
    }
    const inner = phrase ?? word ?? '';
    const query = inner.includes('*') ? withPrefixes(inner) : websearch(phrase === undefined ? inner : part);
    // A minus before a phrase without a star is already part of what websearch reads.
    const negated = minus === '-' && (inner.includes('*') || phrase === undefined);
    alternatives.at(-1)?.push(negated ? sql`(!! ${query})` : query);
  }
  const terms = alternatives.filter((all) => all.length > 0).map((all) => sql`(${sql.join(all, sql` && `)})`);
  return terms.length === 0 ? websearch('') : sql`(${sql.join(terms, sql` || `)})`;
}

/** A phrase in quotes, or a word; either may have a minus before it. */
const PARTS = /(-?)(?:"([^"]*)"?|([^\s"]+))/g;

function websearch(text: string): RawBuilder<unknown> {
  return sql`websearch_to_tsquery('english', ${text})`;
}

/** Words that stand side by side, those with a star by their beginning. */
function withPrefixes(text: string): RawBuilder<unknown> {
  const words = text.split(/\s+/).flatMap((word) => {
    const bare = word.replaceAll('*', '').replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
    if (bare === '') return [];
    return word.endsWith('*')
      ? sql`to_tsquery('english', ${`'${bare.replaceAll("'", "''").replaceAll('\\', '')}':*`})`
      : sql`plainto_tsquery('english', ${bare})`;
  });
  return words.length === 0 ? websearch('') : sql`(${sql.join(words, sql` <-> `)})`;
}

/** How near what was read of a page is to what a person wrote down of it. */

function tokens(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

/**
 * The F1 of words, each counted as often as it stands in both texts: 1 where they hold the same words, 0 where none is
 * shared. Order, layout, capitals and punctuation do not count.
 */
export function wordsInCommon(one: string, other: string): number {
  const left = new Map<string, number>();
  const [a, b] = [tokens(one), tokens(other)];
  for (const token of a) left.set(token, (left.get(token) ?? 0) + 1);
  let shared = 0;
  for (const token of b) {
    const count = left.get(token) ?? 0;
    if (count > 0) shared++;
    left.set(token, count - 1);
  }
  return a.length + b.length === 0 ? 1 : (2 * shared) / (a.length + b.length);
}

/** Whether two titles are one but for capitals, quotation marks and spaces. */
export function sameWords(one: string, other: string): boolean {
  return tokens(one).join(' ') === tokens(other).join(' ');
}

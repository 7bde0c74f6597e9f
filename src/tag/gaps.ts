import type { Tokens } from './tokens.js';

/** What stands between two neighbouring words decides whether they belong together. */

/** Text between word `i − 1` and word `i`. */
export function gapBefore(tokens: Tokens, i: number): string {
  return tokens.text.slice(i > 0 ? tokens.end[i - 1] : 0, tokens.start[i]);
}

/** Only spaces, line ends and periods, at most four: `S. 1693`, `H.  R.`. */
export function isTight(tokens: Tokens, i: number): boolean {
  const from = tokens.end[i - 1] as number;
  const to = tokens.start[i] as number;
  if (to - from > 4) return false;
  for (let k = from; k < to; k++) {
    const code = tokens.text.charCodeAt(k);
    if (code !== 32 && code !== 46 && code !== 160 && code !== 10 && code !== 13 && code !== 9) return false;
  }
  return true;
}

/** Only blanks: words that stand side by side, on one line or over a single line break. */
export function isBlank(tokens: Tokens, i: number): boolean {
  const from = tokens.end[i - 1] as number;
  const to = tokens.start[i] as number;
  if (to - from > 3) return false;
  let breaks = 0;
  for (let k = from; k < to; k++) {
    const code = tokens.text.charCodeAt(k);
    if (code === 10) breaks++;
    else if (code !== 32 && code !== 160 && code !== 13 && code !== 9) return false;
  }
  return breaks < 2;
}

/** True where a sentence, a paragraph or a clause ends between the two words, so that no name runs across. */
export function isBreak(tokens: Tokens, i: number): boolean {
  const from = tokens.end[i - 1] as number;
  const to = tokens.start[i] as number;
  if (to - from > 12) return true;
  let breaks = 0;
  for (let k = from; k < to; k++) {
    const code = tokens.text.charCodeAt(k);
    if (code === 10) breaks++;
    else if (code === 33 || code === 63 || code === 59) return true;
    // A period ends a sentence, but not after `Dr`, `St` or an initial.
    else if (code === 46 && (tokens.end[i - 1] as number) - (tokens.start[i - 1] as number) > 2 && k + 1 < to)
      return true;
  }
  return breaks > 1;
}

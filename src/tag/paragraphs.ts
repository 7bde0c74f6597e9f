/** Where the paragraphs of a text start and end: at blank lines, or at every line end where there are none. */
export interface Paragraph {
  start: number;
  /** Offset behind the last character that is no blank. */
  end: number;
}

const OPENING = new Set(['“', '"', '„', '‘', "'"]);

/**
 * Splits a text into paragraphs, in order. A single line end inside a paragraph is a wrapped line, unless the
 * next line opens with a quotation mark.
 */
export function paragraphsOf(text: string): Paragraph[] {
  const spaced = /\n[ \t\r]*\n/.test(text);
  const paragraphs: Paragraph[] = [];
  let start = 0;
  const add = (end: number): void => {
    let from = start;
    let to = end;
    while (from < to && isSpace(text.charCodeAt(from))) from++;
    while (to > from && isSpace(text.charCodeAt(to - 1))) to--;
    if (to > from) paragraphs.push({ start: from, end: to });
  };
  for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) {
    let next = i + 1;
    while (next < text.length && next < i + 8 && /[ \t\r]/.test(text.charAt(next))) next++;
    const blank = text.charAt(next) === '\n' || next >= text.length;
    if (spaced && !blank && !OPENING.has(text.charAt(next))) continue;
    add(i);
    start = i + 1;
  }
  add(text.length);
  return paragraphs;
}

/** True for blanks, line ends and no-break spaces. */
export function isSpace(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9 || code === 160;
}

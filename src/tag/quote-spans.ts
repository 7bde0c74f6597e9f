/** Words between quotation marks, in text order. Offsets are UTF-16 code units and leave the marks out. */
export interface QuoteSpan {
  start: number;
  end: number;
  /** The span opened a paragraph again without the last one having closed: the same words go on. */
  reopened: boolean;
  /** The closing mark is there; without it the span ends with its paragraph. */
  closed: boolean;
  /** Offsets of the paragraph that the span stands in. */
  paragraphStart: number;
  paragraphEnd: number;
}

const OPEN_CURLY = 0x201c;
const CLOSE_CURLY = 0x201d;
const LOW_CURLY = 0x201e;
const STRAIGHT = 0x22;
const SENTENCE_END = /[.?!…]/;

function isSpace(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9 || code === 160 || Number.isNaN(code);
}

/** True where a straight mark opens: nothing or a blank or a bracket before it, a word behind. */
function opens(text: string, at: number): boolean {
  const before = at === 0 ? 32 : text.charCodeAt(at - 1);
  const after = text.charCodeAt(at + 1);
  if (isSpace(after)) return false;
  return (
    isSpace(before) ||
    before === 40 ||
    before === 91 ||
    before === 45 ||
    before === 0x2014 ||
    before === 0x2013 ||
    before === 58 ||
    before === 39
  );
}

/** Finds all marked spans. One pass; marks of both kinds; a mark that nothing answers ends with its paragraph. */
export function quoteSpans(text: string): QuoteSpan[] {
  const spans: QuoteSpan[] = [];
  let paragraphStart = 0;
  let open = -1;
  let curly = false;
  let reopened = false;
  let carried = false;
  let depth = 0;
  let first = 0;
  const close = (end: number, closed: boolean): void => {
    if (end > open) spans.push({ start: open, end, reopened, closed, paragraphStart, paragraphEnd: 0 });
    open = -1;
    depth = 0;
    reopened = false;
  };
  for (let i = 0; i <= text.length; i++) {
    const code = i < text.length ? text.charCodeAt(i) : 10;
    if (code === 10) {
      const unanswered = open >= 0;
      if (unanswered) close(trimmedEnd(text, open, i), false);
      for (; first < spans.length; first++) (spans[first] as QuoteSpan).paragraphEnd = i;
      paragraphStart = i + 1;
      // A blank line does not forget that a mark is still open.
      carried = unanswered || (carried && text.slice(i - 1, i) === '\n');
      continue;
    }
    if (code === OPEN_CURLY || code === LOW_CURLY || (code === STRAIGHT && open < 0 && opens(text, i))) {
      if (open >= 0) {
        if (curly) depth++;
        continue;
      }
      open = i + 1;
      curly = code !== STRAIGHT;
      reopened = carried && text.slice(paragraphStart, i).trim() === '';
      carried = false;
    } else if (code === CLOSE_CURLY || code === STRAIGHT) {
      if (open < 0) continue;
      if (code === CLOSE_CURLY && depth > 0) {
        depth--;
        continue;
      }
      if (code === STRAIGHT && opens(text, i)) {
        // A layout that lost its paragraphs: the mark opens one again behind a full sentence.
        const before = trimmedEnd(text, open, i);
        if (!curly && before > open && SENTENCE_END.test(text.charAt(before - 1))) {
          close(before, false);
          open = i + 1;
          reopened = true;
        } else depth++;
        continue;
      }
      if (code === STRAIGHT && depth > 0 && !curly) {
        depth--;
        continue;
      }
      close(i, true);
      carried = false;
    } else if (code > 32 && open < 0 && carried) carried = text.slice(paragraphStart, i).trim() === '';
  }
  return spans;
}

function trimmedEnd(text: string, from: number, to: number): number {
  let end = to;
  while (end > from && isSpace(text.charCodeAt(end - 1))) end--;
  return end;
}

import { isSpace, type Paragraph } from './paragraphs.js';

/** Words between quotation marks, in text order. Offsets are UTF-16 code units and leave the marks out. */
export interface QuoteSpan {
  start: number;
  end: number;
  /** The span opened a paragraph again without the last one having closed: the same speech goes on. */
  reopened: boolean;
  /** The closing mark is there; without it the span ends with its paragraph. */
  closed: boolean;
  /** Between single marks, which may be apostrophes: believed only with a speaker beside them. */
  single: boolean;
  /** Index of the paragraph in which the span begins. */
  paragraph: number;
}

interface Mark {
  at: number;
  opens: boolean;
  curly: boolean;
  paragraph: number;
  /** Nothing but blanks stands before it in its paragraph. */
  leads: boolean;
}

const OPEN_CURLY = 0x201c;
const CLOSE_CURLY = 0x201d;
const LOW_CURLY = 0x201e;
const STRAIGHT = 0x22;
/** How many marks a forgotten closing mark is looked for. */
const LOOK_AHEAD = 12;

/** True where a straight mark opens: nothing or a blank or a bracket before it, a word behind. */
function opensAt(text: string, at: number): boolean {
  const after = text.charCodeAt(at + 1);
  if (Number.isNaN(after) || isSpace(after)) return false;
  if (at === 0) return true;
  const before = text.charCodeAt(at - 1);
  return isSpace(before) || "([-—–:'‘".includes(text.charAt(at - 1));
}

function marksOf(text: string, paragraphs: readonly Paragraph[]): Mark[] {
  const marks: Mark[] = [];
  let paragraph = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code !== STRAIGHT && code !== OPEN_CURLY && code !== CLOSE_CURLY && code !== LOW_CURLY) continue;
    while (paragraph + 1 < paragraphs.length && (paragraphs[paragraph + 1] as Paragraph).start <= i)
      paragraph++;
    marks.push({
      at: i,
      opens: code === STRAIGHT ? opensAt(text, i) : code !== CLOSE_CURLY,
      curly: code !== STRAIGHT,
      paragraph,
      leads: (paragraphs[paragraph]?.start ?? 0) === i,
    });
  }
  return marks;
}

/** Finds all marked spans in one pass: marks of both kinds, nested ones, and such as nothing answers. */
export function quoteSpans(text: string, paragraphs: readonly Paragraph[]): QuoteSpan[] {
  const marks = marksOf(text, paragraphs);
  const spans: QuoteSpan[] = [];
  let open: Mark | null = null;
  let depth = 0;
  let reopened = false;
  const close = (from: Mark, end: number, closed: boolean): void => {
    if (end > from.at + 1) {
      spans.push({ start: from.at + 1, end, reopened, closed, single: false, paragraph: from.paragraph });
    }
    open = null;
    depth = 0;
  };
  for (let i = 0; i < marks.length; i++) {
    const mark = marks[i] as Mark;
    const from: Mark | null = open;
    if (!from) {
      if (!mark.opens) continue;
      const last = spans.at(-1);
      reopened = mark.leads && last !== undefined && !last.closed && last.paragraph === mark.paragraph - 1;
      open = mark;
      continue;
    }
    const current: Mark = from;
    if (mark.paragraph > current.paragraph && depth === 0 && (mark.leads || !isAnswered(marks, i))) {
      // The paragraph ended with its mark open: the next may open it again.
      const end = paragraphs[current.paragraph]?.end ?? text.length;
      close(current, end, false);
      i--;
      continue;
    }
    if (!mark.opens) {
      if (depth > 0) depth--;
      else close(current, mark.at, true);
    } else if (!mark.curly && endsSentence(text, current.at + 1, mark.at)) {
      // A layout that lost its paragraphs: the mark opens one again behind a full sentence.
      close(current, trimmedEnd(text, current.at + 1, mark.at), false);
      reopened = true;
      open = mark;
    } else depth++;
  }
  const left: Mark | null = open;
  if (left) close(left, paragraphs[(left as Mark).paragraph]?.end ?? text.length, false);
  return [...spans, ...singleSpans(text, paragraphs, spans)].sort((a, b) => a.start - b.start);
}

/** True where a closing mark comes that answers a mark left open before: the words run over paragraphs. */
function isAnswered(marks: Mark[], from: number): boolean {
  let depth = 0;
  for (let i = from; i < Math.min(marks.length, from + LOOK_AHEAD); i++) {
    const mark = marks[i] as Mark;
    if (mark.opens) {
      if (mark.leads) return false;
      depth++;
    } else if (depth > 0) depth--;
    else return true;
  }
  return false;
}

/** A full sentence ends right before `to`, nested marks aside. */
function endsSentence(text: string, from: number, to: number): boolean {
  let end = trimmedEnd(text, from, to);
  while (end > from && "'’)]".includes(text.charAt(end - 1))) end--;
  return end > from && '.?!…'.includes(text.charAt(end - 1)) && isSpace(text.charCodeAt(to - 1));
}

const SINGLE =
  /[‘'](\p{L}(?:[^‘’'"“”\n]|(?<=\p{L})['’](?=\p{L})){12,300}[\p{L}\p{N}.,!?])[’'](?=$|[\s.,;:!?)—–-])/gu;

/** Words between single marks outside double ones, four words or more. */
function singleSpans(text: string, paragraphs: readonly Paragraph[], doubles: QuoteSpan[]): QuoteSpan[] {
  if (!/[‘']/.test(text)) return [];
  const spans: QuoteSpan[] = [];
  let next = 0;
  let paragraph = 0;
  for (const match of text.matchAll(SINGLE)) {
    if (!/[\s(—–-]/.test(text.charAt(match.index - 1) || ' ')) continue;
    const start = match.index + 1;
    const end = start + (match[1] ?? '').length;
    while (next < doubles.length && (doubles[next] as QuoteSpan).end < start) next++;
    const inside = doubles[next];
    if (inside && inside.start <= end) continue;
    if ((match[1] ?? '').split(/\s+/).length < 4) continue;
    while (paragraph + 1 < paragraphs.length && (paragraphs[paragraph + 1] as Paragraph).start <= start)
      paragraph++;
    spans.push({ start, end, reopened: false, closed: true, single: true, paragraph });
  }
  return spans;
}

function trimmedEnd(text: string, from: number, to: number): number {
  let end = to;
  while (end > from && isSpace(text.charCodeAt(end - 1))) end--;
  return end;
}

import type { BillIndex } from './bill-index.js';
import type { NumberCitation } from './bill-numbers.js';
import { congressOn, daysAfter } from './congress.js';
import type { Tokens } from './tokens.js';

const WINDOW = 90;
const ORDINAL = /\b(\d{2,3})(?:st|nd|rd|th)\s+congress\b/gi;
const LAST = /\b(?:last|previous|prior)\s+(?:Congress|session of Congress)\b/i;

/** The Congress of a bill number: what the words beside it say, else the one that sat on the day. */
export function congressOfCitation(
  tokens: Tokens,
  citation: NumberCitation,
  day: string,
  index: BillIndex,
): number {
  const current = congressOn(day);
  const { text } = tokens;
  const before = sentenceTail(text.slice(Math.max(0, citation.start - WINDOW), citation.start));
  const behind = sentenceHead(text.slice(citation.end, citation.end + WINDOW));
  const named = [...before.matchAll(ORDINAL)].at(-1) ?? [...behind.matchAll(ORDINAL)][0];
  const ordinal = Number(named?.[1] ?? 0);
  if (ordinal > 0 && ordinal <= current) return ordinal;
  if (LAST.test(before) || LAST.test(behind)) return current - 1;
  const id = (congress: number) => index.bills.get(`${citation.type}${citation.number}-${congress}`);
  const bill = id(current);
  // A number that was not given out yet on the day is one of the Congress before.
  if (bill?.introduced && bill.introduced > daysAfter(day, 7) && id(current - 1)) return current - 1;
  return current;
}

function sentenceTail(text: string): string {
  const end = Math.max(text.lastIndexOf('. '), text.lastIndexOf('\n\n'));
  return end < 0 ? text : text.slice(end);
}

function sentenceHead(text: string): string {
  const end = text.search(/\.\s+[A-Z“"]|\n\n/);
  return end < 0 ? text : text.slice(0, end);
}

import type { BillIndex } from './bill-index.js';
import type { NumberCitation } from './bill-numbers.js';
import { congressOn, congressStart, daysAfter } from './congress.js';
import { congressSpokenOf } from './time-cues.js';

/** `H.R. 7301, the Emergency Housing Act of 2020`: the year of the title beside the number. */
const TITLE_YEAR =
  /^[\s,("“]{0,4}(?:the\s+)?(?:\p{Lu}[^.;()\n]{4,120}?)\b(?:Act|Resolution)\s+of\s+((?:19|20)\d\d)\b/u;

/** Which Congress, and why that one. */
export interface CitedCongress {
  congress: number;
  reason: string;
}

/** The Congress of a bill number: what the words beside it say, else the one that sat on the day. */
export function congressOfCitation(
  text: string,
  citation: NumberCitation,
  day: string,
  index: BillIndex,
): CitedCongress {
  const current = congressOn(day);
  const spoken = congressSpokenOf(text, citation.start, citation.end, day);
  if (spoken !== null) return { congress: spoken, reason: 'the Congress that the words beside it speak of' };
  const year = Number(TITLE_YEAR.exec(text.slice(citation.end, citation.end + 140))?.[1] ?? 0);
  if (year > 1980 && year < Number(congressStart(current).slice(0, 4))) {
    return {
      congress: congressOn(`${year}-06-30`),
      reason: 'the Congress of the year in the title beside it',
    };
  }
  const known = (congress: number) => index.bills.get(`${citation.type}${citation.number}-${congress}`);
  const bill = known(current);
  // A number that was not given out yet on the day is one of the Congress before.
  if (bill?.introduced && bill.introduced > daysAfter(day, 7) && known(current - 1)) {
    return { congress: current - 1, reason: 'the Congress before: in this one the bill came later' };
  }
  return { congress: current, reason: 'the Congress of the day' };
}

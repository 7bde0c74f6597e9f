import type { NumberCitation } from './bill-numbers.js';
import type { Publisher } from './publisher.js';
import { stateNames } from './states.js';
import type { Tokens } from './tokens.js';

const FEDERAL =
  /\b(?:U\.?\s?S\.? (?:Senate|House|Congress|Senators?)|Congress|congressional|federal (?:bill|legislation|act))\b/i;
const STATE_BEFORE = new RegExp(
  `\\b(?:${stateNames().join('|')}|[Ss]tate)(?:['’]s)?\\s+(?:(?:[Ss]tate|[Ll]egislature['’]s)\\s+)?$`,
);
const LEGISLATURE =
  /\b(?:state legislature|general assembly|legislative session|signed by (?:the )?governor|state (?:house|senate)|statehouse)\b/i;

const OF_THE_STATE = /(?:['’]s|\bstate)\s+$/i;

/** True for a bill of a state's legislature, which shares its forms with those of Congress. */
export function isStateBill(tokens: Tokens, citation: NumberCitation, publisher: Publisher): boolean {
  const { text } = tokens;
  const before = text.slice(Math.max(0, citation.start - 60), citation.start);
  // A site that lost its punctuation writes `R Alaska S Res 348`: only `Alaska's S. 12` is Alaska's.
  if ((citation.spelled || OF_THE_STATE.test(before)) && STATE_BEFORE.test(before)) return true;
  // `S. 1693` and `H.R. 1865` are forms of Congress; `Senate Bill 54` is everybody's.
  if (publisher.office !== 'attorney-general' && publisher.office !== 'other') {
    return citation.spelled && publisher.office === null && LEGISLATURE.test(nearby(text, citation, 1500));
  }
  if (citation.type === 'hr' && !citation.spelled) return false;
  const around = nearby(text, citation, 200);
  return !FEDERAL.test(around) || LEGISLATURE.test(around);
}

function nearby(text: string, citation: NumberCitation, reach: number): string {
  return text.slice(Math.max(0, citation.start - reach), citation.end + reach);
}

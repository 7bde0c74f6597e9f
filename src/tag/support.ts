import type { Bill } from '../model.js';
import { type Publisher, sponsorName } from './publisher.js';

/** What in a text or of its publisher speaks for one bill among several, or for a title that is weak alone. */

const TITLED =
  "(?:Sens?\\.?|Senators?|Reps?\\.?|Representatives?|Congress(?:man|woman|men|members?))\\s+(?:[\\p{L}.’'-]+\\s+){0,3}";

/** True where the publisher sponsors the bill. */
export function isSponsor(bill: Bill, publisher: Publisher): boolean {
  if (!bill.sponsor) return false;
  if (publisher.bioguide) return bill.sponsor.bioguide === publisher.bioguide;
  const sponsor = sponsorName(bill);
  if (!sponsor || !publisher.folded) return false;
  const words = publisher.folded.split(' ');
  return publisher.folded.endsWith(sponsor.last) && (words.length === 1 || words[0] === sponsor.first);
}

/** True where the publisher cosponsors the bill, as far as the index knows. */
export function isCosponsor(bill: Bill, publisher: Publisher): boolean {
  return publisher.bioguide !== null && bill.cosponsors.includes(publisher.bioguide);
}

/** True where the bill's sponsor is named in the text: with the first name, or behind a title. */
export function namesSponsor(bill: Bill, text: string, names: ReadonlySet<string>): boolean {
  const sponsor = sponsorName(bill);
  if (!sponsor || sponsor.last === '') return false;
  const last = sponsor.last.split(' ');
  if (!last.every((word) => names.has(word))) return false;
  if (names.has(sponsor.first)) return true;
  return new RegExp(`${TITLED}${last.join('[ -]')}\\b`, 'iu').test(text);
}

/** True where the bill is of the publisher's chamber; null where the publisher sits in none. */
export function isOwnChamber(bill: Bill, publisher: Publisher): boolean | null {
  if (publisher.office === 'senate') return bill.type.startsWith('s');
  if (publisher.office === 'house') return bill.type.startsWith('h');
  return null;
}

import { billLabel, parseBillId } from '../report/bill.js';
import { stateNameOf } from '../tag/states.js';

/** `1 statement`, `2,000 statements`. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
}

/** `115th`, `101st`. */
export function ordinal(number: number): string {
  const tens = number % 100;
  const ending = tens >= 11 && tens <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][number % 10] ?? 'th');
  return `${number}${ending}`;
}

/** `S. 1693` of `s1693-115`. */
export function billNumber(id: string): string {
  const { type, number } = parseBillId(id);
  return billLabel(type, number);
}

/** `115th Congress` of `s1693-115`. */
export function congressOf(id: string): string {
  return `${ordinal(parseBillId(id).congress)} Congress`;
}

const PARTIES: Record<string, string> = { D: 'Democrat', R: 'Republican', I: 'Independent' };

/** `Democrat` of `D`; the letter itself of a party without a name here. */
export function partyName(letter: string): string {
  return PARTIES[letter] ?? letter;
}

const OFFICES: Record<string, string> = {
  senate: 'U.S. Senator',
  'attorney-general': 'Attorney General',
  house: 'U.S. Representative',
};

/** `U.S. Senator` of `senate`. */
export function officeName(office: string): string {
  return OFFICES[office] ?? office;
}

/** `Attorney General of Georgia`, `U.S. Senator for Nebraska`. */
export function seatName(office: string, state: string): string {
  return `${officeName(office)} ${office === 'attorney-general' ? 'of' : 'for'} ${stateNameOf(state)}`;
}

/** A name that may turn the direction of what follows, without what does. For places that hold plain text only. */
export function plain(text: string): string {
  return text
    .replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** The beginning of a text, cut at a word. */
export function beginning(text: string, length: number): string {
  const whole = plain(text.slice(0, length * 4));
  if (whole.length <= length) return whole;
  const cut = whole.lastIndexOf(' ', length);
  return `${whole.slice(0, cut > length / 2 ? cut : length)}…`;
}

/** A link from outside is only ever to a web page. */
export function httpOnly(url: string): string | undefined {
  return /^https?:\/\//i.test(url) ? url : undefined;
}

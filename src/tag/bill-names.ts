import type { Bill } from '../model.js';
import { nameOf } from './bill-index.js';
import { NICKNAMES } from './nicknames.js';

/** What texts call a bill, beside its number: its titles without their years and forms, and names of our table. */
export function namesOf(bill: Bill): string[] {
  const names = new Set<string>();
  for (const { kind, title } of bill.titles) {
    const name = nameOf(kind, title)?.text ?? '';
    if (/\S\s\S/.test(name)) names.add(name);
  }
  for (const [name, id] of NICKNAMES) if (id === bill.id) names.add(name);
  for (const law of bill.laws ?? []) names.add(`Public Law ${law}`).add(`P.L. ${law}`);
  return [...names];
}

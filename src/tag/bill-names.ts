import type { Bill, BillName } from '../model.js';
import { nameOf } from './bill-index.js';

/**
 * What texts call a bill, beside its number: its titles without their years and forms, the laws that it became,
 * and names of a table.
 */
export function namesOf(bill: Bill, table: readonly BillName[]): string[] {
  const names = new Set<string>();
  for (const { kind, title } of bill.titles) {
    const name = nameOf(kind, title)?.text ?? '';
    if (/\S\s\S/.test(name)) names.add(name);
  }
  for (const { name, bill: id } of table) if (id === bill.id) names.add(name);
  for (const law of bill.laws ?? []) names.add(`Public Law ${law}`).add(`P.L. ${law}`);
  return [...names];
}

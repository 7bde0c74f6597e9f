import { billsNumbered, searchBills } from '../../db/bills.js';
import type { Database } from '../../db/connection.js';
import { billReport, parseBillId } from './bill.js';

const NUMBER = /^(sconres|hconres|sjres|hjres|sres|hres|hr|s)(\d{1,5})$/;

/**
 * Bills by what people type: a number with its Congress or without, else words of a title.
 * @param text `s1693-115`, `S. 1693`, `H.R.1865`, `sex traffickers`
 */
export async function findBills(db: Database, text: string, limit: number) {
  const id = idIn(text);
  const one = id === null ? null : await billReport(db, id);
  if (one !== null) {
    return [
      {
        id: one.id,
        title: one.title,
        introduced_on: one.introduced,
        sponsor_name: one.sponsor?.name ?? null,
        policy_area: one.policy_area,
      },
    ];
  }
  const [, type, number] = NUMBER.exec(text.toLowerCase().replace(/[\s.]/g, '')) ?? [];
  const numbered =
    type === undefined || number === undefined ? [] : await billsNumbered(db, type, Number(number), limit);
  return numbered.length > 0 ? numbered : searchBills(db, text, limit);
}

function idIn(text: string): string | null {
  try {
    return parseBillId(text.trim()).id;
  } catch {
    return null;
  }
}

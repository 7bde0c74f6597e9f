import { sql } from 'kysely';
import { findBill } from '../../db/bills.js';
import type { Database } from '../../db/connection.js';

/** `S. 1693`, `H.R. 1865`, `S.J.Res. 5`: as the bill is written in print. */
export function billLabel(type: string, number: number): string {
  return `${PRINTED[type] ?? type.toUpperCase()} ${number}`;
}

const PRINTED: Record<string, string> = {
  s: 'S.',
  hr: 'H.R.',
  sres: 'S.Res.',
  hres: 'H.Res.',
  sjres: 'S.J.Res.',
  hjres: 'H.J.Res.',
  sconres: 'S.Con.Res.',
  hconres: 'H.Con.Res.',
};

/** Not the form of a bill id. */
export class BillIdError extends Error {
  override name = 'BillIdError';
}

/** Splits `s1693-115`. @throws BillIdError saying how a bill is written. */
export function parseBillId(text: string): { id: string; type: string; number: number; congress: number } {
  const match = /^(s|hr|sres|hres|sjres|hjres|sconres|hconres)(\d{1,5})-(\d{1,3})$/.exec(text.toLowerCase());
  if (match === null) {
    throw new BillIdError(
      `"${text}" is not a bill id: write type, number and Congress, as in s1693-115 or hr1865-115`,
    );
  }
  return {
    id: text.toLowerCase(),
    type: match[1] ?? '',
    number: Number(match[2]),
    congress: Number(match[3]),
  };
}

/** The title people use: a short one where there is one. */
export function displayTitle(titles: { kind: string; title: string }[]): string | null {
  const short = titles.find((title) => /short|popular|display/i.test(title.kind) && title.title.length < 200);
  return (short ?? titles[0])?.title ?? null;
}

/** What is known of a bill, and how much was said about it. */
export async function billReport(db: Database, id: string) {
  const { type, number, congress } = parseBillId(id);
  const bill = await findBill(db, id);
  const totals = await db
    .selectFrom('statements_on_bill')
    .where('bill_id', '=', id)
    .select((build) => [
      // A joint release counts once, however many newsrooms published it.
      build.fn.count<number>('release_id').distinct().as('statements'),
      build.fn.count<number>('official_id').distinct().as('officials'),
      build.fn.min('published_on').as('first'),
      build.fn.max('published_on').as('last'),
    ])
    .executeTakeFirstOrThrow();
  if (bill === null && totals.statements === 0) return null;
  const parties = await db
    .selectFrom('statements_on_bill')
    .where('bill_id', '=', id)
    .groupBy('party')
    .select(['party', sql<number>`count(distinct release_id)`.as('statements')])
    .orderBy('statements', 'desc')
    .orderBy('party')
    .execute();
  return {
    id,
    label: billLabel(type, number),
    congress,
    title: bill === null ? null : displayTitle(bill.titles),
    titles: bill?.titles ?? [],
    introduced: bill?.introduced_on ?? null,
    sponsor: bill?.sponsor_name == null ? null : { name: bill.sponsor_name, bioguide: bill.sponsor_bioguide },
    policy_area: bill?.policy_area ?? null,
    subjects: bill?.subjects ?? [],
    companions: bill?.related ?? [],
    laws: bill?.laws ?? [],
    known: bill !== null,
    statements: totals.statements,
    officials: totals.officials,
    first: totals.first,
    last: totals.last,
    parties,
  };
}

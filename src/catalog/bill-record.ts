import { z } from 'zod';
import type { Bill, BillId, BillType } from '../model.js';

/** The eight kinds of bills and resolutions, as ids write them. */
const BILL_TYPES = ['s', 'hr', 'sres', 'hres', 'sjres', 'hjres', 'sconres', 'hconres'] as const;

const TYPES: ReadonlySet<string> = new Set<BillType>(BILL_TYPES);
const RELATED = /^(sconres|hconres|sjres|hjres|sres|hres|hr|s)(\d+)(?:-(\d+))?$/;

const LAW = /^\d{1,3}-\d{1,4}$/;

/** A bill's type from how the sources write it: `HR`, `SJRES`; null for a thing that is no bill. */
export function billType(text: string): BillType | null {
  const type = text.toLowerCase().replace(/[^a-z]/g, '');
  return TYPES.has(type) ? (type as BillType) : null;
}

/** `s1693-115` */
export function billId(type: BillType, number: number, congress: number): BillId {
  return `${type}${number}-${congress}`;
}

const relatedSchema = z
  .union([
    z.string(),
    z.object({ bill: z.string(), how: z.array(z.string()).optional() }).transform(({ bill }) => bill),
  ])
  .refine((text) => RELATED.test(text), 'a related bill is written hr1865 or hr1865-115');

/**
 * One line of our import format. `related` entries are ids or `{bill, how}`; one without a Congress is of the
 * bill's own.
 */
export const billRecord = z
  .object({
    congress: z.int().min(1).max(999),
    type: z.enum(BILL_TYPES),
    number: z.int().min(1),
    titles: z.array(z.object({ kind: z.string(), title: z.string().min(1) })),
    introduced: z.iso.date().nullish(),
    sponsor: z.object({ bioguide: z.string(), name: z.string() }).nullish(),
    cosponsors: z.array(z.string()).nullish(),
    policyArea: z.string().nullish(),
    subjects: z.array(z.string()).nullish(),
    related: z.array(relatedSchema).nullish(),
    laws: z.array(z.string().regex(LAW, 'a public law is written 109-8')).nullish(),
  })
  .transform(
    (record): Bill => ({
      id: billId(record.type, record.number, record.congress),
      congress: record.congress,
      type: record.type,
      number: record.number,
      titles: record.titles.map(({ kind, title }) => ({ kind, title })),
      introduced: record.introduced ?? null,
      sponsor: record.sponsor ? { bioguide: record.sponsor.bioguide, name: record.sponsor.name } : null,
      cosponsors: record.cosponsors ?? [],
      policyArea: record.policyArea ?? null,
      subjects: record.subjects ?? [],
      related: (record.related ?? []).map((bill) =>
        bill.includes('-') ? bill : `${bill}-${record.congress}`,
      ),
      ...(record.laws && record.laws.length > 0 ? { laws: record.laws } : {}),
    }),
  );

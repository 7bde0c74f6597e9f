import { z } from 'zod';
import { pageOfBills } from '../../../db/bills.js';
import type { Database } from '../../../db/connection.js';
import { billReport, parseBillId } from '../../report/bill.js';
import { findBills } from '../../report/bill-search.js';
import { CursorError } from '../../report/cursor.js';
import { RequestProblem } from '../problem.js';
import { billId, filterFields, pageFields, wholeNumber } from '../statement-query.js';
import { operation } from './operation.js';
import { pageLinks } from './paging.js';
import { dayText, named, next, nextCursor, office } from './shapes.js';

const id = z.string().meta({ examples: ['s1693-115'] });

/** A bill as lists show it. */
export const bill = z
  .object({
    id,
    title: z.string().nullable().meta({ description: 'Null where the index does not hold it.' }),
    introduced: dayText.nullable(),
    sponsor: z.string().nullable(),
    policy_area: z.string().nullable(),
  })
  .register(named, { id: 'Bill' });

const billList = z
  .object({ bills: z.array(bill), next, next_cursor: nextCursor })
  .register(named, { id: 'BillList' });

const wholeBill = z
  .object({
    id,
    label: z.string().meta({ description: 'As it is printed.', examples: ['S. 1693'] }),
    congress: z.int(),
    title: z.string().nullable(),
    titles: z.array(z.object({ kind: z.string(), title: z.string() })),
    introduced: dayText.nullable(),
    sponsor: z.object({ name: z.string(), bioguide: z.string().nullable() }).nullable(),
    policy_area: z.string().nullable(),
    subjects: z.array(z.string()),
    companions: z.array(id).meta({ description: 'Bills that travel with it.' }),
    laws: z.array(z.string()).meta({ description: 'Public laws that it became, as 115-164.' }),
    known: z.boolean().meta({ description: 'The index holds it; else it is only cited.' }),
    statements: z.int().meta({ description: 'A release of several newsrooms counts once.' }),
    officials: z.int(),
    first: dayText.nullable(),
    last: dayText.nullable(),
    parties: z.array(z.object({ party: z.string().nullable(), statements: z.int() })),
  })
  .register(named, { id: 'WholeBill', description: 'A bill, and how much was said about it.' });

const count = z.int();
const timeline = z
  .object({
    bill: id,
    days: z.array(
      z.object({
        day: dayText,
        statements: count,
        officials: count,
        democrats: count,
        republicans: count,
        others: count,
        senators: count,
        attorneys_general: count,
        representatives: count,
      }),
    ),
  })
  .register(named, {
    id: 'Timeline',
    description: 'How many statements cite the bill, by day; those without a date are left out.',
  });

/** Somebody who was silent. */
export const silentOfficial = z
  .object({
    official: z.string().meta({ description: 'By id.' }),
    name: z.string(),
    party: z.string().nullable(),
    office,
    state: z.string(),
    in_office_from: dayText,
    in_office_until: dayText.meta({ description: 'Not included.' }),
    latest_statement: dayText.nullable().meta({
      description:
        'Newest statement on anything: where it is null or old, silence may be a newsroom that was not read.',
    }),
  })
  .register(named, { id: 'SilentOfficial' });

const silence = z.object({ bill: id, officials: z.array(silentOfficial) }).register(named, { id: 'Silence' });

const byId = z.strictObject({ id: billId });
type Found = Awaited<ReturnType<typeof findBills>>[number];

/** A bill as lists show it. */
export function billOf({ id, title, introduced_on, sponsor_name, policy_area }: Found) {
  return { id, title, introduced: introduced_on, sponsor: sponsor_name, policy_area };
}

/** Those who held office in the bill's Congress and published nothing that cites it. */
export async function silentOn(
  db: Database,
  bill: string,
  filter: { office?: string | undefined; state?: string | undefined; party?: string | undefined },
) {
  let query = db.selectFrom('silent_on_bill').selectAll().where('bill_id', '=', bill);
  for (const name of ['office', 'state', 'party'] as const) {
    const value = filter[name];
    if (value !== undefined) query = query.where(name, '=', value);
  }
  const rows = await query.orderBy('state').orderBy('official').orderBy('in_office_from').execute();
  return rows.map((row) => ({
    official: row.official_id ?? '',
    name: row.official ?? '',
    party: row.party,
    office: row.office ?? '',
    state: row.state ?? '',
    in_office_from: row.in_office_from ?? '',
    in_office_until: row.in_office_until ?? '',
    latest_statement: row.latest_statement_on,
  }));
}

/** @throws RequestProblem where nothing is known of the bill */
export async function knownBill(db: Database, id: string) {
  const report = await billReport(db, id);
  if (report !== null) return report;
  throw new RequestProblem(
    404,
    `There is no bill ${id} in the index, and no statement cites it: find it at /api/v1/bills?q=`,
  );
}

export const billOperations = [
  operation({
    id: 'listBills',
    method: 'get',
    path: '/bills',
    tag: 'Bills',
    summary: 'Bills of the index, by number; or with `q` those that fit best',
    query: z.strictObject({
      q: z
        .string()
        .min(1)
        .max(500)
        .optional()
        .meta({ description: 'Words of a title, or a number; the rest of the filters is then left aside.' }),
      congress: wholeNumber(1, 999)
        .optional()
        .meta({ examples: [115] }),
      type: z.enum(['s', 'hr', 'sres', 'hres', 'sjres', 'hjres', 'sconres', 'hconres']).optional(),
      limit: pageFields.limit,
      cursor: billId.optional().meta({ description: 'Go on after this bill; without `q`.' }),
    }),
    answers: { 200: { description: 'Bills.', schema: billList, headers: ['Link'] } },
    async handle({ query, request, reply }, { db }) {
      const { q, limit, cursor, congress, type } = query;
      if (q !== undefined) {
        if (cursor !== undefined) throw new CursorError('a search for bills has one page: raise its limit');
        const bills = (await findBills(db, q, limit)).map(billOf);
        return { bills, ...pageLinks(request, reply, null) };
      }
      const after = cursor === undefined ? null : parseBillId(cursor);
      const rows = await pageOfBills(db, { congress, type }, { limit: limit + 1, after });
      const shown = rows.slice(0, limit);
      const more = rows.length > limit ? (shown.at(-1)?.id ?? null) : null;
      return { bills: shown.map(billOf), ...pageLinks(request, reply, more) };
    },
  }),
  operation({
    id: 'getBill',
    method: 'get',
    path: '/bills/{id}',
    tag: 'Bills',
    summary: 'One bill, and how much was said about it',
    params: byId,
    answers: { 200: { description: 'The bill.', schema: wholeBill } },
    handle: ({ params }, { db }) => knownBill(db, params.id),
  }),
  operation({
    id: 'getTimeline',
    method: 'get',
    path: '/bills/{id}/timeline',
    tag: 'Bills',
    summary: 'When it was spoken of, by party and office',
    params: byId,
    answers: { 200: { description: 'Days on which somebody spoke of it.', schema: timeline } },
    async handle({ params }, { db }) {
      await knownBill(db, params.id);
      const rows = await db
        .selectFrom('bill_timeline')
        .selectAll()
        .where('bill_id', '=', params.id)
        .orderBy('day')
        .execute();
      return { bill: params.id, days: rows.map(({ bill_id: _, ...row }) => row) };
    },
  }),
  operation({
    id: 'getSilence',
    method: 'get',
    path: '/bills/{id}/silent',
    tag: 'Bills',
    summary: 'Who was in office in its Congress and has not spoken of it',
    params: byId,
    query: z.strictObject({
      office: filterFields.office,
      state: filterFields.state,
      party: filterFields.party.meta({ description: 'R, D or I.' }),
    }),
    answers: { 200: { description: 'The silent, by state and name.', schema: silence } },
    async handle({ params, query }, { db }) {
      await knownBill(db, params.id);
      return { bill: params.id, officials: await silentOn(db, params.id, query) };
    },
  }),
];

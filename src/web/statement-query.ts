import { z } from 'zod';
import { findBill, isCited } from '../../db/bills.js';
import type { Database } from '../../db/connection.js';
import { findOfficial, listOfficials } from '../../db/officials.js';
import { listTopics } from '../../db/topics.js';
import { type BillIdError, parseBillId } from '../report/bill.js';
import { type DateError, parseDay } from '../report/dates.js';
import type { StatementFilter } from '../report/filter.js';
import { nearest } from './nearest.js';

const day = z.string().transform((text, context) => {
  try {
    return parseDay(text);
  } catch (error) {
    context.addIssue({ code: 'custom', message: (error as DateError).message });
    return z.NEVER;
  }
});

/** A bill by its id. */
export const billId = z
  .string()
  .transform((text, context) => {
    try {
      return parseBillId(text).id;
    } catch (error) {
      context.addIssue({ code: 'custom', message: (error as BillIdError).message });
      return z.NEVER;
    }
  })
  .meta({ description: 'Type, number and Congress.', examples: ['s1693-115'] });

/** A switch, as a form or a program sends it. */
export const flag = z
  .enum(['true', 'false', '1', '0', 'on'], 'must be true or false')
  .transform((value) => value === 'true' || value === '1' || value === 'on')
  .meta({ type: 'boolean', enum: [true, false] });

const place = z
  .string()
  .regex(/^[A-Za-z]{2}$/, 'must be two letters, as ND')
  .transform((code) => code.toUpperCase());

const office = z
  .enum(['senate', 'attorney-general', 'ag', 'house'], 'must be senate, attorney-general (or ag) or house')
  .transform((name) => (name === 'ag' ? 'attorney-general' : name));

/** The filters of `rostrum statements` that say what is looked for, as a query has them. */
export const filterFields = {
  bill: billId.optional().meta({ description: 'Statements that cite this bill.', examples: ['s1693-115'] }),
  companions: flag
    .optional()
    .meta({ description: 'With `bill`: statements that cite its companions, too.', examples: ['true'] }),
  topic: z
    .string()
    .min(1)
    .max(100)
    .optional()
    .meta({ description: 'A topic by its id.', examples: ['crime-and-law-enforcement'] }),
  official: z
    .string()
    .min(1)
    .max(100)
    .optional()
    .meta({ description: 'An official by id.', examples: ['heitkamp-heidi'] }),
  office: office.optional().meta({ description: 'The office of whoever spoke.' }),
  state: place.optional().meta({ description: 'Two letters.', examples: ['ND'] }),
  party: z
    .string()
    .regex(/^[A-Za-z]$/, 'must be one letter: R, D or I')
    .transform((letter) => letter.toUpperCase())
    .optional()
    .meta({ description: 'The party of whoever spoke, on that day.', examples: ['D'] }),
  since: day.optional().meta({ description: 'Published on this day or later.', examples: ['2018-01-01'] }),
  until: day.optional().meta({ description: 'Published on this day or earlier.', examples: ['2018-12-31'] }),
  q: z
    .string()
    .min(1)
    .max(500)
    .optional()
    .meta({
      description: 'Words of the text: all of them, `"a phrase"`, `word*`, `or`, `-without`.',
      examples: ['"online trafficking" -drug'],
    }),
};

/** A whole number of a query, and what to send where it is none. */
export function wholeNumber(low: number, high: number) {
  const message = `must be a whole number from ${low} to ${high}`;
  return z.coerce.number(message).int(message).min(low, message).max(high, message);
}

/** How many to answer with. */
export function limitField(usual: number, most: number) {
  return wholeNumber(1, most).default(usual).meta({ description: 'At most so many.' });
}

/** Which part of a list. */
export const pageFields = {
  limit: limitField(50, 500),
  cursor: z
    .string()
    .max(60)
    .optional()
    .meta({ description: 'Go on where a page ended: its `next` has this.', examples: ['2018-03-22_123'] }),
};

/** The filters of `rostrum statements`, as a query. */
export const statementQuery = z.strictObject({
  ...filterFields,
  sort: z
    .enum(['newest', 'relevance'])
    .default('newest')
    .meta({ description: 'Newest first; or, with `q`, the best of its newest thousand matches first.' }),
  ...pageFields,
});

export type StatementQuery = z.output<typeof statementQuery>;

/** Something that is named in a query and does not exist. The message says what to send instead. */
export class UnknownNameError extends Error {
  override name = 'UnknownNameError';
  readonly field: string;

  constructor(field: string, message: string) {
    super(message);
    this.field = field;
  }
}

/** A form sends what was left empty; that is as if it were not there. */
export function withoutEmpty(query: unknown): unknown {
  if (typeof query !== 'object' || query === null) return query;
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ''));
}

/**
 * The filter that a query asks for.
 * @throws UnknownNameError so that a slip of the pen is not answered with silence
 */
export async function filterOf(
  db: Database,
  query: Pick<StatementQuery, keyof typeof filterFields>,
): Promise<StatementFilter> {
  const { companions, ...given } = query;
  const filter = Object.fromEntries(
    Object.entries(given).filter(([name, value]) => name in filterFields && value !== undefined),
  ) as StatementFilter;
  const [bill] = await Promise.all([
    filter.bill === undefined ? null : knownBill(db, filter.bill),
    filter.topic === undefined ? null : knownTopic(db, filter.topic),
    filter.official === undefined ? null : knownOfficial(db, filter.official),
  ]);
  if (companions === true) {
    if (filter.bill === undefined) {
      throw new UnknownNameError('companions', 'goes with a bill: send bill=s1693-115&companions=true');
    }
    filter.companions = bill?.related ?? [];
  }
  return filter;
}

/** A bill of the index, or null for one that is only cited. @throws UnknownNameError for one that is neither */
async function knownBill(db: Database, id: string) {
  const bill = await findBill(db, id);
  if (bill !== null) return bill;
  if (!(await isCited(db, id))) {
    throw new UnknownNameError(
      'bill',
      `there is no bill ${id} in the index and no statement cites it: find it at /api/v1/bills?q=`,
    );
  }
  return null;
}

async function knownTopic(db: Database, id: string): Promise<void> {
  const names = (await listTopics(db)).map((topic) => topic.id);
  if (!names.includes(id)) {
    throw new UnknownNameError(
      'topic',
      `there is no topic "${id}"${meant(id, names)}: /api/v1/topics lists them`,
    );
  }
}

async function knownOfficial(db: Database, id: string): Promise<void> {
  if ((await findOfficial(db, id)) !== null) return;
  const names = (await listOfficials(db)).map((official) => official.id);
  throw new UnknownNameError(
    'official',
    `there is no official "${id}"${meant(id, names)}: /api/v1/officials lists them`,
  );
}

function meant(given: string, names: string[]): string {
  const name = nearest(given, names);
  return name === null ? '' : ` (did you mean ${name}?)`;
}

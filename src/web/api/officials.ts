import { z } from 'zod';
import { findOfficial, pageOfOfficials } from '../../../db/officials.js';
import { countStatements, findStatements, totalCap } from '../../report/statements.js';
import { RequestProblem } from '../problem.js';
import { filterFields, flag, pageFields } from '../statement-query.js';
import { operation } from './operation.js';
import { pageLinks } from './paging.js';
import { dayText, named, next, nextCursor, office, published } from './shapes.js';

const officialFields = {
  id: z.string().meta({ examples: ['heitkamp-heidi'] }),
  bioguide: z.string().nullable().meta({ description: 'Senators carry one.' }),
  name: z.string(),
  first: z.string(),
  last: z.string(),
  aliases: z.array(z.string()),
  terms: z.array(
    z.object({
      office,
      state: z.string(),
      division: z.string().meta({ description: 'Open Civic Data division id.' }),
      party: z.string(),
      start: dayText.meta({ description: 'Included.' }),
      end: dayText.nullable().meta({ description: 'Not included; null while there is none known.' }),
    }),
  ),
};

/** An official with every term. */
export const official = z.object(officialFields).register(named, { id: 'Official' });

const officialList = z
  .object({ officials: z.array(official), next, next_cursor: nextCursor })
  .register(named, { id: 'OfficialList' });

const wholeOfficial = z
  .object({
    ...officialFields,
    statements: z.int().meta({ description: 'How many are theirs, as far as was counted.' }),
    statements_is_capped: z.boolean(),
    newest: z.object({ id: z.int(), published, title: z.string() }).nullable(),
  })
  .register(named, { id: 'WholeOfficial' });

type Row = Awaited<ReturnType<typeof pageOfOfficials>>[number];

/** An official as the API shows one. */
export function officialOf({ id, bioguide, name, first, last, aliases, terms }: Row) {
  return {
    id,
    bioguide,
    name,
    first,
    last,
    aliases,
    terms: terms.map(({ starts_on, ends_on, ...term }) => ({ ...term, start: starts_on, end: ends_on })),
  };
}

export const officialOperations = [
  operation({
    id: 'listOfficials',
    method: 'get',
    path: '/officials',
    tag: 'Officials',
    summary: 'Senators and attorneys general with their terms, by id',
    query: z.strictObject({
      office: filterFields.office,
      state: filterFields.state,
      party: filterFields.party.meta({ description: 'R, D or I, in a term that fits the rest.' }),
      current: flag.optional().meta({ description: 'Only those in office today.' }),
      name: z.string().min(1).max(100).optional().meta({ description: 'A part of a name.' }),
      bioguide: z
        .string()
        .regex(/^[A-Za-z]\d{6}$/, 'must be a letter and six digits, as P000449')
        .transform((text) => text.toUpperCase())
        .optional()
        .meta({ description: 'The one with this Bioguide id.', examples: ['P000449'] }),
      limit: pageFields.limit,
      cursor: z
        .string()
        .regex(/^[\w.-]{1,100}$/, 'must be a cursor that a page of this list gave')
        .optional()
        .meta({ description: 'Go on after this id.' }),
    }),
    answers: { 200: { description: 'A page of officials.', schema: officialList, headers: ['Link'] } },
    async handle({ query, request, reply }, { db }) {
      const { limit, cursor, ...filter } = query;
      const rows = await pageOfOfficials(db, filter, { limit: limit + 1, after: cursor });
      const shown = rows.slice(0, limit);
      const more = rows.length > limit ? (shown.at(-1)?.id ?? null) : null;
      return { officials: shown.map(officialOf), ...pageLinks(request, reply, more) };
    },
  }),
  operation({
    id: 'getOfficial',
    method: 'get',
    path: '/officials/{id}',
    tag: 'Officials',
    summary: 'One official, and how much they said',
    params: z.strictObject({
      id: z
        .string()
        .min(1)
        .max(100)
        .meta({ description: 'Id of the official.', examples: ['heitkamp-heidi'] }),
    }),
    answers: { 200: { description: 'The official.', schema: wholeOfficial } },
    async handle({ params: { id } }, { db }) {
      const found = await findOfficial(db, id);
      if (found === null) {
        throw new RequestProblem(404, `There is no official ${id}: find one at /api/v1/officials?name=`);
      }
      const [total, [newest]] = await Promise.all([
        countStatements(db, { official: id }),
        findStatements(db, { official: id }, { limit: 1 }),
      ]);
      return {
        ...officialOf(found),
        statements: total,
        statements_is_capped: total === totalCap({}),
        newest:
          newest === undefined ? null : { id: newest.id, published: newest.published, title: newest.title },
      };
    },
  }),
];

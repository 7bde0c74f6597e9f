import { z } from 'zod';
import { pageOfOfficials } from '../../../db/officials.js';
import { findBills } from '../../report/bill-search.js';
import { statementPage } from '../../report/statements.js';
import { filterFields, filterOf, limitField, statementQuery } from '../statement-query.js';
import { bill, billOf } from './bills.js';
import { official, officialOf } from './officials.js';
import { operation } from './operation.js';
import { pageLinks } from './paging.js';
import { named, next, nextCursor, statement } from './shapes.js';

const found = z
  .object({
    bills: z.array(bill).meta({ description: 'By number or title, at most ten; on the first page only.' }),
    officials: z.array(official).meta({ description: 'By name, at most ten; on the first page only.' }),
    statements: z.array(statement),
    next,
    next_cursor: nextCursor,
  })
  .register(named, { id: 'Found' });

const MOST_NAMED = 10;

export const searchOperations = [
  operation({
    id: 'search',
    method: 'get',
    path: '/search',
    tag: 'Search',
    summary: 'Bills, officials and statements for what somebody typed',
    description:
      'Statements come with the parts of their text that hold the words. Every filter holds for them.',
    query: statementQuery.extend({
      q: filterFields.q.unwrap().meta({
        description: 'A bill’s number or title, a name, words of a text, `"a phrase"`.',
        examples: ['SESTA'],
      }),
      limit: limitField(20, 100),
    }),
    answers: { 200: { description: 'What was found.', schema: found, headers: ['Link'] } },
    async handle({ query, request, reply }, { db }) {
      const { q, limit, sort, cursor } = query;
      const filter = await filterOf(db, query);
      const first = cursor === undefined;
      const [page, bills, officials] = await Promise.all([
        statementPage(db, filter, { limit, sort, highlight: true, ...(first ? {} : { cursor }) }),
        first ? findBills(db, q, MOST_NAMED) : [],
        first ? pageOfOfficials(db, { name: q }, { limit: MOST_NAMED }) : [],
      ]);
      return {
        bills: bills.map(billOf),
        officials: officials.map(officialOf),
        statements: page.statements,
        ...pageLinks(request, reply, page.next),
      };
    },
  }),
];

import { z } from 'zod';
import { quotePage } from '../../report/quotes.js';
import { filterFields, filterOf, pageFields } from '../statement-query.js';
import { operation } from './operation.js';
import { pageLinks } from './paging.js';
import { named, next, nextCursor, quote } from './shapes.js';

const quoteList = z
  .object({ quotes: z.array(quote), next, next_cursor: nextCursor })
  .register(named, { id: 'QuoteList' });

export const quoteOperations = [
  operation({
    id: 'listQuotes',
    method: 'get',
    path: '/quotes',
    tag: 'Quotes',
    summary: 'Quotes in the statements that pass the filters, newest first',
    description:
      '`official`, `party` and `office` are those of the speaker; the rest is about the statement.',
    query: z.strictObject({ ...filterFields, ...pageFields }),
    answers: { 200: { description: 'A page of quotes.', schema: quoteList, headers: ['Link'] } },
    async handle({ query, request, reply }, { db }) {
      const { limit, cursor } = query;
      const filter = await filterOf(db, query);
      const page = await quotePage(db, filter, { limit, ...(cursor === undefined ? {} : { cursor }) });
      return { quotes: page.quotes, ...pageLinks(request, reply, page.next) };
    },
  }),
];

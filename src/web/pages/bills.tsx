import type { FastifyInstance } from 'fastify';
import { findBills } from '../../report/bill-search.js';
import { overview } from '../../report/overview.js';
import { billNumber, congressOf } from '../wording.js';
import { type PageContext, sendPage } from './context.js';
import { BillRanking } from './parts/ranking.js';
import { Day, Heading } from './parts/text.js';

const NEWEST = 3000;
const SHOWN = 60;

/** The bills most spoken of, and a search among all of the index. */
export function billsRoute(app: FastifyInstance, { db, ...context }: PageContext): void {
  app.get<{ Querystring: Record<string, unknown> }>(
    '/bills',
    { config: { kept: true } },
    async (request, reply) => {
      const q = typeof request.query.q === 'string' ? request.query.q.trim().slice(0, 200) : '';
      const [busy, found] = await Promise.all([
        q === '' ? overview(db, {}, { newest: NEWEST, limit: SHOWN }) : null,
        q === '' ? [] : findBills(db, q, SHOWN),
      ]);
      return sendPage(
        { db, ...context },
        reply,
        {
          title: q === '' ? 'Bills' : `Bills named ${q}`,
          description: 'The bills that senators and attorneys general speak of most.',
          path: '/bills',
          part: 'bills',
        },
        <>
          <Heading>Bills</Heading>
          <form class="entry" method="get" action="/bills">
            <label class="wide">
              <span>Words of a title, or a number</span>
              <input name="q" type="search" value={q} maxLength={200} />
            </label>
            <button type="submit">Find bills</button>
          </form>
          {busy === null ? (
            <section aria-labelledby="found">
              <h2 id="found">In the index</h2>
              {found.length === 0 ? (
                <div class="empty">
                  <p>
                    No bill of the index bears these words. <a href="/bills">The bills most spoken of</a>
                  </p>
                </div>
              ) : (
                <ul class="plain">
                  {found.map((bill) => (
                    <li>
                      <a href={`/bills/${bill.id}`}>
                        <b class="number">{billNumber(bill.id)}</b> <bdi>{bill.title}</bdi>
                      </a>
                      <p class="fine">
                        {congressOf(bill.id)}
                        {bill.introduced_on !== null && (
                          <>
                            , introduced <Day of={bill.introduced_on} />
                          </>
                        )}
                        {bill.sponsor_name !== null && (
                          <>
                            {' '}
                            by <bdi>{bill.sponsor_name}</bdi>
                          </>
                        )}
                      </p>
                    </li>
                  ))}
                </ul>
              )}
            </section>
          ) : (
            <section aria-labelledby="busiest">
              <h2 id="busiest">Most spoken of</h2>
              {busy.more && <p class="fine">In the newest {NEWEST.toLocaleString('en-US')} statements.</p>}
              {busy.bills.length === 0 ? (
                <div class="empty">
                  <p>No statement names a bill yet.</p>
                </div>
              ) : (
                <div class="prose">
                  <BillRanking bills={busy.bills} />
                </div>
              )}
            </section>
          )}
        </>,
      );
    },
  );
}

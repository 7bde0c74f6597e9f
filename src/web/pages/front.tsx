import type { FastifyInstance } from 'fastify';
import { DateTime } from 'luxon';
import { lastReading } from '../../report/newsroom-health.js';
import { newestDay, overview } from '../../report/overview.js';
import { longDay, shortDay, sinceThen } from '../dates-in-words.js';
import { counted } from '../wording.js';
import { type PageContext, sendPage } from './context.js';
import { SearchBox } from './layout.js';
import { alternatesOf, readList } from './list-request.js';
import { BillRanking } from './parts/ranking.js';
import { StatementList } from './parts/statements.js';

/** So many statements of the newest day are shown, and so many at least of the days before, where it was quiet. */
const MOST = 12;
const LEAST = 8;

/** The way in: a search box, what was said last, and the bills most spoken of in that week. */
export function frontRoute(app: FastifyInstance, context: PageContext): void {
  const { db } = context;
  app.get('/', { config: { kept: true } }, async (_request, reply) => {
    const newest = await newestDay(db);
    const today = DateTime.utc().toISODate();
    const week = newest === null ? null : DateTime.fromISO(newest).minus({ days: 6 }).toISODate();
    const [list, busy, reading] = await Promise.all([
      readList(db, '/search', {}, {}, { total: 0 }),
      week === null ? null : overview(db, { since: week }, { newest: 2000, limit: 8 }),
      lastReading(db),
    ]);
    const { statements } = list.shown;
    const ofDay = statements.filter(({ published }) => published?.slice(0, 10) === newest).slice(0, MOST);
    const before = statements
      .filter(({ published }) => published?.slice(0, 10) !== newest)
      .slice(0, Math.max(0, LEAST - ofDay.length));
    return sendPage(
      context,
      reply,
      {
        title: 'Rostrum',
        description:
          'What did our senators and attorneys general say about this bill? Every statement of every newsroom, by bill, by person, by state, with the words that prove it.',
        path: '/',
        alternates: alternatesOf({ given: {}, fixed: {} }, 'Everything'),
      },
      <>
        <section class="opening">
          <h1>What did our senators and attorneys general say about this bill?</h1>
          <SearchBox large />
          <p class="fine">
            A bill’s number or name, somebody’s name, a state, or any words:{' '}
            <code>“online trafficking” -drug</code>
          </p>
        </section>
        <div class="columns">
          <section aria-labelledby="latest">
            <h2 id="latest">
              {newest === null ? 'Said last' : newest === today ? 'Said today' : `Said on ${longDay(newest)}`}
            </h2>
            {newest === null ? (
              <div class="empty">
                <p>
                  Nothing has been collected yet. The newsrooms are visited as they come due;{' '}
                  <code>rostrum crawl --all</code> visits them now. <a href="/newsrooms">See how they fare</a>
                  .
                </p>
              </div>
            ) : (
              <>
                <StatementList shown={{ ...list.shown, statements: ofDay }} />
                {before.length > 0 && (
                  <>
                    <h2>In the days before</h2>
                    <StatementList shown={{ ...list.shown, statements: before }} />
                  </>
                )}
                <p class="more">
                  <a href="/search">All statements, newest first</a>
                </p>
              </>
            )}
          </section>
          <section aria-labelledby="busiest">
            <h2 id="busiest">Most spoken of</h2>
            {busy !== null && week !== null && newest !== null && (
              <>
                <p class="fine">In the week to {shortDay(newest)}</p>
                {busy.bills.length === 0 ? (
                  <p>No statement of that week names a bill.</p>
                ) : (
                  <BillRanking bills={busy.bills} />
                )}
              </>
            )}
            <p class="more">
              <a href="/bills">All bills</a>
            </p>
            <p class="reading">
              {counted(reading.newsrooms, 'newsroom')} on schedule
              {reading.last !== null && <>, the last one read {sinceThen(reading.last)}</>}.{' '}
              <a href="/newsrooms">How they fare</a>
            </p>
          </section>
        </div>
      </>,
    );
  });
}

import type { FastifyInstance } from 'fastify';
import { isState } from '../../catalog/states.js';
import { officeHolders, statesAtAGlance } from '../../report/office-holders.js';
import { overview } from '../../report/overview.js';
import { stateNameOf } from '../../tag/states.js';
import { type PageContext, sendMessage, sendPage } from './context.js';
import { alternatesOf, readList } from './list-request.js';
import { Holders } from './officials.js';
import { Statements } from './parts/list.js';
import { BillRanking, TopicRanking } from './parts/ranking.js';
import { StateGrid } from './parts/state-grid.js';
import { Day, Heading } from './parts/text.js';
import { Timeline } from './parts/timeline.js';

/** All states, and what the officials of one say. */
export function stateRoutes(app: FastifyInstance, context: PageContext): void {
  const { db } = context;
  app.get('/states', { config: { kept: true } }, async (_request, reply) => {
    const states = await statesAtAGlance(db);
    return sendPage(
      context,
      reply,
      {
        title: 'States',
        description: 'Every state, its senators and its attorney general, and when they last spoke.',
        path: '/states',
        part: 'states',
      },
      <>
        <Heading>States</Heading>
        <div class="sides">
          <StateGrid
            tiles={states.map(({ state, officials, latest }) => ({
              state,
              told: `${officials} in office, ${latest === null ? 'nothing found' : `newest statement ${latest}`}`,
              note: String(officials),
              kind: latest === null ? 'none' : 'all',
            }))}
            href={(state) => `/states/${state}`}
            label="States"
            marks={{ all: 'statements found', none: 'none found' }}
          />
          <ul class="plain two">
            {states.map(({ state, latest }) => (
              <li>
                <a href={`/states/${state}`}>{stateNameOf(state)}</a>{' '}
                <span class="fine">
                  {latest === null ? (
                    'no statement was found'
                  ) : (
                    <>
                      newest <Day of={latest} />
                    </>
                  )}
                </span>
              </li>
            ))}
          </ul>
        </div>
        {states.length === 0 && (
          <div class="empty">
            <p>The catalogue names nobody in office.</p>
          </div>
        )}
      </>,
    );
  });

  app.get<{ Params: { code: string } }>(
    '/states/:code',
    { config: { kept: true } },
    async (request, reply) => {
      const state = request.params.code.toUpperCase();
      if (!isState(state)) {
        return sendMessage(
          context,
          reply,
          404,
          'No such state',
          'A state is written with two letters, as /states/ND.',
        );
      }
      const path = `/states/${state}`;
      const name = stateNameOf(state);
      const [holders, about] = await Promise.all([
        officeHolders(db, { state }, { limit: 100 }),
        overview(db, { state }),
      ]);
      const list = await readList(
        db,
        path,
        request.query,
        { state },
        { total: about.read, more: about.more },
      );
      const alternates = alternatesOf(list, name);
      return sendPage(
        context,
        reply,
        {
          title: name,
          description: `What the senators and the attorney general of ${name} say, on which bills and topics.`,
          path,
          part: 'states',
          trail: [{ name: 'States', href: '/states' }],
          alternates,
        },
        <>
          <Heading kicker="State">{name}</Heading>
          <section aria-labelledby="holders">
            <h2 id="holders">In office</h2>
            {holders.length === 0 ? <p>The catalogue names nobody.</p> : <Holders holders={holders} />}
          </section>
          {about.read > 0 && (
            <>
              <div class="columns even">
                <section aria-labelledby="bills">
                  <h2 id="bills">Bills spoken of</h2>
                  {about.bills.length === 0 ? (
                    <p>None by name.</p>
                  ) : (
                    <BillRanking bills={about.bills.slice(0, 8)} />
                  )}
                </section>
                <section aria-labelledby="topics">
                  <h2 id="topics">Topics</h2>
                  <TopicRanking topics={about.topics.slice(0, 8)} />
                  {about.more && (
                    <p class="fine">Of the newest {about.read.toLocaleString('en-US')} statements.</p>
                  )}
                </section>
              </div>
              <Timeline days={about.days} byParty={false} />
            </>
          )}
          <Statements
            list={list}
            path={path}
            alternates={alternates}
            heading="Statements"
            nothing={
              <p>
                No statement was found. <a href="/newsrooms">See how the newsrooms fare</a>.
              </p>
            }
          />
        </>,
      );
    },
  );
}

import type { FastifyInstance } from 'fastify';
import { type OfficeHolder, type OfficeHolderFilter, officeHolders } from '../../report/office-holders.js';
import { stateNameOf } from '../../tag/states.js';
import { counted } from '../wording.js';
import { type PageContext, sendPage } from './context.js';
import { addressOf } from './list-request.js';
import { Choice, officeOptions, partyOptions, stateOptions } from './parts/choices.js';
import { Day, Heading, Person } from './parts/text.js';

const SHOWN = 250;

/** Everybody in office, by state. */
export function officialsRoute(app: FastifyInstance, context: PageContext): void {
  app.get<{ Querystring: Record<string, unknown> }>(
    '/officials',
    { config: { kept: true } },
    async (request, reply) => {
      const given = Object.fromEntries(
        ['name', 'office', 'state', 'party', 'former', 'page'].flatMap((name) => {
          const value = request.query[name];
          return typeof value === 'string' && value !== '' ? [[name, value.slice(0, 100)]] : [];
        }),
      ) as Record<string, string>;
      const { page: asked, ...filters } = given;
      const page = Math.min(1000, Math.max(1, Number.parseInt(asked ?? '1', 10) || 1));
      const filter: OfficeHolderFilter = {
        ...(filters.name === undefined ? {} : { name: filters.name }),
        ...(filters.office === undefined ? {} : { office: filters.office }),
        ...(filters.state === undefined ? {} : { state: filters.state.toUpperCase() }),
        ...(filters.party === undefined ? {} : { party: filters.party.toUpperCase() }),
        former: filters.former !== undefined,
      };
      const found = await officeHolders(context.db, filter, { limit: SHOWN + 1, offset: (page - 1) * SHOWN });
      const shown = found.slice(0, SHOWN);
      const states = [...new Set(shown.map(({ state }) => state))];
      return sendPage(
        context,
        reply,
        {
          title: 'Officials',
          description: 'Senators and attorneys general, by state, with their newest statement.',
          path: addressOf('/officials', given),
          part: 'officials',
        },
        <>
          <Heading>Officials</Heading>
          <form class="entry" method="get" action="/officials">
            <label>
              <span>Name</span>
              <input name="name" type="search" value={filters.name} maxLength={100} />
            </label>
            <Choice name="office" label="Office" chosen={filters.office} options={officeOptions} />
            <Choice name="state" label="State" chosen={filter.state} options={stateOptions} />
            <Choice name="party" label="Party" chosen={filter.party} options={partyOptions} />
            <label class="check">
              <input name="former" type="checkbox" value="true" checked={filter.former} />
              <span>Former ones, too</span>
            </label>
            <button type="submit">Show</button>
          </form>
          <p class="count">
            {counted(shown.length, 'official')}
            {found.length > SHOWN || page > 1 ? ` on part ${page}` : filter.former ? '' : ' in office'}
          </p>
          {shown.length === 0 && (
            <div class="empty">
              <p>
                Nobody in the catalogue is like that. <a href="/officials">Show everybody in office</a>
              </p>
            </div>
          )}
          <div class="by-state">
            {states.map((state) => (
              <section aria-labelledby={`in-${state}`}>
                <h2 id={`in-${state}`}>
                  <a href={`/states/${state}`}>{stateNameOf(state)}</a>
                </h2>
                <Holders holders={shown.filter((one) => one.state === state)} />
              </section>
            ))}
          </div>
          {(page > 1 || found.length > SHOWN) && (
            <nav aria-label="Parts of the list" class="pager">
              {page > 1 && (
                <a href={addressOf('/officials', { ...filters, page: String(page - 1) })}>Before</a>
              )}
              {found.length > SHOWN && (
                <a href={addressOf('/officials', { ...filters, page: String(page + 1) })}>More officials</a>
              )}
            </nav>
          )}
        </>,
      );
    },
  );
}

/** Office holders with the day of their newest statement. */
export function Holders({ holders }: { holders: OfficeHolder[] }) {
  return (
    <ul class="people">
      {holders.map((holder) => (
        <li>
          <Person {...holder} state={null} />{' '}
          <span class="fine">
            {holder.latest === null ? (
              'no statement was found'
            ) : (
              <>
                newest statement <Day of={holder.latest} />
              </>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}

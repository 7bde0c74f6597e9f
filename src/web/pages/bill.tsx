import type { FastifyInstance } from 'fastify';
import { findBill } from '../../../db/bills.js';
import { billLabel, displayTitle, parseBillId } from '../../report/bill.js';
import { type Companion, companionsOf } from '../../report/companions.js';
import { type Silent, silentOn } from '../../report/silence.js';
import { type Voices, voicesOn } from '../../report/voices.js';
import { span } from '../dates-in-words.js';
import { billNumber, counted, ordinal } from '../wording.js';
import { type PageContext, sendMessage, sendPage } from './context.js';
import { addressOf, alternatesOf, readList } from './list-request.js';
import { Statements } from './parts/list.js';
import { Speakers } from './parts/speakers.js';
import { Day, Fact, Heading } from './parts/text.js';
import { Timeline } from './parts/timeline.js';

/** Who said what about a bill, and who has been silent. */
export function billRoute(app: FastifyInstance, context: PageContext): void {
  const { db } = context;
  app.get<{ Params: { id: string } }>('/bills/:id', { config: { kept: true } }, async (request, reply) => {
    let named: ReturnType<typeof parseBillId>;
    try {
      named = parseBillId(request.params.id);
    } catch (error) {
      return sendMessage(context, reply, 400, 'Not a bill', (error as Error).message);
    }
    const { id } = named;
    const [bill, voices] = await Promise.all([findBill(db, id), voicesOn(db, id)]);
    if (bill === null && voices.statements === 0) {
      return sendMessage(
        context,
        reply,
        404,
        'No such bill',
        `There is no bill ${id} in the index, and no statement cites it.`,
      );
    }
    const path = `/bills/${id}`;
    const [silent, companions, list] = await Promise.all([
      silentOn(db, id, bill?.related ?? []),
      companionsOf(db, bill?.related ?? []),
      readList(db, path, request.query, { bill: id }, { total: voices.listed }),
    ]);
    const label = billLabel(named.type, named.number);
    const title = bill === null ? null : displayTitle(bill.titles);
    const alternates = alternatesOf(list, label);
    return sendPage(
      context,
      reply,
      {
        title: `${label}: ${title ?? `${ordinal(named.congress)} Congress`}`,
        description: `What senators and attorneys general said about ${label} of the ${ordinal(named.congress)} Congress: ${counted(voices.statements, 'statement')} by ${counted(voices.voices.length, 'official')}, and who has been silent.`,
        path,
        part: 'bills',
        trail: [{ name: 'Bills', href: '/bills' }],
        alternates,
      },
      <>
        <Heading kicker={`${label} · ${ordinal(named.congress)} Congress`}>
          <bdi>{title ?? label}</bdi>
        </Heading>
        <Summary voices={voices} silent={silent} />
        <dl class="facts">
          {bill?.introduced_on != null && (
            <Fact name="Introduced">
              <Day of={bill.introduced_on} />
            </Fact>
          )}
          {bill?.sponsor_name != null && (
            <Fact name="Sponsor">
              <bdi>{bill.sponsor_name}</bdi>
            </Fact>
          )}
          {bill?.policy_area != null && <Fact name="Policy area">{bill.policy_area}</Fact>}
          {bill !== null && bill.laws.length > 0 && (
            <Fact name="Became">{bill.laws.map((law) => `Public Law ${law}`).join(', ')}</Fact>
          )}
          {voices.first !== null && voices.last !== null && (
            <>
              <Fact name="First spoken of">
                <Day of={voices.first} />
              </Fact>
              <Fact name="Last spoken of">
                <Day of={voices.last} />
              </Fact>
              <Fact name="Spoken of for">{span(voices.first, voices.last)}</Fact>
            </>
          )}
        </dl>
        {bill === null && (
          <p class="note">The bill index does not hold this bill; statements cite it by its number.</p>
        )}
        {companions.length > 0 && <Companions companions={companions} />}
        <Timeline days={voices.days} byParty of={label} introduced={bill?.introduced_on ?? null} />
        <Speakers
          voices={voices.voices}
          silent={silent}
          congress={named.congress}
          href={(state) => `${addressOf(path, { ...list.given, state })}#list`}
        />
        <Statements
          list={list}
          remark={
            voices.listed > voices.statements
              ? 'A joint release is listed for each of its newsrooms, and counted once above.'
              : undefined
          }
          path={path}
          alternates={alternates}
          heading="Who said what"
          nothing={
            <p>
              Nobody in the archive has spoken of this bill.{' '}
              {companions.some(({ statements }) => statements > 0) &&
                'Its companions were spoken of: see above. '}
              Newsrooms are visited as they come due; <a href="/newsrooms">see how they fare</a>.
            </p>
          }
        />
      </>,
    );
  });
}

function Summary({ voices, silent }: { voices: Voices; silent: Silent[] }) {
  const people = voices.voices.filter(({ official }) => official !== null).length;
  const states = new Set(voices.voices.map(({ state }) => state)).size;
  return (
    <p class="lede">
      {voices.statements === 0 ? (
        'Nobody has spoken of it'
      ) : (
        <>
          <a href="#list">{counted(voices.statements, 'statement')}</a> by{' '}
          <a href="#voices">{counted(people, 'official')}</a> of {counted(states, 'state')}
        </>
      )}
      {silent.length > 0 && (
        <>
          ; <a href="#silent">{silent.length.toLocaleString('en-US')} in office said nothing</a>
        </>
      )}
      .
    </p>
  );
}

const MOST_COMPANIONS = 6;

function Companions({ companions }: { companions: Companion[] }) {
  const items = (some: Companion[]) => (
    <ul class="companions">
      {some.map(({ bill, title, statements }) => (
        <li>
          <a href={`/bills/${bill}`}>
            <b class="number">{billNumber(bill)}</b> <bdi>{title}</bdi>
          </a>{' '}
          <span class="fine">
            {statements === 0 ? 'nobody spoke of it' : counted(statements, 'statement')}
          </span>
        </li>
      ))}
    </ul>
  );
  return (
    <section aria-labelledby="companions">
      <h2 id="companions">Travels with</h2>
      {items(companions.slice(0, MOST_COMPANIONS))}
      {companions.length > MOST_COMPANIONS && (
        <details>
          <summary>{counted(companions.length - MOST_COMPANIONS, 'more companion')}</summary>
          {items(companions.slice(MOST_COMPANIONS))}
        </details>
      )}
    </section>
  );
}

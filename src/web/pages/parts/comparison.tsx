import type {
  BillComparison as Bills,
  OfficialComparison as Officials,
  Parts,
} from '../../../report/compare.js';
import type { OfficialReport } from '../../../report/official.js';
import type { Voice } from '../../../report/voices.js';
import { billNumber, congressOf, counted, seatName } from '../../wording.js';
import { BillRanking } from './ranking.js';
import { Day, Party, Person, Scroll } from './text.js';
import { Timeline } from './timeline.js';

const SHOWN = 10;

/** Two officials: who they are, what both speak of, and what one alone does. */
export function OfficialComparison({ comparison }: { comparison: Officials }) {
  const { officials, bills, topics } = comparison;
  const [first, second] = officials;
  return (
    <>
      <div class="sides">
        {officials.map((official) => (
          <Side official={official} />
        ))}
      </div>
      <Shared
        heading="Bills both speak of"
        names={[first.name, second.name]}
        none="No bill by name."
        rows={bills.both.map(([one, other]) => ({
          href: `/bills/${one.bill}`,
          name: `${billNumber(one.bill)} ${one.title ?? congressOf(one.bill)}`,
          counts: [one.statements, other.statements],
        }))}
      />
      <div class="sides">
        {(
          [
            [first, bills.first],
            [second, bills.second],
          ] as const
        ).map(([official, alone]) => (
          <section>
            <h2>
              Only <bdi>{official.name}</bdi>
            </h2>
            {alone.length === 0 ? <p>No other bill.</p> : <BillRanking bills={alone.slice(0, SHOWN)} alone />}
          </section>
        ))}
      </div>
      <Shared
        heading="Topics of both"
        names={[first.name, second.name]}
        none="No topic."
        rows={topics.both.map(([one, other]) => ({
          href: `/topics/${encodeURIComponent(one.topic)}`,
          name: one.name,
          counts: [one.statements, other.statements],
        }))}
      />
    </>
  );
}

function Side({ official }: { official: OfficialReport }) {
  const [term] = official.terms;
  const { read, more, first, last } = official.overview;
  return (
    <section>
      <h2>
        <a href={`/officials/${encodeURIComponent(official.id)}`}>
          <bdi>{official.name}</bdi>
        </a>
      </h2>
      <p>
        {term !== undefined && (
          <>
            <Party party={term.party} /> {seatName(term.office, term.state)}.{' '}
          </>
        )}
        {more ? `More than ${counted(read, 'statement')}` : counted(read, 'statement')}
        {first !== null && last !== null && (
          <>
            , <Day of={first} /> to <Day of={last} />
          </>
        )}
        .
      </p>
      <Timeline days={official.overview.days} byParty={false} />
    </section>
  );
}

interface SharedRow {
  href: string;
  name: string;
  counts: [number, number];
}

function Shared(props: { heading: string; names: [string, string]; none: string; rows: SharedRow[] }) {
  return (
    <section>
      <h2>{props.heading}</h2>
      {props.rows.length === 0 ? (
        <p>{props.none}</p>
      ) : (
        <Scroll label={props.heading}>
          <table>
            <thead>
              <tr>
                <th scope="col">Subject</th>
                {props.names.map((name) => (
                  <th scope="col" class="figure">
                    <bdi>{name}</bdi>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {props.rows.map(({ href, name, counts }) => (
                <tr>
                  <th scope="row">
                    <a href={href}>
                      <bdi>{name}</bdi>
                    </a>
                  </th>
                  {counts.map((count) => (
                    <td class="figure">{count}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </section>
  );
}

/** Two bills: when they were spoken of, who spoke of both, and who of one alone. */
export function BillComparison({ comparison: { bills, voices } }: { comparison: Bills }) {
  return (
    <>
      <div class="sides">
        {bills.map(({ id, title, voices: said }) => (
          <section>
            <h2>
              <a href={`/bills/${id}`}>
                <b class="number">{billNumber(id)}</b> <bdi>{title ?? congressOf(id)}</bdi>
              </a>
            </h2>
            <p>
              {congressOf(id)}. {counted(said.statements, 'statement')} by{' '}
              {counted(said.voices.length, 'official')}
              {said.first !== null && said.last !== null && (
                <>
                  , <Day of={said.first} /> to <Day of={said.last} />
                </>
              )}
              .
            </p>
            <Timeline days={said.days} byParty of={billNumber(id)} />
          </section>
        ))}
      </div>
      <Spoke parts={voices} bills={[bills[0].id, bills[1].id]} />
    </>
  );
}

function Spoke({ parts, bills: [first, second] }: { parts: Parts<Voice>; bills: [string, string] }) {
  const lists: [string, Voice[]][] = [
    ['Spoke of both', parts.both.map(([one]) => one)],
    [`Only of ${billNumber(first)}`, parts.first],
    [`Only of ${billNumber(second)}`, parts.second],
  ];
  return (
    <div class="thirds">
      {lists.map(([heading, voices]) => (
        <section>
          <h2>{heading}</h2>
          {voices.length === 0 ? (
            <p>Nobody.</p>
          ) : (
            <ul class="people">
              {voices.map((voice) => (
                <li>
                  <Person {...voice} />
                </li>
              ))}
            </ul>
          )}
        </section>
      ))}
    </div>
  );
}

import { DateTime } from 'luxon';
import type { PartyDay } from '../../../report/voices.js';
import { type Bar, barsOverTime } from '../../plots.js';
import { Scroll } from './text.js';

type Unit = 'day' | 'week' | 'month' | 'year';
const FORMAT: Record<Unit, string> = {
  day: 'LLL d, yyyy',
  week: "'Week of' LLL d, yyyy",
  month: 'LLLL yyyy',
  year: 'yyyy',
};

interface Row {
  key: string;
  name: string;
  colour: string;
}

const ROWS: Row[] = [
  { key: 'D', name: 'Democrats', colour: '--democrat' },
  { key: 'R', name: 'Republicans', colour: '--republican' },
  { key: 'other', name: 'Others', colour: '--independent' },
];
const ALL: Row[] = [{ key: 'all', name: 'Statements', colour: '--ink' }];

/**
 * When something was spoken of, drawn, and told as a table.
 * @param props.days statements of each day and party; without parties there is one row
 * @param props.introduced a day to point out
 */
export function Timeline(props: {
  days: (Omit<PartyDay, 'party'> & { party?: string | null })[];
  byParty: boolean;
  of?: string;
  introduced?: string | null;
}) {
  const { days } = props;
  const [first] = days;
  if (first === undefined) return null;
  const rowOf = (party: string | null | undefined) =>
    props.byParty ? (party === 'D' || party === 'R' ? party : 'other') : 'all';
  const rows = (props.byParty ? ROWS : ALL).filter(({ key }) =>
    days.some(({ party }) => rowOf(party) === key),
  );
  const last = days.at(-1)?.day ?? first.day;
  const introduced =
    props.introduced != null && within(props.introduced, first.day) ? props.introduced : null;
  const unit = unitFor(introduced !== null && introduced < first.day ? introduced : first.day, last);
  const periods = binned(days, rowOf, unit);
  const bars: Bar[] = periods.flatMap(({ start, counts }) =>
    rows.flatMap(({ key, name }) => {
      const statements = counts.get(key) ?? 0;
      const to = start.plus({ [unit]: 1 }).toJSDate();
      return statements === 0 ? [] : { row: name, from: start.toJSDate(), to, statements };
    }),
  );
  const drawn = (width: number) => ({
    __html: barsOverTime(bars, {
      width,
      rows: rows.map(({ name, colour }) => ({ row: name, colour })),
      events: introduced === null ? [] : [{ day: new Date(`${introduced}T00:00:00Z`), name: 'Introduced' }],
    }),
  });
  const busiest = periods.toSorted((one, other) => total(other.counts) - total(one.counts))[0];
  return (
    <figure class="timeline">
      <figcaption>
        Statements {props.of !== undefined && `on ${props.of} `}by {unit}
        {busiest !== undefined && total(busiest.counts) > 1 && (
          <>
            ; most, {total(busiest.counts)}, {unit === 'day' ? 'on' : 'in'}{' '}
            {busiest.start.toFormat(FORMAT[unit]).replace('Week', 'the week')}
          </>
        )}
      </figcaption>
      <div class="plot narrow" dangerouslySetInnerHTML={drawn(350)} />
      <div class="plot broad" dangerouslySetInnerHTML={drawn(720)} />
      <details>
        <summary>The same as a table</summary>
        <Scroll label={`Statements by ${unit}`}>
          <table>
            <thead>
              <tr>
                <th scope="col">{unit.charAt(0).toUpperCase() + unit.slice(1)}</th>
                {rows.map(({ name }) => (
                  <th scope="col" class="figure">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {periods.map(({ start, counts }) => (
                <tr>
                  <th scope="row">{start.toFormat(FORMAT[unit])}</th>
                  {rows.map(({ key }) => (
                    <td class="figure">{counts.get(key) ?? 0}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      </details>
    </figure>
  );
}

/** A bill introduced long before anybody spoke of it would leave the plot empty. */
function within(introduced: string, first: string): boolean {
  return DateTime.fromISO(first).diff(DateTime.fromISO(introduced), 'days').days < 400;
}

function unitFor(first: string, last: string): Unit {
  const days = DateTime.fromISO(last).diff(DateTime.fromISO(first), 'days').days;
  if (days <= 60) return 'day';
  if (days <= 420) return 'week';
  return days <= 3650 ? 'month' : 'year';
}

interface Period {
  start: DateTime;
  counts: Map<string, number>;
}

function binned(
  days: { day: string; party?: string | null; statements: number }[],
  rowOf: (party: string | null | undefined) => string,
  unit: Unit,
): Period[] {
  const periods = new Map<string, Period>();
  for (const { day, party, statements } of days) {
    const start = DateTime.fromISO(day, { zone: 'utc' }).startOf(unit);
    const key = start.toISODate() ?? day;
    const period = periods.get(key) ?? { start, counts: new Map() };
    const row = rowOf(party);
    period.counts.set(row, (period.counts.get(row) ?? 0) + statements);
    periods.set(key, period);
  }
  return [...periods.values()].sort((one, other) => one.start.toMillis() - other.start.toMillis());
}

function total(counts: Map<string, number>): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}

import type { ComponentChildren } from 'preact';
import type { SpokenBill } from '../../../report/overview.js';
import { billNumber, congressOf, counted } from '../../wording.js';
import { Day } from './text.js';

/** One row of a ranking. */
interface Ranked {
  href: string;
  name: ComponentChildren;
  note: ComponentChildren;
  count: number;
}

/** Things by how many statements there are, each with a bar of that length. */
export function Ranking({ rows }: { rows: Ranked[] }) {
  const most = Math.max(1, ...rows.map(({ count }) => count));
  return (
    <ol class="ranking">
      {rows.map(({ href, name, note, count }) => (
        <li>
          <a href={href}>{name}</a>
          <svg class="bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
            <rect width={(100 * count) / most} height="1" />
          </svg>
          <p class="fine">{note}</p>
        </li>
      ))}
    </ol>
  );
}

/** Bills by how many statements cite them; `alone` where all of those are of one official. */
export function BillRanking({ bills, alone }: { bills: SpokenBill[]; alone?: true }) {
  return (
    <Ranking
      rows={bills.map(({ bill, title, statements, officials, last }) => ({
        href: `/bills/${bill}`,
        name: (
          <>
            <b class="number">{billNumber(bill)}</b> <bdi>{title ?? congressOf(bill)}</bdi>
          </>
        ),
        note: (
          <>
            {counted(statements, 'statement')}
            {!alone && <> by {counted(officials, 'official')}</>} ·{' '}
            {title !== null && <>{congressOf(bill)} · </>}last <Day of={last} />
          </>
        ),
        count: statements,
      }))}
    />
  );
}

/** Topics by how many statements are about them. */
export function TopicRanking({ topics }: { topics: { topic: string; name: string; statements: number }[] }) {
  return (
    <Ranking
      rows={topics.map(({ topic, name, statements }) => ({
        href: `/topics/${encodeURIComponent(topic)}`,
        name: <bdi>{name}</bdi>,
        note: counted(statements, 'statement'),
        count: statements,
      }))}
    />
  );
}

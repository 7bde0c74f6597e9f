import type { VNode } from 'preact';
import { billLabel, parseBillId } from '../../report/bill.js';
import type { busiestBills } from '../../report/busiest-bills.js';
import { counted, ordinal } from '../wording.js';
import { layout } from './layout.js';

/** The way in: the bills most spoken of. */
export function frontPage(bills: Awaited<ReturnType<typeof busiestBills>>, invented: boolean): VNode {
  return layout(
    { title: 'Rostrum', invented },
    <section>
      <h1>Bills spoken of</h1>
      {bills.length === 0 ? (
        <p>
          Nothing has been collected yet. The newsrooms are visited as they come due;{' '}
          <code>rostrum crawl --all</code> visits them now.
        </p>
      ) : (
        <ol class="bills">
          {bills.map((bill) => (
            <li>
              <a href={`/bills/${bill.bill_id}`}>
                <b>{label(bill.bill_id ?? '')}</b> {bill.title}
              </a>
              <span class="fine">
                {counted(bill.statements, 'statement')} by {counted(bill.officials, 'official')}, last{' '}
                {bill.last}
              </span>
            </li>
          ))}
        </ol>
      )}
    </section>,
  );
}

function label(id: string): string {
  const { type, number, congress } = parseBillId(id);
  return `${billLabel(type, number)} (${ordinal(congress)})`;
}

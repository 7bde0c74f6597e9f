import type { VNode } from 'preact';
import type { BillReport } from '../../report/bill.js';
import type { QuoteAnswer } from '../../report/quotes.js';
import type { StatementAnswer } from '../../report/statements.js';
import { ordinal } from '../wording.js';
import { layout } from './layout.js';

interface Content {
  bill: BillReport;
  statements: StatementAnswer[];
  quotes: QuoteAnswer[];
  page: number;
  pages: number;
  /** The archive holds the invented newsrooms of the sample. */
  invented: boolean;
}

/** Who said what about a bill. */
export function billPage({ bill, statements, quotes, page, pages, invented }: Content): VNode {
  const heading = bill.title ?? bill.label;
  const quotesOf = new Map<number, QuoteAnswer[]>();
  for (const quote of quotes) {
    quotesOf.set(quote.statement, [...(quotesOf.get(quote.statement) ?? []), quote]);
  }
  return layout(
    { title: `${bill.label}, ${ordinal(bill.congress)} Congress: ${heading}`, invented },
    <>
      <section class="bill">
        <p class="kicker">
          {bill.label} · {ordinal(bill.congress)} Congress
        </p>
        <h1>{heading}</h1>
        <dl class="facts">
          <Fact name="Introduced">{bill.introduced ?? 'unknown'}</Fact>
          {bill.sponsor && <Fact name="Sponsor">{bill.sponsor.name}</Fact>}
          {bill.policy_area && <Fact name="Policy area">{bill.policy_area}</Fact>}
          {bill.companions.length > 0 && (
            <Fact name="Travels with">
              {bill.companions.map((id, index) => (
                <>
                  {index > 0 && ', '}
                  <a href={`/bills/${id}`}>{id}</a>
                </>
              ))}
            </Fact>
          )}
          <Fact name="Statements">{String(bill.statements)}</Fact>
          <Fact name="Officials">{String(bill.officials)}</Fact>
          {bill.first && (
            <Fact name="Spoken of">
              {bill.first} to {bill.last}
            </Fact>
          )}
        </dl>
        {!bill.known && (
          <p class="note">The bill index does not hold this bill; statements cite it by its number.</p>
        )}
      </section>
      <section>
        <h2>Who said what</h2>
        {statements.length === 0 ? (
          <p>Nobody in the archive has spoken of this bill.</p>
        ) : (
          <ol class="statements">
            {statements.map((statement) => (
              <Statement bill={bill.id} statement={statement} quotes={quotesOf.get(statement.id) ?? []} />
            ))}
          </ol>
        )}
        {pages > 1 && (
          <nav aria-label="Pages" class="pager">
            {page > 1 && <a href={`/bills/${bill.id}?page=${page - 1}`}>Newer</a>}
            <span>
              Page {page} of {pages}
            </span>
            {page < pages && <a href={`/bills/${bill.id}?page=${page + 1}`}>Older</a>}
          </nav>
        )}
      </section>
    </>,
  );
}

function Fact({ name, children }: { name: string; children?: preact.ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Statement(props: { bill: string; statement: StatementAnswer; quotes: QuoteAnswer[] }) {
  const { statement } = props;
  const tag = statement.bills.find((bill) => bill.bill === props.bill);
  const words = [...new Set(tag?.evidence.map((evidence) => evidence.text.replace(/\s+/g, ' ')) ?? [])];
  return (
    <li id={`statement-${statement.id}`}>
      <p class="byline">
        <time dateTime={statement.published ?? undefined}>
          {statement.published?.slice(0, 10) ?? 'undated'}
        </time>
        <b class={`party party-${statement.party ?? 'none'}`}>
          {statement.name}
          <span>{[statement.party, statement.state].filter(Boolean).join('-')}</span>
        </b>
        {statement.statement_state !== 'live' && <i class="state">{statement.statement_state}</i>}
        {statement.revisions > 1 && <i class="state">edited</i>}
      </p>
      <h3>
        <a href={httpOnly(statement.url)} rel="noreferrer">
          {statement.title}
        </a>
      </h3>
      {props.quotes.map((quote) => (
        <blockquote>
          <p>{quote.text.replace(/,$/, '')}</p>
          <footer>
            {quote.speaker}
            {quote.role && <span>, {quote.role}</span>}
          </footer>
        </blockquote>
      ))}
      {statement.joint && (
        <p class="fine">
          Joint release of {statement.joint.publishers.map((publisher) => publisher.name).join(', ')}
        </p>
      )}
      {words.length > 0 && (
        <p class="fine">
          Tagged by {tag?.method}:{' '}
          {words.map((text, index) => (
            <>
              {index > 0 && ' '}
              <mark>{text}</mark>
            </>
          ))}
        </p>
      )}
    </li>
  );
}

/** A link from outside is only ever to a web page. */
function httpOnly(url: string): string | undefined {
  return /^https?:\/\//i.test(url) ? url : undefined;
}

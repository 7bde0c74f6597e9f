import type { Highlight } from '../../../report/highlights.js';
import type { ShownQuote } from '../../../report/passages.js';
import type { StatementAnswer } from '../../../report/statements.js';
import { billNumber, counted, httpOnly } from '../../wording.js';
import { Day, Marked, Person } from './text.js';

/** Statements with what a list shows of each. */
export interface ShownStatements {
  statements: StatementAnswer[];
  passages: Map<number, Highlight>;
  quotes: Map<number, ShownQuote[]>;
  /** Bills whose naming words are marked in the titles. */
  bills: string[];
}

const QUOTES_OPEN = 2;

/** A list of statements: who, when, the title, the passage that matters, and what was said in quotes. */
export function StatementList({ shown, level = 3 }: { shown: ShownStatements; level?: 2 | 3 }) {
  return (
    <ol class="statements">
      {shown.statements.map((statement) => (
        <Item
          statement={statement}
          passage={shown.passages.get(statement.id)}
          quotes={shown.quotes.get(statement.id) ?? []}
          bills={shown.bills}
          level={level}
        />
      ))}
    </ol>
  );
}

function Item(props: {
  statement: StatementAnswer;
  passage: Highlight | undefined;
  quotes: ShownQuote[];
  bills: string[];
  level: 2 | 3;
}) {
  const { statement, passage, quotes } = props;
  const Title = props.level === 2 ? 'h2' : 'h3';
  const address = `/statements/${statement.id}`;
  return (
    <li>
      <article>
        <p class="byline">
          <Day of={statement.published} />
          <Person {...statement} official={statement.official} />
          <Marks statement={statement} />
        </p>
        <Title>
          <a href={address}>
            <bdi>
              <Marked text={statement.title} marks={titleMarks(statement, props.bills)} />
            </bdi>
          </a>
        </Title>
        {passage !== undefined && passage.text !== '' && (
          <p class="passage" dir="auto">
            <Marked {...passage} />
          </p>
        )}
        {quotes.slice(0, QUOTES_OPEN).map((quote) => (
          <Quote quote={quote} />
        ))}
        {quotes.length > QUOTES_OPEN && (
          <details>
            <summary>{counted(statement.quotes - QUOTES_OPEN, 'more quote')}</summary>
            {quotes.slice(QUOTES_OPEN).map((quote) => (
              <Quote quote={quote} />
            ))}
            {statement.quotes > quotes.length && (
              <p class="fine">
                <a href={address}>All {statement.quotes} quotes</a>
              </p>
            )}
          </details>
        )}
        <Foot statement={statement} />
      </article>
    </li>
  );
}

function Marks({ statement }: { statement: StatementAnswer }) {
  return (
    <>
      {statement.statement_state !== 'live' && <span class="flag">{statement.statement_state}</span>}
      {statement.revisions > 1 && <span class="flag">edited</span>}
      {statement.joint !== null && <span class="flag">joint</span>}
    </>
  );
}

/** Words that somebody is quoted with. */
function Quote({ quote }: { quote: ShownQuote }) {
  return (
    <blockquote>
      <p dir="auto">{quote.text.replace(/,$/, '')}</p>
      <footer>
        <bdi>
          {quote.official === null ? (
            quote.speaker
          ) : (
            <a href={`/officials/${encodeURIComponent(quote.official)}`}>{quote.speaker}</a>
          )}
        </bdi>
        {quote.role !== null && (
          <>
            , <bdi>{quote.role}</bdi>
          </>
        )}
      </footer>
    </blockquote>
  );
}

function Foot({ statement }: { statement: StatementAnswer }) {
  const original = httpOnly(statement.url);
  return (
    <p class="foot">
      {statement.bills.slice(0, 6).map(({ bill }) => (
        <a class="tag" href={`/bills/${bill}`}>
          {billNumber(bill)}
        </a>
      ))}
      {statement.joint !== null && (
        <span>
          with{' '}
          {statement.joint.publishers
            .filter((publisher) => publisher.statement !== statement.id)
            .map((publisher, index) => (
              <>
                {index > 0 && ', '}
                <a href={`/statements/${publisher.statement}`}>
                  <bdi>{publisher.name}</bdi>
                </a>
              </>
            ))}
        </span>
      )}
      {original !== undefined && (
        <a class="original" href={original} rel="noreferrer">
          Original<span class="unseen"> of this statement</span>
        </a>
      )}
    </p>
  );
}

function titleMarks(statement: StatementAnswer, bills: string[]): Highlight['marks'] {
  const length = statement.title.length;
  const marks = statement.bills
    .filter(({ bill }) => bills.includes(bill))
    .flatMap(({ evidence }) => evidence.filter(({ end }) => end <= length));
  return marks.map(({ start, end }) => ({ start, end })).sort((one, other) => one.start - other.start);
}

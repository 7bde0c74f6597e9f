import type { ComponentChildren } from 'preact';
import type { Evidence } from '../../../model.js';
import type { StatementReport } from '../../../report/statement.js';
import { beginning, billNumber, congressOf, counted } from '../../wording.js';
import type { Span } from './evidence.js';

/** Where the evidence of a tag is marked in the text. */
function anchorOf(kind: Span['kind'], subject: string | number, index: number): string {
  return `${kind}-${subject}-${index + 1}`;
}

/** Every stretch of the text that proves one of the statement's tags. */
export function spansOf(report: StatementReport): Span[] {
  const proofs = (kind: 'bill' | 'topic', subject: string, evidence: Evidence[]): Span[] =>
    evidence.map(({ start, end }, index) => ({ start, end, kind, anchor: anchorOf(kind, subject, index) }));
  return [
    ...report.bills.flatMap(({ bill_id, evidence }) => proofs('bill', bill_id, evidence)),
    ...report.topics.flatMap(({ topic_id, evidence }) => proofs('topic', topic_id, evidence)),
    ...report.quotes.map(({ starts_at, ends_at, position }) => ({
      start: starts_at,
      end: ends_at,
      kind: 'quote' as const,
      anchor: anchorOf('quote', position, 0),
    })),
    ...report.mentions.map(({ starts_at, ends_at }, index) => ({
      start: starts_at,
      end: ends_at,
      kind: 'mention' as const,
      anchor: anchorOf('mention', index, 0),
    })),
  ];
}

const METHODS: Record<string, string> = {
  number: 'by its number',
  title: 'by its title',
  acronym: 'by its acronym',
};
const SHOWN = 6;

/** The tags of a statement, each with links to the words that prove it. */
export function Tags(props: {
  report: StatementReport;
  titles: Map<string, string>;
  topics: Map<string, string>;
}) {
  const { report, titles, topics } = props;
  return (
    <>
      <Group name="Bills" none="It names no bill." empty={report.bills.length === 0}>
        {report.bills.map(({ bill_id, method, confidence, known, evidence }) => (
          <li>
            <a href={`/bills/${bill_id}`}>
              <b class="number">{billNumber(bill_id)}</b>{' '}
              <bdi>{titles.get(bill_id) ?? congressOf(bill_id)}</bdi>
            </a>
            <p class="fine">
              Recognised {METHODS[method] ?? method}, {Math.round(confidence * 100)}% sure
              {!known && '; not in the bill index'}
            </p>
            <Proofs kind="bill" subject={bill_id} evidence={evidence} />
          </li>
        ))}
      </Group>
      <Group name="Topics" none="No topic was recognised." empty={report.topics.length === 0}>
        {report.topics.map(({ topic_id, score, evidence }) => (
          <li>
            <a href={`/topics/${encodeURIComponent(topic_id)}`}>
              <bdi>{topics.get(topic_id) ?? topic_id}</bdi>
            </a>{' '}
            <span class="fine">{Math.round(score * 100)}%</span>
            <Proofs kind="topic" subject={topic_id} evidence={evidence} />
          </li>
        ))}
      </Group>
      <Group name="Quotes" none="Nobody is quoted." empty={report.quotes.length === 0}>
        {report.quotes.map((quote) => (
          <li>
            <bdi>
              {quote.official_id === null ? (
                quote.speaker
              ) : (
                <a href={`/officials/${encodeURIComponent(quote.official_id)}`}>{quote.speaker}</a>
              )}
            </bdi>
            {quote.role !== null && (
              <span class="fine">
                , <bdi>{quote.role}</bdi>
              </span>
            )}
            <p class="proofs">
              <a href={`#${anchorOf('quote', quote.position, 0)}`}>
                <bdi>“{beginning(quote.text, 90)}”</bdi>
              </a>
            </p>
          </li>
        ))}
      </Group>
      {report.mentions.length > 0 && (
        <Group name="People named" none="" empty={false}>
          {report.mentions.slice(0, 30).map(({ official_id, text }, index) => (
            <li>
              <a href={`/officials/${encodeURIComponent(official_id)}`}>
                <bdi>{beginning(text, 80)}</bdi>
              </a>{' '}
              <a class="fine" href={`#${anchorOf('mention', index, 0)}`}>
                in the text
              </a>
            </li>
          ))}
        </Group>
      )}
      {report.doubts.length > 0 && (
        <Group name="In doubt" none="" empty={false}>
          {report.doubts.slice(0, 30).map(({ text, reason, candidates }) => (
            <li>
              <bdi>{beginning(text, 120)}</bdi>
              <p class="fine">
                {reason}
                {candidates.length > 0 && ': '}
                {candidates.map((bill, index) => (
                  <>
                    {index > 0 && ', '}
                    <a href={`/bills/${bill}`}>{billNumber(bill)}</a>
                  </>
                ))}
              </p>
            </li>
          ))}
        </Group>
      )}
    </>
  );
}

function Group(props: { name: string; none: string; empty: boolean; children: ComponentChildren }) {
  const id = `tags-${props.name.toLowerCase().replace(/ /g, '-')}`;
  return (
    <section class="tags" aria-labelledby={id}>
      <h2 id={id}>{props.name}</h2>
      {props.empty ? <p class="fine">{props.none}</p> : <ul>{props.children}</ul>}
    </section>
  );
}

function Proofs(props: { kind: 'bill' | 'topic'; subject: string; evidence: Evidence[] }) {
  const { kind, subject, evidence } = props;
  return (
    <p class="proofs">
      {evidence.slice(0, SHOWN).map(({ text }, index) => (
        <>
          <a class={kind} href={`#${anchorOf(kind, subject, index)}`}>
            <bdi>{beginning(text, 60)}</bdi>
          </a>{' '}
        </>
      ))}
      {evidence.length > SHOWN && (
        <span class="fine">and {counted(evidence.length - SHOWN, 'more place')}</span>
      )}
    </p>
  );
}

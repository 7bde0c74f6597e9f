import type { FastifyInstance } from 'fastify';
import { listTopics } from '../../../db/topics.js';
import { billTitles } from '../../report/bill-titles.js';
import { historyOf, type StatementReport, statementReport } from '../../report/statement.js';
import { readStatements, type StatementAnswer } from '../../report/statements.js';
import { differenceBetween, type Version, versionOf, versionsOf } from '../../report/versions.js';
import { published, utc } from '../dates-in-words.js';
import { beginning, counted, httpOnly, seatName } from '../wording.js';
import { type PageContext, sendMessage, sendPage } from './context.js';
import { Evidenced, paragraphsOf, segmentsOf } from './parts/evidence.js';
import { spansOf, Tags } from './parts/tags.js';
import { Person } from './parts/text.js';
import { Versions } from './parts/versions.js';

type Query = Record<'version' | 'from' | 'to', unknown>;

/** A statement as it was published, with the evidence of every tag marked, and all of its versions. */
export function statementRoute(app: FastifyInstance, context: PageContext): void {
  const { db } = context;
  app.get<{ Params: { id: string }; Querystring: Query }>(
    '/statements/:id',
    { config: { kept: true } },
    async (request, reply) => {
      const id = numberIn(request.params.id);
      const report = id === null ? null : await statementReport(db, id);
      if (id === null || report === null) {
        return sendMessage(
          context,
          reply,
          404,
          'No such statement',
          `There is no statement number ${request.params.id.slice(0, 40)}.`,
        );
      }
      const [versions, history, titles, topics, [listed]] = await Promise.all([
        versionsOf(db, id),
        historyOf(db, id),
        billTitles(
          db,
          report.bills.map((tag) => tag.bill_id),
        ),
        listTopics(db),
        readStatements(db, [id]),
      ]);
      const asked = numberIn(request.query.version);
      const older = asked === null || asked === report.revision ? null : await versionOf(db, id, asked);
      const newest = report.revision ?? 1;
      const from = numberIn(request.query.from) ?? newest - 1;
      const to = numberIn(request.query.to) ?? newest;
      const difference = versions.length < 2 ? null : await differenceBetween(db, id, from, to);
      const path = `/statements/${id}`;
      const title = older?.title ?? report.title;
      const alternates = [
        { type: 'application/json', href: `/api/v1/statements/${id}`, title: 'This statement, JSON' },
      ];
      return sendPage(
        context,
        reply,
        {
          title,
          description: `${report.name}, ${report.published ?? 'undated'}: ${beginning(report.body ?? '', 200)}`,
          path,
          trail:
            report.official === null
              ? [{ name: report.name, href: `/newsrooms/${encodeURIComponent(report.source)}` }]
              : [
                  { name: 'Officials', href: '/officials' },
                  { name: report.name, href: `/officials/${encodeURIComponent(report.official)}` },
                ],
          alternates,
        },
        <div class="statement">
          <article>
            <Text
              title={title}
              body={older?.body ?? report.body ?? ''}
              report={older === null ? report : null}
              byline={<Byline report={report} listed={listed} />}
              version={older === null ? null : older.number}
              path={path}
            />
          </article>
          <aside aria-label="About this statement">
            <Original report={report} version={versions.find(({ current }) => current)} />
            {older === null && <Shows report={report} />}
            <Tags
              report={report}
              titles={titles}
              topics={new Map(topics.map((topic) => [topic.id, topic.name]))}
            />
            <p class="fine">
              This statement as <a href={`/api/v1/statements/${id}`}>JSON</a>
            </p>
          </aside>
          <Versions path={path} versions={versions} history={history} difference={difference} />
        </div>,
      );
    },
  );
}

function numberIn(text: unknown): number | null {
  return typeof text === 'string' && /^\d{1,15}$/.test(text) ? Number(text) : null;
}

function Byline({ report, listed }: { report: StatementReport; listed: StatementAnswer | undefined }) {
  return (
    <div class="byline">
      <Person official={report.official} name={report.name} party={listed?.party ?? null} state={null} />{' '}
      <span class="seat">{seatName(report.office, report.state)}</span>{' '}
      {report.published === null ? (
        'undated'
      ) : (
        <time dateTime={report.published}>{published(report.published)}</time>
      )}
      {report.statement_state !== 'live' && <span class="flag">{report.statement_state}</span>}
      {report.joint !== null && (
        <p class="joint">
          A joint release, published also by{' '}
          {report.joint.publishers
            .filter((publisher) => publisher.statement !== report.id)
            .map((publisher, index) => (
              <>
                {index > 0 && ', '}
                <a href={`/statements/${publisher.statement}`}>
                  <bdi>{publisher.name}</bdi>
                </a>
              </>
            ))}
        </p>
      )}
    </div>
  );
}

/** The text as published. An older version is shown without marks: the tags are those of the newest. */
function Text(props: {
  title: string;
  body: string;
  report: StatementReport | null;
  byline: preact.ComponentChildren;
  version: number | null;
  path: string;
}) {
  const { title, body, report } = props;
  const text = `${title}\n\n${body}`;
  const segments = segmentsOf(text.length, report === null ? [] : spansOf(report));
  const language = report?.language;
  return (
    <>
      <header class="heading">
        <h1 dir="auto">
          <Evidenced text={text} segments={segments} from={0} to={title.length} />
        </h1>
        {props.byline}
        {props.version !== null && (
          <p class="note">
            This is version {props.version}, as it was before.{' '}
            <a href={props.path}>Show the newest version</a>
          </p>
        )}
      </header>
      <div class="body" lang={language == null || language === 'en' ? undefined : language}>
        {body === '' && <p class="empty">Nothing is kept of its text.</p>}
        {paragraphsOf(body, title.length + 2).map(({ start, end }) => (
          <p dir="auto">
            <Evidenced text={text} segments={segments} from={start} to={end} />
          </p>
        ))}
      </div>
    </>
  );
}

function Original({ report, version }: { report: StatementReport; version: Version | undefined }) {
  const address = httpOnly(report.url);
  const page = version?.page ?? null;
  return (
    <section class="provenance" aria-labelledby="original">
      <h2 id="original">Original</h2>
      {address === undefined ? (
        <p class="fine">Its address is none a browser should open.</p>
      ) : (
        <p>
          <a class="original" href={address} rel="noreferrer">
            Read it where it was published
          </a>
          <br />
          <span class="fine address">
            <bdi>{beginning(address, 160)}</bdi>
          </span>
        </p>
      )}
      <p class="fine">
        {page === null ? (
          'Imported from another archive, which kept no page.'
        ) : (
          <>
            Snapshot of <time dateTime={page.fetched.toISOString()}>{utc(page.fetched)}</time>,{' '}
            {counted(page.bytes, 'byte')}
            {page.kept ? '' : '; the bytes have been let go'}
          </>
        )}
        {report.missing_since !== null && <>; not found there since {utc(report.missing_since)}</>}
      </p>
    </section>
  );
}

const KINDS = [
  ['bill', 'Bills', true],
  ['quote', 'Quotes', true],
  ['mention', 'People', true],
  ['topic', 'Topics', false],
] as const;

/** Which marks the text shows; the style sheet alone does it. */
function Shows({ report }: { report: StatementReport }) {
  if (report.bills.length + report.topics.length + report.quotes.length === 0) return null;
  return (
    <fieldset class="shows">
      <legend>Marked in the text</legend>
      {KINDS.map(([kind, name, on]) => (
        <label>
          <input type="checkbox" id={`show-${kind}`} checked={on} />
          <span class={`proof ${kind}`}>{name}</span>
        </label>
      ))}
    </fieldset>
  );
}

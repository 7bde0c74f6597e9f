import type { FastifyInstance } from 'fastify';
import { type OfficialReport, officialReport } from '../../report/official.js';
import { stateNameOf } from '../../tag/states.js';
import { shortDay } from '../dates-in-words.js';
import { counted, partyName, seatName } from '../wording.js';
import { type PageContext, sendMessage, sendPage } from './context.js';
import { alternatesOf, readList } from './list-request.js';
import { Statements } from './parts/list.js';
import { BillRanking, TopicRanking } from './parts/ranking.js';
import { Day, Fact, Heading, Party } from './parts/text.js';
import { Timeline } from './parts/timeline.js';

/** What somebody says, on which bills and topics, over time, and what was edited after publication. */
export function officialRoute(app: FastifyInstance, context: PageContext): void {
  const { db } = context;
  app.get<{ Params: { id: string } }>(
    '/officials/:id',
    { config: { kept: true } },
    async (request, reply) => {
      const { id } = request.params;
      const report = await officialReport(db, id);
      if (report === null) {
        return sendMessage(
          context,
          reply,
          404,
          'Nobody of that name',
          `There is no official “${id.slice(0, 100)}” in the catalogue.`,
        );
      }
      const path = `/officials/${encodeURIComponent(id)}`;
      const list = await readList(
        db,
        path,
        request.query,
        { official: id },
        { total: report.overview.read, more: report.overview.more },
      );
      const alternates = alternatesOf(list, report.name);
      const [term] = report.terms;
      const seat = term === undefined ? 'Official' : seatName(term.office, term.state);
      return sendPage(
        context,
        reply,
        {
          title: report.name,
          description: `What ${report.name}, ${seat}, says: statements, bills and topics, over time, and what was edited after publication.`,
          path,
          part: 'officials',
          trail: [
            { name: 'Officials', href: '/officials' },
            ...(term === undefined ? [] : [{ name: stateNameOf(term.state), href: `/states/${term.state}` }]),
          ],
          alternates,
        },
        <>
          <Heading kicker={seat}>
            <bdi>{report.name}</bdi>
          </Heading>
          <Facts report={report} />
          <Subjects report={report} />
          <Timeline days={report.overview.days} byParty={false} />
          <Edited report={report} />
          <Statements
            list={list}
            path={path}
            alternates={alternates}
            heading="Statements"
            nothing={
              <p>
                No statement was found.{' '}
                {report.newsrooms.length === 0
                  ? 'The catalogue has no newsroom of theirs.'
                  : 'Their newsroom may not have been read yet.'}{' '}
                <a href="/newsrooms">See how the newsrooms fare</a>.
              </p>
            }
          />
        </>,
      );
    },
  );
}

function Facts({ report }: { report: OfficialReport }) {
  const { first, last, read, more } = report.overview;
  return (
    <dl class="facts">
      {report.terms.slice(0, 4).map((term) => (
        <Fact name={seatName(term.office, term.state)}>
          <Party party={term.party} /> {partyName(term.party)}, {term.starts_on.slice(0, 4)}–
          {term.ends_on === null ? 'now' : term.ends_on.slice(0, 4)}
        </Fact>
      ))}
      {report.bioguide !== null && <Fact name="Bioguide">{report.bioguide}</Fact>}
      {report.aliases.length > 0 && (
        <Fact name="Also">
          <bdi>{report.aliases.join(', ')}</bdi>
        </Fact>
      )}
      <Fact name="Statements">
        {more ? `more than ${read.toLocaleString('en-US')}` : counted(read, 'statement')}
        {first !== null && last !== null && (
          <>
            , <Day of={first} /> to <Day of={last} />
          </>
        )}
      </Fact>
      {report.newsrooms.map(({ id, name }) => (
        <Fact name="Newsroom">
          <a href={`/newsrooms/${encodeURIComponent(id)}`}>
            <bdi>{name}</bdi>
          </a>
        </Fact>
      ))}
    </dl>
  );
}

function Subjects({ report: { overview } }: { report: OfficialReport }) {
  if (overview.read === 0) return null;
  return (
    <div class="columns even">
      <section aria-labelledby="bills">
        <h2 id="bills">Bills they speak of</h2>
        {overview.bills.length === 0 ? (
          <p>None by name.</p>
        ) : (
          <BillRanking bills={overview.bills.slice(0, 8)} alone />
        )}
      </section>
      <section aria-labelledby="topics">
        <h2 id="topics">Topics</h2>
        {overview.topics.length === 0 ? (
          <p>None was recognised.</p>
        ) : (
          <TopicRanking topics={overview.topics.slice(0, 8)} />
        )}
        {overview.more && (
          <p class="fine">
            Bills and topics of the newest {overview.read.toLocaleString('en-US')} statements.
          </p>
        )}
      </section>
    </div>
  );
}

function Edited({ report: { edited } }: { report: OfficialReport }) {
  if (edited.length === 0) return null;
  return (
    <section aria-labelledby="edited">
      <h2 id="edited">Edited after publication</h2>
      <ul class="plain">
        {edited.map(({ id, title, published, revisions }) => (
          <li>
            <a href={`/statements/${id}#revisions`}>
              <bdi>{title}</bdi>
            </a>{' '}
            <span class="fine">
              {published === null ? 'undated' : shortDay(published)}, {counted(revisions, 'version')}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

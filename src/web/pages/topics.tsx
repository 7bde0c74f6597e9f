import type { FastifyInstance } from 'fastify';
import { listTopics } from '../../../db/topics.js';
import { overview } from '../../report/overview.js';
import { counted } from '../wording.js';
import { type PageContext, sendMessage, sendPage } from './context.js';
import { alternatesOf, readList } from './list-request.js';
import { Statements } from './parts/list.js';
import { BillRanking, Ranking, TopicRanking } from './parts/ranking.js';
import { Day, Heading } from './parts/text.js';
import { Timeline } from './parts/timeline.js';

const NEWEST = 3000;

/** All topics, and what is said on one. */
export function topicRoutes(app: FastifyInstance, context: PageContext): void {
  const { db } = context;
  app.get('/topics', { config: { kept: true } }, async (_request, reply) => {
    const [topics, lately] = await Promise.all([
      listTopics(db),
      overview(db, {}, { newest: NEWEST, limit: 1000 }),
    ]);
    const counts = new Map(lately.topics.map(({ topic, statements }) => [topic, statements]));
    const rows = topics
      .map(({ id, name }) => ({ topic: id, name, statements: counts.get(id) ?? 0 }))
      .sort((one, other) => other.statements - one.statements || one.name.localeCompare(other.name));
    return sendPage(
      context,
      reply,
      {
        title: 'Topics',
        description:
          'What senators and attorneys general speak about: policy areas, by how much is said on each.',
        path: '/topics',
        part: 'topics',
      },
      <>
        <Heading>Topics</Heading>
        <p class="fine">
          {lately.more
            ? `How many of the newest ${NEWEST.toLocaleString('en-US')} statements are about each.`
            : 'How many statements are about each.'}
        </p>
        {rows.length === 0 ? (
          <div class="empty">
            <p>No topic has been brought in yet.</p>
          </div>
        ) : (
          <div class="prose">
            <TopicRanking topics={rows} />
          </div>
        )}
      </>,
    );
  });

  app.get<{ Params: { id: string } }>('/topics/:id', { config: { kept: true } }, async (request, reply) => {
    const { id } = request.params;
    const topic = (await listTopics(db)).find((known) => known.id === id);
    if (topic === undefined) {
      return sendMessage(
        context,
        reply,
        404,
        'No such topic',
        `There is no topic “${id.slice(0, 100)}”: /topics lists them.`,
      );
    }
    const path = `/topics/${encodeURIComponent(id)}`;
    const about = await overview(db, { topic: id });
    const list = await readList(
      db,
      path,
      request.query,
      { topic: id },
      { total: about.read, more: about.more },
    );
    const alternates = alternatesOf(list, topic.name);
    return sendPage(
      context,
      reply,
      {
        title: topic.name,
        description: `What senators and attorneys general say about ${topic.name}: statements, bills, and who speaks most.`,
        path,
        part: 'topics',
        trail: [{ name: 'Topics', href: '/topics' }],
        alternates,
      },
      <>
        <Heading kicker="Topic">
          <bdi>{topic.name}</bdi>
        </Heading>
        {about.read > 0 && (
          <>
            {about.more && (
              <p class="fine">Counted in the newest {about.read.toLocaleString('en-US')} statements on it.</p>
            )}
            <div class="columns even">
              <section aria-labelledby="bills">
                <h2 id="bills">Bills spoken of</h2>
                {about.bills.length === 0 ? (
                  <p>None by name.</p>
                ) : (
                  <BillRanking bills={about.bills.slice(0, 8)} />
                )}
              </section>
              <section aria-labelledby="voices">
                <h2 id="voices">Who speaks most</h2>
                <Ranking
                  rows={about.officials.slice(0, 8).map(({ official, name, statements, last }) => ({
                    href: `/officials/${encodeURIComponent(official)}`,
                    name: <bdi>{name}</bdi>,
                    note: (
                      <>
                        {counted(statements, 'statement')}, last <Day of={last} />
                      </>
                    ),
                    count: statements,
                  }))}
                />
              </section>
            </div>
            <Timeline days={about.days} byParty={false} of={topic.name} />
          </>
        )}
        <Statements
          list={list}
          path={path}
          alternates={alternates}
          heading="Statements"
          nothing={<p>No statement is about it.</p>}
        />
      </>,
    );
  });
}

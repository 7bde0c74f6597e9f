import type { FastifyInstance } from 'fastify';
import { findSource } from '../../../db/sources.js';
import { askForCrawlOnce } from '../../ask-crawl.js';
import {
  failedOf,
  type NewsroomHealth,
  newestOf,
  newsroomById,
  newsroomHealth,
  requestsTo,
} from '../../report/newsroom-health.js';
import { readStatements } from '../../report/statements.js';
import { stateNameOf } from '../../tag/states.js';
import { requireScope, signedIn } from '../access.js';
import { sinceThen } from '../dates-in-words.js';
import { counted, seatName } from '../wording.js';
import { type PageContext, sendMessage, sendPage } from './context.js';
import { Failures, Requests, VisitAgain, type Visitor } from './parts/newsroom.js';
import { Day, Fact, Heading, Scroll } from './parts/text.js';

const REQUESTS = 20;
const FAILURES = 20;
const STATEMENTS = 15;

/** How every newsroom fares, one of them in detail, and the form that has it visited again. */
export function newsroomRoutes(app: FastifyInstance, context: PageContext): void {
  const { db, queues } = context;
  app.get('/newsrooms', async (request, reply) => {
    const [newsrooms, visitor] = await Promise.all([newsroomHealth(db), signedIn(request)]);
    return sendPage(
      context,
      reply,
      {
        title: 'Newsrooms',
        description:
          'Every newsroom that is visited: when it was last read, what failed and why, what is next.',
        path: '/newsrooms',
        part: 'newsrooms',
      },
      <>
        <Heading>Newsrooms</Heading>
        <Sum newsrooms={newsrooms} />
        <Signed visitor={visitor} next="/newsrooms" />
        {newsrooms.length === 0 ? (
          <div class="empty">
            <p>The catalogue holds no newsroom.</p>
          </div>
        ) : (
          <HealthTable newsrooms={newsrooms} />
        )}
      </>,
    );
  });

  app.get<{ Params: { id: string } }>('/newsrooms/:id', async (request, reply) => {
    const { id } = request.params;
    const newsroom = await newsroomById(db, id);
    if (newsroom === null) {
      return sendMessage(
        context,
        reply,
        404,
        'No such newsroom',
        `There is no newsroom “${id.slice(0, 100)}”: /newsrooms lists them.`,
      );
    }
    const [requests, failed, ids, visitor] = await Promise.all([
      requestsTo(db, id, REQUESTS),
      failedOf(db, id, FAILURES),
      newestOf(db, id, STATEMENTS),
      signedIn(request),
    ]);
    const path = `/newsrooms/${encodeURIComponent(id)}`;
    return sendPage(
      context,
      reply,
      {
        title: newsroom.name,
        description: `How the newsroom ${newsroom.name} fares: its last visits, what failed and why.`,
        path,
        part: 'newsrooms',
        trail: [{ name: 'Newsrooms', href: '/newsrooms' }],
      },
      <>
        <Heading kicker={seatName(newsroom.office, newsroom.state)}>
          <bdi>{newsroom.name}</bdi>
        </Heading>
        <Facts newsroom={newsroom} />
        <Signed visitor={visitor} next={path} />
        <VisitAgain path={path} visitor={visitor} enabled={newsroom.enabled} />
        <Failures failed={failed} />
        <section aria-labelledby="newest">
          <h2 id="newest">Newest statements</h2>
          <Newest statements={await readStatements(db, ids)} />
        </section>
        <Requests requests={requests} />
      </>,
    );
  });

  app.post<{ Params: { id: string } }>(
    '/newsrooms/:id/crawl',
    { preHandler: requireScope('crawl') },
    async (request, reply) => {
      const [source, caller] = await Promise.all([findSource(db, request.params.id), signedIn(request)]);
      if (source === null) {
        return sendMessage(context, reply, 404, 'No such newsroom', 'Nothing was asked for.');
      }
      const { id } = await askForCrawlOnce(db, queues, {
        askedBy: 'newsroom page',
        tokenId: caller?.tokenId ?? null,
        options: {},
        sources: [source],
      });
      return reply.redirect(`/crawls/${id}`, 303);
    },
  );
}

function Sum({ newsrooms }: { newsrooms: NewsroomHealth[] }) {
  const count = (health: NewsroomHealth['health']) =>
    newsrooms.filter((newsroom) => newsroom.health === health).length;
  const parts = [
    [count('good'), 'read well'],
    [count('failing'), 'failing'],
    [count('never tried'), 'not tried yet'],
    [count('disabled'), 'not visited'],
  ] as const;
  return (
    <p class="lede">
      {counted(newsrooms.length, 'newsroom')}:{' '}
      {parts
        .filter(([number]) => number > 0)
        .map(([number, name]) => `${number} ${name}`)
        .join(', ')}
      .
    </p>
  );
}

/** Who is signed in, and the way in and out. */
function Signed({ visitor, next }: { visitor: Visitor; next: string }) {
  if (visitor === null) {
    return (
      <p class="fine signed">
        <a href={`/session?next=${encodeURIComponent(next)}`}>Sign in with a token</a> to have newsrooms
        visited again.
      </p>
    );
  }
  return (
    <form class="fine signed" method="post" action="/session/end">
      Signed in as <b>{visitor.name}</b>.{' '}
      {visitor.scopes.includes('admin') && (
        <>
          <a href="/queues">The queues</a>.{' '}
        </>
      )}
      <button class="quiet" type="submit">
        Sign out
      </button>
    </form>
  );
}

function HealthTable({ newsrooms }: { newsrooms: NewsroomHealth[] }) {
  return (
    <Scroll label="Health of every newsroom">
      <table class="newsrooms">
        <thead>
          <tr>
            <th scope="col">Newsroom</th>
            <th scope="col">Health</th>
            <th scope="col">Last read</th>
            <th scope="col">Newest</th>
            <th scope="col" class="figure">
              In 30 days
            </th>
            <th scope="col">Next visit</th>
          </tr>
        </thead>
        <tbody>
          {newsrooms.map((newsroom) => (
            <tr>
              <th scope="row">
                <a href={`/newsrooms/${encodeURIComponent(newsroom.id)}`}>
                  <bdi>{newsroom.name}</bdi>
                </a>{' '}
                <span class="place">{newsroom.state}</span>
                {newsroom.error !== null && newsroom.health === 'failing' && (
                  <p class="fine">
                    <bdi>{newsroom.error}</bdi>
                  </p>
                )}
              </th>
              <td>
                <Health of={newsroom} />
              </td>
              <td>{newsroom.last_good === null ? 'never' : sinceThen(newsroom.last_good)}</td>
              <td>{newsroom.newest === null ? '–' : <Day of={newsroom.newest} />}</td>
              <td class="figure">{newsroom.lately}</td>
              <td>{newsroom.enabled ? next(newsroom.next_poll) : '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function next(at: Date): string {
  return at.getTime() <= Date.now() ? 'due' : sinceThen(at);
}

function Health({ of: { health, failures } }: { of: NewsroomHealth }) {
  return (
    <span class={`health ${health.replace(' ', '-')}`}>
      {health}
      {health === 'failing' && `, ${counted(failures, 'visit')}`}
    </span>
  );
}

function Facts({ newsroom }: { newsroom: NewsroomHealth }) {
  return (
    <dl class="facts">
      <Fact name="Health">
        <Health of={newsroom} />
      </Fact>
      <Fact name="Read as">{newsroom.kind}</Fact>
      <Fact name="Last visit">
        {newsroom.last_tried === null ? 'none yet' : sinceThen(newsroom.last_tried)}
      </Fact>
      <Fact name="Last read well">
        {newsroom.last_good === null ? 'never' : sinceThen(newsroom.last_good)}
      </Fact>
      <Fact name="Next visit">
        {newsroom.enabled ? next(newsroom.next_poll) : 'none: it is switched off'}
      </Fact>
      <Fact name="State">
        <a href={`/states/${newsroom.state}`}>{stateNameOf(newsroom.state)}</a>
      </Fact>
      <Fact name="Address" long>
        <span class="fine address">
          <bdi>{newsroom.url}</bdi>
        </span>
      </Fact>
      {newsroom.health === 'failing' && (
        <Fact name="What failed" long>
          <bdi>{newsroom.error}</bdi>
        </Fact>
      )}
    </dl>
  );
}

function Newest({ statements }: { statements: Awaited<ReturnType<typeof readStatements>> }) {
  if (statements.length === 0) {
    return (
      <div class="empty">
        <p>Nothing was found here yet.</p>
      </div>
    );
  }
  return (
    <ul class="plain">
      {statements.map(({ id, title, published }) => (
        <li>
          <a href={`/statements/${id}`}>
            <bdi>{title}</bdi>
          </a>{' '}
          <span class="fine">
            <Day of={published} />
          </span>
        </li>
      ))}
    </ul>
  );
}

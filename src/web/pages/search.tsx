import type { FastifyInstance } from 'fastify';
import { listTopics } from '../../../db/topics.js';
import { type Found, type Lookup, lookUp } from '../../report/lookup.js';
import { beginning } from '../wording.js';
import { type PageContext, sendPage } from './context.js';
import { addressOf, alternatesOf, readList } from './list-request.js';
import { Statements } from './parts/list.js';
import { Heading } from './parts/text.js';

/** `/find` leads to the page of what a text names, or to the search; `/search` lists statements by any filter. */
export function searchRoutes(app: FastifyInstance, context: PageContext): void {
  const { db, names } = context;
  app.get<{ Querystring: Record<string, unknown> }>(
    '/find',
    { config: { kept: true } },
    async (request, reply) => {
      const q = typeof request.query.q === 'string' ? request.query.q.slice(0, 500) : '';
      if (q.trim() === '') return reply.redirect('/search', 303);
      const { exact } = await lookUp(db, q, names);
      return reply.redirect(exact === null ? addressOf('/search', { q }) : pageOf(exact), 303);
    },
  );

  app.get<{ Querystring: Record<string, unknown> }>(
    '/search',
    { config: { kept: true } },
    async (request, reply) => {
      const [list, topics] = await Promise.all([readList(db, '/search', request.query, {}), listTopics(db)]);
      const { q } = list.given;
      const meant: Lookup =
        q === undefined || 'cursor' in request.query ? { exact: null, near: [] } : await lookUp(db, q, names);
      const near = [...(meant.exact === null ? [] : [meant.exact]), ...meant.near];
      const what = q === undefined ? 'All statements' : `Statements with ${beginning(q, 80)}`;
      const alternates = alternatesOf(list, what);
      return sendPage(
        context,
        reply,
        {
          title: what,
          description: `${what}, of senators and attorneys general, newest first.`,
          path: addressOf('/search', list.given),
          alternates,
          sought: q,
        },
        <>
          <Heading kicker="Search">
            {q === undefined ? 'All statements' : <bdi>{beginning(q, 200)}</bdi>}
          </Heading>
          {near.length > 0 && (
            <aside aria-labelledby="meant" class="meant">
              <h2 id="meant">Pages about it</h2>
              <ul>
                {near.map((found) => (
                  <li>
                    <span class="kind">{found.kind}</span>{' '}
                    <a href={pageOf(found)}>
                      <bdi>{found.name}</bdi>
                    </a>
                  </li>
                ))}
              </ul>
            </aside>
          )}
          <Statements
            list={list}
            path="/search"
            alternates={alternates}
            heading="Statements"
            topics={topics}
            nothing={
              <p>
                Nothing has been collected yet. <a href="/newsrooms">See how the newsrooms fare</a>.
              </p>
            }
          />
        </>,
        list.problem === null ? 200 : 400,
      );
    },
  );
}

/** Where the page of something is. */
function pageOf({ kind, id }: Pick<Found, 'kind' | 'id'>): string {
  return `/${kind}s/${encodeURIComponent(id)}`;
}

import type { FastifyInstance } from 'fastify';
import type { ComponentChildren } from 'preact';
import { compareBills, compareOfficials } from '../../report/compare.js';
import { type Found, lookUp } from '../../report/lookup.js';
import { type PageContext, sendPage } from './context.js';
import { addressOf } from './list-request.js';
import { BillComparison, OfficialComparison } from './parts/comparison.js';
import { Heading } from './parts/text.js';

/** Two officials or two bills side by side. */
export function compareRoute(app: FastifyInstance, context: PageContext): void {
  app.get<{ Querystring: Record<string, unknown> }>(
    '/compare',
    { config: { kept: true } },
    async (request, reply) => {
      const asked = [request.query.a, request.query.b].map((text) =>
        typeof text === 'string' ? text.trim().slice(0, 200) : '',
      );
      const [a = '', b = ''] = asked;
      const answer = await answerTo(context, a, b);
      return sendPage(
        context,
        reply,
        {
          title: answer.title ?? 'Compare',
          description: 'Two officials or two bills side by side: what they share and what they do not.',
          path: a === '' && b === '' ? '/compare' : addressOf('/compare', { a, b }),
          part: 'compare',
        },
        <>
          <Heading kicker={answer.title === null ? undefined : 'Side by side'}>
            <bdi>{answer.title ?? 'Compare two officials or two bills'}</bdi>
          </Heading>
          <form class="entry" method="get" action="/compare">
            <label class="wide">
              <span>One</span>
              <input name="a" type="text" value={a} maxLength={200} required autocomplete="off" />
            </label>
            <label class="wide">
              <span>The other</span>
              <input name="b" type="text" value={b} maxLength={200} required autocomplete="off" />
            </label>
            <button type="submit">Compare</button>
          </form>
          {answer.content}
        </>,
        answer.status,
      );
    },
  );
}

interface Answer {
  title: string | null;
  content: ComponentChildren;
  status: number;
}

async function answerTo({ db, names }: PageContext, a: string, b: string): Promise<Answer> {
  if (a === '' || b === '') {
    return {
      title: null,
      status: 200,
      content: <p>Write the names of two officials, or two bills as S. 1693 and H.R. 1865.</p>,
    };
  }
  const [one, other] = await Promise.all([lookUp(db, a, names), lookUp(db, b, names)]);
  const [first, second] = [one.exact, other.exact];
  if (first === null || second === null) {
    const near = first === null ? one.near : other.near;
    return problem(`It cannot be told who or what “${first === null ? a : b}” is.`, near);
  }
  if (first.kind === 'official' && second.kind === 'official') {
    const comparison = await compareOfficials(db, first.id, second.id);
    if (comparison !== null) {
      return {
        title: `${first.name} and ${second.name}`,
        status: 200,
        content: <OfficialComparison comparison={comparison} />,
      };
    }
  }
  if (first.kind === 'bill' && second.kind === 'bill') {
    const comparison = await compareBills(db, first.id, second.id);
    return {
      title: `${first.id} and ${second.id}`,
      status: 200,
      content: <BillComparison comparison={comparison} />,
    };
  }
  return problem(
    `“${a}” is a ${first.kind} and “${b}” is a ${second.kind}: two officials can be compared, or two bills.`,
    [],
  );
}

function problem(message: string, near: Found[]): Answer {
  return {
    title: null,
    status: 400,
    content: (
      <div class="problem" role="alert">
        <p>
          <bdi>{message}</bdi>
        </p>
        {near.length > 0 && (
          <p>
            It may be{' '}
            {near
              .filter(({ kind }) => kind === 'official' || kind === 'bill')
              .map(({ name }, index) => (
                <>
                  {index > 0 && ', '}
                  <bdi>{name}</bdi>
                </>
              ))}
            .
          </p>
        )}
      </div>
    ),
  };
}

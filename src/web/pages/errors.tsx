import type { FastifyInstance, FastifyReply } from 'fastify';
import { renderToString } from 'preact-render-to-string';
import { archiveScope } from '../../../db/sources.js';
import { type PageContext, wantsPage } from './context.js';
import { layout } from './layout.js';
import { Heading } from './parts/text.js';

/** Whoever asks these for something is a program, whatever it says that it reads. */
const PROGRAMS = /^\/(?:api\/|congress\/|feeds\/|mcp\b|metrics|healthz|readyz)/;

const HEADINGS: Record<number, string> = {
  400: 'That cannot be answered',
  401: 'Sign in first',
  403: 'Not allowed',
  404: 'Nothing is here',
  429: 'Too many requests',
};

/** Turns the problems that programs get into pages, for those who read pages. */
export function errorPages(app: FastifyInstance, { db }: Pick<PageContext, 'db'>): void {
  app.addHook('onSend', async (request, reply, payload) => {
    if (!isProblem(reply) || typeof payload !== 'string') return payload;
    const path = request.url.split('?')[0] ?? '/';
    if (PROGRAMS.test(path) || !wantsPage(request)) return payload;
    const { status, detail } = JSON.parse(payload) as { status: number; detail: string };
    const invented = await archiveScope(db).then(
      (scope) => scope === 'sample',
      () => false,
    );
    reply.type('text/html; charset=utf-8').removeHeader('content-length');
    const heading = HEADINGS[status] ?? (status < 500 ? 'That did not work' : 'Something went wrong here');
    const page = layout(
      { title: heading, description: heading, path },
      invented,
      <>
        <Heading kicker={String(status)}>{heading}</Heading>
        <div class="message">
          <p dir="auto">{detail}</p>
          {status === 401 ? (
            <p>
              <a
                href={`/session?next=${encodeURIComponent(request.method === 'GET' ? request.url : '/newsrooms')}`}
              >
                Sign in with a token
              </a>
            </p>
          ) : (
            <p>
              <a href="/">Begin at the front</a>, or search above.
            </p>
          )}
        </div>
      </>,
    );
    return `<!doctype html>${renderToString(page)}`;
  });
}

function isProblem(reply: FastifyReply): boolean {
  return String(reply.getHeader('content-type') ?? '').startsWith('application/problem+json');
}

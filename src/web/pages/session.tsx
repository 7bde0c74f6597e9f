import type { FastifyInstance } from 'fastify';
import { signedIn } from '../access.js';
import { type PageContext, sendPage } from './context.js';
import { Heading } from './parts/text.js';

/** Where a token is given, so that a browser may do what the token may. */
export function sessionRoute(app: FastifyInstance, context: PageContext): void {
  app.get<{ Querystring: Record<string, unknown> }>('/session', async (request, reply) => {
    const visitor = await signedIn(request);
    const { next, wrong } = request.query;
    return sendPage(
      context,
      reply.header('cache-control', 'no-store'),
      { title: 'Sign in', description: 'Sign in with a token.', path: '/session', part: 'newsrooms' },
      <>
        <Heading>Sign in with a token</Heading>
        {visitor !== null && (
          <p class="note">
            You are signed in as <b>{visitor.name}</b> already.
          </p>
        )}
        {wrong !== undefined && (
          <p class="problem" role="alert">
            That token is not in use: it was mistyped, was revoked, or has expired.
          </p>
        )}
        <div class="prose">
          <p>
            Whoever runs this archive makes tokens with <code>rostrum token create</code>. One of the scope{' '}
            <code>crawl</code> may have newsrooms visited again; one of the scope <code>admin</code> sees the
            queues, too.
          </p>
          <form class="entry" method="post" action="/session">
            <label class="wide">
              <span>Token</span>
              <input name="token" type="password" required maxLength={500} autocomplete="off" />
            </label>
            <input type="hidden" name="next" value={typeof next === 'string' ? next : '/newsrooms'} />
            <button type="submit">Sign in</button>
          </form>
          <p class="fine">The browser keeps a session of seven days, not the token.</p>
        </div>
      </>,
    );
  });
}

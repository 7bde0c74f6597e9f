import type { FastifyInstance, FastifyReply } from 'fastify';
import type { ComponentChildren, VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { nameBehindKey, unsubscribe } from '../../db/alerts.js';
import type { Database } from '../../db/connection.js';

const PATH = '/alerts/unsubscribe/:key';
/** Guessing gains nothing at twenty tries a minute. */
const LIMITED = { config: { rateLimit: { max: 20, timeWindow: '1 minute' } } };

/**
 * Where whoever reads mail of an alert ends it: a page with a button, since programs that look at links in mail must
 * not end it; and the same address for the one click of a mail program (RFC 8058). The key in it is the secret that
 * only that mail has, so nothing else is asked for.
 */
export function unsubscribeRoutes(app: FastifyInstance, db: Database): void {
  app.get<{ Params: { key: string } }>(PATH, LIMITED, async (request, reply) => {
    const name = await nameBehindKey(db, request.params.key);
    return name === null ? send(reply, 404, unknown()) : send(reply, 200, asking(name));
  });
  app.post<{ Params: { key: string } }>(PATH, LIMITED, async (request, reply) => {
    const name = await unsubscribe(db, request.params.key);
    return name === null ? send(reply, 404, unknown()) : send(reply, 200, ended(name));
  });
}

const unknown = () =>
  page('No such alert', <p>The alert that this address was for is removed: no mail comes of it.</p>);

const ended = (name: string) =>
  page('You are unsubscribed', <p>No more mail comes of the alert “{name}”.</p>);

const asking = (name: string) =>
  page(
    'Unsubscribe',
    <>
      <p>Mail of the alert “{name}” comes to you.</p>
      <form method="post">
        <button type="submit">Send me no more of it</button>
      </form>
    </>,
  );

/** A page that leads nowhere: whoever comes from a mail wants one thing. */
function page(heading: string, children: ComponentChildren): VNode {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>{heading} · Rostrum</title>
        <link rel="stylesheet" href="/style.css" />
      </head>
      <body>
        <main id="main">
          <h1>{heading}</h1>
          {children}
        </main>
      </body>
    </html>
  );
}

function send(reply: FastifyReply, status: number, content: VNode): FastifyReply {
  return reply
    .code(status)
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .send(`<!doctype html>${renderToString(content)}`);
}

import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ComponentChildren } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { Database } from '../../../db/connection.js';
import { archiveScope } from '../../../db/sources.js';
import type { Backend } from '../../../queues/backend.js';
import type { Queues } from '../../../queues/queues.js';
import type { BillName } from '../../model.js';
import { type About, layout } from './layout.js';
import { Heading } from './parts/text.js';

/** What pages are made from. */
export interface PageContext {
  db: Database;
  queues: Queues;
  backend: Backend;
  /** Acronyms and popular names of bills, for the search box. */
  names: BillName[];
}

/** Sends a page. */
export async function sendPage(
  { db }: Pick<PageContext, 'db'>,
  reply: FastifyReply,
  about: About,
  children: ComponentChildren,
  status = 200,
): Promise<FastifyReply> {
  // A page about an error is sent also when the database is what failed.
  const invented = await archiveScope(db).then(
    (scope) => scope === 'sample',
    () => false,
  );
  return reply
    .code(status)
    .type('text/html; charset=utf-8')
    .send(`<!doctype html>${renderToString(layout(about, invented, children))}`);
}

/** Sends a page that only says something: an error, or that there is nothing. */
export function sendMessage(
  context: Pick<PageContext, 'db'>,
  reply: FastifyReply,
  status: number,
  heading: string,
  message: ComponentChildren,
  sought?: string,
): Promise<FastifyReply> {
  return sendPage(
    context,
    reply,
    { title: heading, description: heading, path: reply.request.url.split('?')[0] ?? '/', sought },
    <>
      <Heading kicker={status >= 400 ? String(status) : undefined}>{heading}</Heading>
      <div class="message">
        <p dir="auto">{message}</p>
        <p>
          <a href="/">Begin at the front</a>, or search above.
        </p>
      </div>
    </>,
    status,
  );
}

/** Whether whoever asks reads pages; programs ask for something else, or for anything. */
export function wantsPage(request: FastifyRequest): boolean {
  return (request.headers.accept ?? '').includes('text/html');
}

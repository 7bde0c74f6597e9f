import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { FastifyAdapter } from '@bull-board/fastify';
import type { FastifyInstance } from 'fastify';
import { requireScope } from '../access.js';
import type { PageContext } from './context.js';

const PATH = '/queues';

/** Its own script, and styles that it writes into its elements. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'self'; frame-ancestors 'none'";

/** Its page asks for a typeface there; no page of ours asks another host for anything. */
const ELSEWHERE = 'https://fonts.googleapis.com';

/** The queues, job by job, for those with a token of the scope admin. */
export function queueRoutes(app: FastifyInstance, { queues }: PageContext): void {
  const board = new FastifyAdapter();
  board.setBasePath(PATH);
  createBullBoard({
    queues: queues.each.map((queue) => new BullMQAdapter(queue)),
    serverAdapter: board,
    options: {
      uiConfig: { boardTitle: 'Rostrum', miscLinks: [{ text: 'Newsrooms', url: '/newsrooms' }] },
    },
  });
  app.register(async (scope) => {
    scope.addHook('preHandler', requireScope('admin'));
    scope.addHook('onSend', async (_request, reply, payload) => {
      reply.header('content-security-policy', POLICY).header('cache-control', 'no-store');
      if (typeof payload !== 'string' || !payload.includes(ELSEWHERE)) return payload;
      const own = payload.replace(/<link href="https:[^>]*>/g, '');
      reply.header('content-length', Buffer.byteLength(own));
      return own;
    });
    await scope.register(board.registerPlugin(), { prefix: PATH });
  });
}

import type { FastifyReply } from 'fastify';

const TITLES: Record<number, string> = {
  400: 'Bad request',
  404: 'Not found',
  503: 'Not ready',
};

/** An error as RFC 9457 has it: what happened, and what to send instead. */
export function problem(reply: FastifyReply, status: number, detail: string): FastifyReply {
  return reply
    .code(status)
    .type('application/problem+json')
    .send(JSON.stringify({ type: 'about:blank', title: TITLES[status] ?? 'Error', status, detail }));
}

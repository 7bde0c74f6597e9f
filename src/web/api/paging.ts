import type { FastifyReply, FastifyRequest } from 'fastify';
import { baseOf } from '../public-address.js';

/**
 * Says where a list goes on, in the Link header.
 * @returns the fields that say it in the body
 */
export function pageLinks(
  request: FastifyRequest,
  reply: FastifyReply,
  cursor: string | null,
): { next: string | null; next_cursor: string | null } {
  if (cursor === null) return { next: null, next_cursor: null };
  const next = new URL(`${baseOf(request)}${request.url}`);
  next.searchParams.set('cursor', cursor);
  reply.header('link', `<${next.href}>; rel="next"`);
  return { next: next.href, next_cursor: cursor };
}

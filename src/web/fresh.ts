import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';

/**
 * Gives every whole answer a strong ETag, and sends 304 in its place to whoever has it already. Readers ask each time
 * whether what they have is still so, unless the answer says how long it is.
 */
export function addFreshness(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply, payload) => {
    const whole = typeof payload === 'string' || Buffer.isBuffer(payload);
    if ((request.method !== 'GET' && request.method !== 'HEAD') || reply.statusCode !== 200 || !whole) {
      return payload;
    }
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-cache');
    if (String(reply.getHeader('cache-control')).includes('no-store')) return payload;
    const etag = String(reply.getHeader('etag') ?? etagOf(payload));
    reply.header('etag', etag);
    const { 'if-none-match': known, 'if-modified-since': since } = request.headers;
    const same =
      known === undefined
        ? unchangedSince(since, reply.getHeader('last-modified'))
        : known.split(',').some((one) => one.trim() === '*' || one.trim().replace(/^W\//, '') === etag);
    if (!same) return payload;
    reply.code(304).removeHeader('content-length');
    return '';
  });
}

/** A strong ETag: the same for the same bytes, and for no others. */
export function etagOf(payload: string | Buffer): string {
  return `"${createHash('sha256').update(payload).digest('base64url').slice(0, 27)}"`;
}

function unchangedSince(since: string | undefined, modified: unknown): boolean {
  if (since === undefined || typeof modified !== 'string') return false;
  // A date that is none compares as false.
  return Date.parse(modified) <= Date.parse(since);
}

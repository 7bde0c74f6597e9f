import type { FastifyRequest } from 'fastify';

declare module 'fastify' {
  interface FastifyInstance {
    /** PUBLIC_URL without a slash at its end; null where it is not set. */
    publicUrl: string | null;
  }
}

/**
 * Where this site is, as its readers have it: PUBLIC_URL, else the host that the request was sent to.
 * @returns `https://rostrum.example`, without a slash at the end
 */
export function baseOf(request: FastifyRequest): string {
  const { publicUrl } = request.server;
  if (publicUrl !== null) return publicUrl;
  const address = `${request.protocol}://${request.host}`;
  // A host that no address can have was made up; it is not sent back.
  return URL.canParse(address) ? new URL(address).origin : 'http://localhost';
}

import type { FastifyInstance } from 'fastify';
import { problem } from './problem.js';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/**
 * Notes the routes that are added from now on.
 * @returns to be called when all are there: any other method is then answered with 405 and those that there are
 */
export function watchMethods(app: FastifyInstance): () => void {
  const known = new Map<string, Set<string>>();
  app.addHook('onRoute', ({ url, method }) => {
    if (url.includes('*')) return;
    const methods = known.get(url) ?? new Set();
    for (const one of [method].flat()) methods.add(one);
    known.set(url, methods);
  });
  return () => {
    for (const [url, methods] of [...known]) {
      const missing = METHODS.filter((method) => !methods.has(method));
      const allowed = [...methods].sort().join(', ');
      if (missing.length === 0) continue;
      app.route({
        method: [...missing],
        url,
        // Before the body is read: there is nothing to do with it.
        onRequest: async (request, reply) =>
          problem(
            reply.header('allow', allowed),
            405,
            `${request.method} is not for ${request.url.split('?')[0]}: use ${allowed}.`,
          ),
        handler: async () => null,
      });
    }
  };
}

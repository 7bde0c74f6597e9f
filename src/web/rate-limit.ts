import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import { RequestProblem } from './problem.js';

/**
 * Lets one address send so many requests a minute, and says in headers how many are left. Each process counts for
 * itself. Routes of `config.rateLimit: false` are left out.
 * @param most 0 for any number, where a route has no limit of its own
 */
export async function addRateLimit(app: FastifyInstance, most: number): Promise<void> {
  await app.register(rateLimit, {
    global: most > 0,
    max: most,
    timeWindow: '1 minute',
    cache: 20_000,
    // A household has a network of IPv6, not an address.
    ipv6Subnet: 64,
    enableDraftSpec: true,
    errorResponseBuilder: (_request, { max, ttl }) =>
      new RequestProblem(
        429,
        `One address may send ${max} requests a minute here: wait ${Math.ceil(ttl / 1000)} seconds.`,
      ),
  });
}

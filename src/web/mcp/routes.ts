import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js';
import type { FastifyInstance } from 'fastify';
import type { Database } from '../../../db/connection.js';
import { baseOf } from '../public-address.js';
import { mcpServer } from './server.js';

/** The tools for assistants over HTTP, at /mcp: each request stands for itself, no session is kept. */
export function mcpRoutes(app: FastifyInstance, db: Database): void {
  app.post('/mcp', async (request, reply) => {
    const base = baseOf(request);
    const server = mcpServer(db, base);
    // Without a generator of session ids it is stateless; one answer needs no stream.
    const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true });
    await server.connect(transport);
    try {
      const headers = Object.entries(request.headers).flatMap(([name, value]): [string, string][] =>
        typeof value === 'string' && name !== 'content-length' ? [[name, value]] : [],
      );
      const asked = new Request(`${base}/mcp`, { method: 'POST', headers });
      const answer = await transport.handleRequest(asked, { parsedBody: request.body });
      const type = answer.headers.get('content-type');
      if (type !== null) reply.type(type);
      return reply
        .code(answer.status)
        .header('cache-control', 'no-store')
        .send(await answer.text());
    } finally {
      await server.close();
    }
  });
}

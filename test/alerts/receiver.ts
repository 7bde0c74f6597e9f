import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

/** A webhook that was received. */
export interface Received {
  headers: IncomingHttpHeaders;
  body: string;
}

/** What a receiver does with a request; one that says nothing is answered 200. */
export type Reaction = (response: ServerResponse, request: Received) => void;

/** A receiver of webhooks on loopback, which does with each request what was planned for it. */
export interface Receiver {
  url: string;
  received: Received[];
  /** What is done with the next requests, in order; those after them are answered 204. */
  plan: Reaction[];
  close(): Promise<void>;
}

export const answers =
  (status: number, headers: Record<string, string> = {}): Reaction =>
  (response) => {
    response.writeHead(status, headers).end('{}');
  };

export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  const plan: Reaction[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const one = { headers: request.headers, body };
      received.push(one);
      (plan.shift() ?? answers(204))(response, one);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    plan,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** What a webhook says, once somebody else's library has found its signature right. @throws where it is not */
export function verified(secret: string, { headers, body }: Received): Event {
  return new Webhook(secret).verify(body, headers as Record<string, string>) as Event;
}

interface Event {
  type: string;
  timestamp: string;
  data: {
    alert: { id: number; name: string };
    statement?: ToldStatement;
    statements?: ToldStatement[];
  };
}

interface ToldStatement {
  id: number;
  title: string;
  revision: number;
  revised: boolean;
  page: string | null;
  excerpt: string;
  bills: { bill: string }[];
}

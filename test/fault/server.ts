import { createServer, type IncomingHttpHeaders } from 'node:http';
import { ADDRESS_FAULTS } from './address-faults.js';
import type { Answer } from './answer.js';
import { BODY_FAULTS } from './body-faults.js';
import { CONTENT_FAULTS } from './content-faults.js';

const ANSWERS: Record<string, Answer> = { ...ADDRESS_FAULTS, ...BODY_FAULTS, ...CONTENT_FAULTS };

/** One request as it came in. */
interface SeenRequest {
  /** With query. */
  path: string;
  headers: IncomingHttpHeaders;
  /** Milliseconds since 1970. */
  at: number;
}

export interface FaultServer {
  /** `http://127.0.0.1:43210`, without slash at the end. */
  url: string;
  /** In order of arrival, robots.txt too. */
  requests: SeenRequest[];
  /**
   * From now on `path` answers as `fault` does: a healthy feed breaks
   * (`become('/feed/good', '/status/503')`), a robots.txt changes (`become('/robots.txt', '/robots/forbid')`).
   */
  become(path: string, fault: string): void;
  close(): Promise<void>;
}

/**
 * A newsroom on loopback that has every fault the web has shown us, each on its own path, beside a healthy feed
 * (`/feed/good`), listing (`/listing/good`) and releases (`/release/1` …). Unknown paths answer 404.
 */
export async function startFaultServer(): Promise<FaultServer> {
  const requests: SeenRequest[] = [];
  const changed = new Map<string, string>();
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', `http://${request.headers.host ?? '127.0.0.1'}`);
    requests.push({ path: url.pathname + url.search, headers: request.headers, at: Date.now() });
    // A client that goes away in the middle is what many faults are for.
    response.on('error', () => {});
    const path = changed.get(url.pathname) ?? url.pathname;
    const answer = ANSWERS[path.startsWith('/release/') ? '/release' : path];
    if (answer === undefined) response.writeHead(404, { 'content-type': 'text/plain' }).end('No such page');
    else answer({ request, response, url, path });
  });
  server.on('connection', (socket) => socket.on('error', () => {}));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The fault server has no port');

  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    become: (path, fault) => void changed.set(path, fault),
    close() {
      return new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      });
    },
  };
}

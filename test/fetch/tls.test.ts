import { createServer, type Server } from 'node:https';
import { afterEach, describe, expect, it } from 'vitest';
import type { FetchClient } from '../../src/fetch/client.js';
import { type Certificate, createAuthority, createCertificate } from '../fault/certificate.js';
import { startFaultServer } from '../fault/server.js';
import { clientWith, failureOf } from './client-under-test.js';

const authority = createAuthority();
const NAME = 'news.example';
let opened: { server: Server; client: FetchClient } | null = null;

afterEach(async () => {
  await opened?.client.close();
  opened?.server.closeAllConnections();
  await new Promise((done) => (opened === null ? done(null) : opened.server.close(done)));
  opened = null;
});

/** Asks a site that shows this certificate. */
async function ask(certificate: Certificate, trusted: boolean) {
  const server = createServer(certificate, (_, response) => response.end('Read over TLS'));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  const origin = `https://${NAME}:${typeof address === 'object' ? address?.port : ''}`;
  const lookup = () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]);
  const client = clientWith(
    { allowedOrigins: [origin] },
    { lookup, ...(trusted ? { ca: authority.pem } : {}) },
  );
  opened = { server, client };
  return client.fetch({ url: `${origin}/`, ignoreRobots: true });
}

describe('a secure connection', () => {
  it('is made where the certificate is good', async () => {
    const certificate = createCertificate({ hostname: NAME, issuer: authority });
    expect((await ask(certificate, true)).text).toBe('Read over TLS');
  });

  it.each<[string, Certificate, boolean, string]>([
    [
      'has expired',
      createCertificate({ hostname: NAME, issuer: authority, validForDays: -1 }),
      true,
      'has expired',
    ],
    [
      'is for another host',
      createCertificate({ hostname: 'other.example', issuer: authority }),
      true,
      'another host name',
    ],
    ['is signed by itself', createCertificate({ hostname: NAME }), true, 'signed by itself'],
    [
      'is signed by a stranger',
      createCertificate({ hostname: NAME, issuer: authority }),
      false,
      'intermediate',
    ],
  ])('is not made where the certificate %s, and that is said', async (_, certificate, trusted, words) => {
    const failure = await failureOf(ask(certificate, trusted));
    expect([failure.kind, failure.retryable]).toEqual(['tls', false]);
    expect(failure.message).toContain(words);
    expect(failure.message).toContain(NAME);
  });

  it('is not made to a port that speaks plain HTTP', async () => {
    const plain = await startFaultServer();
    const origin = plain.url.replace('http:', 'https:');
    const client = clientWith({ allowedOrigins: [origin] });
    const failure = await failureOf(client.fetch({ url: `${origin}/release/1`, ignoreRobots: true }));
    expect(failure.kind).toBe('tls');
    await client.close();
    await plain.close();
  });
});

import * as zlib from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FetchClient, FetchSettings } from '../../src/fetch/client.js';
import type { FetchError } from '../../src/fetch/errors.js';
import { clientWith, failureOf } from '../fetch/client-under-test.js';
import { PLAIN_TEXT } from './body-faults.js';
import { type FaultServer, startFaultServer } from './server.js';

let server: FaultServer;
let client: FetchClient;

beforeEach(async () => {
  server = await startFaultServer();
  client = clientWith({ allowedOrigins: [server.url] });
});

afterEach(async () => {
  await client.close();
  await server.close();
});

const fetchPath = (path: string) => client.fetch({ url: server.url + path });
const failureAt = (path: string) => failureOf(fetchPath(path));
const seen = (path: string) => server.requests.filter((request) => request.path === path).length;

async function restart(settings: Partial<FetchSettings>): Promise<void> {
  await client.close();
  client = clientWith({ allowedOrigins: [server.url], ...settings });
}

/** After a fault the client must read a healthy page as if nothing had been. */
async function expectUnharmed(): Promise<void> {
  await restart({});
  expect((await fetchPath('/release/7')).text).toContain('statement number 7');
}

describe('redirects', () => {
  it('names a circle of 301s after one round', async () => {
    const failure = await failureAt('/redirect/loop');
    expect(failure.kind).toBe('redirect-loop');
    expect(failure.message).toContain('in a circle');
    expect(seen('/redirect/loop')).toBe(1);
    expect(seen('/redirect/loop-back')).toBe(1);
  });

  it('gives up a chain of redirects that never ends', async () => {
    const failure = await failureAt('/redirect/endless');
    expect(failure.kind).toBe('redirect-loop');
    expect(failure.retryable).toBe(false);
    expect(server.requests.filter(({ path }) => path.startsWith('/redirect/endless'))).toHaveLength(6);
  });

  it.each([
    ['/redirect/metadata', '169.254.169.254'],
    ['/redirect/loopback6', '::1'],
    ['/redirect/mapped', '::ffff:7f00:1'],
    ['/redirect/octal', '127.0.0.1'],
  ])('refuses to follow %s into the private network', async (path, address) => {
    const failure = await failureAt(path);
    expect(failure.kind).toBe('private-address');
    expect(failure.message).toContain(address);
    expect(seen('/release/1')).toBe(0);
    await expectUnharmed();
  });

  it.each(['/redirect/file', '/redirect/nonsense'])('does not follow %s', async (path) => {
    const failure = await failureAt(path);
    expect(failure.kind).toBe('bad-url');
    expect(failure.message).toContain(path);
  });

  it('gives a redirect without Location back as the answer it is', async () => {
    expect((await fetchPath('/redirect/no-location')).status).toBe(302);
  });

  it('reports a permanent move, to be remembered', async () => {
    const result = await fetchPath('/redirect/moved');
    expect(result.url).toBe(`${server.url}/release/1`);
    expect(result.movedTo).toBe(`${server.url}/release/1`);
    expect(result.redirects.map(({ status, permanent }) => [status, permanent])).toEqual([
      [301, true],
      [308, true],
    ]);
  });

  it('remembers a permanent move only as far as it is permanent', async () => {
    expect((await fetchPath('/redirect/moved-for-now')).movedTo).toBeNull();
    const result = await fetchPath('/redirect/moved-then-for-now');
    expect(result.movedTo).toBe(`${server.url}/redirect/moved-for-now`);
    expect(result.url).toBe(`${server.url}/release/1`);
  });

  it('does not wait for the body of a redirect', async () => {
    const begun = performance.now();
    expect((await fetchPath('/slow/redirect')).text).toContain('statement number 1');
    expect(performance.now() - begun).toBeLessThan(3_000);
  });
});

describe('statuses', () => {
  it('gives 404 and 410 back as answers', async () => {
    expect((await fetchPath('/status/404')).status).toBe(404);
    expect((await fetchPath('/status/410')).status).toBe(410);
  });

  it('reads the Retry-After of a 429 in seconds', async () => {
    const result = await fetchPath('/status/429-seconds');
    expect([result.status, result.retryAfterMs]).toEqual([429, 120_000]);
  });

  it('reads the Retry-After of a 429 as a date', async () => {
    const result = await fetchPath('/status/429-date');
    expect(result.status).toBe(429);
    expect(result.retryAfterMs).toBeGreaterThan(90_000);
    expect(result.retryAfterMs).toBeLessThanOrEqual(120_000);
  });

  it('reads the Retry-After of a 503', async () => {
    const result = await fetchPath('/status/503');
    expect([result.status, result.retryAfterMs]).toEqual([503, 3_600_000]);
  });

  it('asks a site that answers 500 once a call, and says so each time', async () => {
    for (let call = 1; call <= 3; call += 1) {
      expect((await fetchPath('/status/500')).status).toBe(500);
      expect(seen('/status/500')).toBe(call);
    }
  });

  it('gives the body of a bot wall back, for the reader to name it', async () => {
    const result = await fetchPath('/wall');
    expect(result.status).toBe(403);
    expect(result.headers['cf-mitigated']).toBe('challenge');
    expect(result.text).toContain('Just a moment');
  });
});

describe('connections', () => {
  it('names a connection closed before any answer, tried twice', async () => {
    const failure = await failureAt('/reset/before');
    expect([failure.kind, failure.retryable]).toEqual(['reset', true]);
    expect(seen('/reset/before')).toBe(2);
  });

  it.each(['/reset/body', '/reset/chunked', '/length/too-long', '/encoding/cut'])(
    'names the cut body of %s and does not hand it over',
    async (path) => {
      const failure = await failureAt(path);
      expect([failure.kind, failure.retryable]).toEqual(['truncated', true]);
      expect(seen(path)).toBe(1);
      await expectUnharmed();
    },
  );

  it('reads an old server whose body ends with the connection', async () => {
    expect((await fetchPath('/http/1.0')).text).toBe('Words of an old server.');
  });

  it('never takes bytes past the Content-Length for the next answer', async () => {
    expect((await fetchPath('/length/too-short')).text).toBe('First');
    expect((await fetchPath('/release/1')).text).toContain('statement number 1');
    expect((await fetchPath('/release/2')).text).toContain('statement number 2');
  });

  it.each(['/not-http', '/length/nonsense'])('names the answer of %s as no HTTP', async (path) => {
    expect((await failureAt(path)).kind).toBe('http');
  });

  it('names a port where nothing listens', async () => {
    await server.close();
    const failure = await failureAt('/release/1');
    expect([failure.kind, failure.retryable]).toEqual(['refused', true]);
    server = await startFaultServer();
  });
});

describe('time', () => {
  it.each(['/slow/silence', '/slow/headers'])('ends the wait for the headers of %s', async (path) => {
    await restart({ headersTimeoutMs: 300 });
    const failure = await failureAt(path);
    expect([failure.kind, failure.retryable]).toEqual(['timeout', true]);
    expect(failure.message).toContain('300 ms');
    await expectUnharmed();
  });

  it('ends the wait for a name that is never resolved', async () => {
    await client.close();
    client = clientWith({ headersTimeoutMs: 300 }, { lookup: () => new Promise(() => {}) });
    const failure = await failureOf(client.fetch({ url: 'http://news.example/', ignoreRobots: true }));
    expect(failure.kind).toBe('timeout');
  });

  it('gives the body the time that is left of the whole', async () => {
    await restart({ headersTimeoutMs: 700 });
    const result = await client.fetch({ url: `${server.url}/slow/late-body`, ignoreRobots: true });
    expect(result.text).toBe('Late, whole');
  });

  it('ends a body of one byte a second, though each byte is in time', async () => {
    await restart({ timeoutMs: 600 });
    const failure = await failureAt('/slow/body');
    expect(failure.kind).toBe('timeout');
    expect(failure.message).toContain('did not finish');
    await expectUnharmed();
  });
});

describe('size', () => {
  it.each(['/huge/zeros', '/huge/nothing', '/huge/html', '/huge/announced', '/huge/headers'])(
    'stops %s at the limit',
    async (path) => {
      const failure = await failureAt(path);
      expect([failure.kind, failure.retryable]).toEqual(['too-large', false]);
      await expectUnharmed();
    },
  );

  it('counts what a compressed body comes to, to the byte', async () => {
    const size = PLAIN_TEXT.length * 50;
    await restart({ maxBodyBytes: size });
    expect((await fetchPath('/encoding/fifty')).body.length).toBe(size);
    await restart({ maxBodyBytes: size - 1 });
    expect((await failureAt('/encoding/fifty')).kind).toBe('too-large');
  });

  it('reads a page of 50 MB where the limit is higher', async () => {
    await restart({ maxBodyBytes: 64 * 1024 ** 2 });
    const result = await fetchPath('/huge/html');
    expect(result.body.length).toBeGreaterThan(50 * 1024 ** 2);
    expect(result.bytes).toBe(result.body.length);
  });

  it('reads an empty answer as one', async () => {
    const result = await fetchPath('/empty');
    expect([result.status, result.text, result.bytes]).toEqual([200, '', 0]);
    expect((await fetchPath('/encoding/empty')).text).toBe('');
  });
});

describe('codes', () => {
  it.each(['gzip', 'deflate', 'bare-deflate', 'br', 'twice'])('reads a body in %s', async (coding) => {
    const result = await fetchPath(`/encoding/${coding}`);
    expect(result.text).toBe(PLAIN_TEXT);
    expect(result.bytes).toBe(Number(result.headers['content-length']));
  });

  it('reads zstd where this Node can, asks for it only there, and else names it', async () => {
    const answer = await fetchPath('/encoding/zstd').catch((failure: FetchError) => failure.kind);
    const asked = server.requests.at(-1)?.headers['accept-encoding']?.includes('zstd');
    if ('createZstdDecompress' in zlib) expect(answer).toMatchObject({ text: PLAIN_TEXT });
    else expect(answer).toBe('unsupported-encoding');
    expect(asked).toBe('createZstdDecompress' in zlib);
  });

  it.each(['unknown', 'broken'])('names a body in %s compression', async (coding) => {
    const failure = await failureAt(`/encoding/${coding}`);
    expect([failure.kind, failure.retryable]).toEqual(['unsupported-encoding', false]);
  });

  it('reads a page whose header names the wrong charset', async () => {
    const result = await fetchPath('/charset/wrong');
    expect(result.charset).toBe('windows-1252');
    expect(result.text).toContain('a café in Peñasco on Monday – for 5 €, he’d say –');
  });

  it('hands an XML bomb over as the small text it is', async () => {
    expect((await fetchPath('/feed/bomb')).text.length).toBeLessThan(2_000);
  });
});

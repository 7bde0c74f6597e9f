import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FetchClient, FetchSettings, HostGate } from '../../src/fetch/client.js';
import { createMemoryGate } from '../../src/fetch/memory-gate.js';
import { type FaultServer, startFaultServer } from '../fault/server.js';
import { clientWith, failureOf } from './client-under-test.js';

let server: FaultServer;
let client: FetchClient;
let entered: { host: string; delayMs: number }[];

beforeEach(async () => {
  server = await startFaultServer();
  entered = [];
  client = clientOf({});
});

afterEach(async () => {
  await client.close();
  await server.close();
});

/** The host of the fault server as the gate hears of it. */
const host = () => new URL(server.url).host;
const paths = () => server.requests.map(({ path }) => path);

function clientOf(
  settings: Partial<FetchSettings>,
  inner: HostGate = createMemoryGate({ delayMs: 0, concurrency: 10 }),
) {
  const gate: HostGate = {
    enter(name, delayMs, signal) {
      entered.push({ host: name, delayMs });
      return inner.enter(name, delayMs, signal);
    },
    hold: (name, ms) => inner.hold?.(name, ms),
  };
  return clientWith({ allowedOrigins: [server.url], ...settings }, { gate });
}

async function replaceClient(settings: Partial<FetchSettings>, inner?: HostGate): Promise<void> {
  await client.close();
  client = clientOf(settings, inner);
}

describe('a request', () => {
  it('says who asks, how to reach them and what it can read', async () => {
    await client.fetch({ url: `${server.url}/release/1`, accept: 'page' });
    const headers = server.requests.at(-1)?.headers;
    expect(headers?.['user-agent']).toBe('Rostrum/0.1 (+mailto:clerk@example.org)');
    expect(headers?.accept).toMatch(/^text\/html/);
    expect(headers?.['accept-encoding']).toMatch(/^gzip, deflate, br/);
    expect(headers).not.toHaveProperty('cookie');
  });

  it('says who asks where there is no contact', async () => {
    await replaceClient({ contact: null });
    await client.fetch({ url: `${server.url}/release/1` });
    expect(server.requests.map(({ headers }) => headers['user-agent'])).toEqual([
      'Rostrum/0.1',
      'Rostrum/0.1',
    ]);
  });

  it('sends neither the fragment nor a cookie it was given', async () => {
    const result = await client.fetch({ url: `${server.url}/release/1?a=b#part` });
    expect(paths()).toEqual(['/robots.txt', '/release/1?a=b']);
    expect(result.url).toBe(`${server.url}/release/1?a=b`);
    expect(result.requestedUrl).toBe(`${server.url}/release/1?a=b#part`);
  });

  it.each([
    ['ftp://127.0.0.1/x', 'ftp:'],
    ['javascript:alert(1)', 'javascript:'],
    ['//news.example/x', 'is not an address'],
    ['', 'is not an address'],
    ['http://user:secret@news.example/', 'user name'],
  ])('for "%s" is refused', async (url, reason) => {
    const failure = await failureOf(client.fetch({ url }));
    expect(failure.kind).toBe('bad-url');
    expect(failure.message).toContain(reason);
    expect(failure.message + failure.url).not.toContain('secret');
  });

  it('that is conditional costs no body where nothing changed', async () => {
    const first = await client.fetch({ url: `${server.url}/feed/good`, accept: 'feed' });
    expect(first.validators.etag).toBe('"good-feed"');
    expect(first.notModified).toBe(false);
    const second = await client.fetch({ url: `${server.url}/feed/good`, validators: first.validators });
    expect([second.status, second.notModified, second.bytes]).toEqual([304, true, 0]);
    expect(second.validators).toEqual(first.validators);
    expect(server.requests.at(-1)?.headers['if-modified-since']).toBe(first.validators.lastModified);
  });

  it('never sends a validator back that no header may carry', async () => {
    const { validators } = await client.fetch({ url: `${server.url}/etag/odd` });
    expect(validators).toEqual({ etag: null, lastModified: 'Sun, 01 Jun 2025 12:00:00 GMT' });
    expect((await client.fetch({ url: `${server.url}/etag/odd`, validators })).status).toBe(200);
  });

  it('that is not conditional does not take a 304 for good news', async () => {
    server.become('/release/1', '/status/304');
    const result = await client.fetch({ url: `${server.url}/release/1` });
    expect([result.status, result.notModified]).toEqual([304, false]);
  });
});

describe('the address guard', () => {
  it('lets an allowed origin through, and no other port or scheme of the same host', async () => {
    await replaceClient({ allowedOrigins: ['http://127.0.0.1:1'] });
    expect((await failureOf(client.fetch({ url: `${server.url}/release/1` }))).kind).toBe('private-address');
    await replaceClient({ allowedOrigins: [server.url.replace('http:', 'https:')] });
    expect((await failureOf(client.fetch({ url: `${server.url}/release/1` }))).kind).toBe('private-address');
    expect(server.requests).toHaveLength(0);
  });

  it('lets no other name of an allowed origin through', async () => {
    const failure = await failureOf(
      client.fetch({ url: `http://localhost:${new URL(server.url).port}/release/1` }),
    );
    expect(failure.kind).toBe('private-address');
    expect(server.requests).toHaveLength(0);
  });

  it('judges the address that is connected to, whatever the name gave before', async () => {
    const port = new URL(server.url).port;
    const answers = ['127.0.0.1', '10.0.0.1', '127.0.0.1'];
    let lookups = 0;
    await client.close();
    const lookup = async () => [{ address: answers[lookups++ % answers.length] ?? '', family: 4 }];
    client = clientWith({}, { lookup });
    for (let turn = 1; turn <= 3; turn += 1) {
      const failure = await failureOf(
        client.fetch({ url: `http://news.example:${port}/`, ignoreRobots: true }),
      );
      expect(failure.kind).toBe('private-address');
      expect(lookups).toBe(turn);
    }
    expect(server.requests).toHaveLength(0);
  });

  it('stands aside where the operator says so', async () => {
    await replaceClient({ allowedOrigins: [], allowPrivateNetwork: true });
    const { port } = new URL(server.url);
    expect((await client.fetch({ url: `http://localhost:${port}/release/1` })).status).toBe(200);
  });
});

describe('robots.txt', () => {
  it('is asked for before the first page, once', async () => {
    await Promise.all([1, 2, 3].map((number) => client.fetch({ url: `${server.url}/release/${number}` })));
    expect(paths()[0]).toBe('/robots.txt');
    expect(paths().filter((path) => path === '/robots.txt')).toHaveLength(1);
  });

  it('is obeyed', async () => {
    server.become('/robots.txt', '/robots/forbid');
    const failure = await failureOf(client.fetch({ url: `${server.url}/release/1` }));
    expect([failure.kind, failure.retryable]).toEqual(['robots', false]);
    expect(paths()).toEqual(['/robots.txt']);
  });

  it('is obeyed on redirects', async () => {
    server.become('/robots.txt', '/robots/forbid-some');
    server.become('/feed/good', '/redirect/moved');
    expect((await client.fetch({ url: `${server.url}/feed/good` })).url).toBe(`${server.url}/release/1`);
    server.become('/release/9', '/redirect/moved');
    expect((await failureOf(client.fetch({ url: `${server.url}/release/9` }))).kind).toBe('robots');
  });

  it('of 500 closes the site for now', async () => {
    server.become('/robots.txt', '/robots/error');
    const failure = await failureOf(client.fetch({ url: `${server.url}/release/1` }));
    expect([failure.kind, failure.retryable]).toEqual(['robots', true]);
    await failureOf(client.fetch({ url: `${server.url}/release/1` }));
    expect(paths()).toEqual(['/robots.txt']);
  });

  it('of 429 closes the site for as long as it says', async () => {
    server.become('/robots.txt', '/robots/busy');
    const failure = await failureOf(client.fetch({ url: `${server.url}/release/1` }));
    expect([failure.kind, failure.retryAfterMs]).toEqual(['robots', 60_000]);
  });

  it('of 5 MB is read for its first 500 KiB', async () => {
    server.become('/robots.txt', '/robots/huge');
    expect((await client.fetch({ url: `${server.url}/release/1` })).status).toBe(200);
    expect((await failureOf(client.fetch({ url: `${server.url}/forbidden/1` }))).kind).toBe('robots');
  });

  it('is followed over redirects', async () => {
    server.become('/robots.txt', '/redirect/robots');
    expect((await failureOf(client.fetch({ url: `${server.url}/release/1` }))).kind).toBe('robots');
  });

  it('that leads in a circle counts as none', async () => {
    server.become('/robots.txt', '/redirect/loop');
    expect((await client.fetch({ url: `${server.url}/release/1` })).status).toBe(200);
  });

  it('is not asked for where a person looks at one page', async () => {
    server.become('/robots.txt', '/robots/forbid');
    const result = await client.fetch({ url: `${server.url}/release/1`, ignoreRobots: true });
    expect(result.status).toBe(200);
    expect(paths()).toEqual(['/release/1']);
  });
});

describe('the gate', () => {
  it('is entered for robots.txt and for every hop, and hears the Crawl-delay', async () => {
    server.become('/robots.txt', '/robots/crawl-delay');
    await replaceClient({}, { enter: async () => () => {} });
    await client.fetch({ url: `${server.url}/redirect/moved-again` });
    expect(entered).toEqual([0, 7_000, 7_000].map((delayMs) => ({ host: host(), delayMs })));
  });

  it('is left after every outcome', async () => {
    let inside = 0;
    const counting: HostGate = {
      async enter() {
        inside += 1;
        return () => {
          inside -= 1;
        };
      },
    };
    await replaceClient({ headersTimeoutMs: 300 }, counting);
    for (const path of [
      '/release/1',
      '/status/500',
      '/reset/body',
      '/slow/silence',
      '/huge/html',
      '/redirect/loop',
    ]) {
      await client.fetch({ url: server.url + path }).catch(() => {});
      expect(inside).toBe(0);
    }
  });

  it('is told to leave a host alone that asks for it, for an hour at most', async () => {
    const held: [string, number][] = [];
    await replaceClient({}, { enter: async () => () => {}, hold: (name, ms) => void held.push([name, ms]) });
    await client.fetch({ url: `${server.url}/status/429-seconds` });
    await client.fetch({ url: `${server.url}/status/503` });
    await client.fetch({ url: `${server.url}/status/500` });
    server.become('/release/1', '/status/503-for-a-year');
    await client.fetch({ url: `${server.url}/release/1` });
    expect(held).toEqual([120_000, 3_600_000, 3_600_000].map((ms) => [host(), ms]));
  });

  it('may refuse, and its own error is what the caller gets', async () => {
    const full = new Error('no place for ten seconds');
    await replaceClient({}, { enter: () => Promise.reject(full) });
    await expect(client.fetch({ url: `${server.url}/release/1` })).rejects.toBe(full);
  });

  it('may make a request wait longer than the request may take', async () => {
    await replaceClient({ timeoutMs: 1_000 }, createMemoryGate({ delayMs: 1_200, concurrency: 1 }));
    const result = await client.fetch({ url: `${server.url}/release/1` });
    expect(result.status).toBe(200);
    expect(result.durationMs).toBeLessThan(1_000);
  });
});

describe('giving up', () => {
  const soon = (controller: AbortController) => setTimeout(() => controller.abort(new Error('enough')), 50);

  it.each(['/slow/silence', '/slow/headers', '/slow/body'])('ends %s at once', async (path) => {
    const controller = new AbortController();
    soon(controller);
    const begun = performance.now();
    const failure = await failureOf(client.fetch({ url: server.url + path, signal: controller.signal }));
    expect(failure.kind).toBe('aborted');
    expect(failure.cause).toEqual(new Error('enough'));
    expect(performance.now() - begun).toBeLessThan(1_000);
  });

  it('ends the wait for a name that is never resolved at once', async () => {
    await client.close();
    client = clientWith({}, { lookup: () => new Promise(() => {}) });
    const controller = new AbortController();
    soon(controller);
    const begun = performance.now();
    const request = { url: 'http://news.example/', ignoreRobots: true, signal: controller.signal };
    expect((await failureOf(client.fetch(request))).kind).toBe('aborted');
    expect(performance.now() - begun).toBeLessThan(1_000);
  });

  it('ends the wait at the gate, and gives a turn that comes after all back', async () => {
    let left = 0;
    let open: (leave: () => void) => void = () => {};
    await replaceClient({}, { enter: () => new Promise((resolve) => (open = resolve)) });
    const controller = new AbortController();
    const failing = failureOf(
      client.fetch({ url: server.url, ignoreRobots: true, signal: controller.signal }),
    );
    controller.abort();
    expect((await failing).kind).toBe('aborted');
    open(() => {
      left += 1;
    });
    await Promise.resolve().then(() => {});
    expect(left).toBe(1);
    expect(server.requests).toHaveLength(0);
  });

  it('ends the wait for a robots.txt without taking it from the others', async () => {
    server.become('/robots.txt', '/slow/silence');
    await replaceClient({ headersTimeoutMs: 400 });
    const controller = new AbortController();
    soon(controller);
    const impatient = failureOf(client.fetch({ url: `${server.url}/release/1`, signal: controller.signal }));
    const patient = failureOf(client.fetch({ url: `${server.url}/release/2` }));
    expect((await impatient).kind).toBe('aborted');
    expect((await patient).kind).toBe('timeout');
    expect(paths()).toEqual(['/robots.txt']);
  });

  it('before the beginning asks nobody', async () => {
    const failure = await failureOf(
      client.fetch({ url: `${server.url}/release/1`, signal: AbortSignal.abort() }),
    );
    expect(failure.kind).toBe('aborted');
    expect(server.requests).toHaveLength(0);
  });

  it('by closing the client ends everything under way', async () => {
    const failing = Promise.all(
      ['/slow/silence', '/slow/body'].map((path) =>
        failureOf(client.fetch({ url: server.url + path, ignoreRobots: true })),
      ),
    );
    setTimeout(() => void client.close(), 50);
    expect((await failing).map(({ kind }) => kind)).toEqual(['aborted', 'aborted']);
  });

  it('leaves the signal as it was', async () => {
    const { signal } = new AbortController();
    let listeners = 0;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...args: Parameters<typeof add>) => {
      listeners += 1;
      add(...args);
    };
    signal.removeEventListener = (...args: Parameters<typeof remove>) => {
      listeners -= 1;
      remove(...args);
    };
    await client.fetch({ url: `${server.url}/release/1`, signal });
    expect(listeners).toBe(0);
  });
});

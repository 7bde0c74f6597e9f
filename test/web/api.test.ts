import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientSource } from '../../scripts/client-source.js';
import * as client from '../../src/client/rostrum-api.js';
import { repositoryFile } from '../stack/compose.js';
import { writeDebate } from '../support/debate.js';
import { seeRelease } from '../support/release.js';
import { type ScratchWeb, scratchWeb } from '../support/web.js';

const HOSTILE = `=HYPERLINK("https://evil.example")\u202e<script>alert(1)</script>,"\r\n${'x'.repeat(1_000_000)}`;

describe('the API', () => {
  let web: ScratchWeb;
  beforeAll(async () => {
    web = await scratchWeb(async (db) => {
      await writeDebate(db);
      await seeRelease(db, {
        address: 'https://nd-doe.example/hostile',
        url: 'javascript:alert(1)',
        source_id: 'nd-doe',
        official_id: 'doe-jane',
        title: HOSTILE,
        body: HOSTILE,
        content_hash: 'hostile',
        published_on: '2016-01-01',
      });
    });
    client.defaults.baseUrl = `${web.url}/api/v1`;
  });
  afterAll(() => web.close());
  const get = (path: string, headers: Record<string, string> = {}) => fetch(`${web.url}${path}`, { headers });

  it('has the client that its document gives', async () => {
    expect(repositoryFile('src/client/rostrum-api.ts'), 'run "npm run client"').toBe(await clientSource());
  });

  it('is read to its end by the cursors of its pages', async () => {
    const seen: number[] = [];
    let cursor: string | undefined;
    do {
      const answer = await client.listStatements({ limit: 3, ...(cursor === undefined ? {} : { cursor }) });
      if (answer.status !== 200) throw new Error(`answered with ${answer.status}`);
      expect(answer.data.total).toBe(8);
      seen.push(...answer.data.statements.map((one) => one.id));
      cursor = answer.data.next_cursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen.length).toBe(8);
    expect(new Set(seen).size).toBe(8);
  });

  it.each([
    '/api/v1/statements?limit=3&office=senate',
    '/api/v1/quotes?limit=1',
    '/api/v1/officials?limit=2',
    '/api/v1/bills?limit=1',
    '/api/v1/statements.csv?limit=3',
  ])('says in the Link header where %s goes on', async (path) => {
    const pages = [];
    let next: string | null = `${web.url}${path}`;
    while (next !== null && pages.length < 20) {
      const answer: Response = await fetch(next);
      expect(answer.status).toBe(200);
      pages.push(await answer.text());
      next = /^<([^>]+)>; rel="next"$/.exec(answer.headers.get('link') ?? '')?.[1] ?? null;
    }
    expect(pages.length).toBeGreaterThan(1);
    expect(new Set(pages).size).toBe(pages.length);
  });

  it('knows a bill by its number, by its number alone, and by words of its title', async () => {
    for (const q of ['s1693-115', 'S. 1693', 'S.1693', 'sex traffickers']) {
      expect(await client.listBills({ q })).toMatchObject({ data: { bills: [{ id: 's1693-115' }] } });
    }
    const found = await client.search({ q: 'Moe' });
    expect(found).toMatchObject({ data: { officials: [{ id: 'moe-max' }], bills: [] } });
    expect(await client.search({ q: 'hospitals' })).toMatchObject({
      data: { statements: [{ title: 'Roe on rural hospitals', highlight: { marks: [{}] } }] },
    });
  });

  it('tells a statement whole: text, tags, and what changed from one revision to the next', async () => {
    const { data } = (await client.getStatement({ id: 1 })) as { data: client.WholeStatement };
    expect(data).toMatchObject({
      title: 'Doe introduces bill against trafficking',
      body: 'Third text on S. 1693: praised.',
      party: 'D',
      revision: 3,
      revisions: [{ number: 1 }, { number: 2 }, { number: 3, current: true }],
      history: [{ event: 'found' }, { event: 'edited' }, { event: 'edited' }],
    });
    expect(await client.getRevision({ id: 1, $number: 2 })).toMatchObject({
      data: {
        body: expect.stringContaining('Corrected.'),
        changed: { body: expect.arrayContaining([{ op: 'added', text: ' Corrected.' }]) },
      },
    });
  });

  it('names the silent, and the days on which somebody was not', async () => {
    const { data } = (await client.getSilence({ id: 's1693-115' })) as { data: client.Silence };
    expect(data.officials.map((one) => one.official)).toEqual(['poe-paula', 'roe-ralph']);
    expect(await client.getTimeline({ id: 's1693-115' })).toMatchObject({
      data: { days: [{ day: '2017-08-02', statements: 1, democrats: 1 }, {}, {}, {}] },
    });
  });

  it('carries what strangers wrote as plain text', async () => {
    const json = (await client.listStatements({ until: '2016-12-31' })) as { data: client.StatementList };
    expect(json.data.statements).toMatchObject([{ title: HOSTILE, url: 'javascript:alert(1)' }]);
    const csv = await (await get('/api/v1/statements.csv?until=2016-12-31')).text();
    expect(csv).toContain(`"'=HYPERLINK(""https://evil.example"")\u202e<script>`);
    expect(csv).not.toMatch(/,=|\n=|,"=/);
    const answer = await get('/api/v1/statements.ndjson?until=2016-12-31');
    expect((await answer.text()).split('\n').filter((line) => line !== '').length).toBe(1);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('does not choke on characters that a database cannot hold, nor on broken addresses', async () => {
    for (const path of [
      '/api/v1/statements?q=%00',
      '/api/v1/officials/%00',
      '/api/v1/officials/%zz',
      '/%',
      '/api/v1/statements?q=%ff%fe',
      '/api/v1/statements?q=%27%3b--&cursor=2018-99-99_1',
    ]) {
      const answer = await get(path);
      expect(answer.status, path).toBeLessThan(500);
      if (answer.status !== 200) {
        expect(answer.headers.get('content-type'), path).toContain('application/problem+json');
      }
    }
  });

  it('says what was meant where nothing is', async () => {
    expect(await (await get('/api/v1/statement')).json()).toMatchObject({
      detail: 'There is nothing at /api/v1/statement: did you mean /api/v1/statements?',
    });
    expect(await (await get('/api/v1/statements?oficial=x')).json()).toMatchObject({
      detail: 'oficial: no such parameter: did you mean official?',
    });
    expect(await (await get('/api/v1/statements?official=doe-jnae')).json()).toMatchObject({
      detail: expect.stringContaining('did you mean doe-jane?'),
    });
  });

  it('may be read by scripts of other sites, and written by none', async () => {
    const answer = await get('/api/v1/topics', { origin: 'https://desk.example' });
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
    expect(answer.headers.get('access-control-expose-headers')).toContain('Link');
    const asked = await fetch(`${web.url}/api/v1/crawls`, {
      method: 'OPTIONS',
      headers: { origin: 'https://desk.example', 'access-control-request-method': 'POST' },
    });
    expect(asked.headers.get('access-control-allow-methods')).toBe('GET, HEAD');
    expect(
      (await get('/', { origin: 'https://desk.example' })).headers.get('access-control-allow-origin'),
    ).toBeNull();
  });

  it('is explained on a page, every operation and every shape, with no script but the pages’ own', async () => {
    const answer = await get('/api');
    const html = await answer.text();
    const document = await (await get('/api/v1/openapi.json')).json();
    for (const methods of Object.values(
      document.paths as Record<string, Record<string, { operationId: string }>>,
    )) {
      for (const { operationId } of Object.values(methods)) expect(html).toContain(`id="${operationId}"`);
    }
    for (const name of Object.keys(document.components.schemas)) expect(html).toContain(`id="shape-${name}"`);
    for (const [, target] of html.matchAll(/href="#([^"]+)"/g)) expect(html).toContain(`id="${target}"`);
    expect(html.match(/<script[^>]*>/g)).toEqual(['<script src="/rostrum.js" defer>']);
    expect(html).not.toMatch(/(?:src|href|action)="(?:https?:)?\/\//);
  });
});

describe('a web server with a limit', () => {
  let web: ScratchWeb;
  beforeAll(async () => {
    web = await scratchWeb(writeDebate, {
      RATE_LIMIT: '5',
      PUBLIC_URL: 'https://rostrum.example/',
      TRUSTED_PROXIES: '127.0.0.1',
    });
  });
  afterAll(() => web.close());
  const from = (address: string, path = '/api/v1/topics') =>
    fetch(`${web.url}${path}`, { headers: { 'x-forwarded-for': address } });

  it('says how many requests are left, and when to come again', async () => {
    const first = await from('192.0.2.1');
    expect(first.headers.get('ratelimit-limit')).toBe('5');
    expect(first.headers.get('ratelimit-remaining')).toBe('4');
    for (let more = 0; more < 4; more += 1) expect((await from('192.0.2.1')).status).toBe(200);
    const refused = await from('192.0.2.1');
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused.headers.get('content-type')).toContain('application/problem+json');
    expect(await refused.json()).toMatchObject({ detail: expect.stringContaining('5 requests a minute') });
  });

  it('counts each address for itself, a network of IPv6 as one, as its proxy tells them', async () => {
    expect((await from('192.0.2.2')).headers.get('ratelimit-remaining')).toBe('4');
    expect((await from('2001:db8::1')).headers.get('ratelimit-remaining')).toBe('4');
    expect((await from('2001:db8::2')).headers.get('ratelimit-remaining')).toBe('3');
  });

  it('never refuses those that watch over it', async () => {
    for (let times = 0; times < 8; times += 1) {
      expect((await from('192.0.2.3', '/healthz')).status).toBe(200);
      expect((await from('192.0.2.3', '/readyz')).status).toBe(200);
      expect((await from('192.0.2.3', '/metrics')).status).toBe(200);
    }
  });

  it('lets nobody guess tokens', async () => {
    const guess = (address: string) =>
      fetch(`${web.url}/session`, {
        method: 'POST',
        headers: { 'x-forwarded-for': address, 'content-type': 'application/x-www-form-urlencoded' },
        body: 'token=guess',
      });
    const statuses: number[] = [];
    for (let times = 0; times < 11; times += 1) statuses.push((await guess('192.0.2.5')).status);
    expect(statuses.slice(0, 10)).toEqual(Array(10).fill(401));
    expect(statuses[10]).toBe(429);
    expect((await guess('192.0.2.6')).status).toBe(401);
  });

  it('gives addresses as its readers have them', async () => {
    expect(await (await from('192.0.2.4', '/api/v1/quotes?limit=1')).json()).toMatchObject({
      next: expect.stringMatching(/^https:\/\/rostrum\.example\/api\/v1\/quotes\?limit=1&cursor=/),
    });
  });
});

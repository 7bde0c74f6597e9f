import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { saveBills } from '../../db/bills.js';
import { saveOfficials } from '../../db/officials.js';
import { saveSources } from '../../db/sources.js';
import { saveTags } from '../../db/tags.js';
import { chooseBackend, migrateBackend } from '../../queues/backend.js';
import { readConfig } from '../../src/config.js';
import { startWeb } from '../../src/web/server.js';
import { type ScratchDatabase, scratchDatabase } from '../support/database.js';
import { seeRelease } from '../support/release.js';

const HOSTILE = '<script>alert(1)</script><img src=x onerror=alert(2)>';

describe('the web server', () => {
  let scratch: ScratchDatabase;
  let web: Awaited<ReturnType<typeof startWeb>>;

  beforeAll(async () => {
    scratch = await scratchDatabase();
    const { db } = scratch;
    await saveOfficials(db, [
      {
        id: 'doe-jane',
        bioguide: 'D000001',
        name: 'Jane Doe',
        first: 'Jane',
        last: 'Doe',
        catalogue: 'rostrum',
        terms: [
          {
            office: 'senate',
            state: 'ND',
            division: 'ocd-division/country:us/state:nd',
            party: 'D',
            starts_on: '2013-01-03',
            ends_on: '2019-01-03',
          },
        ],
      },
    ]);
    await saveSources(db, [
      {
        id: 'senate-nd-doe',
        catalogue: 'rostrum',
        office: 'senate',
        state: 'ND',
        official_id: 'doe-jane',
        name: 'Doe',
        url: 'https://doe.example/',
        kind: 'feed',
        zone: 'America/Chicago',
      },
    ]);
    await saveBills(db, [
      {
        id: 's1693-115',
        congress: 115,
        type: 's',
        number: 1693,
        related: ['hr1865-115'],
        titles: [{ kind: 'short', title: `Stop Things Act ${HOSTILE}` }],
      },
    ]);
    for (const [number, url] of [
      ['1', 'https://doe.example/1'],
      ['2', 'javascript:alert(3)'],
    ] as const) {
      const { statementId } = await seeRelease(db, {
        address: `https://doe.example/${number}`,
        url,
        source_id: 'senate-nd-doe',
        official_id: 'doe-jane',
        title: `Release ${number} ${HOSTILE}`,
        published_on: `2018-03-2${number}`,
        content_hash: number,
      });
      const { revision_id } = await db
        .selectFrom('statement')
        .select('revision_id')
        .where('id', '=', statementId)
        .executeTakeFirstOrThrow();
      await saveTags(db, statementId, revision_id ?? 0, {
        citations: [
          {
            bill_id: 's1693-115',
            method: 'number',
            confidence: 0.9,
            known: true,
            evidence: [{ start: 0, end: 7, text: HOSTILE }],
            companions: [],
          },
        ],
        topics: [],
        quotes: [
          {
            position: 0,
            starts_at: 0,
            ends_at: 9,
            text: HOSTILE,
            speaker: 'Jane Doe',
            official_id: 'doe-jane',
            role: null,
            verb: 'said',
          },
        ],
        mentions: [],
        doubts: [],
      });
    }
    web = await startWeb({
      db,
      config: readConfig({}),
      backend: chooseBackend(scratch.url, null, 'test'),
      port: 0,
    });
    await migrateBackend(chooseBackend(scratch.url, null, 'test'));
  });
  afterAll(async () => {
    await web.close();
    await scratch.drop();
  });

  const get = (path: string) => fetch(`${web.url}${path}`);

  it('says that it is alive and that it is ready', async () => {
    expect(await (await get('/healthz')).json()).toEqual({ status: 'ok' });
    expect(await (await get('/readyz')).json()).toEqual({ status: 'ready' });
  });

  it('counts for Prometheus', async () => {
    const text = await (await get('/metrics')).text();
    expect(text).toContain('rostrum_statements{state="live"} 2');
    expect(text).toMatch(/rostrum_queue_jobs\{queue="poll",state="waiting"\} 0/);
  });

  it('answers with the statements on a bill, page by page', async () => {
    const first = await (await get('/api/v1/statements?bill=s1693-115&party=D&state=nd&limit=1')).json();
    expect(first).toMatchObject({
      total: 2,
      total_is_capped: false,
      statements: [{ published: '2018-03-22', official: 'doe-jane', party: 'D' }],
    });
    const second = await (
      await get(`/api/v1/statements?bill=s1693-115&limit=1&cursor=${first.next_cursor}`)
    ).json();
    expect(second).toMatchObject({ statements: [{ published: '2018-03-21' }], next: null });
  });

  it.each([
    ['/api/v1/statements?bill=S.1693', /^bill: "S.1693" is not a bill id/],
    ['/api/v1/statements?since=2018-13-01', /^since: "2018-13-01" is not a date/],
    ['/api/v1/statements?limit=0', /^limit: /],
    ['/api/v1/statements?colour=red', /colour/],
    ['/api/v1/bills/nothing', /not a bill id/],
  ])('answers %s with a problem that says what to send instead', async (path, detail) => {
    const answer = await get(path);
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await answer.json()).toMatchObject({ status: 400, detail: expect.stringMatching(detail) });
  });

  it('knows a bill, and says so when it does not', async () => {
    expect(await (await get('/api/v1/bills/s1693-115')).json()).toMatchObject({
      id: 's1693-115',
      label: 'S. 1693',
      statements: 2,
      officials: 1,
      companions: ['hr1865-115'],
    });
    expect((await get('/api/v1/bills/s1-115')).status).toBe(404);
    expect((await get('/bills/s1-115')).status).toBe(404);
    expect((await get('/bills/nothing')).status).toBe(400);
    expect((await get('/nothing')).status).toBe(404);
  });

  it('shows who said what about a bill, on a page that runs nothing a stranger wrote', async () => {
    const answer = await get('/bills/s1693-115');
    const html = await answer.text();
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(html).toContain('Jane Doe');
    expect(html).toContain('&lt;script>alert(1)');
    expect(html).not.toContain('<script>');
    expect(html).not.toContain('<img');
    expect(html).not.toContain('javascript:');
  });

  it('shows the bills most spoken of on its front', async () => {
    expect(await (await get('/')).text()).toMatch(/href="\/bills\/s1693-115"/);
    expect((await get('/style.css')).headers.get('content-type')).toContain('text/css');
  });

  it('is not started twice on one port', async () => {
    const port = Number(new URL(web.url).port);
    await expect(
      startWeb({
        db: scratch.db,
        config: readConfig({}),
        backend: chooseBackend(scratch.url, null, 'test'),
        port,
      }),
    ).rejects.toThrow(`port ${port} of 127.0.0.1 is in use`);
  });
});

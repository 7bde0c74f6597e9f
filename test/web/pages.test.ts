import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, type Database } from '../../db/connection.js';
import { saveTags } from '../../db/tags.js';
import { createToken } from '../../db/tokens.js';
import { chooseBackend, migrateBackend } from '../../queues/backend.js';
import { readConfig } from '../../src/config.js';
import { startWeb } from '../../src/web/server.js';
import { type ScratchDatabase, scratchDatabase } from '../support/database.js';
import { writeDebate } from '../support/debate.js';
import { seeRelease } from '../support/release.js';

const SCRIPT = '<script>alert(1)</script>';
const HANDLER = '"><img src=x onerror=alert(2)>\'';
const BROKEN = '</p></main><b <i> &lt;u&gt; <![CDATA[ <!--';
/** Turns what follows around, and is never turned back. */
const OVERRIDE = '\u202e';
const HOSTILE = `${SCRIPT}${HANDLER}${BROKEN}${OVERRIDE}`;
const LINE = 'x'.repeat(1_000_000);

describe('the pages', () => {
  let scratch: ScratchDatabase;
  let web: Awaited<ReturnType<typeof startWeb>>;
  /** A statement whose every word is hostile. */
  let hostile = 0;
  /** Questions to the database so far. */
  let asked = 0;
  let counted: Database;

  beforeAll(async () => {
    scratch = await scratchDatabase();
    const { db } = scratch;
    await writeDebate(db);
    const body = `${HOSTILE}\n\nOf S. 1693: ${HOSTILE}\n\n${LINE}`;
    const seen = {
      address: 'https://mt-poe.example/hostile',
      url: 'javascript:alert(3)',
      source_id: 'mt-poe',
      official_id: 'poe-paula',
      title: `Poe ${HOSTILE}`,
      published_on: '2018-05-01',
      links: [{ url: 'javascript:alert(4)', text: HOSTILE }],
    };
    await seeRelease(db, { ...seen, content_hash: 'first', body: `Before ${HOSTILE}` });
    const kept = await seeRelease(db, { ...seen, content_hash: 'second', body, links: [] });
    hostile = kept.statementId;
    const at = `Poe ${HOSTILE}\n\n${HOSTILE}\n\nOf `.length;
    await saveTags(db, hostile, kept.revisionId, {
      citations: [
        {
          bill_id: 's1693-115',
          method: 'number',
          confidence: 0.9,
          known: true,
          evidence: [
            { start: at, end: at + 7, text: 'S. 1693' },
            { start: 4, end: 4 + SCRIPT.length, text: SCRIPT },
            // Of another text: neither may break the page.
            { start: -5, end: 2, text: 'no' },
            { start: 5_000_000, end: 5_000_009, text: 'beyond' },
          ],
          companions: [],
        },
      ],
      topics: [{ topic_id: 'crime', score: 0.5, evidence: [{ start: at, end: at + 30, text: HOSTILE }] }],
      quotes: [
        {
          position: 0,
          starts_at: at + 3,
          ends_at: at + 60,
          text: HOSTILE,
          speaker: HOSTILE,
          official_id: null,
          role: HOSTILE,
          verb: HOSTILE,
        },
      ],
      mentions: [],
      doubts: [
        { kind: 'ambiguous', text: HOSTILE, candidates: ['s1693-115'], evidence: [], reason: HOSTILE },
      ],
    });
    await db
      .updateTable('source')
      .set({
        consecutive_failures: 2,
        error: HOSTILE,
        error_kind: 'http',
        last_tried_at: new Date(),
        name: HOSTILE,
      })
      .where('id', '=', 'mt-poe')
      .execute();
    await db
      .updateTable('bill_title')
      .set({ title: `Allow States ${HOSTILE}` })
      .where('bill_id', '=', 'hr1865-115')
      .execute();
    const backend = chooseBackend(scratch.url, null, 'test');
    await migrateBackend(backend);
    counted = connect(scratch.url, 4, () => {
      asked += 1;
    });
    web = await startWeb({ db: counted, config: readConfig({ RATE_LIMIT: '0' }), backend, port: 0 });
  });
  afterAll(async () => {
    await web.close();
    await counted.destroy();
    await scratch.drop();
  });

  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${web.url}${path}`, { headers: { accept: 'text/html', ...headers }, redirect: 'manual' });
  const html = async (path: string) => (await get(path)).text();

  const EVERY = [
    '/',
    '/search',
    `/search?q=${encodeURIComponent(HOSTILE)}`,
    '/bills',
    `/bills?q=${encodeURIComponent('allow states')}`,
    '/bills/s1693-115',
    '/bills/s1693-115?companions=true',
    '/bills/hr1865-115',
    '/officials',
    `/officials?name=${encodeURIComponent(HANDLER)}`,
    '/officials/poe-paula',
    '/statements/STATEMENT',
    '/statements/STATEMENT?version=1',
    '/topics',
    '/topics/crime',
    '/states',
    '/states/MT',
    '/compare?a=Jane%20Doe&b=Paula%20Poe',
    '/compare?a=S.%201693&b=hr1865-115',
    `/compare?a=${encodeURIComponent(HOSTILE)}&b=x`,
    '/newsrooms',
    '/newsrooms/mt-poe',
    '/session',
    '/about',
    '/api',
    `/${encodeURIComponent(HANDLER)}`,
  ];

  it.each(EVERY)('show what strangers wrote as text on %s', async (path) => {
    const answer = await get(path.replace('STATEMENT', String(hostile)));
    const page = await answer.text();
    expect(answer.status).not.toBe(500);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(answer.headers.get('content-security-policy')).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    );
    // One script of our own, no style of its own, no handler, no link that runs something.
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page).toContain('<script src="/rostrum.js" defer></script>');
    expect(page).not.toMatch(/<(?:img|style|iframe|object|embed|base|b <i)\b/i);
    expect(page).not.toMatch(/<[^>]*\s(?:on[a-z]+|style)=/i);
    expect(page).not.toMatch(/(?:href|src|action)="\s*(?:javascript|data|vbscript):/i);
    // What turns the direction stands in places that keep it to themselves.
    for (const [, name, inside] of page.matchAll(/<(title|option)\b[^>]*>([^<]*)/g)) {
      expect(inside, name).not.toContain(OVERRIDE);
    }
    expect(page.match(/<\/main>/g)).toHaveLength(1);
  });

  it('show a text of a megabyte in one line, whole', async () => {
    const page = await html(`/statements/${hostile}`);
    expect(page).toContain(LINE);
    expect(page).toContain('&lt;script>alert(1)&lt;/script>');
    expect(page).toContain('Its address is none a browser should open');
  });

  it('mark the words that name a bill, in a passage and in the text', async () => {
    expect(await html('/bills/s1693-115')).toContain('Senator Max Moe welcomed S. 1693.');
    const page = await html(`/statements/${hostile}`);
    expect(page).toMatch(/<mark class="proof bill" id="bill-s1693-115-1"[^>]*>.*?S\. /);
    expect(page).toContain('href="#bill-s1693-115-1"');
  });

  it('tell who spoke of a bill, who did not, and who spoke of its companion only', async () => {
    const { db } = scratch;
    await db
      .deleteFrom('citation')
      .where('bill_id', '=', 's1693-115')
      .where('official_id', '=', 'doe-jane')
      .execute();
    const page = await html('/bills/s1693-115?party=R');
    const silent = page.slice(page.indexOf('id="silent"'), page.indexOf('id="list"'));
    expect(silent).toContain('Ralph Roe');
    expect(silent).toMatch(/Jane Doe.*but spoke of <a href="\/bills\/hr1865-115">H\.R\. 1865/);
    expect(silent).not.toContain('Max Moe');
    expect(silent).not.toContain('Olga Old');
    expect(page).toContain('North Dakota: 0 of 2 spoke');
    expect(page).toContain('Montana: 3 of 3 spoke');
  });

  it.each([
    ['S. 1693', '/bills/s1693-115'],
    ['h.r. 1865 (115th)', '/bills/hr1865-115'],
    ['s1693-115', '/bills/s1693-115'],
    ['SESTA', '/bills/s1693-115'],
    ['stop enabling sex traffickers act', '/bills/s1693-115'],
    ['Jane Doe', '/officials/doe-jane'],
    ['moe', '/officials/moe-max'],
    ['North Dakota', '/states/ND'],
    ['MT', '/states/MT'],
    ['Health', '/topics/health'],
    ['rural hospitals', '/search?q=rural+hospitals'],
    ['in', '/search?q=in'],
    ['S. 9999', '/search?q=S.+9999'],
    ['', '/search'],
  ])('lead from “%s” to %s', async (q, place) => {
    const answer = await get(`/find?q=${encodeURIComponent(q)}`);
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toBe(place);
  });

  it('offer the pages that a search may have meant', async () => {
    expect(await html('/search?q=trafficking')).toMatch(/Pages about it.*href="\/bills\/s1693-115"/s);
  });

  it('say how many statements pass the filters, and keep them for the next part', async () => {
    const page = await html('/search?state=nd&party=D');
    expect(page).toContain('2 statements');
    expect(page).toContain('<option value="ND" selected>North Dakota</option>');
    expect(page).toContain('href="/feeds/statements.atom?state=nd&amp;party=D"');
    expect(page).toContain('rel="canonical" href="/search?state=nd&amp;party=D"');
  });

  it.each([
    ['/search?since=yesterday', 400, 'is not a date'],
    ['/search?cursor=invented', 400, 'is not a cursor'],
    ['/bills/nothing', 400, 'not a bill id'],
    ['/bills/s1-115', 404, 'There is no bill s1-115'],
    ['/officials/nobody', 404, 'no official “nobody”'],
    ['/statements/999999', 404, 'no statement number 999999'],
    ['/statements/x', 404, 'no statement number x'],
    ['/topics/none', 404, 'no topic “none”'],
    ['/states/ZZ', 404, 'two letters'],
    ['/newsrooms/none', 404, 'no newsroom “none”'],
    ['/crawls/77', 404, 'no crawl number 77'],
    ['/nowhere', 404, 'There is nothing at /nowhere'],
    ['/queues', 401, 'Sign in with a token'],
  ])('answer %s with %i and say why', async (path, status, words) => {
    const answer = await get(path);
    const page = await answer.text();
    expect(answer.status).toBe(status);
    expect(page).toContain(words);
    expect(page).toContain('<h1>');
  });

  it('leave problems as they are for programs', async () => {
    const answer = await get('/nowhere', { accept: '*/*' });
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    const api = await get('/api/v1/bills/nothing');
    expect(api.headers.get('content-type')).toContain('application/problem+json');
  });

  it('pass over what others put into their addresses', async () => {
    expect((await get('/search?utm_source=mail&party=D')).status).toBe(200);
  });

  it('compare only what is alike', async () => {
    expect(await html('/compare?a=Jane%20Doe&b=S.%201693')).toContain(
      'two officials can be compared, or two bills',
    );
    const page = await html('/compare?a=Jane%20Doe&b=Max%20Moe');
    expect(page).toMatch(/Topics of both.*Crime/s);
  });

  it('start a visit for whoever may, and lead to its progress', async () => {
    const token = await createToken(scratch.db, { name: 'pages', scopes: ['crawl'], expiresAt: null });
    const post = (headers: Record<string, string>) =>
      fetch(`${web.url}/newsrooms/nd-doe/crawl`, { method: 'POST', redirect: 'manual', headers });
    expect((await post({})).status).toBe(401);
    const answer = await post({ authorization: `Bearer ${token}` });
    expect(answer.status).toBe(303);
    const place = answer.headers.get('location') ?? '';
    expect(place).toMatch(/^\/crawls\/\d+$/);
    const page = await html(place);
    expect(page).toContain('<noscript><meta http-equiv="refresh" content="3"/></noscript>');
    expect(page).toContain(`data-events="/api/v1${place}/events"`);
    expect(page).toContain('nd-doe');
  });

  it('are made of the same number of questions, however many statements they show', async () => {
    let asks = 0;
    // Another address each time: an answer that was kept would be made of no questions.
    const questions = async (path: string) => {
      asked = 0;
      asks += 1;
      expect((await get(`${path}?again=${asks}`)).status).toBe(200);
      return asked;
    };
    const paths = [
      '/',
      '/search',
      '/bills/hr1865-115',
      '/officials/roe-ralph',
      '/states/ND',
      '/topics/crime',
      '/newsrooms',
    ];
    const before: number[] = [];
    for (const path of paths) before.push(await questions(path));
    for (let number = 0; number < 30; number += 1) {
      const kept = await seeRelease(scratch.db, {
        address: `https://nd-roe.example/many/${number}`,
        source_id: 'nd-roe',
        official_id: 'roe-ralph',
        published_on: '2018-06-01',
        body: `Roe said so ${number} times about H.R. 1865.`,
      });
      const proof = [{ start: 0, end: 1, text: 'A' }];
      await saveTags(scratch.db, kept.statementId, kept.revisionId, {
        citations: [
          {
            bill_id: 'hr1865-115',
            method: 'number',
            confidence: 1,
            known: true,
            evidence: proof,
            companions: [],
          },
        ],
        topics: [{ topic_id: 'crime', score: 1, evidence: proof }],
        quotes: [],
        mentions: [],
        doubts: [],
      });
    }
    const after: number[] = [];
    for (const path of paths) after.push(await questions(path));
    const more = after.map((count, index) => count - (before[index] ?? 0));
    expect(Math.max(...more), `${before} and ${after}`).toBeLessThanOrEqual(1);
    expect(Math.max(...after)).toBeLessThan(30);
  });
});

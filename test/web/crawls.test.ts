import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { crawlProgress } from '../../db/crawls.js';
import { saveSources } from '../../db/sources.js';
import * as client from '../../src/client/rostrum-api.js';
import type { ScratchDatabase } from '../support/database.js';
import { writeDebate } from '../support/debate.js';
import { startNewsroomRun } from '../support/newsroom-run.js';
import { releasePage, sitemap, startSite } from '../support/site.js';
import { type ScratchWeb, scratchWeb } from '../support/web.js';

/** An event of a stream. */
interface Received {
  id: string;
  event: string;
  data: { done: boolean; totals: Record<string, number>; sources: { source: string; state: string }[] };
}

describe('a crawl that is asked for over HTTP', () => {
  let web: ScratchWeb;
  let opts: { headers: { authorization: string } };
  beforeAll(async () => {
    web = await scratchWeb(writeDebate);
    client.defaults.baseUrl = `${web.url}/api/v1`;
    opts = { headers: { authorization: `Bearer ${await web.token('crawl')}` } };
  });
  afterAll(() => web.close());

  const ask = (crawlRequest: client.CrawlRequest) => client.startCrawl({ crawlRequest }, opts);
  /** As a worker that has read a listing in which nothing is new. */
  const visited = (id: number, source: string) =>
    web.db
      .updateTable('crawl_source')
      .set({ state: 'polled', found: 3, pages: 1 })
      .where('crawl_id', '=', id)
      .where('source_id', '=', source)
      .execute();
  async function started(crawlRequest: client.CrawlRequest): Promise<client.AcceptedCrawl> {
    const answer = await ask(crawlRequest);
    if (answer.status !== 202) throw new Error(`answered with ${answer.status}`);
    return answer.data;
  }

  it('only says which newsrooms it would be, where that is asked', async () => {
    expect(await ask({ state: 'MT', office: 'ag', dry_run: true })).toMatchObject({
      status: 200,
      data: { dry_run: true, sources: ['mt-ag'] },
    });
    expect(await client.listCrawls({})).toMatchObject({ data: { crawls: [] } });
  });

  it('needs to be told which newsrooms', async () => {
    expect(await ask({})).toMatchObject({
      status: 400,
      data: { detail: expect.stringContaining('send sources') },
    });
    expect(await ask({ sources: ['nd-doe', 'nowhere'] })).toMatchObject({
      status: 400,
      data: { detail: 'sources: there is no source nowhere: /api/v1/sources lists them' },
    });
    expect(await ask({ state: 'WY' })).toMatchObject({ status: 400 });
  });

  it('is on the queue when it is accepted, and tells whose token asked', async () => {
    const { id, url, joined } = await started({ state: 'ND' });
    expect(joined).toBe(false);
    expect(url).toBe(`${web.url}/api/v1/crawls/${id}`);
    const { rows } = await web.db
      .selectFrom('crawl')
      .innerJoin('api_token', 'api_token.id', 'crawl.token_id')
      .select(['api_token.name', 'crawl.asked_by'])
      .where('crawl.id', '=', id)
      .execute()
      .then((found) => ({ rows: found }));
    expect(rows).toEqual([{ name: 'token-1', asked_by: 'api' }]);
    const metrics = await (await fetch(`${web.url}/metrics`)).text();
    expect(metrics).toContain('rostrum_queue_jobs{queue="poll",state="prioritized"} 2');
  });

  it('is one while it is under way, however often it is asked for, and another once it is done', async () => {
    const [first, ...others] = await Promise.all(
      Array.from({ length: 5 }, () => started({ sources: ['mt-ag'], force: true })),
    );
    const ids = new Set([first, ...others].map((one) => one?.id));
    expect(ids.size).toBe(1);
    expect((await started({ sources: ['mt-ag', 'mt-ag'], force: true })).joined).toBe(true);
    expect((await started({ sources: ['mt-ag'] })).joined).toBe(false);
    await visited(first?.id ?? 0, 'mt-ag');
    const next = await started({ sources: ['mt-ag'], force: true });
    expect(next.joined).toBe(false);
    expect(ids).not.toContain(next.id);
  });

  it('is watched newsroom by newsroom until it is done, and then no more', async () => {
    const { id, events } = await started({ sources: ['mt-poe', 'mt-moe'], pages: 1 });
    const stream = await open(events);
    const first = await stream.next();
    expect(first).toMatchObject({ event: 'progress', data: { totals: { sources: 2, visited: 0 } } });
    expect(first.data.sources.map((one) => one.source)).toEqual(['mt-moe', 'mt-poe']);

    await visited(id, 'mt-poe');
    const second = await stream.next();
    expect(second.data.sources).toMatchObject([{ source: 'mt-poe', state: 'polled' }]);
    expect(second.data.totals).toMatchObject({ visited: 1, found: 3 });

    // Whoever comes back goes on from there.
    const again = await open(events, second.id);
    await visited(id, 'mt-moe');
    for (const watching of [stream, again]) {
      const last = await watching.next();
      expect(last).toMatchObject({ event: 'done', data: { done: true, totals: { visited: 2 } } });
      expect(last.data.sources).toContainEqual(
        expect.objectContaining({ source: 'mt-moe', state: 'polled' }),
      );
      await expect(watching.next()).rejects.toThrow('it has ended');
      const after = await fetch(events, { headers: { 'last-event-id': last.id } });
      expect(after.status).toBe(204);
    }
    expect((await crawlProgress(web.db, id)).done).toBe(true);
    expect(await client.getCrawl({ id })).toMatchObject({
      data: { done: true, finished: expect.any(String) },
    });
  });

  it('lets go of whoever watches when the server stops', async () => {
    const other = await scratchWeb(writeDebate);
    const { events } = await askAt(other, ['nd-doe']);
    const stream = await open(events);
    await stream.next();
    await other.close();
    await expect(stream.next()).rejects.toThrow();
  });
});

describe('a crawl that workers take', () => {
  it('is watched until it is done, and what they found is there at once', async () => {
    let scratch: ScratchDatabase | null = null;
    const web = await scratchWeb(async (_db, made) => {
      scratch = made;
    });
    const site = await startSite((origin) => ({
      '/news/releases/lindgren-opens-a-bridge': releasePage('Lindgren opens a bridge at Minot', '2025-05-30'),
      '/news/releases/lindgren-thanks-the-nurses': releasePage(
        'Lindgren thanks the nurses of the county',
        '2025-06-05',
      ),
      '/sitemap.xml': sitemap([
        { url: `${origin}/news/releases/lindgren-opens-a-bridge` },
        { url: `${origin}/news/releases/lindgren-thanks-the-nurses` },
      ]),
    }));
    const facts = { catalogue: 'user', office: 'senate', state: 'ND', name: 'Lindgren', kind: 'sitemap' };
    await saveSources(web.db, [
      { ...facts, id: 'lindgren', url: `${site.url}/sitemap.xml`, zone: 'America/Chicago' },
    ]);
    if (scratch === null) throw new Error('there is no database');
    const run = startNewsroomRun(scratch, { origin: site.url });
    client.defaults.baseUrl = `${web.url}/api/v1`;
    try {
      const { events } = await askAt(web, ['lindgren']);
      const stream = await open(events);
      let last = await stream.next();
      while (last.event !== 'done') last = await stream.next();
      expect(last.data.totals).toMatchObject({ sources: 1, visited: 1, new: 2, failed: 0, untagged: 0 });
      expect(await client.listStatements({ since: '2025-01-01' })).toMatchObject({
        data: {
          statements: [
            { title: 'Lindgren thanks the nurses of the county' },
            { title: 'Lindgren opens a bridge at Minot' },
          ],
        },
      });
    } finally {
      await run.stop();
      await site.close();
      await web.close();
    }
  });
});

/** Asks for a crawl. */
async function askAt(web: ScratchWeb, sources: string[]): Promise<client.AcceptedCrawl> {
  const answer = await fetch(`${web.url}/api/v1/crawls`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await web.token('crawl')}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ sources }),
  });
  expect(answer.status).toBe(202);
  return (await answer.json()) as client.AcceptedCrawl;
}

/** Opens a stream of events, to be read one by one. */
async function open(url: string, lastEvent?: string): Promise<{ next(): Promise<Received> }> {
  const answer = await fetch(url, { headers: lastEvent === undefined ? {} : { 'last-event-id': lastEvent } });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('text/event-stream');
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  return {
    next: async () => {
      for (;;) {
        const end = text.indexOf('\n\n');
        if (end >= 0) {
          const block = text.slice(0, end);
          text = text.slice(end + 2);
          const fields = Object.fromEntries(
            block.split('\n').map((line) => [line.split(': ', 1)[0], line.slice(line.indexOf(': ') + 2)]),
          );
          if (fields.data !== undefined) {
            return { id: fields.id ?? '', event: fields.event ?? '', data: JSON.parse(fields.data) };
          }
          continue;
        }
        const part = await reader?.read();
        if (part === undefined || part.done) throw new Error('it has ended');
        text += part.value;
      }
    },
  };
}

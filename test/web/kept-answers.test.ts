import Fastify, { type FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addFreshness } from '../../src/web/fresh.js';
import { keepAnswers } from '../../src/web/kept-answers.js';
import { type ScratchDatabase, scratchDatabase } from '../support/database.js';
import { writeDebate } from '../support/debate.js';
import { seeRelease } from '../support/release.js';
import { settled } from '../support/settled.js';

describe('an answer that everybody asks for', () => {
  let scratch: ScratchDatabase;
  let app: FastifyInstance;
  let made = 0;
  let time = 0;
  beforeAll(async () => {
    scratch = await scratchDatabase();
    await writeDebate(scratch.db);
    app = Fastify();
    app.decorate('publicUrl', null);
    keepAnswers(app, scratch.db, { seconds: 5, now: () => time });
    addFreshness(app);
    app.get('/kept', { config: { kept: true } }, async (_request, reply) => {
      made += 1;
      return reply.type('text/plain').header('link', '<next>').send(`made ${made} times`);
    });
    app.get('/not', async () => {
      made += 1;
      return { made };
    });
    app.get('/failing', { config: { kept: true } }, async (_request, reply) => {
      made += 1;
      return reply.code(503).send('not now');
    });
  });
  afterAll(async () => {
    await app.close();
    await scratch.drop();
  });
  const get = (url: string, headers: Record<string, string> = {}) => app.inject({ url, headers });

  it('is made once and is the same for all, down to its headers', async () => {
    await settled(scratch.db);
    const first = await get('/kept');
    const again = await get('/kept');
    expect(again.body).toBe(first.body);
    for (const name of ['content-type', 'link', 'etag'])
      expect(again.headers[name]).toBe(first.headers[name]);
    const known = await get('/kept', { 'if-none-match': String(first.headers.etag) });
    expect(known.statusCode).toBe(304);
    expect((await app.inject({ method: 'HEAD', url: '/kept' })).headers['content-length']).toBe(
      String(first.body.length),
    );
    expect((await get('/kept?other')).body).not.toBe(first.body);
    expect((await get('/kept', { host: 'another.example' })).body).not.toBe(first.body);
  });

  it('is made once for all who ask while it is made, and for each of them where that fails', async () => {
    await settled(scratch.db);
    const before = made;
    const answers = await Promise.all(Array.from({ length: 10 }, () => get('/kept?together')));
    expect(new Set(answers.map((one) => one.body)).size).toBe(1);
    expect(made).toBe(before + 1);
    const failed = await Promise.all(Array.from({ length: 3 }, () => get('/failing?together')));
    expect(failed.map((one) => one.statusCode)).toEqual([503, 503, 503]);
  });

  it('is made anew as soon as a statement has changed', async () => {
    const first = await get('/kept');
    await seeRelease(scratch.db, { address: 'https://nd-doe.example/new', source_id: 'nd-doe' });
    await settled(scratch.db);
    const next = await get('/kept');
    expect(next.body).not.toBe(first.body);
    expect((await get('/kept')).body).toBe(next.body);
    await sql`update topic set name = 'Crimes' where id = 'crime'`.execute(scratch.db);
    expect((await get('/kept')).body).not.toBe(next.body);
  });

  it('is not kept while a change is under way that was begun before the newest', async () => {
    const begun = await scratch.db.startTransaction().execute();
    await sql`update statement set title = 'Begun first' where id = 1`.execute(begun);
    await sql`update statement set title = 'Ended first' where id = 2`.execute(scratch.db);
    const during = await get('/kept');
    await begun.commit().execute();
    expect((await get('/kept')).body).not.toBe(during.body);
  });

  it('is made anew after a few seconds all the same', async () => {
    await settled(scratch.db);
    const first = await get('/kept');
    time += 4999;
    expect((await get('/kept')).body).toBe(first.body);
    time += 2;
    expect((await get('/kept')).body).not.toBe(first.body);
  });

  it('is not what failed, nor what is not for everybody', async () => {
    for (const path of ['/failing', '/not']) {
      const before = made;
      await get(path);
      await get(path);
      expect(made).toBe(before + 2);
    }
  });
});

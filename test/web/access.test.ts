import Fastify, { type FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createToken, listTokens, revokeToken, type TokenScope } from '../../db/tokens.js';
import { addAccess, requireScope, signedIn } from '../../src/web/access.js';
import { type ScratchDatabase, scratchDatabase } from '../support/database.js';

const ADMIN = 'administration-token';

describe('a token', () => {
  let scratch: ScratchDatabase;
  let app: FastifyInstance;
  beforeAll(async () => {
    scratch = await scratchDatabase();
    app = await appWith(ADMIN);
  });
  afterAll(async () => {
    await app.close();
    await scratch.drop();
  });

  async function appWith(adminToken: string | null, publicUrl: string | null = null) {
    const made = Fastify();
    made.decorate('publicUrl', publicUrl);
    await addAccess(made, { db: scratch.db, adminToken });
    made.get('/who', async (request) => (await signedIn(request)) ?? { name: null });
    made.post('/crawl', { preHandler: requireScope('crawl') }, async () => ({ done: true }));
    return made;
  }
  const make = (name: string, scopes: TokenScope[] = ['crawl'], expiresAt: Date | null = null) =>
    createToken(scratch.db, { name, scopes, expiresAt });
  const post = (headers: Record<string, string | undefined>, to = app) =>
    to.inject({ method: 'POST', url: '/crawl', headers: { host: 'here.example', ...headers } });
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const signIn = (token: string, next?: string, to = app) =>
    to.inject({
      method: 'POST',
      url: '/session',
      headers: { host: 'here.example', 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({ token, ...(next === undefined ? {} : { next }) }).toString(),
    });
  const cookieOf = (answer: Awaited<ReturnType<typeof signIn>>) =>
    ({ cookie: String(answer.headers['set-cookie']).split(';')[0] ?? '' }) as Record<string, string>;

  it('is kept as a hash only', async () => {
    const token = await make('kept');
    const { rows } = await sql`select to_jsonb(api_token) as row from api_token`.execute(scratch.db);
    expect(JSON.stringify(rows)).not.toContain(token.slice(8));
  });

  it('lets its holder do what it is for, and nothing else', async () => {
    const token = await make('crawler');
    expect((await post(bearer(token))).json()).toEqual({ done: true });
    const other = await post(bearer(await make('operator', ['admin'])));
    expect(other.statusCode).toBe(403);
    expect(other.json().detail).toContain('operator is for admin: this needs one of scope crawl');
  });

  it('is asked for where there is none, and where there is one that was never made', async () => {
    for (const headers of [{}, bearer('rostrum_invented'), { cookie: 'rostrum_session=invented' }]) {
      const answer = await post(headers);
      expect(answer.statusCode).toBe(401);
      expect(answer.headers['www-authenticate']).toBe('Bearer realm="rostrum"');
      expect(answer.headers['content-type']).toContain('application/problem+json');
    }
  });

  it('of the settings may do everything, and nothing where there is none', async () => {
    expect((await post(bearer(ADMIN))).statusCode).toBe(200);
    expect((await post(bearer(`${ADMIN}.`))).statusCode).toBe(401);
    expect((await post(bearer(ADMIN), await appWith(null))).statusCode).toBe(401);
  });

  it('that has expired or was revoked is none', async () => {
    const token = await make('ending');
    expect((await post(bearer(token))).statusCode).toBe(200);
    expect(await revokeToken(scratch.db, 'ending')).toBe(true);
    expect(await revokeToken(scratch.db, 'ending')).toBe(false);
    expect((await post(bearer(token))).statusCode).toBe(401);
    const expired = await make('expired', ['crawl'], new Date(Date.now() - 1000));
    expect((await post(bearer(expired))).statusCode).toBe(401);
    const states = (await listTokens(scratch.db)).map((row) => [row.name, row.state]);
    expect(states).toContainEqual(['ending', 'revoked']);
    expect(states).toContainEqual(['expired', 'expired']);
  });

  it('has a name of its own, free again once it is revoked', async () => {
    await make('named');
    await expect(make('named')).rejects.toThrow('there is a token named already');
    await revokeToken(scratch.db, 'named');
    await expect(make('named')).resolves.toMatch(/^rostrum_/);
  });

  it('shows when it was last used', async () => {
    const used = async () =>
      (await listTokens(scratch.db)).find((row) => row.name === 'shown')?.last_used_at ?? null;
    const token = await make('shown');
    expect(await used()).toBeNull();
    await post(bearer(token));
    expect(await used()).toBeInstanceOf(Date);
  });

  describe('signs a browser in', () => {
    it('by a cookie that scripts cannot read and other sites do not send', async () => {
      const answer = await signIn(await make('browser'), '/newsrooms?state=ND');
      expect(answer.statusCode).toBe(303);
      expect(answer.headers.location).toBe('/newsrooms?state=ND');
      expect(answer.headers['set-cookie']).toMatch(/HttpOnly/);
      expect(answer.headers['set-cookie']).toMatch(/SameSite=Strict/);
      expect(answer.headers['set-cookie']).not.toMatch(/Secure/);
      const who = await app.inject({ url: '/who', headers: cookieOf(answer) });
      expect(who.json()).toMatchObject({ name: 'browser', scopes: ['crawl'] });
    });

    it('over TLS by a cookie that is sent over TLS only', async () => {
      const secure = await appWith(null, 'https://rostrum.example');
      const answer = await signIn(await make('secure'), undefined, secure);
      expect(answer.headers['set-cookie']).toMatch(/Secure/);
    });

    it('until it is revoked, or the session is ended, or ADMIN_TOKEN changes', async () => {
      const first = cookieOf(await signIn(await make('first')));
      await revokeToken(scratch.db, 'first');
      expect((await app.inject({ url: '/who', headers: first })).json()).toEqual({ name: null });

      const second = cookieOf(await signIn(await make('second')));
      const ended = await app.inject({
        method: 'POST',
        url: '/session/end',
        headers: { ...second, 'sec-fetch-site': 'same-origin' },
      });
      expect(ended.statusCode).toBe(303);
      expect((await app.inject({ url: '/who', headers: second })).json()).toEqual({ name: null });

      const third = cookieOf(await signIn(ADMIN));
      expect((await app.inject({ url: '/who', headers: third })).json().name).toBe('ADMIN_TOKEN');
      const after = await appWith('another-administration-token');
      expect((await after.inject({ url: '/who', headers: third })).json()).toEqual({ name: null });
    });

    it('and leads nowhere but within this site', async () => {
      const token = await make('led');
      for (const next of [
        '//elsewhere.example',
        '/\\elsewhere.example',
        'https://elsewhere.example',
        '/a\tb',
      ]) {
        expect((await signIn(token, next)).headers.location).toBe('/');
      }
    });

    it('and a wrong one is told so, on the page or as a problem', async () => {
      expect((await signIn('wrong')).statusCode).toBe(401);
      const page = await app.inject({
        method: 'POST',
        url: '/session',
        headers: { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' },
        payload: 'token=wrong&next=/newsrooms',
      });
      expect(page.headers.location).toBe('/session?wrong=1&next=%2Fnewsrooms');
    });

    it('but a page of another site cannot act in its name', async () => {
      const cookie = cookieOf(await signIn(await make('acting')));
      const foreign = [
        { 'sec-fetch-site': 'cross-site' },
        { 'sec-fetch-site': 'same-site' },
        { origin: 'https://elsewhere.example' },
        { origin: 'null' },
        {},
      ];
      for (const headers of foreign) expect((await post({ ...cookie, ...headers })).statusCode).toBe(403);
      for (const headers of [{ 'sec-fetch-site': 'same-origin' }, { origin: 'http://here.example' }]) {
        expect((await post({ ...cookie, ...headers })).statusCode).toBe(200);
      }
    });
  });
});

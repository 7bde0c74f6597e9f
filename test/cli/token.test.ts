import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findToken } from '../../db/tokens.js';
import { type ScratchDatabase, scratchDatabase } from '../support/database.js';
import { RostrumHome } from '../support/rostrum.js';

describe('rostrum token', () => {
  let scratch: ScratchDatabase;
  let home: RostrumHome;
  beforeAll(async () => {
    scratch = await scratchDatabase();
    home = new RostrumHome({ DATABASE_URL: scratch.url });
  });
  afterAll(async () => {
    await home.remove();
    await scratch.drop();
  });

  it('makes a token and shows it once, lists it without it, and ends it', async () => {
    const made = await home.run('token', 'create', 'desk', '--scope', 'crawl,admin', '--expires', '90d');
    expect(made.code, made.stderr).toBe(0);
    const token = made.stdout.trim();
    expect(token).toMatch(/^rostrum_[\w-]{43}$/);
    expect(made.stderr).not.toContain(token);
    expect(await findToken(scratch.db, token)).toMatchObject({ name: 'desk', scopes: ['crawl', 'admin'] });

    const again = await home.run('token', 'create', 'desk', '--scope', 'crawl');
    expect([again.code, again.stdout]).toEqual([1, '']);
    expect(again.stderr).toContain('there is a token desk already');

    const listed = await home.run('token', 'list', '--format', 'json');
    expect(JSON.parse(listed.stdout)).toMatchObject([{ name: 'desk', state: 'in use' }]);
    expect(listed.stdout).not.toContain(token.slice(8));

    expect((await home.run('token', 'revoke', 'desk')).code).toBe(0);
    expect(await findToken(scratch.db, token)).toBeNull();
    expect((await home.run('token', 'revoke', 'desk')).code).toBe(1);
  });

  it.each([
    [['create', 'desk'], /--scope/],
    [['create', 'desk', '--scope', 'everything'], /"everything" is none of crawl, alerts, admin/],
    [['create', 'desk', '--scope', 'crawl', '--expires', 'soon'], /as 12h, 90d, 8w or 2y/],
    [['create', 'two words', '--scope', 'crawl'], /letters, digits, dots, dashes/],
  ])('says how %j is to be written', async (words, advice) => {
    const { code, stderr } = await home.run('token', ...words);
    expect(code).toBe(2);
    expect(stderr).toMatch(advice);
  });
});

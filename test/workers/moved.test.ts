import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { saveSources } from '../../db/sources.js';
import { poll } from '../../workers/poll.js';
import { type ScratchDatabase, scratchDatabase } from '../support/database.js';
import { announced, listingPage } from '../support/newsroom-pages.js';
import { type NewsroomRun, startNewsroomRun } from '../support/newsroom-run.js';
import { type Site, startSite } from '../support/site.js';

const attempt = { signal: new AbortController().signal, last: true };
const LIST = listingPage(announced(12));

describe('a newsroom that has moved', () => {
  let scratch: ScratchDatabase;
  let site: Site;
  let run: NewsroomRun;

  beforeAll(async () => {
    scratch = await scratchDatabase();
    site = await startSite(() => ({ '/press': LIST, '/': LIST, '/empty': { body: '<p>Soon</p>' } }));
    run = startNewsroomRun(scratch, { origin: site.url });
  });
  afterAll(async () => {
    await run.stop();
    await site.close();
    await scratch.drop();
  });
  beforeEach(async () => {
    await scratch.db.deleteFrom('source').execute();
    await saveSources(scratch.db, [facts()]);
  });

  const facts = () => ({
    id: 'lindgren',
    catalogue: 'user',
    office: 'senate',
    state: 'ND',
    name: 'Lindgren',
    url: `${site.url}/news`,
    kind: 'listing',
    zone: 'America/Chicago',
    evidence: 'seen in the catalogue',
  });
  const redirect = (status: number, path: string) =>
    site.pages.set('/news', { status, headers: { location: site.url + path } });
  const visit = () => poll({ sourceId: 'lindgren', crawlId: null }, run.context, attempt);
  const source = () => scratch.db.selectFrom('source').selectAll().executeTakeFirstOrThrow();
  /** Makes everything that was asked so far so many hours older. */
  async function wait(hours: number) {
    for (const row of await scratch.db.selectFrom('fetch').select(['id', 'started_at']).execute()) {
      const started_at = new Date(row.started_at.getTime() - hours * 3_600_000);
      await scratch.db.updateTable('fetch').set({ started_at }).where('id', '=', row.id).execute();
    }
  }

  it('is followed for good when permanent redirects lead there on two visits', async () => {
    redirect(301, '/press');
    await visit();
    expect((await source()).url).toBe(`${site.url}/news`);
    await wait(2);
    await visit();
    const row = await source();
    expect(row.url).toBe(`${site.url}/press`);
    expect(row.evidence).toMatch(
      /^seen in the catalogue; moved from http:\S+\/news \(permanent redirect, seen \d{4}-\d\d-\d\d and \d{4}-\d\d-\d\d\)$/,
    );
    const before = site.requests.length;
    await visit();
    const visits = site.requests.slice(before).filter(({ path }) => !path.startsWith('/news/releases/'));
    expect(visits).toEqual([{ path: '/press', status: 304 }]);
  });

  it('stays moved when the catalogue, which knows the old address only, is read again', async () => {
    redirect(308, '/press');
    await visit();
    await wait(2);
    await visit();
    await saveSources(scratch.db, [facts()]);
    expect(await source()).toMatchObject({ url: `${site.url}/press`, etag: expect.any(String) });
    await saveSources(scratch.db, [{ ...facts(), url: `${site.url}/newer` }]);
    expect(await source()).toMatchObject({
      url: `${site.url}/newer`,
      etag: null,
      evidence: 'seen in the catalogue',
    });
  });

  it.each([
    ['the redirect is a temporary one', 302, '/press', 2],
    ['both visits were within the hour', 301, '/press', 0.5],
    ['it leads to the front page, as of pages that are no more', 301, '/', 2],
  ])('is not followed for good when %s', async (_name, status, path, hours) => {
    redirect(status, path);
    await visit();
    await wait(hours);
    await visit();
    expect(await source()).toMatchObject({ url: `${site.url}/news`, evidence: 'seen in the catalogue' });
  });

  it('is not followed for good to a page that lists nothing', async () => {
    redirect(301, '/empty');
    await expect(visit()).rejects.toThrow(/lists no release/);
    await wait(2);
    await expect(visit()).rejects.toThrow(/lists no release/);
    expect((await source()).url).toBe(`${site.url}/news`);
  });

  it('is not followed for good when it led elsewhere the time before', async () => {
    redirect(301, '/');
    await visit();
    await wait(2);
    redirect(301, '/press');
    await visit();
    expect((await source()).url).toBe(`${site.url}/news`);
  });
});

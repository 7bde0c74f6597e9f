import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { saveSources } from '../../db/sources.js';
import { type ScratchDatabase, scratchDatabase } from '../support/database.js';
import { announced, listingPage } from '../support/newsroom-pages.js';
import { type NewsroomRun, startNewsroomRun } from '../support/newsroom-run.js';
import { releasePage, type Site, startSite } from '../support/site.js';

const RELEASES = announced(4);

describe('a release listed with a last slash and without', () => {
  let scratch: ScratchDatabase;
  let site: Site;
  let run: NewsroomRun;

  beforeAll(async () => {
    scratch = await scratchDatabase();
    site = await startSite(() =>
      Object.fromEntries(
        RELEASES.flatMap(({ path, title, day }) => [
          [path, releasePage(title, day)],
          [`${path}/`, releasePage(title, day)],
        ]),
      ),
    );
    run = startNewsroomRun(scratch, { origin: site.url });
    const facts = { catalogue: 'user', office: 'senate', state: 'ND', kind: 'listing', name: 'Lindgren' };
    await saveSources(scratch.db, [
      { ...facts, id: 'lindgren', url: `${site.url}/news`, zone: 'America/Chicago' },
    ]);
  });
  afterAll(async () => {
    await run.stop();
    await site.close();
    await scratch.drop();
  });

  const withSlash = () => RELEASES.map((release) => ({ ...release, path: `${release.path}/` }));
  const statements = () =>
    scratch.db.selectFrom('statement').select(['address', 'state']).orderBy('address').execute();

  it('on one page is collected once', async () => {
    site.pages.set('/news', listingPage([...RELEASES, ...withSlash()]));
    await run.crawl(['lindgren']);
    expect(await statements()).toHaveLength(4);
  });

  it('is known when the listing changes from one to the other, and not missed', async () => {
    const before = await statements();
    site.pages.set('/news', listingPage(withSlash()));
    const asked = site.requests.length;
    await run.crawl(['lindgren']);
    expect(await statements()).toEqual(before);
    expect(site.requests.slice(asked).map(({ path }) => path)).toEqual(['/news']);
  });

  it('is looked at, under the address it is known by, when the listing says something else of it', async () => {
    const before = await statements();
    const [first, ...others] = withSlash();
    if (first === undefined) throw new Error('none');
    site.pages.set('/news', listingPage([{ ...first, title: `${first.title}, Corrected` }, ...others]));
    const asked = site.requests.length;
    await run.crawl(['lindgren']);
    expect(await statements()).toEqual(before);
    expect(site.requests.slice(asked).map(({ path }) => path)).toEqual(['/news', first.path]);
  });
});

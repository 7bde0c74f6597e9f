import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDueRechecks } from '../../db/crawl-items.js';
import { collect } from '../../workers/collect.js';
import { ChangingNewsroom } from '../support/changing-newsroom.js';
import { type ScratchDatabase, scratchDatabase } from '../support/database.js';
import { type NewsroomRun, startNewsroomRun } from '../support/newsroom-run.js';
import { dueIsDone, hoursPass } from '../support/passing-time.js';

const DAY = 25;

describe('the history of a newsroom', () => {
  let scratch: ScratchDatabase;
  let newsroom: ChangingNewsroom;
  let run: NewsroomRun;

  beforeAll(async () => {
    scratch = await scratchDatabase();
    newsroom = new ChangingNewsroom();
    await newsroom.start();
    await newsroom.subscribe(scratch.db, 'office');
    run = startNewsroomRun(scratch, { origin: newsroom.url });
  });
  afterAll(async () => {
    await run.stop();
    await newsroom.close();
    await scratch.drop();
  });

  /** A visit to the newsroom and to everything that is to be looked at again. */
  async function visit(): Promise<void> {
    await run.crawl(['office']);
    await dueIsDone(run);
  }

  async function historyOf(slug: string): Promise<string[]> {
    const rows = await scratch.db
      .selectFrom('statement_event as step')
      .innerJoin('statement', 'statement.id', 'step.statement_id')
      .leftJoin('revision', 'revision.id', 'step.revision_id')
      .select(['step.event', 'revision.number'])
      .where('statement.url', '=', `${newsroom.url}/release/${slug}`)
      .orderBy('step.id')
      .execute();
    return rows.map((row) => (row.event === 'edited' ? `edited ${row.number}` : row.event));
  }

  const stateOf = async (slug: string) =>
    (
      await scratch.db
        .selectFrom('statement')
        .select('state')
        .where('url', '=', `${newsroom.url}/release/${slug}`)
        .executeTakeFirst()
    )?.state;

  it('over ten crawls is exactly what was edited, taken down and put back', async () => {
    const slugs = Array.from({ length: 12 }, (_, index) => `case-${String(index).padStart(2, '0')}`);
    slugs.forEach((slug, index) => {
      newsroom.add(slug, { date: `2024-03-${String(28 - index).padStart(2, '0')}` });
    });
    const text = (slug: string) => newsroom.at(slug).paragraphs;
    const takeDown = (slug: string) => Object.assign(newsroom.at(slug), { listed: false, answer: 404 });
    const putBack = (slug: string) => Object.assign(newsroom.at(slug), { listed: true, answer: 200 });

    const steps: (() => void)[] = [
      () => {},
      // 2: one is edited, one is taken down.
      () => {
        text('case-01')[0] =
          'The office said today that the matter of case-01 has not been settled after all.';
        takeDown('case-02');
      },
      // 3: nothing new, and the one that was taken down is gone.
      () => {},
      // 4: the edit is taken back; one gets another title, one another date; another link, which no listing shows, is
      // found because the page is three days old and due to be looked at again.
      () => {
        newsroom.at('case-07').links = ['/files/other.pdf'];
        text('case-01')[0] =
          'The office said today that the matter of case-01 has been settled after months of talks with the county.';
        newsroom.at('case-03').title = 'The office speaks again about case-03';
        newsroom.at('case-04').date = '2024-03-23';
      },
      // 5: the gone one comes back; another one is taken down.
      () => {
        putBack('case-02');
        takeDown('case-05');
      },
      // 6: and comes back before it is gone, with other words.
      () => {
        putBack('case-05');
        text('case-05').push('The office added a word about case-05 that had been forgotten the first time.');
      },
      // 7: one is out of the listing, and its page is there.
      () => {
        newsroom.at('case-06').listed = false;
      },
      // 8: a new release, and a failure that proves nothing.
      () => {
        newsroom.add('case-12', { date: '2024-03-29' });
        Object.assign(newsroom.at('case-08'), { listed: false, answer: 500 });
      },
      // 9: the failure ends; one says that it is not found, another is empty.
      () => {
        Object.assign(newsroom.at('case-08'), { listed: true, answer: 200 });
        Object.assign(newsroom.at('case-09'), { listed: false, answer: 'says so' });
        Object.assign(newsroom.at('case-10'), { listed: false, answer: 'soft' });
      },
      // 10: both are gone; the oldest stays whatever it does, since the listing ends with it.
      () => {},
    ];
    for (const step of steps) {
      step();
      await visit();
      await hoursPass(scratch.db, DAY);
    }

    const expected: Record<string, string[]> = Object.fromEntries(slugs.map((slug) => [slug, ['found']]));
    Object.assign(expected, {
      'case-01': ['found', 'edited 2', 'edited 1'],
      'case-02': ['found', 'missing', 'gone', 'returned'],
      'case-03': ['found', 'edited 2'],
      'case-04': ['found', 'edited 2'],
      'case-05': ['found', 'missing', 'returned', 'edited 2'],
      'case-07': ['found', 'edited 2'],
      'case-09': ['found', 'missing', 'gone'],
      'case-10': ['found', 'missing', 'gone'],
      'case-12': ['found'],
    });
    const found = Object.fromEntries(
      await Promise.all(Object.keys(expected).map(async (slug) => [slug, await historyOf(slug)] as const)),
    );
    expect(found).toEqual(expected);
    for (const slug of Object.keys(expected)) {
      const gone = slug === 'case-09' || slug === 'case-10';
      expect(await stateOf(slug), slug).toBe(gone ? 'gone' : 'live');
    }
    const revisions = await scratch.db
      .selectFrom('revision')
      .select((build) => build.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    expect(revisions.count).toBe(13 + 5);
  }, 120_000);

  it('keeps of every version when it was first and last seen, and the page it was read from', async () => {
    const rows = await scratch.db
      .selectFrom('revision')
      .innerJoin('statement', 'statement.id', 'revision.statement_id')
      .innerJoin('capture', 'capture.revision_id', 'revision.id')
      .innerJoin('snapshot', 'snapshot.hash', 'capture.snapshot_hash')
      .select(['revision.number', 'revision.first_seen_at', 'revision.last_seen_at', 'snapshot.body'])
      .select(['capture.request_headers', 'capture.status', 'capture.headers'])
      .where('statement.url', '=', `${newsroom.url}/release/case-01`)
      .orderBy('capture.id')
      .execute();
    // The first content came back with other bytes: another counter, another token.
    expect(rows.map((row) => row.number)).toEqual([1, 2, 1]);
    const [first, second] = rows;
    expect(first?.first_seen_at.getTime()).toBeLessThan(second?.first_seen_at.getTime() ?? 0);
    expect(second?.last_seen_at.getTime()).toBeLessThan(first?.last_seen_at.getTime() ?? 0);
    for (const row of rows) {
      expect(row.status).toBe(200);
      expect(row.body?.byteLength).toBeGreaterThan(100);
      expect(row.headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8' });
      expect(row.request_headers).toMatchObject({ 'user-agent': expect.stringContaining('Rostrum') });
    }
  });

  it('leaves a page that fails alone for a while when it is due to be looked at again', async () => {
    newsroom.add('case-13', { date: '2024-03-30' });
    await visit();
    Object.assign(newsroom.at('case-13'), { answer: 500 });
    await hoursPass(scratch.db, 2);
    const fails = { signal: new AbortController().signal, last: true };
    await scratch.db
      .updateTable('statement')
      .set({ next_check_at: new Date(Date.now() - 1000) })
      .where('url', 'like', '%case-13')
      .execute();
    const { batchIds } = await addDueRechecks(scratch.db, 'live', 1);
    await expect(collect({ batchId: batchIds[0] ?? 0 }, run.context, fails)).rejects.toThrow(/500/);
    const row = await scratch.db
      .selectFrom('statement')
      .select(['state', 'next_check_at'])
      .where('url', 'like', '%case-13')
      .executeTakeFirstOrThrow();
    expect(row.state).toBe('live');
    expect(row.next_check_at?.getTime()).toBeGreaterThan(Date.now() + 50 * 60_000);
  });
});

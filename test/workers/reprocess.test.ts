import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bumpIndexVersion, saveBills } from '../../db/bills.js';
import { pruneSnapshots } from '../../db/captures.js';
import { type Change, reprocessBatch, type Stage } from '../../workers/reprocess.js';
import { runReprocess } from '../../workers/reprocess-run.js';
import { sweep } from '../../workers/sweep.js';
import { taggerOver } from '../../workers/tagger.js';
import { ChangingNewsroom } from '../support/changing-newsroom.js';
import { type ScratchDatabase, scratchDatabase } from '../support/database.js';
import { type NewsroomRun, startNewsroomRun } from '../support/newsroom-run.js';

const BILL = {
  id: 's1693-115',
  congress: 115,
  type: 's',
  number: 1693,
  titles: [{ kind: 'short', title: 'Stop Enabling Sex Traffickers Act of 2017' }],
  introduced_on: '2017-08-01',
};

describe('an archive read again from what it kept', () => {
  let scratch: ScratchDatabase;
  let newsroom: ChangingNewsroom;
  let run: NewsroomRun;

  beforeAll(async () => {
    scratch = await scratchDatabase();
    newsroom = new ChangingNewsroom();
    await newsroom.start();
    await newsroom.subscribe(scratch.db, 'office');
    newsroom.add('cited', {
      date: '2018-03-22',
      paragraphs: [
        'The office today welcomed the passage of the Stop Enabling Sex Traffickers Act by a large majority.',
        '“This law will help us all,” said the head of the office, who had asked for it for many years.',
      ],
    });
    newsroom.add('plain', { date: '2018-03-21' });
    newsroom.add('other', { date: '2018-03-20' });
    run = startNewsroomRun(scratch, { origin: newsroom.url });
    await run.crawl(['office']);
    newsroom.at('other').title = 'The office speaks of something else';
    await run.crawl(['office']);
    newsroom.requests.length = 0;
  });
  afterAll(async () => {
    await run.stop();
    await newsroom.close();
    await scratch.drop();
  });
  beforeEach(() => {
    expect(newsroom.requests).toEqual([]);
  });

  async function reprocess(stage: Stage, dryRun = false, selection = {}): Promise<Change[]> {
    const tagger = await taggerOver(scratch.db, [], 'live')();
    const changes: Change[] = [];
    for (let after = 0; ; ) {
      const batch = await reprocessBatch(scratch.db, tagger, stage, { selection, after, dryRun });
      if (batch === null) return changes;
      after = batch.last;
      changes.push(...batch.changes);
    }
  }

  /** Every row of the archive but those of tags. */
  async function allButTags(): Promise<string> {
    const tables = ['snapshot', 'capture', 'revision', 'statement_event', 'statement_address', 'signature'];
    const rows = await Promise.all(
      tables.map(
        async (table) => (await sql.raw(`select * from ${table} order by 1, 2`).execute(scratch.db)).rows,
      ),
    );
    const statements = await scratch.db.selectFrom('statement').selectAll().orderBy('id').execute();
    // `change` counts every change of what is told of a statement, its tags too.
    return JSON.stringify([rows, statements.map(({ tagged_at: _, change: __, ...row }) => row)]);
  }
  const tags = async () =>
    JSON.stringify([
      await scratch.db.selectFrom('citation').selectAll().orderBy('id').execute(),
      await scratch.db.selectFrom('quote').selectAll().orderBy('id').execute(),
    ]);
  const idOf = async (slug: string) =>
    (
      await scratch.db
        .selectFrom('statement')
        .select('id')
        .where('url', 'like', `%/${slug}`)
        .executeTakeFirstOrThrow()
    ).id;
  const revisionOf = async (slug: string, number = 1) =>
    scratch.db
      .selectFrom('revision')
      .selectAll()
      .where('statement_id', '=', await idOf(slug))
      .where('number', '=', number)
      .executeTakeFirst();

  it('is the same as before where nothing of the program changed', async () => {
    const before = [await allButTags(), await tags()];
    expect(await reprocess('extract')).toEqual([]);
    expect(await reprocess('tag')).toEqual([]);
    expect([await allButTags(), await tags()]).toEqual(before);
  });

  it('has other tags after a change of the tagger, and nothing else is changed', async () => {
    await saveBills(scratch.db, [BILL]);
    await bumpIndexVersion(scratch.db);
    const before = await allButTags();
    const tagsBefore = await tags();
    const expected = { statement: await idOf('cited'), kind: 'bill', change: 'added', value: 's1693-115' };
    expect(await reprocess('tag', true)).toEqual([expect.objectContaining(expected)]);
    expect(await tags()).toBe(tagsBefore);

    expect(await reprocess('tag')).toEqual([expect.objectContaining(expected)]);
    expect(await tags()).not.toBe(tagsBefore);
    expect(await allButTags()).toBe(before);
    expect(await reprocess('tag')).toEqual([]);
  });

  it('has the texts that its pages say, after a change of the reader', async () => {
    const id = await idOf('cited');
    const good = await revisionOf('cited');
    // As an earlier reader might have read it: without its last paragraph, with a menu in the title.
    await sql`update revision set title = 'News | ' || title, body = split_part(body, E'\n\n', 1), content_hash = 'old'
      where id = ${good?.id}`.execute(scratch.db);
    const changed = { statement: id, kind: 'revision', change: 'changed', value: 'title, body' };
    const dry = await reprocess('extract', true);
    expect(dry[0]).toEqual(changed);
    expect((await revisionOf('cited'))?.content_hash).toBe('old');

    const done = await reprocess('extract');
    expect(done[0]).toEqual(changed);
    expect(done.slice(1).map(({ kind }) => kind)).toEqual(dry.slice(1).map(({ kind }) => kind));
    expect(await revisionOf('cited')).toEqual(good);
    const row = await scratch.db
      .selectFrom('statement')
      .select(['title', 'tagged_at'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    expect(row.title).toBe(good?.title);
    expect(row.tagged_at).not.toBeNull();
    expect(await historyOf(id)).toEqual(['found 1']);
  });

  it('makes one of two revisions that turn out to say the same', async () => {
    const id = await idOf('other');
    const [first, second] = [await revisionOf('other', 1), await revisionOf('other', 2)];
    // Both pages say now what the first one says.
    await sql`update snapshot set body = (select body from snapshot where hash = ${first?.snapshot_hash})
      where hash = ${second?.snapshot_hash}`.execute(scratch.db);
    const changes = await reprocess('extract', false, { source: 'office' });
    expect(changes).toContainEqual({
      statement: id,
      kind: 'revision',
      change: 'merged',
      value: 'title, body, links',
    });
    expect(await revisionOf('other', 2)).toBeUndefined();
    const kept = await revisionOf('other', 1);
    expect(kept?.last_seen_at).toEqual(second?.last_seen_at);
    expect(await historyOf(id)).toEqual(['found 1']);
    const captures = await scratch.db
      .selectFrom('capture')
      .selectAll()
      .where('statement_id', '=', id)
      .execute();
    expect(captures.map((capture) => capture.revision_id)).toEqual([kept?.id, kept?.id]);
  });

  it('goes on where it was stopped, and begins anew when something else is asked for', async () => {
    const tagger = await taggerOver(scratch.db, [], 'live')();
    const start = async (stopAfter: number, stages: Stage[] = ['extract', 'tag']) => {
      const stopping = new AbortController();
      const seen: string[] = [];
      const { totals, done } = await runReprocess(scratch.db, tagger, {
        selection: {},
        knowledge: 'the same',
        stages,
        dryRun: false,
        stopped: stopping.signal,
        most: 2,
        onResume: (stage) => seen.push(`going on with ${stage}`),
        onStage: (stage, before, total) => seen.push(`${stage} ${before}/${total}`),
        onBatch: (_, count) => {
          seen.push(String(count));
          if (seen.length > stopAfter) stopping.abort();
        },
      });
      return { seen, done, totals: [totals.revisions, totals.statements] };
    };
    expect(await start(1)).toEqual({ seen: ['extract 0/3', '2'], done: false, totals: [2, 0] });
    expect(await start(4)).toEqual({
      seen: ['going on with extract', 'extract 2/3', '3', 'tag 0/3', '2'],
      done: false,
      totals: [3, 2],
    });
    expect(await start(9, ['tag'])).toEqual({ seen: ['tag 0/3', '2', '3'], done: true, totals: [0, 3] });
    expect((await start(9)).seen[0]).toBe('extract 0/3');
  });

  it('is read from the days and newsrooms that are asked for', async () => {
    await sql`delete from citation`.execute(scratch.db);
    expect(await reprocess('tag', true, { since: '2018-03-23' })).toEqual([]);
    expect(await reprocess('tag', true, { source: 'nobody' })).toEqual([]);
    expect(await reprocess('tag', true, { since: '2018-03-22', source: 'office' })).toHaveLength(1);
  });

  it('keeps what was read from a page when the page is let go', async () => {
    expect(await pruneSnapshots(scratch.db, 1, 100)).toBe(0);
    await sql`update snapshot set kept_at = now() - interval '2 days'`.execute(scratch.db);
    expect(await pruneSnapshots(scratch.db, 1, 2)).toBe(2);
    await sweep({ ...run.context, snapshotKeepDays: 1 });
    const left = await scratch.db
      .selectFrom('snapshot')
      .select('hash')
      .where('body', 'is not', null)
      .execute();
    expect(left).toEqual([]);
    const before = await allButTags();
    const tagger = await run.context.tagger();
    const batch = await reprocessBatch(scratch.db, tagger, 'extract', {
      selection: {},
      after: 0,
      dryRun: false,
    });
    expect(batch).toMatchObject({ done: 3, lacking: 3, changes: [] });
    expect(await allButTags()).toBe(before);
  });

  async function historyOf(id: number): Promise<string[]> {
    const rows = await scratch.db
      .selectFrom('statement_event as step')
      .leftJoin('revision', 'revision.id', 'step.revision_id')
      .select(['step.event', 'revision.number'])
      .where('step.statement_id', '=', id)
      .orderBy('step.id')
      .execute();
    return rows.map((row) => `${row.event} ${row.number}`);
  }
});

import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bumpIndexVersion, saveBills } from '../../db/bills.js';
import { proveArchive } from '../../workers/integrity.js';
import { ChangingNewsroom } from '../support/changing-newsroom.js';
import { type ScratchDatabase, scratchDatabase } from '../support/database.js';
import { type NewsroomRun, startNewsroomRun } from '../support/newsroom-run.js';

describe('a deep look at an archive', () => {
  let scratch: ScratchDatabase;
  let newsroom: ChangingNewsroom;
  let run: NewsroomRun;
  let looked = 0;

  beforeAll(async () => {
    scratch = await scratchDatabase();
    newsroom = new ChangingNewsroom();
    await newsroom.start();
    await newsroom.subscribe(scratch.db, 'office');
    await saveBills(scratch.db, [
      {
        id: 's1693-115',
        congress: 115,
        type: 's',
        number: 1693,
        titles: [{ kind: 'short', title: 'Stop Enabling Sex Traffickers Act of 2017' }],
        introduced_on: '2017-08-01',
      },
    ]);
    await bumpIndexVersion(scratch.db);
    for (const day of ['20', '21', '22', '23']) {
      newsroom.add(`case-${day}`, {
        date: `2018-03-${day}`,
        paragraphs: [
          `On day ${day} 😀 the office welcomed the Stop Enabling Sex Traffickers Act, which passed by a large majority.`,
          '“This law will help us all,” said Attorney General Jane Roe, who had asked for it for many years.',
        ],
      });
    }
    run = startNewsroomRun(scratch, { origin: newsroom.url });
    await run.crawl(['office']);
  });
  afterAll(async () => {
    await run.stop();
    await newsroom.close();
    await scratch.drop();
  });

  async function look(repair = false): Promise<Record<string, [broken: number, repaired: number]>> {
    looked = 0;
    const found = await proveArchive({
      db: scratch.db,
      tagger: repair ? await run.context.tagger() : null,
      onProgress: (more) => {
        looked += more;
      },
    });
    return Object.fromEntries(
      found.flatMap(({ name, broken, repaired }) =>
        broken.length === 0 ? [] : [[name, [broken.length, repaired] as [number, number]]],
      ),
    );
  }
  const harm = (text: string) => sql.raw(text).execute(scratch.db);

  it('finds nothing wrong with one that the program wrote', async () => {
    const { count } = await scratch.db
      .selectFrom('citation')
      .select((build) => build.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    expect(count).toBe(4);
    expect(await look()).toEqual({});
    expect(looked).toBe(8);
  });

  it.each([
    [
      'evidence stands where it says',
      `update citation set evidence = jsonb_set(evidence, '{0,start}', '3') where id = (select min(id) from citation)`,
    ],
    [
      'evidence stands where it says',
      'update quote set starts_at = starts_at + 1 where id = (select min(id) from quote)',
    ],
    ['every statement has a revision', 'update statement set revision_id = null where id = 2'],
    [
      'title and date are those of the current revision',
      `update statement set title = 'Another' where id = 3`,
    ],
    [
      'every statement is found at its address',
      'delete from statement_address where statement_id = (select max(id) from statement)',
    ],
    ['every tagged statement has its signature', 'delete from signature where statement_id = 4'],
    [
      'joint releases have several statements and go by the first',
      'update statement set joint_id = id where id = 2',
    ],
    ['every kept page was read', `insert into snapshot (hash, body, bytes) values ('lost', '', 0)`],
  ])('finds and repairs where it does not hold that %s', async (name, damage) => {
    await harm(damage);
    const seen = await look();
    expect(seen[name]).toEqual([1, 0]);
    const repaired = await look(true);
    expect(repaired[name]).toEqual([1, 1]);
    expect(await look()).toEqual({});
  });

  it('finds and repairs tags of another revision', async () => {
    await harm(`insert into revision (statement_id, number, content_hash, title, body, language, snapshot_hash)
      select statement_id, 9, 'nine', title, body, language, snapshot_hash from revision where statement_id = 1`);
    await harm(
      `update citation set revision_id = (select id from revision where number = 9) where statement_id = 1`,
    );
    expect(await look()).toMatchObject({ 'tags are those of the current revision': [1, 0] });
    await look(true);
    expect(await look()).toEqual({});
  });

  it('finds a page whose bytes were changed, and says that nothing here can repair them', async () => {
    await harm(`update snapshot set body = (select body from snapshot order by hash desc limit 1)
      where hash = (select min(hash) from snapshot)`);
    expect(await look(true)).toEqual({ 'the bytes of every kept page hash to its name': [1, 0] });
  });

  it('finds a statement that lost all its revisions', async () => {
    await harm('delete from revision where statement_id = 1');
    expect(await look(true)).toMatchObject({ 'every statement has a revision': [1, 0] });
  });
});

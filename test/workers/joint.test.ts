import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { saveSources } from '../../db/sources.js';
import { keepRelease } from '../../db/statements.js';
import { joinBatches, joinCopies, matchStrays, signed } from '../../workers/joint.js';
import { type ScratchDatabase, scratchDatabase } from '../support/database.js';
import { CHANGES, hasReleases, type Planted, plantReleases } from '../support/planted-releases.js';
import { releaseOf, seeRelease } from '../support/release.js';

const note = hasReleases ? '' : ' (skipped: no ../shared/releases here)';

async function addSources(scratch: ScratchDatabase, names: string[]): Promise<void> {
  await saveSources(
    scratch.db,
    names.map((name) => ({
      id: name,
      catalogue: 'user',
      office: 'senate',
      state: 'ND',
      name,
      url: `https://${encodeURIComponent(name)}.example/`,
      kind: 'listing',
      zone: 'America/Chicago',
    })),
  );
}

describe.skipIf(!hasReleases)(`joint releases among those of ../shared/releases${note}`, () => {
  let scratch: ScratchDatabase;
  let planted: Planted[];
  let seconds = 0;
  const joint: (number | null)[] = [];

  beforeAll(async () => {
    scratch = await scratchDatabase();
    planted = plantReleases({ pairs: 200, distractors: 5000, seed: 6 });
    await addSources(scratch, [...new Set(planted.map((one) => one.publisher))]);
    await insert(planted);
    const started = performance.now();
    expect(await joinBatches(scratch.db, 1)).toBe(planted.length);
    seconds = (performance.now() - started) / 1000;
    for (const row of await scratch.db.selectFrom('statement').select(['id', 'joint_id']).execute()) {
      joint[row.id - 1] = row.joint_id;
    }
  }, 120_000);
  afterAll(() => scratch.drop());

  /** All at once: what is tested is what comes after. */
  async function insert(rows: Planted[]): Promise<void> {
    const { db } = scratch;
    await db
      .insertInto('snapshot')
      .values({ hash: 'page', body: Buffer.from(''), bytes: 0 })
      .execute();
    for (let from = 0; from < rows.length; from += 500) {
      const slice = rows.slice(from, from + 500);
      const statements = await db
        .insertInto('statement')
        .values(
          slice.map((one, index) => ({
            address: `https://x.example/${from + index}`,
            url: `https://x.example/${from + index}`,
            source_id: one.publisher,
            office: 'senate',
            title: 'A title',
            published_on: one.day,
            zone: 'America/Chicago',
          })),
        )
        .returning('id')
        .execute();
      await db
        .insertInto('revision')
        .values(
          slice.map((one, index) => ({
            statement_id: statements[index]?.id ?? 0,
            number: 1,
            content_hash: 'x',
            title: 'A title',
            body: one.text,
            language: 'en',
            snapshot_hash: 'page',
          })),
        )
        .execute();
    }
    await db
      .updateTable('statement')
      .set((build) => ({
        revision_id: build
          .selectFrom('revision')
          .select('revision.id')
          .whereRef('revision.statement_id', '=', 'statement.id'),
      }))
      .execute();
  }

  it('are found with a precision of 0.99 and a recall of 0.95 and better, each kind of change', () => {
    const members = new Map<number, number[]>();
    joint.forEach((group, index) => {
      if (group !== null) members.set(group, [...(members.get(group) ?? []), index]);
    });
    let right = 0;
    let wrong = 0;
    const found = new Map<string, number>();
    for (const group of members.values()) {
      for (const [at, one] of group.entries()) {
        for (const other of group.slice(at + 1)) {
          const pair = planted[one]?.pair ?? null;
          if (pair !== null && pair === planted[other]?.pair) {
            right += 1;
            const change = planted[one]?.change ?? planted[other]?.change ?? '';
            found.set(change, (found.get(change) ?? 0) + 1);
          } else wrong += 1;
        }
      }
    }
    process.stderr.write(
      `joint releases: precision ${(right / (right + wrong)).toFixed(4)}, recall ${(right / 200).toFixed(4)}, ${planted.length} releases in ${seconds.toFixed(1)} s\n`,
    );
    expect(right / (right + wrong)).toBeGreaterThanOrEqual(0.99);
    expect(right / 200).toBeGreaterThanOrEqual(0.95);
    for (const change of CHANGES) expect(found.get(change) ?? 0, change).toBeGreaterThanOrEqual(36);
  });

  it('are found in seconds', () => {
    expect(seconds).toBeLessThan(30);
  });
});

const NO_TAGS = { citations: [], topics: [], quotes: [], mentions: [], doubts: [] };

describe('a joint release', () => {
  let scratch: ScratchDatabase;
  beforeAll(async () => {
    scratch = await scratchDatabase();
    await addSources(scratch, ['hale', 'okafor', 'mara', 'lindqvist']);
  });
  afterAll(() => scratch.drop());

  const TEXT =
    'The senators today called on the agency to publish every complaint it has received about the bridge since the first inspection. ' +
    'They said that the people who cross it each morning have a right to know what its engineers knew, and when they knew it.';
  let made = 0;

  async function arrive(source: string, body: string, day = '2018-03-22', address?: string): Promise<number> {
    made += 1;
    const { statementId } = await seeRelease(scratch.db, {
      address: address ?? `https://${source}.example/${made}`,
      source_id: source,
      body,
      published_on: day,
    });
    await joinCopies(scratch.db, [{ statementId, day, body }]);
    return statementId;
  }

  const groupOf = async (id: number) =>
    (
      await scratch.db
        .selectFrom('statement')
        .select('joint_id')
        .where('id', '=', id)
        .executeTakeFirstOrThrow()
    ).joint_id;

  it('goes by its first statement, and is left by a copy that becomes another text', async () => {
    const first = await arrive('hale', TEXT);
    const second = await arrive('okafor', `${TEXT} Contact: 555-0100`);
    const third = await arrive('mara', `Senator Mara joined. ${TEXT}`, '2018-03-24');
    expect([await groupOf(first), await groupOf(second), await groupOf(third)]).toEqual([
      first,
      first,
      first,
    ]);

    const other = TEXT.split(' ').reverse().join(' ');
    await arrive('hale', other, '2018-03-22', 'https://hale.example/1');
    expect([await groupOf(first), await groupOf(second), await groupOf(third)]).toEqual([
      null,
      second,
      second,
    ]);
    await arrive('mara', `${other}!`, '2018-03-24', 'https://mara.example/3');
    expect([await groupOf(first), await groupOf(second), await groupOf(third)]).toEqual([first, null, first]);
  });

  it('is never made of two statements of one newsroom, nor of a yearly one', async () => {
    const text = TEXT.replaceAll('bridge', 'tunnel').replaceAll('people', 'drivers').toUpperCase();
    const one = await arrive('lindqvist', `Yearly word. ${text}`, '2019-03-01');
    const two = await arrive('lindqvist', `Yearly word. ${text}`, '2019-03-02');
    const later = await arrive('okafor', `Yearly word. ${text}`, '2020-03-01');
    expect([await groupOf(one), await groupOf(two), await groupOf(later)]).toEqual([null, null, null]);
  });

  it('is found by the sweep where the job that kept its copies was killed before it looked', async () => {
    const text =
      'It was the ferry, not the road, that the engineers had asked about in every letter they wrote, and no reply ever named the ferry or the year in which it would at last be mended for the islanders.';
    const keep = (source: string) =>
      keepRelease(
        scratch.db,
        releaseOf({ address: `https://${source}.example/killed`, source_id: source, body: text }),
        Buffer.from('x'),
        {
          tags: {
            ...NO_TAGS,
            day: '2018-03-22',
            keys: signed({ statementId: 0, day: '2018-03-22', body: text }).keys,
          },
        },
      );
    const [one, two] = [await keep('hale'), await keep('okafor')];
    expect(await groupOf(two.statementId)).toBeNull();
    expect(await matchStrays(scratch.db, 60_000, 100)).toBe(0);
    expect(await matchStrays(scratch.db, 0, 100)).toBe(2);
    expect([await groupOf(one.statementId), await groupOf(two.statementId)]).toEqual([
      one.statementId,
      one.statementId,
    ]);
    expect(await matchStrays(scratch.db, 0, 100)).toBe(0);
  });

  it('is found however many of its copies arrive at once', async () => {
    const text =
      'Nobody saw it coming and nobody was told, said all of the members at once, as they left the long meeting of the joint committee on the harbor.';
    const ids = await Promise.all(
      ['hale', 'okafor', 'mara', 'lindqvist'].map((source) => arrive(source, text, '2021-01-01')),
    );
    const groups = await Promise.all(ids.map(groupOf));
    expect(new Set(groups)).toEqual(new Set([Math.min(...ids)]));
  });

  it('is not made of a line that anybody may write', async () => {
    const one = await arrive('hale', 'I will vote no on this bill.', '2022-01-01');
    await arrive('mara', 'I will vote no on this bill.', '2022-01-01');
    expect(await groupOf(one)).toBeNull();
  });
});

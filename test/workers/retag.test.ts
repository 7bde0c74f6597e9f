import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import pino from 'pino';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bumpIndexVersion, markComplete, saveBills } from '../../db/bills.js';
import { dueRetags, untagNamed } from '../../db/retags.js';
import { saveSources } from '../../db/sources.js';
import { listTopics } from '../../db/topics.js';
import { OwnTopicsFile } from '../../src/catalog/own-topics.js';
import { billRow, bringOfficials } from '../../src/cli/catalogue.js';
import type { Bill } from '../../src/model.js';
import { findStatements } from '../../src/report/statements.js';
import type { WorkerContext } from '../../workers/context.js';
import { retagNamed } from '../../workers/sweep.js';
import { tag } from '../../workers/tag.js';
import { taggerOver } from '../../workers/tagger.js';
import { type ScratchDatabase, scratchDatabase } from '../support/database.js';
import { type NewsroomRun, startNewsroomRun } from '../support/newsroom-run.js';
import { seeRelease } from '../support/release.js';
import { bill, official } from '../tag/known.js';

const TITLE = 'Protecting Small Harbors and River Towns Act';
const QUILL = official('Ada Quill', 'ND', 'D');
const QUILLS: [string, string] = [QUILL.bioguide ?? '', 'Sen. Quill, Ada [D-ND]'];

let scratch: ScratchDatabase;
let run: NewsroomRun;
let context: WorkerContext;
/** A tagger as a process has it that starts now. */
let makeTagger: () => WorkerContext['tagger'];
let statements = 0;

beforeEach(async () => {
  scratch = await scratchDatabase();
  run = startNewsroomRun(scratch, { origin: 'http://127.0.0.1:9' });
  makeTagger = () => taggerOver(scratch.db, [], 'live');
  context = { ...run.context, tagger: makeTagger() };
  await bringOfficials(scratch.db, [QUILL], 'rostrum');
  await saveSources(scratch.db, [
    {
      id: 'senate-nd',
      catalogue: 'rostrum',
      office: 'senate',
      state: 'ND',
      official_id: QUILL.id,
      name: 'A newsroom',
      url: 'https://example.gov/news',
      kind: 'listing',
      zone: 'America/Chicago',
    },
  ]);
});
afterEach(async () => {
  await run.stop();
  await scratch.drop();
});

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

/** A statement so many days old, tagged with the index as it is now. */
async function state(body: string, age: number | null = 3): Promise<number> {
  statements += 1;
  const { statementId } = await seeRelease(scratch.db, {
    address: `https://example.gov/news/${statements}`,
    source_id: 'senate-nd',
    official_id: QUILL.id,
    published_on: age === null ? null : daysAgo(age),
    body,
  });
  await tagAll();
  return statementId;
}

async function tagAll(): Promise<void> {
  for (const id of await untagged()) {
    await tag({ statementId: id }, context, { signal: new AbortController().signal, last: true });
  }
}

async function untagged(): Promise<number[]> {
  const rows = await scratch.db
    .selectFrom('statement')
    .select('id')
    .where('tagged_at', 'is', null)
    .orderBy('id')
    .execute();
  return rows.map(({ id }) => id);
}

const bring = (...bills: Bill[]) => saveBills(scratch.db, bills.map(billRow));
const congress = Math.floor((new Date().getUTCFullYear() - 1789) / 2) + 1;
const known = (number: number, facts: Parameters<typeof bill>[1] = {}) =>
  bill(`s${number}-${congress}`, { introduced: daysAgo(90), ...facts });

/** Everything that has happened so far was an hour ago: whoever tags knows of it by now. */
async function anHourLater(): Promise<void> {
  await sql`update statement set tagged_at = tagged_at - interval '1 hour'`.execute(scratch.db);
  await sql`update retag set ready_at = ready_at - interval '1 hour', asked_at = asked_at - interval '1 hour'`.execute(
    scratch.db,
  );
  context = { ...context, tagger: makeTagger() };
}

const citing = async (id: string) =>
  (await findStatements(scratch.db, { bill: id }, { limit: 10 })).map((statement) => statement.id);
const askedFor = async () =>
  (await scratch.db.selectFrom('retag').select('subject').orderBy('subject').execute()).map(
    ({ subject }) => subject,
  );

describe('a bill that comes after the statement', () => {
  it('is found there: the title was announced on Monday and numbered on Friday', async () => {
    const announced = await state(`Today I introduced the ${TITLE}, and I said so.`);
    await state('Nothing to do with harbors.');
    await bring(known(12, { titles: [TITLE], introduced: daysAgo(1), sponsor: QUILLS }));
    await bumpIndexVersion(scratch.db);
    expect(await citing(`s12-${congress}`)).toEqual([]);
    await anHourLater();
    expect(await retagNamed(context)).toBe(1);
    expect(await untagged()).toEqual([announced]);
    await tagAll();
    expect(await citing(`s12-${congress}`)).toEqual([announced]);
    expect(await askedFor()).toEqual([]);
    expect(await retagNamed(context)).toBe(0);
  });

  it('is found by a number that nobody knew, and by one that there was not', async () => {
    const unknown = await state('I voted for S. 1234 today.');
    await markComplete(scratch.db, congress);
    await bumpIndexVersion(scratch.db);
    await anHourLater();
    const unresolved = await state('I voted for Senate Bill 1,234 today, not for S. 77 or H.R. 1234.');
    await state('I voted for S. 12340 today.');
    await bring(known(1234));
    await bumpIndexVersion(scratch.db);
    await anHourLater();
    expect(await retagNamed(context)).toBe(2);
    await tagAll();
    expect((await citing(`s1234-${congress}`)).sort()).toEqual([unknown, unresolved]);
  });

  it('is looked for in any capitals, over line breaks, in the other number and without its year', async () => {
    const found = [
      await state('the protecting small HARBORS\nand River Towns act is here'),
      await state('The Protecting Small Harbor and River Town Act is here.'),
    ];
    await state('Protecting the harbors, which are small, and river towns.');
    await bring(known(12, { titles: [`${TITLE} of ${new Date().getUTCFullYear()}`] }));
    await bumpIndexVersion(scratch.db);
    await anHourLater();
    await retagNamed(context);
    expect(await untagged()).toEqual(found);
  });

  it('is looked for again only when it has changed', async () => {
    await state(`The ${TITLE} is here.`);
    expect(await bring(known(12, { titles: [TITLE] }), known(13, { titles: ['River Safety Act'] }))).toBe(2);
    await bumpIndexVersion(scratch.db);
    await anHourLater();
    await retagNamed(context);
    await tagAll();
    expect(await bring(known(12, { titles: [TITLE] }), known(13, { titles: ['Lake Safety Act'] }))).toBe(1);
    expect(await askedFor()).toEqual([`s13-${congress}`]);
  });

  it('is not looked for in statements of long ago', async () => {
    await state(`The ${TITLE} is here.`, 61);
    const young = [
      await state(`The ${TITLE} is here.`, 59),
      await state(`The ${TITLE} is here.`, 0),
      await state(`The ${TITLE} is here.`, null),
    ];
    await bring(known(12, { titles: [TITLE] }));
    await bumpIndexVersion(scratch.db);
    await anHourLater();
    await retagNamed(context);
    expect(await untagged()).toEqual(young);
  });

  it('is looked for by no title that is only small words', async () => {
    await state('Nothing of the kind.');
    await bring(known(12, { titles: ['Of the And To'] }), known(13));
    await bumpIndexVersion(scratch.db);
    await anHourLater();
    expect(await retagNamed(context)).toBe(0);
  });

  it('waits until the import that brings it has ended, or was given up', async () => {
    await state(`The ${TITLE} is here.`);
    await bring(known(12, { titles: [TITLE] }));
    expect(await retagNamed(context)).toBe(0);
    await anHourLater();
    expect(await retagNamed(context)).toBe(0);
    await anHourLater();
    expect(await retagNamed(context)).toBe(1);
  });

  it('also has statements tagged again that were tagged between its import and the end of it', async () => {
    await bring(known(12, { titles: [TITLE] }));
    const between = await state(`The ${TITLE} is here.`);
    await scratch.db.deleteFrom('citation').execute();
    await bumpIndexVersion(scratch.db);
    await anHourLater();
    await retagNamed(context);
    expect(await untagged()).toEqual([between]);
  });

  it('is looked for in batches, each where the last one ended', async () => {
    const ids: number[] = [];
    for (let i = 0; i < 5; i += 1) ids.push(await state(`The ${TITLE} is here, ${i}.`));
    await bring(known(12, { titles: [TITLE] }));
    await bumpIndexVersion(scratch.db);
    await anHourLater();
    const untaggedNow: number[][] = [];
    for (let round = 0; round < 3; round += 1) {
      const [due] = await dueRetags(scratch.db, 60, 1);
      if (due === undefined) throw new Error('nothing is due');
      await untagNamed(scratch.db, due, { days: 60, limit: 2 });
      untaggedNow.push(await untagged());
    }
    expect(untaggedNow).toEqual([ids.slice(0, 2), ids.slice(0, 4), ids]);
    expect(await askedFor()).toEqual([]);
  });

  it('costs one question where no statement was tagged before it', async () => {
    await bring(...Array.from({ length: 300 }, (_, i) => known(i + 1, { titles: [`Act of Lantern ${i}`] })));
    await bumpIndexVersion(scratch.db);
    await anHourLater();
    await state('Said with all bills known.');
    expect(await dueRetags(scratch.db, 60, 10)).toEqual([]);
    expect(await askedFor()).toEqual([]);
  });
});

describe('topics of the user’s own', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rostrum-topics-'));
  const path = join(folder, 'topics.yaml');
  const write = (text: string) => writeFileSync(path, text);
  const about = async (topic: string) =>
    (await findStatements(scratch.db, { topic }, { limit: 10 })).map(({ id }) => id).sort();
  const ownTopics = async () =>
    (await listTopics(scratch.db)).filter(({ own_digest }) => own_digest !== null).map(({ id }) => id);
  let logged: string[];

  beforeEach(() => {
    rmSync(path, { force: true });
    logged = [];
    const log = pino({ level: 'error' }, { write: (line: string) => logged.push(line) });
    makeTagger = () => taggerOver(scratch.db, [], 'live', { file: new OwnTopicsFile(path, false, []), log });
    context = { ...run.context, tagger: makeTagger() };
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('are given to what comes, and to what was there when the file changes', async () => {
    const barge = await state('A barge came.');
    const lock = await state('The lock opened for a ferry.');
    await state('Nothing of the kind.');
    write('- name: River trade\n  words: [barge]\n');
    await context.tagger();
    await anHourLater();
    await context.tagger();
    expect(await ownTopics()).toEqual(['river-trade']);
    await anHourLater();
    expect(await retagNamed(context)).toBe(1);
    await tagAll();
    expect(await about('river-trade')).toEqual([barge]);

    // Another word, and the first one no more.
    write('- name: River trade\n  words: [ferry]\n- name: Ferries\n  words: [ferry]\n');
    await anHourLater();
    await context.tagger();
    await anHourLater();
    expect(await retagNamed(context)).toBe(2);
    await tagAll();
    expect(await about('river-trade')).toEqual([lock]);
    expect(await about('ferries')).toEqual([lock]);

    write('- name: Ferries\n  words: [ferry]\n');
    await anHourLater();
    await context.tagger();
    expect(await ownTopics()).toEqual(['ferries']);
    expect(await about('river-trade')).toEqual([]);
    expect(await askedFor()).toEqual([]);
  });

  it('are read again within a second, by the tagger that runs', async () => {
    const tagger = context.tagger;
    const topics = async () =>
      (await tagger()).tag({ text: 'A barge.', date: null }).topics.map(({ topic }) => topic);
    expect(await topics()).toEqual([]);
    write('- name: River trade\n  words: [barge]\n');
    await expect.poll(topics, { timeout: 3000 }).toEqual(['river-trade']);
    expect(logged).toEqual([]);
  });

  it('stay as they were while the file is wrong, and the log names the line once', async () => {
    write('- name: River trade\n  words: [barge]\n');
    const tagger = context.tagger;
    const topics = async () =>
      (await tagger()).tag({ text: 'A barge.', date: null }).topics.map(({ topic }) => topic);
    expect(await topics()).toEqual(['river-trade']);
    write('- name: River trade\n  wrods: [barge]\n');
    await expect
      .poll(async () => [await topics(), logged.length], { timeout: 3000 })
      .toEqual([['river-trade'], 1]);
    expect(logged[0]).toContain('topics.yaml:2: \\"wrods\\" is none of name, id');
    await new Promise((resolve) => setTimeout(resolve, 1100));
    await topics();
    expect(logged).toHaveLength(1);
  });
});

import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMMON_PHRASE, type Inventor } from '../../bench/archive/invent.js';
import { generateArchive } from '../../bench/generate-archive.js';
import type { StatementFilter } from '../../src/report/filter.js';
import { quotePage } from '../../src/report/quotes.js';
import { countStatements, findStatements, statementPage } from '../../src/report/statements.js';
import { windowsBefore } from '../../src/report/windows.js';
import { type ScratchDatabase, scratchDatabase } from '../support/database.js';
import { writeDebate } from '../support/debate.js';

const COUNT = 1200;

describe('pages of a generated archive', () => {
  let scratch: ScratchDatabase;
  let inventor: Inventor;
  const named = new Map<string, string>();
  const busiest = (kind: string) => named.get(kind) ?? '';
  beforeAll(async () => {
    scratch = await scratchDatabase();
    inventor = await generateArchive(scratch.url, COUNT);
    await sql`update statement set published_on = null where id % 97 = 0`.execute(scratch.db);
    const { rows } = await sql<{ bill_id: string }>`select bill_id from citation group by 1
      order by count(*) desc, 1 limit 2`.execute(scratch.db);
    named.set('bill', rows[0]?.bill_id ?? '');
    named.set('other', rows[1]?.bill_id ?? '');
    const { rows: officials } = await sql<{ id: string }>`select official_id as id from statement
      where official_id is not null group by 1 order by count(*) desc, 1 limit 1`.execute(scratch.db);
    named.set('official', officials[0]?.id ?? '');
    // Searched in windows of days, as an archive of a million is.
    await sql`update pg_class set reltuples = 1000000 where relname = 'statement_text'`.execute(scratch.db);
  });
  afterAll(() => scratch.drop());

  const filters: [name: string, filter: () => StatementFilter][] = [
    ['everything', () => ({})],
    ['a bill', () => ({ bill: busiest('bill') })],
    [
      'a bill and one that travels with it',
      () => ({ bill: busiest('bill'), companions: [busiest('other')] }),
    ],
    ['an official', () => ({ official: busiest('official') })],
    ['a topic', () => ({ topic: 'health' })],
    ['a topic in some years', () => ({ topic: 'health', since: '2010-01-01', until: '2015-12-31' })],
    ['a state', () => ({ state: 'ND' })],
    ['a party and an office', () => ({ party: 'D', office: 'attorney-general' })],
    ['a common phrase', () => ({ q: `"${COMMON_PHRASE}"` })],
    ['a phrase with a day it ends at', () => ({ q: `"${COMMON_PHRASE}"`, until: '2012-05-17' })],
    ['words of a topic in a state', () => ({ q: 'lantern', topic: 'health', office: 'senate' })],
    ['a word’s beginning', () => ({ q: 'lanter* -copper' })],
    ['a phrase that is not there', () => ({ q: '"never written"' })],
  ];
  it.each(filters)(
    'hold what plain SQL finds, in its order, page by page to the end: %s',
    async (_name, make) => {
      const filter = make();
      const expected = await plain(filter);
      const seen: number[] = [];
      let cursor: string | undefined;
      let pages = 0;
      do {
        const page = await statementPage(scratch.db, filter, {
          limit: 17,
          ...(cursor === undefined ? {} : { cursor }),
        });
        seen.push(...page.statements.map((one) => one.id));
        cursor = page.next ?? undefined;
        pages += 1;
      } while (cursor !== undefined);
      expect(seen).toEqual(expected);
      expect(pages).toBe(Math.max(1, Math.ceil(expected.length / 17)));
      expect(await countStatements(scratch.db, filter)).toBe(
        Math.min(expected.length, filter.q ? 1000 : 10_000),
      );
      const offset = await findStatements(scratch.db, filter, { limit: 5, offset: 20 });
      expect(offset.map((one) => one.id)).toEqual(expected.slice(20, 25));
    },
  );

  /** The filters once more, in the plainest SQL that says the same. */
  async function plain(filter: StatementFilter): Promise<number[]> {
    const where = [sql`true`];
    const bills = [filter.bill ?? '', ...(filter.companions ?? [])];
    if (filter.bill)
      where.push(sql`s.id in (select statement_id from citation where bill_id = any(${bills}))`);
    if (filter.topic)
      where.push(sql`s.id in (select statement_id from statement_topic where topic_id = ${filter.topic})`);
    if (filter.official) where.push(sql`s.official_id = ${filter.official}`);
    if (filter.office) where.push(sql`s.office = ${filter.office}`);
    if (filter.state) where.push(sql`src.state = ${filter.state}`);
    if (filter.party) {
      where.push(sql`exists (select from term t where t.official_id = s.official_id and t.office = s.office
        and t.party = ${filter.party} and t.starts_on <= coalesce(s.published_on, current_date)
        and (t.ends_on is null or s.published_on is null or t.ends_on > s.published_on))`);
    }
    if (filter.since) where.push(sql`s.published_on >= ${filter.since}`);
    if (filter.until) where.push(sql`s.published_on <= ${filter.until}`);
    if (filter.q?.startsWith('"'))
      where.push(sql`(r.title || ' ' || r.body) ~* ${filter.q.replaceAll('"', '')}`);
    else if (filter.q) where.push(sql`(r.title || ' ' || r.body) ~* 'lantern'`);
    const { rows } = await sql<{ id: number }>`
      select s.id from statement s join revision r on r.id = s.revision_id join source src on src.id = s.source_id
      where ${sql.join(where, sql` and `)} order by s.published_on desc nulls last, s.id desc`.execute(
      scratch.db,
    );
    return rows.map((row) => row.id);
  }

  it('mark each text with exactly the days that a window asks for', async () => {
    const { rows } = await sql<{ day: string; words: string }>`select listed_on as day, words::text as words
      from statement_text where listed_on > '-infinity' limit 200`.execute(scratch.db);
    for (const { day, words } of rows) {
      for (const { from, to, marks } of windowsBefore('2025-12-31', null)) {
        if (from === null || marks === null) continue;
        const marked = marks.split(' | ').some((mark) => words.includes(mark));
        // A block may reach beyond the window; the day itself decides there.
        if (from <= day && day <= to) expect(marked, `${day} in ${from}..${to}`).toBe(true);
      }
    }
  });

  it('rank by relevance, title before body, and go on where they ended', async () => {
    const first = await statementPage(
      scratch.db,
      { q: 'lantern' },
      { limit: 10, sort: 'relevance', highlight: true },
    );
    expect(first.next).toBe('ranked_10');
    for (const { highlight } of first.statements) {
      const [mark] = highlight?.marks ?? [];
      expect(highlight?.text.slice(mark?.start, mark?.end)).toMatch(/^lantern/i);
    }
    const second = await statementPage(
      scratch.db,
      { q: 'lantern' },
      { limit: 10, sort: 'relevance', cursor: first.next ?? '' },
    );
    const ids = [...first.statements, ...second.statements].map((one) => one.id);
    expect(new Set(ids).size).toBe(20);
  });

  it('hold quotes page by page, each once, whoever is asked for', async () => {
    for (const filter of [{ bill: busiest('bill') }, { official: busiest('official') }, { q: 'lantern' }]) {
      const all = (await quotePage(scratch.db, filter, { limit: 100_000 })).quotes;
      const seen: typeof all = [];
      let cursor: string | undefined;
      do {
        const page = await quotePage(scratch.db, filter, {
          limit: 3,
          ...(cursor === undefined ? {} : { cursor }),
        });
        seen.push(...page.quotes);
        cursor = page.next ?? undefined;
      } while (cursor !== undefined);
      expect(all.length).toBeGreaterThan(0);
      expect(seen).toEqual(all);
    }
  });

  it('refuse a cursor that is none', async () => {
    await expect(statementPage(scratch.db, {}, { limit: 1, cursor: 'x' })).rejects.toThrow(
      '"x" is not a cursor',
    );
    await expect(
      statementPage(scratch.db, { q: 'a' }, { limit: 1, sort: 'relevance', cursor: '2018-01-01_1' }),
    ).rejects.toThrow('not a cursor of a list by relevance');
  });

  it('are made of releases that are the same in every run, with tags that prove themselves', () => {
    const release = inventor.release(7);
    const text = `${release.title}\n\n${release.body}`;
    expect(inventor.release(7)).toEqual(release);
    const many = Array.from({ length: 300 }, (_, number) => inventor.release(number));
    for (const { tags, title, body } of many) {
      const whole = `${title}\n\n${body}`;
      for (const { evidence } of [...tags.citations, ...tags.topics]) {
        for (const proof of evidence) expect(whole.slice(proof.start, proof.end)).toBe(proof.text);
      }
      for (const quote of tags.quotes) expect(whole.slice(quote.starts_at, quote.ends_at)).toBe(quote.text);
    }
    const mean = many.reduce((sum, { body }) => sum + body.length, 0) / many.length;
    expect(mean).toBeGreaterThan(2500);
    expect(mean).toBeLessThan(4500);
    expect(text.length).toBeGreaterThan(100);
  });
});

describe('words to search for', () => {
  let scratch: ScratchDatabase;
  beforeAll(async () => {
    scratch = await scratchDatabase();
    await writeDebate(scratch.db);
  });
  afterAll(() => scratch.drop());

  const titles = async (q: string) =>
    (await findStatements(scratch.db, { q }, { limit: 50 })).map((one) => one.title);

  const AG = 'Attorney General on trafficking websites';
  const PASSED = 'Doe: Senate passes trafficking bill';
  const INTRODUCED = 'Doe introduces bill against trafficking';
  it.each([
    ['trafficking', [AG, PASSED, INTRODUCED]],
    ['"trafficking websites"', [AG, PASSED]],
    ['“trafficking websites”', [AG, PASSED]],
    ['"websites trafficking"', []],
    ['traff*', [AG, PASSED, INTRODUCED]],
    ['"trafficking web*"', [AG, PASSED]],
    ['traff* -senate', [AG, INTRODUCED]],
    ['traff* -"passed h.r*"', [AG, INTRODUCED]],
    // Words stand beside curly quotation marks.
    ['prosecutors or harv*', ['Roe on harvest', AG]],
    ['"last doe"', [PASSED]],
    ['hospital* "health care"', ['Roe on rural hospitals']],
    ['health care', ['Roe on rural hospitals', 'Poe on health care']],
  ])('%s finds what it says, the undated last', async (q, expected) => {
    expect(await titles(q)).toEqual(expected);
  });

  it('show where they stand in the text as it was written', async () => {
    const { statements } = await statementPage(
      scratch.db,
      { q: 'prosecutors' },
      { limit: 1, highlight: true },
    );
    const { text = '', marks = [] } = statements[0]?.highlight ?? {};
    expect(text).toContain('“Prosecutors get a tool,”');
    expect(marks.map(({ start, end }) => text.slice(start, end))).toEqual(['Prosecutors']);
  });

  it.each(['', '*', '"', '-', "o'neil* \\ '", ':* & | ! <->', 'or or', '"* *"', 'the', '-"a*'])(
    'are never an error: %s',
    async (q) => {
      expect(await titles(q)).toBeInstanceOf(Array);
    },
  );
});

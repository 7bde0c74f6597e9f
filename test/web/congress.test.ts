import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { writeDebate } from '../support/debate.js';
import { seeRelease } from '../support/release.js';
import { type ScratchWeb, scratchWeb } from '../support/web.js';

/** What a program that was written for the retired API reads; one that is strict about it. */
const statement = z.strictObject({
  url: z.url(),
  date: z.iso.date(),
  title: z.string(),
  statement_type: z.literal('Press Release'),
  member_id: z.string().min(1),
  congress: z.int(),
  member_uri: z.url(),
  name: z.string(),
  chamber: z.enum(['Senate', 'House']),
  state: z.string().length(2),
  party: z.string().length(1),
  subjects: z.array(z.strictObject({ name: z.string(), slug: z.string(), api_uri: z.url() })),
});
const envelope = z.object({
  status: z.literal('OK'),
  copyright: z.string(),
  results: z.array(statement).max(20),
});

describe('a program written for the retired Congress API', () => {
  let web: ScratchWeb;
  beforeAll(async () => {
    web = await scratchWeb(async (db) => {
      await writeDebate(db);
      await sql`update official set bioguide = upper(left(last, 1)) || '00000' || length(id)
        where id in ('doe-jane', 'moe-max', 'poe-paula')`.execute(db);
      for (let number = 1; number <= 45; number += 1) {
        await seeRelease(db, {
          address: `https://nd-roe.example/many/${number}`,
          source_id: 'nd-roe',
          official_id: 'roe-ralph',
          title: `Release number ${number}`,
          published_on: number <= 5 ? '2016-12-31' : '2017-01-03',
          content_hash: String(number),
        });
      }
    });
  });
  afterAll(() => web.close());

  /** As those programs ask: the base, a path, a key in a header. */
  const fetchJson = async (path: string, status = 200) => {
    const answer = await fetch(`${web.url}/congress/v1/${path}`, {
      headers: { 'X-API-Key': 'any key at all' },
    });
    expect(answer.status, path).toBe(status);
    expect(answer.headers.get('content-type')).toContain('application/json');
    return answer.json();
  };
  const results = async (path: string) => envelope.parse(await fetchJson(path)).results;

  it('reads the latest statements of members of Congress, and of nobody else', async () => {
    const [newest, ...others] = await results('statements/latest.json');
    expect(newest).toEqual({
      url: 'https://nd-roe.example/2',
      date: '2018-04-03',
      title: 'Roe on harvest',
      statement_type: 'Press Release',
      member_id: 'roe-ralph',
      congress: 115,
      member_uri: `${web.url}/congress/v1/members/roe-ralph.json`,
      name: 'Ralph Roe',
      chamber: 'Senate',
      state: 'ND',
      party: 'R',
      subjects: [],
    });
    expect(others.length).toBe(19);
    expect(others.map((one) => one.name)).not.toContain('Carl Coe');
    expect(others.map((one) => one.title)).not.toContain('Poe on health care');
  });

  it('reads on by offsets in twenties, to the end', async () => {
    const urls: string[] = [];
    for (let offset = 0; offset < 200; offset += 20) {
      const page = await results(`statements/latest.json?offset=${offset}`);
      urls.push(...page.map((one) => one.url));
      if (page.length < 20) break;
    }
    expect(urls.length).toBe(50);
    expect(new Set(urls).size).toBe(50);
    expect(await results('statements/latest.json?offset=1000')).toEqual([]);
  });

  it('reads what was said on a day', async () => {
    const found = await results('statements/date/2018-03-22.json');
    expect(found).toMatchObject([
      {
        title: 'Moe welcomes vote',
        member_id: 'M000007',
        subjects: [
          { name: 'Crime', slug: 'crime', api_uri: `${web.url}/congress/v1/statements/subject/crime.json` },
          { name: 'Health', slug: 'health' },
        ],
      },
    ]);
    expect(await results('statements/date/1999-01-01.json')).toEqual([]);
  });

  it('searches by words and phrases', async () => {
    expect((await results('statements/search.json?query=harvest')).map((one) => one.name)).toEqual([
      'Ralph Roe',
    ]);
    const phrase = await results(`statements/search.json?query=${encodeURIComponent('"Rural hospitals"')}`);
    expect(phrase.map((one) => one.title)).toEqual(['Roe on rural hospitals']);
    expect(await results('statements/search.json?query=nothingofthekind&offset=20')).toEqual([]);
  });

  it('reads the subjects, and follows them by their slugs and addresses', async () => {
    const body = await fetchJson('statements/subjects.json');
    const subjects = z.array(statement.shape.subjects.element).parse(body.results);
    expect(subjects.map((one) => one.slug)).toEqual(['crime', 'health']);
    for (const { slug, api_uri } of subjects) {
      const bySlug = await results(`statements/subject/${slug}.json`);
      expect(bySlug.length).toBeGreaterThan(0);
      for (const one of bySlug) expect(one.subjects.map((subject) => subject.slug)).toContain(slug);
      expect(envelope.parse(await (await fetch(api_uri)).json()).results).toEqual(bySlug);
    }
  });

  it('reads what a member said in a Congress, and in all', async () => {
    const body = await fetchJson('members/D000008/statements/115.json');
    expect(body).toMatchObject({
      num_results: 2,
      member_id: 'D000008',
      congress: 115,
      member_uri: `${web.url}/congress/v1/members/D000008.json`,
      name: 'Jane Doe',
      offset: 0,
    });
    expect(envelope.parse(body).results.map((one) => one.date)).toEqual(['2018-03-21', '2017-08-02']);
    expect(await results('members/d000008/statements.json')).toHaveLength(2);
    expect(await results('members/D000008/statements/114.json')).toEqual([]);
    // A Congress begins on 3 January.
    expect((await fetchJson('members/roe-ralph/statements/114.json')).num_results).toBe(5);
    expect((await fetchJson('members/roe-ralph/statements/115.json')).num_results).toBe(42);
    expect((await results('members/roe-ralph/statements/114.json')).map((one) => one.congress)).toEqual(
      Array(5).fill(114),
    );
  });

  it('reads what was said on a bill', async () => {
    const found = await results('115/bills/s1693/statements.json');
    expect(found.map((one) => one.name)).toEqual(['Max Moe', 'Jane Doe', 'Jane Doe']);
    expect(await results('115/bills/HR1865/statements.json')).toHaveLength(1);
  });

  it.each([
    ['statements/subject/nonsense.json', 404, 'Record not found'],
    ['members/X999999/statements/115.json', 404, 'Record not found'],
    ['members/X999999/statements.json', 404, 'Record not found'],
    ['members/D000008/statements/next.json', 404, 'Record not found'],
    ['115/bills/s9999/statements.json', 404, 'Record not found'],
    ['115/bills/nonsense/statements.json', 404, 'Record not found'],
    ['bills/search.json?query=x', 404, 'Record not found'],
    ['statements/date/2018-02-30.json', 400, '"2018-02-30" is not a date: write it as YYYY-MM-DD'],
    ['statements/search.json', 400, 'A search needs words: send query='],
    ['statements/search.json?query=', 400, 'A search needs words: send query='],
    ['statements/latest.json?offset=x', 400, 'offset is a multiple of 20, up to 100000'],
  ])('is told in its own way what is wrong with %s', async (path, status, error) => {
    expect(await fetchJson(path, status)).toEqual({ status: 'ERROR', errors: [{ error }] });
  });

  it('may be a script of any site, with a key in a header', async () => {
    const asked = await fetch(`${web.url}/congress/v1/statements/latest.json`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://desk.example',
        'access-control-request-method': 'GET',
        'access-control-request-headers': 'x-api-key',
      },
    });
    expect(asked.headers.get('access-control-allow-origin')).toBe('*');
    expect(asked.headers.get('access-control-allow-headers')).toBe('x-api-key');
  });

  it('needs no key, and asks for nothing that has not changed', async () => {
    const answer = await fetch(`${web.url}/congress/v1/statements/latest.json`);
    const etag = answer.headers.get('etag') ?? '';
    const again = await fetch(`${web.url}/congress/v1/statements/latest.json`, {
      headers: { 'if-none-match': `"other", W/${etag}` },
    });
    expect(again.status).toBe(304);
  });
});

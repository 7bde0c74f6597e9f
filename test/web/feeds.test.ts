import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { sql } from 'kysely';
import Parser from 'rss-parser';
import { SaxesParser } from 'saxes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFeed } from '../../src/discover/feed.js';
import { writeDebate } from '../support/debate.js';
import { seeRelease } from '../support/release.js';
import { type ScratchWeb, scratchWeb } from '../support/web.js';

const HOSTILE = `</title>]]><script>alert("1")</script>\u0001\u202e &amp; <b onclick='x()'>`;

describe('feeds', () => {
  let web: ScratchWeb;
  beforeAll(async () => {
    web = await scratchWeb(async (db) => {
      await writeDebate(db);
      await seeRelease(db, {
        address: 'https://mt-poe.example/hostile',
        url: 'javascript:alert(1)',
        source_id: 'mt-poe',
        official_id: 'poe-paula',
        title: HOSTILE,
        body: `${HOSTILE}\n\n${'x'.repeat(1_000_000)}`,
        content_hash: 'hostile',
        published_on: '2018-05-01',
      });
    });
  });
  afterAll(() => web.close());
  const get = (path: string, headers: Record<string, string> = {}) => fetch(`${web.url}${path}`, { headers });
  const text = async (path: string) => {
    const answer = await get(path);
    expect(answer.status, path).toBe(200);
    return answer.text();
  };

  const SUBJECTS = [
    ['/feeds/statements', 8],
    ['/feeds/bills/s1693-115', 4],
    ['/feeds/officials/doe-jane', 2],
    ['/feeds/topics/crime', 4],
    ['/feeds/states/mt', 4],
  ] as const;

  it.each(SUBJECTS)('of %s say the same in every form, to every parser', async (path, count) => {
    const json = JSON.parse(await text(`${path}.json`));
    expect(json.items.length).toBe(count);
    for (const kind of ['atom', 'rss']) {
      const xml = await text(`${path}.${kind}`);
      wellFormed(xml);
      const parsed = await new Parser({ customFields: { item: ['guid', 'id'] } }).parseString(xml);
      expect(parsed.title).toBe(json.title);
      expect(parsed.items.map((item) => item.title)).toEqual(
        json.items.map((item: { title: string }) => item.title),
      );
      expect(parsed.items.map((item) => item.link)).toEqual(
        json.items.map((item: { url: string }) => item.url),
      );
      expect(parsed.items.map((item) => item.guid ?? item.id)).toEqual(
        json.items.map((item: { id: string }) => item.id),
      );
      const ours = await readFeed(xml, { url: `${web.url}${path}.${kind}`, zone: 'America/New_York' });
      expect(ours.warnings.filter((warning) => !warning.includes('no date'))).toEqual([]);
      expect(ours.items.map((item) => item.url)).toEqual(json.items.map((item: { url: string }) => item.url));
    }
  });

  it('are of their kind by its own rules', async () => {
    const answers = await Promise.all(
      ['atom', 'rss', 'json'].map((kind) => get(`/feeds/statements.${kind}`)),
    );
    expect(answers.map((one) => one.headers.get('content-type'))).toEqual([
      'application/atom+xml; charset=utf-8',
      'application/rss+xml; charset=utf-8',
      'application/feed+json; charset=utf-8',
    ]);
    const [atom = '', rss = '', json = ''] = await Promise.all(answers.map((one) => one.text()));
    atomRules(tree(atom));
    rssRules(tree(rss));
    const ajv = new Ajv2020({ allErrors: true });
    formats.default(ajv);
    const validate = ajv.compile(JSON_FEED);
    expect(validate(JSON.parse(json)), JSON.stringify(validate.errors)).toBe(true);
  });

  it('hold what strangers wrote as text', async () => {
    const json = JSON.parse(await text('/feeds/statements.json?official=poe-paula'));
    const [item] = json.items;
    expect(item.title).toBe(`</title>]]><script>alert("1")</script> &amp; <b onclick='x()'>`);
    expect(item.external_url).toBeUndefined();
    for (const kind of ['atom', 'rss', 'json']) {
      const body = await text(`/feeds/officials/poe-paula.${kind}`);
      expect(body.length).toBeLessThan(60_000);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
      expect(body).not.toMatch(/[\u0000-\u0008\u202e]|javascript:/);
    }
    const { items } = await new Parser().parseString(await text('/feeds/officials/poe-paula.rss'));
    for (const html of [items[0]?.['content:encoded'] ?? '', item.content_html]) {
      expect(html).toContain('&lt;script&gt;');
      expect(html.match(/<[a-z]+/g)?.sort()).toEqual(['<a', '<p', '<p', '<p']);
    }
  });

  it('tell of an edit, under the same id', async () => {
    const read = async () => {
      const answer = await get('/feeds/officials/roe-ralph.json?q=hospitals');
      const { items } = (await answer.json()) as { items: { id: string; date_modified: string }[] };
      return {
        item: items[0],
        modified: answer.headers.get('last-modified'),
        etag: answer.headers.get('etag'),
      };
    };
    await sql`update statement set content_changed_at = now() - interval '1 hour'`.execute(web.db);
    const before = await read();
    await seeRelease(web.db, {
      address: 'https://nd-roe.example/1',
      source_id: 'nd-roe',
      official_id: 'roe-ralph',
      title: 'Roe on rural hospitals',
      body: 'Rural hospitals need help with health care. This was added.',
    });
    const after = await read();
    expect(after.item?.id).toBe(before.item?.id);
    expect(Date.parse(after.item?.date_modified ?? '')).toBeGreaterThan(
      Date.parse(before.item?.date_modified ?? ''),
    );
    expect(Date.parse(after.modified ?? '')).toBeGreaterThan(Date.parse(before.modified ?? ''));
    expect(after.etag).not.toBe(before.etag);
    const xml = await text('/feeds/officials/roe-ralph.atom?q=hospitals');
    expect(xml).toContain(`<updated>${after.item?.date_modified}</updated>`);
  });

  it('are not sent again to whoever has them', async () => {
    const answer = await get('/feeds/statements.atom');
    const etag = answer.headers.get('etag') ?? '';
    const modified = answer.headers.get('last-modified') ?? '';
    expect((await get('/feeds/statements.atom', { 'if-none-match': etag })).status).toBe(304);
    expect((await get('/feeds/statements.atom', { 'if-modified-since': modified })).status).toBe(304);
    const long = 'Mon, 01 Jan 2001 00:00:00 GMT';
    expect((await get('/feeds/statements.atom', { 'if-modified-since': long })).status).toBe(200);
    expect(
      (await get('/feeds/statements.atom', { 'if-none-match': '"x"', 'if-modified-since': modified })).status,
    ).toBe(200);
  });

  it('go on at the address they give, in every form', async () => {
    for (const kind of ['atom', 'rss', 'json']) {
      const seen: string[] = [];
      let next: string | undefined = `${web.url}/feeds/statements.${kind}?limit=3`;
      while (next !== undefined) {
        const body: string = await (await fetch(next)).text();
        seen.push(...[...body.matchAll(/tag:[^"<]*\/statements\/\d+/g)].map((match) => match[0]));
        next = (/rel="next"[^>]* href="([^"]+)"/.exec(body) ??
          /"next_url":"([^"]+)"/.exec(body))?.[1]?.replaceAll('&amp;', '&');
      }
      expect(new Set(seen).size, kind).toBe(8);
      expect(seen.length).toBe(8);
    }
  });

  it('keep their filter in every address', async () => {
    const xml = await text('/feeds/bills/s1693-115.atom?party=D&limit=1');
    expect(xml).toContain(`href="${web.url}/feeds/bills/s1693-115.atom?party=D&amp;limit=1"`);
    expect(xml).toMatch(/rel="next"[^>]*party=D&amp;limit=1&amp;cursor=/);
    expect(xml).toContain(`href="${web.url}/bills/s1693-115"`);
    expect(xml).toContain('Statements on S. 1693: Stop Enabling Sex Traffickers Act of 2017');
  });

  it.each([
    ['/feeds/bills/s9-99.atom', 404],
    ['/feeds/bills/nonsense.atom', 404],
    ['/feeds/officials/nobody.rss', 404],
    ['/feeds/topics/nothing.json', 404],
    ['/feeds/states/Nowhere.json', 404],
    ['/feeds/bills/s1693-115.xml', 404],
    ['/feeds/nonsense/1.atom', 404],
    ['/feeds/statements.atom?colour=red', 400],
    ['/feeds/statements.atom?limit=1000', 400],
    ['/feeds/statements.atom?topic=crimes', 400],
    ['/feeds/statements.atom?cursor=x', 400],
  ])('answer %s with %i, and say what to ask for', async (path, status) => {
    const answer = await get(path);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
  });

  it('are feeds also where there is nothing yet', async () => {
    const path = '/feeds/statements.atom?since=2030-01-01';
    atomRules(tree(await text(path)));
  });
});

interface Node {
  name: string;
  attributes: Record<string, string>;
  children: Node[];
  text: string;
}

function wellFormed(xml: string): void {
  tree(xml);
}

/** An XML document as a tree, read strictly. */
function tree(xml: string): Node {
  const root: Node = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const node: Node = {
      name,
      attributes: Object.fromEntries(Object.entries(attributes).map(([key, { value }]) => [key, value])),
      children: [],
      text: '',
    };
    open.at(-1)?.children.push(node);
    open.push(node);
  });
  parser.on('closetag', () => open.pop());
  parser.on('text', (value) => {
    const top = open.at(-1);
    if (top !== undefined) top.text += value;
  });
  parser.write(xml).close();
  return root.children[0] ?? root;
}

const all = (node: Node, name: string) => node.children.filter((child) => child.name === name);
const RFC3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z$/;
const RFC822 = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} \w{3} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** What RFC 4287 asks of a feed and its entries. */
function atomRules(feed: Node): void {
  expect(feed.name).toBe('feed');
  expect(feed.attributes.xmlns).toBe('http://www.w3.org/2005/Atom');
  for (const part of [feed, ...all(feed, 'entry')]) {
    for (const name of ['id', 'title', 'updated']) expect(all(part, name).length, name).toBe(1);
    expect(all(part, 'id')[0]?.text).toMatch(/^tag:[a-z.]+,\d{4}:\S+$/);
    expect(all(part, 'updated')[0]?.text).toMatch(RFC3339);
    for (const link of all(part, 'link')) expect(URL.canParse(link.attributes.href ?? '')).toBe(true);
  }
  const rels = all(feed, 'link').map((link) => link.attributes.rel);
  expect(rels).toContain('self');
  expect(rels).toContain('alternate');
  expect(new Set(all(feed, 'entry').map((entry) => all(entry, 'id')[0]?.text)).size).toBe(
    all(feed, 'entry').length,
  );
  for (const entry of all(feed, 'entry')) {
    expect(all(entry, 'author').flatMap((author) => all(author, 'name')).length).toBe(1);
    expect(all(entry, 'link').filter((link) => link.attributes.rel === 'alternate').length).toBe(1);
    expect(all(entry, 'content')[0]?.attributes.type).toBe('html');
    expect(all(entry, 'published').length).toBeLessThan(2);
  }
}

/** What RSS 2.0 and its best practices ask. */
function rssRules(rss: Node): void {
  expect(rss.attributes.version).toBe('2.0');
  const channel = all(rss, 'channel')[0] ?? rss;
  for (const name of ['title', 'link', 'description']) expect(all(channel, name).length, name).toBe(1);
  expect(all(channel, 'lastBuildDate')[0]?.text).toMatch(RFC822);
  expect(all(channel, 'atom:link').map((link) => link.attributes.rel)).toContain('self');
  for (const item of all(channel, 'item')) {
    expect(all(item, 'guid')[0]?.attributes.isPermaLink).toBe('false');
    for (const date of all(item, 'pubDate')) expect(date.text).toMatch(RFC822);
    for (const name of ['title', 'link', 'description']) expect(all(item, name).length, name).toBe(1);
  }
}

const uri = { type: 'string', format: 'uri' };
const moment = { type: 'string', format: 'date-time' };
/** JSON Feed 1.1, as far as it has rules. */
const JSON_FEED = {
  type: 'object',
  required: ['version', 'title', 'items'],
  additionalProperties: false,
  properties: {
    version: { const: 'https://jsonfeed.org/version/1.1' },
    title: { type: 'string' },
    description: { type: 'string' },
    home_page_url: uri,
    feed_url: uri,
    next_url: uri,
    language: { type: 'string' },
    items: {
      type: 'array',
      items: {
        type: 'object',
        required: ['id'],
        anyOf: [{ required: ['content_html'] }, { required: ['content_text'] }],
        additionalProperties: false,
        properties: {
          id: { type: 'string' },
          url: uri,
          external_url: uri,
          title: { type: 'string' },
          content_html: { type: 'string' },
          content_text: { type: 'string' },
          summary: { type: 'string' },
          date_published: moment,
          date_modified: moment,
          authors: { type: 'array', items: { type: 'object', properties: { name: { type: 'string' } } } },
          tags: { type: 'array', items: { type: 'string' } },
        },
      },
    },
  },
};

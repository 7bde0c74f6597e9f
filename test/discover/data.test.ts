import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readListing } from '../../src/discover/listing.js';
import { readLiteral } from '../../src/discover/literal.js';

const read = (text: string, url: string) => readListing(text, { url, zone: 'America/Chicago' });

describe('readLiteral', () => {
  it.each([
    ['{a: 1, \'b\': "two", c: [true, null, undefined,], }', { a: 1, b: 'two', c: [true, null, null] }],
    ["[ /* one */ \"it\\u2019s\", // two\n 'a\\'b\\n' ]", ['it’s', "a'b\n"]],
    ['["a" +\n "b", `c`]', ['ab', 'c']],
    ['[new Date("2024-01-15"), -1.5e2]', ['2024-01-15', -150]],
    ['{"__proto__": {"x": 1}}', { ['__proto__']: { x: 1 } }],
  ])('reads %s', (text, value) => {
    expect(readLiteral(text)).toEqual({ value, whole: true });
  });

  it('keeps what came before a break', () => {
    expect(readLiteral('[{a:"x"},{a:"y"},{a:"z')).toEqual({ value: [{ a: 'x' }, { a: 'y' }], whole: false });
  });

  it('calls nothing', () => {
    expect(readLiteral('[alert(1)]')?.whole).toBe(false);
  });

  it('reads all JSON as JSON.parse does', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue({ maxDepth: 4 })), (value) => {
        const text = JSON.stringify(value);
        expect(readLiteral(text)?.value).toEqual(JSON.parse(text));
      }),
    );
  });

  it('never throws or hangs', () => {
    fc.assert(fc.property(fc.stringMatching(/^[[{][[\]{}:,"'/*a1\s\\]*$/), (text) => void readLiteral(text)));
    expect(readLiteral('['.repeat(200_000))?.whole).toBe(false);
  });
});

describe('readListing of data', () => {
  it('reads a script that assigns the releases of a year, its addresses relative to the page above', () => {
    const script = `var pr2024 = [
      { Date: "January 16, 2024", Title: "Attorney General Hale&rsquo;s office sues SeatHawk", File: "2024/01/16_SeatHawk.asp", Lede: "The company hid its fees until the last page." },
      { Date: "January 9 2024", Title: "Hale warns of flood-repair scams", File: "https://media.ag.example/9.pdf", Lede: "" },
      { Date: "January 2024", Title: "Report on opioid funds", File: "2024/01/Report.asp" },
    ];`;
    expect(read(script, 'https://ag.example/Office/Communications/_Scripts/pr2024.js').items).toMatchObject([
      {
        url: 'https://ag.example/Office/Communications/2024/01/16_SeatHawk.asp',
        title: 'Attorney General Hale’s office sues SeatHawk',
        published: '2024-01-16',
        summary: 'The company hid its fees until the last page.',
      },
      { url: 'https://media.ag.example/9.pdf', published: '2024-01-09' },
      {
        url: 'https://ag.example/Office/Communications/2024/01/Report.asp',
        published: null,
        precision: 'unknown',
      },
    ]);
  });

  it('reads a page of a JSON API, tells change from publication, and counts on', () => {
    const json = JSON.stringify({
      totalCount: 31,
      items: [
        {
          newsUrl: '/oag/news/newsroom/2024/hale-sues.html',
          title: 'Hale Sues SeatHawk',
          lastModified: 'January 17, 2024',
          thumbnail: '/t.png',
        },
        {
          newsUrl: '/oag/news/newsroom/2024/hale-warns.html',
          title: 'Hale Warns of Scams',
          date: '2024-01-09',
          lastModified: '',
        },
      ],
    });
    const { items, next } = read(json, 'https://state.example/oag/newsroom/newslisting.json?page=2&q=');
    expect(items).toMatchObject([
      {
        url: 'https://state.example/oag/news/newsroom/2024/hale-sues.html',
        published: null,
        modified: '2024-01-17',
      },
      { published: '2024-01-09', modified: null },
    ]);
    expect(next).toBe('https://state.example/oag/newsroom/newslisting.json?page=3&q=');
  });

  it('reads a table kept as rows of HTML cells', () => {
    const json =
      '{"data":[["01/16/2024","<a href=\\"/news/1\\">Hale Sues SeatHawk</a>"],["01/09/2024","<a href=\\"/news/2\\">Hale Warns of Scams</a>"]]}';
    expect(read(json, 'https://ag.example/list').items).toMatchObject([
      { url: 'https://ag.example/news/1', title: 'Hale Sues SeatHawk', published: '2024-01-16' },
      { url: 'https://ag.example/news/2', published: '2024-01-09' },
    ]);
  });

  it('reads the HTML that an answer of an AJAX listing carries', () => {
    const cards = [16, 12, 9].map(
      (day) =>
        `<div class="elementor-widget-wrap"><h4><a href="https://stone.example/news/${day}/">Stone Announces Award Number ${day} for Pine County</a></h4><span class="elementor-post-info__item--type-date">January ${day}, 2024</span></div>`,
    );
    const { items } = read(
      JSON.stringify({ content: cards.join(''), data: { found: 3 } }),
      'https://stone.example/wp-admin/admin-ajax.php',
    );
    expect(items.map(({ published }) => published)).toEqual(['2024-01-16', '2024-01-12', '2024-01-09']);
  });

  it('reads the data that a page drawn by script carries', () => {
    const posts = [1, 2, 3, 4].map((n) => ({
      title: `Stone Announces Award ${n}`,
      link: `/news/${n}`,
      date: `2024-01-0${n}`,
      html: '<p>x</p>',
    }));
    const html = `<html><body><div id="__next"></div><script id="__NEXT_DATA__" type="application/json">${JSON.stringify({ props: { posts } })}</script></body></html>`;
    expect(read(html, 'https://stone.example/press').items).toMatchObject([
      { published: '2024-01-01' },
      {},
      {},
      {},
    ]);
  });

  it('says that data broke off and keeps what came before', () => {
    const { items, warnings } = read(
      'var pr = [{title:"Hale sues SeatHawk", url:"/1"},{title:"Hale wa',
      'https://ag.example/pr.js',
    );
    expect(items).toHaveLength(1);
    expect(warnings[0]).toContain('broke off');
  });

  it.each(['{"a":[1,2]}', '[]', 'var x = [];', '{'])('gives no items and a reason for %j', (text) => {
    const { items, warnings } = read(text, 'https://ag.example/x.json');
    expect(items).toEqual([]);
    expect(warnings).not.toEqual([]);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readListing } from '../../src/discover/listing.js';

const months = 'January February March April May June July August September October November December'.split(
  ' ',
);

const dateForms: ((date: Date) => string)[] = [
  (d) => `${months[d.getUTCMonth()]} ${d.getUTCDate()}, ${d.getUTCFullYear()}`,
  (d) => `${months[d.getUTCMonth()]?.slice(0, 3)} ${d.getUTCDate()}, ${d.getUTCFullYear()}`,
  (d) => `${two(d.getUTCMonth() + 1)}.${two(d.getUTCDate())}.${two(d.getUTCFullYear() % 100)}`,
  (d) => `${two(d.getUTCMonth() + 1)}/${two(d.getUTCDate())}/${two(d.getUTCFullYear() % 100)}`,
  (d) => `${d.getUTCMonth() + 1}/${d.getUTCDate()}/${d.getUTCFullYear()}`,
  (d) => d.toISOString().slice(0, 10),
  (d) => `<b>${months[d.getUTCMonth()]?.slice(0, 3)}</b><i>${d.getUTCDate()}</i><u>${d.getUTCFullYear()}</u>`,
];

function two(n: number): string {
  return String(n).padStart(2, '0');
}

/** How a newsroom writes a record: its wrapper, where the date stands, what is around the title. */
const shape = fc.record({
  wrap: fc.constantFrom('div', 'li', 'tr', 'article', 'p', 'section', 'none'),
  dateTag: fc.constantFrom('span', 'div', 'time', 'em', 'small'),
  heading: fc.constantFrom('', 'h2', 'h3', 'h4', 'strong', 'div'),
  dateFirst: fc.boolean(),
  category: fc.boolean(),
  teaser: fc.boolean(),
  more: fc.boolean(),
  image: fc.boolean(),
  classes: fc.boolean(),
  form: fc.nat(dateForms.length - 1),
  count: fc.integer({ min: 3, max: 14 }),
  sidebar: fc.constantFrom('none', 'before', 'after'),
  step: fc.integer({ min: 0, max: 9 }),
  nest: fc.nat(3),
  group: fc.constantFrom('none', 'none', 'day', 'year', 'pairs'),
  events: fc.boolean(),
});

type Shape = typeof shape extends fc.Arbitrary<infer T> ? T : never;

const subjects = [
  'rural ambulances',
  'school lunches',
  'broadband maps',
  'water mains',
  'late mail',
  'flood repair',
];

function records({ count, step }: Shape) {
  return Array.from({ length: count }, (_, i) => ({
    url: `/newsroom/releases/${100 - i}`,
    title: `Official announces result ${i} on ${subjects[i % subjects.length]}`,
    date: new Date(Date.UTC(2024, 4, 20) - i * step * 86_400_000),
  }));
}

function nested(html: string, depth: number): string {
  return '<div>'.repeat(depth) + html + '</div>'.repeat(depth);
}

function inList(rows: string[], { wrap }: Shape): string {
  if (wrap === 'tr') return `<table>${rows.join('')}</table>`;
  return wrap === 'li' ? `<ul>${rows.join('')}</ul>` : rows.join('\n');
}

/** Puts records together: in one list, under headings of day or year, or two in a row. */
function gather(rows: string[], s: Shape): string {
  if (s.group === 'none') return inList(rows, s);
  const groups = new Map<string, string[]>();
  for (const [i, { date }] of records(s).entries()) {
    const day = date.toISOString().slice(0, 10);
    const key = s.group === 'pairs' ? String(i >> 1) : s.group === 'year' ? day.slice(0, 4) : day;
    groups.set(key, [...(groups.get(key) ?? []), rows[i] ?? '']);
  }
  const parts = [...groups].map(([key, some]) => {
    if (s.group === 'pairs') return `<div>${inList(some, s)}</div>`;
    const title = s.group === 'year' ? key : dateForms[0]?.(new Date(key));
    return `<h2>${title}</h2>${inList(some, s)}`;
  });
  return parts.join('\n');
}

function draw(s: Shape): string {
  const name = (it: string) => (s.classes ? ` class="${it}"` : '');
  const block = s.wrap === 'p' || s.wrap === 'tr';
  const rows = records(s).map(({ url, title, date }, i) => {
    const link = `<a href="${url}">${title}</a>`;
    const heading = block && /^(?:h\d|div)$/.test(s.heading) ? 'strong' : s.heading;
    const headed = heading === '' ? link : `<${heading}${name('title')}>${link}</${heading}>`;
    const dateTag = block && s.dateTag === 'div' ? 'span' : s.dateTag;
    const dated =
      s.group === 'day' ? '' : `<${dateTag}${name('date')}>${dateForms[s.form]?.(date)}</${dateTag}>`;
    const extras = [
      s.category
        ? `<a href="/topics/consumer-protection"${name('topic')}>Consumer Protection and Safety</a>`
        : '',
      s.teaser
        ? `<span${name('teaser')}>The office said today that the matter was settled, number ${i}.</span>`
        : '',
      s.more ? `<a href="${url}"${name('more')}>Read more</a>` : '',
    ];
    const image = s.image ? `<a href="${url}"><img src="/${i}.jpg" alt=""></a>` : '';
    const parts = [image, ...(s.dateFirst ? [dated, headed] : [headed, dated]), ...extras].filter(Boolean);
    if (s.wrap === 'tr') return `<tr>${parts.map((part) => `<td>${part}</td>`).join('')}</tr>`;
    if (s.wrap === 'none') return `${parts.join('\n')}\n`;
    const inner = block ? parts.join(' ') : nested(parts.join(' '), s.nest);
    return `<${s.wrap}${name(`row row-${i}`)}>${inner}</${s.wrap}>`;
  });
  const list = gather(rows, s);
  const menu = ['About the Office', 'File a Complaint', 'Consumer Help', 'Contact Us', 'Careers'].map(
    (item) => `<li><a href="/${item.length}">${item}</a></li>`,
  );
  const side = `<div><h3>Find Us</h3><ul><li><a href="/visit/adair">Adair office hours and directions</a></li><li><a href="/visit/pine">Pine County office hours and directions</a></li></ul></div>`;
  const events = `<div><h3>Events</h3>${[3, 9].map((day) => `<p><a href="/calendar/office-hours-${day}">Mobile office hours at the Pine County library</a> <span>June ${day}, 2024</span></p>`).join('')}</div>`;
  return `<!doctype html><html><head><title>News</title></head><body><div><ul>${menu.join('')}</ul></div>${s.sidebar === 'before' ? side : ''}<div><h1>News</h1><div>${list}</div></div>${s.sidebar === 'after' ? side : ''}${s.events ? events : ''}<div><p>100 Capitol Square. Copyright 2024.</p></div></body></html>`;
}

describe('readListing on shapes nobody drew before', () => {
  it('reads every release, its date and nothing else, whatever the shape of the record', () => {
    fc.assert(
      fc.property(shape, (s) => {
        const found = readListing(draw(s), { url: 'https://ag.example/newsroom', zone: 'America/New_York' });
        expect(found.items.map(({ url, title, published }) => ({ url, title, published }))).toEqual(
          records(s).map(({ url, title, date }) => ({
            url: `https://ag.example${url}`,
            title,
            published: date.toISOString().slice(0, 10),
          })),
        );
      }),
      { numRuns: 400, seed: 7 },
    );
  });
});

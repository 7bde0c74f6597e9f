import { describe, expect, it } from 'vitest';
import { readSource } from '../../src/discover/source.js';

const API = 'https://ag.example/wp-json/wp/v2/press_releases?per_page=50';
const post = {
  link: 'https://ag.example/1/',
  title: { rendered: 'Hale sues SeatHawk' },
  date: '2024-01-16T08:00:00',
};
const answer = {
  text: JSON.stringify([post]),
  url: API,
  contentType: 'application/json',
  headers: { 'x-wp-totalpages': '3' },
  kind: 'wordpress' as const,
  zone: 'America/Chicago',
};

describe('readSource', () => {
  it('counts on through the pages that WordPress tells in a header, and stops at the last', async () => {
    const nexts = [];
    for (let url: string | null = API; url !== null; ) {
      const { next }: { next: string | null } = await readSource({ ...answer, url });
      nexts.push(next);
      url = next;
    }
    expect(nexts).toEqual([`${API}&page=2`, `${API}&page=3`, null]);
  });

  it('reads what has become of a source as what it is, and says so', async () => {
    const text =
      '<rss version="2.0"><channel><item><title>A</title><link>https://ag.example/a</link></item></channel></rss>';
    const { kind, items, warnings } = await readSource({
      ...answer,
      text,
      kind: 'listing',
      contentType: 'text/html',
    });
    expect([kind, items.length]).toEqual(['feed', 1]);
    expect(warnings[0]).toBe('expected a listing, found a feed');
  });

  it('reads nothing from an answer that is no JSON where WordPress should be', async () => {
    const { items, warnings } = await readSource({
      ...answer,
      text: 'Error establishing a database connection',
    });
    expect(items).toEqual([]);
    expect(warnings).not.toEqual([]);
  });
});

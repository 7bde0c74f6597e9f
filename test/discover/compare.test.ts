import { describe, expect, it } from 'vitest';
import { rankWays, type Way } from '../../src/discover/compare.js';
import type { Item, SourceKind } from '../../src/model.js';

const DAY = (back: number) => new Date(Date.UTC(2025, 5, 1) - back * 86_400_000).toISOString().slice(0, 10);

function items(count: number, options: { from?: number; dated?: boolean; site?: string } = {}): Item[] {
  const { from = 0, dated = true, site = 'https://a.example/news' } = options;
  return Array.from({ length: count }, (_, index) => ({
    url: `${site}/${from + index}`,
    title: `Senator Lindgren says a thing of her own, number ${from + index}`,
    published: dated ? DAY(from + index) : null,
    precision: dated ? 'day' : 'unknown',
    summary: null,
    modified: null,
  }));
}

function way(kind: SourceKind, list: Item[], more: Partial<Way> & { next?: boolean } = {}): Way {
  const { next = false, ...rest } = more;
  const url = `https://a.example/${kind}`;
  const discovery = {
    kind,
    items: list,
    next: next ? `${url}?2` : null,
    warnings: list.length > 0 ? [] : ['is empty'],
  };
  return { kind, url, discovery, bytes: 1000, conditional: true, ...rest };
}

const kinds = (ways: Way[], page: Way | null) =>
  rankWays(ways, page?.discovery ?? null).map((verdict) => verdict.way.kind);

describe('the best way to read a newsroom', () => {
  const listing = way('listing', items(20), { next: true });

  it('is an API or a feed that is as complete as the page', () => {
    const feed = way('feed', items(20), { next: true });
    const api = way('wordpress', items(20), { next: true });
    expect(kinds([listing, feed, api], listing)).toEqual(['wordpress', 'feed', 'listing']);
  });

  it('is the page where the feed ends after ten items', () => {
    const [best, second] = rankWays([way('feed', items(10)), listing], listing.discovery);
    expect(best?.way.kind).toBe('listing');
    expect(second?.why).toBe('ends after 10 items: nothing older can be read there');
  });

  it('is not a feed of something else, however long', () => {
    const blog = way('feed', items(500, { site: 'https://a.example/blog', from: 1000 }), { next: true });
    const [best, second] = rankWays([blog, listing], listing.discovery);
    expect(best?.way.kind).toBe('listing');
    expect(second?.why).toBe("lists 0 of the page's 10 newest releases");
  });

  it('is not an API that lists the releases among other posts', () => {
    const others = items(20, { site: 'https://a.example/blog' }).map((item) => ({
      ...item,
      title: `A post ${item.url}`,
    }));
    const [best, second] = rankWays(
      [way('wordpress', [...items(20), ...others], { next: true }), listing],
      listing.discovery,
    );
    expect(best?.way.kind).toBe('listing');
    expect(second?.why).toMatch(/^5\d% of its items are not on the page of releases$/);
  });

  it('is not a feed that nobody keeps up', () => {
    const dead = way('feed', items(20, { from: 400 }), { next: true });
    const alive = way('sitemap', items(20, { dated: false }));
    const [best, second] = rankWays([dead, way('listing', items(5))], null);
    expect(best?.way.kind).toBe('listing');
    expect(second?.why).toMatch(/newest item is of 2024-04-\d\d: it is no longer kept up/);
    expect(kinds([dead, alive], null)).toEqual(['feed', 'sitemap']);
  });

  it('is not one whose items have no dates where another has them', () => {
    const [best, second] = rankWays(
      [way('feed', items(20, { dated: false }), { next: true }), listing],
      listing.discovery,
    );
    expect(best?.way.kind).toBe('listing');
    expect(second?.why).toMatch(/^20 of 20 items show no date/);
  });

  it('knows a release by its title where the feed gives it another address', () => {
    const feed = way('feed', items(20, { site: 'http://feeds.example/x' }), { next: true });
    expect(rankWays([listing, feed], listing.discovery)[0]).toMatchObject({
      way: { kind: 'feed' },
      shared: { found: 10, of: 10 },
    });
  });

  it('is whatever there is where the page shows nothing', () => {
    const empty = way('listing', []);
    const [best, second] = rankWays([empty, way('sitemap', items(3, { dated: false }))], empty.discovery);
    expect(best?.way.kind).toBe('sitemap');
    expect(second).toMatchObject({ items: 0, why: 'is empty' });
  });

  it('says what is good about it', () => {
    expect(rankWays([listing], listing.discovery)[0]?.why).toBe(
      'every item is dated, goes back to older ones, costs nothing when unchanged',
    );
  });

  it('is none where nothing was found', () => {
    expect(rankWays([], null)).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { readWordPress } from '../../src/discover/wordpress.js';

const context = { url: 'https://ag.example/wp-json/wp/v2/posts', zone: 'America/Chicago' };

const post = {
  id: 7,
  status: 'publish',
  date: '2024-01-16T08:00:00',
  date_gmt: '2024-01-16T14:00:00',
  modified_gmt: '2024-01-17T15:30:00',
  link: 'https://ag.example/2024/01/hale-sues/',
  title: { rendered: 'Hale&#8217;s Office Sues SeatHawk &amp; Others' },
  excerpt: { rendered: '<p>The complaint was filed today in Adair. [&hellip;]</p>\n' },
};

describe('readWordPress', () => {
  it('reads address, title, moment and summary of each post', () => {
    expect(readWordPress([post], context)).toEqual({
      kind: 'wordpress',
      next: null,
      warnings: [],
      items: [
        {
          url: 'https://ag.example/2024/01/hale-sues/',
          title: 'Hale’s Office Sues SeatHawk & Others',
          published: '2024-01-16T08:00:00-06:00',
          precision: 'minute',
          modified: '2024-01-17T09:30:00-06:00',
          summary: 'The complaint was filed today in Adair. […]',
        },
      ],
    });
  });

  it('reads the local date where the universal one is missing or unset', () => {
    const [unset] = readWordPress([{ ...post, date_gmt: '0000-00-00T00:00:00' }], context).items;
    expect(unset?.published).toBe('2024-01-16T08:00:00-06:00');
  });

  it('leaves out what is not published', () => {
    expect(readWordPress([{ ...post, status: 'private' }], context).items).toEqual([]);
  });

  it('passes on what WordPress says when it refuses', () => {
    const refusal = {
      code: 'rest_forbidden',
      message: 'Sorry, you are not allowed to do that.',
      data: { status: 401 },
    };
    expect(readWordPress(refusal, context)).toMatchObject({
      items: [],
      warnings: ['Sorry, you are not allowed to do that.'],
    });
  });

  it.each([[null], [undefined], [7], ['text'], [[null, 7, 'x', []]], [{}]])(
    'gives no items and a reason for %j',
    (json) => {
      const { items, warnings } = readWordPress(json, context);
      expect(items).toEqual([]);
      expect(warnings).not.toEqual([]);
    },
  );
});

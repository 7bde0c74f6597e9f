import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Content, fingerprint } from '../../src/extract/fingerprint.js';

const content: Content = {
  title: 'Attorney General Hale sues a landlord',
  day: '2024-03-05',
  moment: null,
  body: 'The office went to court today.\n\nTenants paid 1,200 dollars in fees, and 300 people have called.',
  links: [{ url: 'https://ag.example/complaint.pdf', text: 'the complaint' }],
};
const same = (change: Partial<Content>) => fingerprint({ ...content, ...change }) === fingerprint(content);
const withLine = (line: string) => same({ body: `${content.body}\n\n${line}` });
const withLink = (url: string) => same({ links: [...content.links, { url, text: 'a link' }] });

describe('the fingerprint of a content', () => {
  it.each([
    '1,234 views',
    'Views: 1,235',
    'Page views 17',
    'Hits: 9',
    'This page has been viewed 1,234 times.',
    'Read 17 times',
    '12 comments | 3 shares',
    '5.2K views · 17 likes',
    '3 people are reading this',
    'You are visitor number 10482',
    'Page generated in 0.031 seconds',
    'Printed on March 5, 2024 at 10:31 AM',
    'Last accessed: 2024-03-05 10:31',
    'Session ID: 8f1e09b2c4d7',
    'Share on Facebook | Tweet (12)',
    'Share 12',
  ])('does not see the line "%s"', (line) => {
    expect(withLine(line)).toBe(true);
  });

  it.each([
    ['a counter behind the byline', 'March 5, 2024 Views: 17', 'March 5, 2024 Views: 18'],
    ['a counter beside the byline', 'March 5, 2024 | 1,024 views', 'March 5, 2024 | 1,025 views'],
    [
      'a session in an address',
      'See https://ag.example/a?PHPSESSID=1',
      'See https://ag.example/a?PHPSESSID=2',
    ],
    ['white space', 'Two  words', 'Two words'],
    ['the way an accent is written', 'Peña', 'Pen\u0303a'],
  ])('does not see the change of %s', (_, before, after) => {
    const of = (line: string) => fingerprint({ ...content, body: `${content.body}\n\n${line}` });
    expect(of(before)).toBe(of(after));
  });

  it.each([
    'https://www.facebook.com/sharer/sharer.php?u=https%3A%2F%2Fag.example%2F1',
    'https://twitter.com/intent/tweet?url=x',
    'https://www.linkedin.com/shareArticle?mini=true&url=x',
    'https://bsky.app/intent/compose?text=x',
    'https://www.addtoany.com/share#url=x',
    'https://ag.example/cdn-cgi/l/email-protection#8fe1e0',
  ])('does not see the link %s', (url) => {
    expect(withLink(url)).toBe(true);
  });

  it.each([
    ['https://ag.example/a?token=abc', 'https://ag.example/a?token=def'],
    ['https://ag.example/a?id=7&_wpnonce=1', 'https://ag.example/a?id=7&_wpnonce=2'],
    ['https://ag.example/a?sid=3f9ab0c41d22e8f7a901', 'https://ag.example/a'],
    ['https://ag.example/a;jsessionid=12AB', 'https://ag.example/a;jsessionid=34CD'],
    [
      'https://ag.example/(S(lit3py55t21z5v55vlm25s55))/a',
      'https://ag.example/(S(abcdefgh21z5v55vlm25s5))/a',
    ],
    ['https://ag.example/a?utm_source=x', 'https://ag.example/a'],
  ])('takes %s and %s for one link', (one, other) => {
    const of = (url: string) => fingerprint({ ...content, links: [{ url, text: '' }] });
    expect(of(one)).toBe(of(other));
  });

  it.each<[string, Partial<Content>]>([
    ['a word of the title', { title: 'Attorney General Hale sues two landlords' }],
    ['the day', { day: '2024-03-06' }],
    ['the minute', { moment: new Date('2024-03-05T10:00:00Z') }],
    ['a number in a sentence', { body: content.body.replace('1,200', '1,300') }],
    ['a sentence', { body: `${content.body} They were right.` }],
    ['the order of paragraphs', { body: content.body.split('\n\n').reverse().join('\n\n') }],
    ['a link', { links: [{ url: 'https://ag.example/settlement.pdf', text: 'the complaint' }] }],
    ['a link more', { links: [...content.links, { url: 'https://facebook.com/aghale', text: 'us' }] }],
    ['a link less', { links: [] }],
    [
      'the session of a legislature in a link',
      { links: [{ url: 'https://leg.example/bills?session=2023', text: '' }] },
    ],
  ])('sees the change of %s', (_, change) => {
    expect(same(change)).toBe(false);
  });

  it('sees a line that only begins as a counter does', () => {
    expect(withLine('1,234 views were heard at the hearing.')).toBe(false);
    expect(withLine('Printed on the first page were the names of 14 victims.')).toBe(false);
    expect(withLine('Today is a good day.')).toBe(false);
  });

  it('is read in time that grows with the text alone', () => {
    fc.assert(
      fc.property(fc.constantFrom('1,', 'views ', '| ', 'https://a?', '(', 'share ', ': '), (piece) => {
        const start = performance.now();
        fingerprint({ ...content, body: piece.repeat(50_000) });
        expect(performance.now() - start).toBeLessThan(1000);
      }),
      { numRuns: 7 },
    );
  });
});

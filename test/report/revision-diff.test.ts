import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Compared, diffRevisions, type Piece } from '../../src/report/revision-diff.js';

const revision = (number: number, body: string, change: Partial<Compared> = {}): Compared => ({
  number,
  title: 'A title',
  published: '2024-03-05',
  body,
  links: [],
  ...change,
});
const side = (pieces: Piece[] | null, without: Piece['op']) =>
  pieces
    ?.filter((piece) => piece.op !== without)
    .map((piece) => piece.text)
    .join('');

describe('what changed between two revisions', () => {
  it('is told by word', () => {
    const diff = diffRevisions(
      revision(1, 'One stays.\n\nThe court ruled for the county.\n\nThree stays.'),
      revision(2, 'One stays.\n\nThe court ruled against the county.\n\nThree stays.'),
    );
    expect(diff.body).toEqual([
      { op: 'same', text: 'One stays.\n\nThe court ruled ' },
      { op: 'removed', text: 'for' },
      { op: 'added', text: 'against' },
      { op: 'same', text: ' the county.\n\nThree stays.' },
    ]);
    expect(diff).toMatchObject({ from: 1, to: 2, title: null, published: null });
  });

  it('is told of the title, the date and the links too', () => {
    const diff = diffRevisions(
      revision(1, 'Same.', { links: [{ url: 'https://a.example/1', text: '' }] }),
      revision(3, 'Same.', { title: 'Another title', published: '2024-03-06' }),
    );
    expect(diff).toEqual({
      from: 1,
      to: 3,
      title: [
        { op: 'removed', text: 'A' },
        { op: 'added', text: 'Another' },
        { op: 'same', text: ' title' },
      ],
      published: { from: '2024-03-05', to: '2024-03-06' },
      body: null,
      links: { added: [], removed: ['https://a.example/1'] },
    });
  });

  it('gives both texts back, whatever they are', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', 'word', ' ', '  ', '.', '\n', '\n\n', '’', '😀', '\t'), {
        maxLength: 60,
      })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, text, (from, to) => {
        const { body } = diffRevisions(revision(1, from), revision(2, to));
        if (from === to) return body === null;
        return side(body, 'added') === from && side(body, 'removed') === to;
      }),
    );
  });

  it('takes no time to speak of for long texts that have nothing in common', () => {
    const words = (word: string) => Array.from({ length: 20_000 }, (_, index) => `${word}${index}`).join(' ');
    const started = performance.now();
    const { body } = diffRevisions(revision(1, words('a')), revision(2, words('b')));
    expect(performance.now() - started).toBeLessThan(5000);
    expect(side(body, 'added')).toBe(words('a'));
  });
});

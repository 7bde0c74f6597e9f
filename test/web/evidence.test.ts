import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { passageOf } from '../../src/report/passages.js';
import { paragraphsOf, type Span, segmentsOf } from '../../src/web/pages/parts/evidence.js';

const marked = ({ text, marks }: ReturnType<typeof passageOf>) =>
  marks.map(({ start, end }) => text.slice(start, end));

describe('a passage', () => {
  it('is the paragraph of the words that prove the tag, and marks them', () => {
    const window = 'Before.\n\nThe senator praised S. 12 and S. 12 again.\n\nAfter.';
    const at = window.indexOf('S. 12');
    const passage = passageOf(window, true, [
      { start: at, text: 'S. 12' },
      { start: at + 10, text: 'S. 12' },
    ]);
    expect(passage.text).toBe('The senator praised S. 12 and S. 12 again.');
    expect(marked(passage)).toEqual(['S. 12', 'S. 12']);
  });

  it('is cut at words, and says so', () => {
    const words = 'word '.repeat(200);
    const window = `${words}S. 12 ${words}`;
    const passage = passageOf(window, false, [{ start: window.indexOf('S. 12'), text: 'S. 12' }]);
    expect(passage.text).toMatch(/^… word word .* word …$/);
    expect(passage.text.length).toBeLessThan(600);
    expect(marked(passage)).toEqual(['S. 12']);
  });

  it('finds the words where characters of two units have moved them', () => {
    const window = `${'😀'.repeat(40)} of S. 12, not of S. 13`;
    expect(marked(passageOf(window, true, [{ start: 44, text: 'S. 12' }]))).toEqual(['S. 12']);
  });

  it('is how the text begins where nothing proves anything', () => {
    expect(passageOf('One.\n\nTwo.', true, [])).toEqual({ text: 'One.', marks: [] });
    expect(passageOf('', true, [{ start: 9, text: 'S. 12' }])).toEqual({ text: '', marks: [] });
  });
});

describe('the evidence in a text', () => {
  const span = (start: number, end: number): Span => ({
    start,
    end,
    kind: 'bill',
    anchor: `${start}-${end}`,
  });

  it('is cut so that every piece has the same proofs throughout, however they overlap', () => {
    const proofs = fc.array(fc.tuple(fc.integer({ min: -5, max: 60 }), fc.integer({ min: -5, max: 60 })), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), proofs, (length, pairs) => {
        const spans = pairs.map(([start, end]) => span(start, end));
        const sound = spans.filter(({ start, end }) => start >= 0 && start < end && end <= length);
        const segments = segmentsOf(length, spans);
        expect(segments[0]?.start).toBe(0);
        expect(segments.at(-1)?.end).toBe(length);
        for (const [index, segment] of segments.entries()) {
          if (index > 0) expect(segment.start).toBe(segments[index - 1]?.end);
          const over = sound.filter(({ start, end }) => start <= segment.start && end >= segment.end);
          expect(new Set(segment.spans)).toEqual(new Set(over));
        }
      }),
    );
  });

  it('stands in paragraphs that leave out nothing but what is between them', () => {
    const body = '\n\nOne\ntwo\n\n\nThree\n\n';
    expect(paragraphsOf(body, 5).map(({ start, end }) => body.slice(start - 5, end - 5))).toEqual([
      'One\ntwo',
      'Three',
    ]);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadTopics } from '../../src/catalog/topics.js';
import type { Evidence, Tags } from '../../src/model.js';
import { createTagger } from '../../src/tag/tagger.js';
import { bill, official } from './known.js';

const OFFICIALS = [official('Ada Quill', 'ND', 'D'), official('Cy Dorn', 'ME', 'R')];
const BILLS = [
  bill('s310-119', {
    titles: ['Protecting Small Harbors and River Towns Act'],
    sponsor: ['Q000001', 'Sen. Quill, Ada [D-ND]'],
  }),
  bill('hr12-119', { titles: ['SLOTH Act', 'Saving Lakes Over The Hills Act'] }),
  bill('sres9-119', { official: 'A resolution recognizing the keepers of prairie lighthouses everywhere.' }),
];
const FERRIES = { titles: ['Better Ferries Act'] };
const HARDER = [
  bill('s901-119', { ...FERRIES, sponsor: ['Q000009', 'Sen. Quill, Zeno [D-ND]'] }),
  bill('s902-119', { ...FERRIES, sponsor: ['D000009', 'Sen. Dorn, Zoe [D-ME]'] }),
];
const TOPICS = loadTopics();
const tagger = createTagger({
  bills: BILLS,
  completeCongresses: [119],
  officials: OFFICIALS,
  topics: TOPICS,
});

/** Pieces that the tagger has rules for, and any text at all between them. */
const PIECES = [
  'S. 310',
  'H.R. 12',
  'S.',
  'H',
  'R',
  ' 12',
  '12,345',
  'and',
  'Senate Bill 54',
  'S. Con. Res. 3',
  'the 118th Congress',
  'Protecting Small Harbors and River Towns Act',
  'SLOTH Act',
  '(SLOTH)',
  'Act',
  'Act of 2025',
  'the',
  'of',
  '&',
  'Senator Ada Quill (D-ND)',
  'Senators',
  'Quill',
  'Dorn',
  'said',
  'he said',
  ', she added, ',
  'Attorney General',
  '“',
  '”',
  '"',
  "'",
  '’',
  '‘',
  '\n',
  '\n\n',
  '. ',
  ', ',
  ': ',
  ' – ',
  '...',
  '!',
  '(',
  ')',
  '-',
  'tax',
  'veterans',
  'resolution',
  'lighthouses',
  'é',
  '🎉',
  '\u0000',
  '\ud800',
  ' ',
  '\t',
];
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc
    .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 6 })), { maxLength: 60 })
    .map((parts) => parts.join('')),
  fc.array(fc.constantFrom(...PIECES), { maxLength: 60 }).map((parts) => parts.join(' ')),
);
const date = fc.constantFrom(null, '2026-03-10', '2018-03-22', '1999-12-31', 'no date', '');
const publisher = fc.constantFrom(null, 'quill-ada', 'Ada Quill', 'Nobody at All', '');

function places(tags: Tags): Evidence[] {
  return [
    ...tags.bills.flatMap(({ evidence }) => evidence),
    ...tags.topics.flatMap(({ evidence }) => evidence),
    ...tags.ambiguous.flatMap(({ evidence }) => evidence),
    ...tags.quotes,
    ...tags.mentions,
  ];
}

describe('tags of any text whatever', () => {
  it('stand exactly at their places', () => {
    fc.assert(
      fc.property(text, date, publisher, (input, day, by) => {
        for (const { start, end, text: words } of places(
          tagger.tag({ text: input, date: day, publisher: by }),
        )) {
          expect(start).toBeLessThan(end);
          expect(input.slice(start, end)).toBe(words);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('are the same the second time, whatever was tagged between', () => {
    fc.assert(
      fc.property(text, text, (input, between) => {
        const once = tagger.tag({ text: input, date: '2026-03-10' });
        tagger.tag({ text: between, date: '2020-01-01' });
        expect(tagger.tag({ text: input, date: '2026-03-10' })).toEqual(once);
      }),
      { numRuns: 150 },
    );
  });

  it('do not change by a bill that the text does not name', () => {
    const more = createTagger({
      bills: [...BILLS, ...HARDER, bill('s4000-119', { titles: ['Zanzibar Xylophone Quorum Act'] })],
      completeCongresses: [119],
      officials: OFFICIALS,
      topics: TOPICS,
    });
    fc.assert(
      fc.property(text, (input) => {
        fc.pre(!/4000|zanzibar|xylophone|quorum/i.test(input));
        expect(more.tag({ text: input, date: '2026-03-10' })).toEqual(
          tagger.tag({ text: input, date: '2026-03-10' }),
        );
      }),
      { numRuns: 150 },
    );
  });

  it('do not change by the case of small words around a citation', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z ]{0,40}$/), (around) => {
        const bills = (input: string) =>
          tagger.tag({ text: input, date: '2026-03-10' }).bills.map(({ bill: id }) => id);
        const cited = 'S. 310';
        expect(bills(`${around.toUpperCase()}: ${cited}`)).toEqual(bills(`${around}: ${cited}`));
      }),
      { numRuns: 100 },
    );
  });

  it('give confidences and scores between 0 and 1', () => {
    fc.assert(
      fc.property(text, (input) => {
        const tags = tagger.tag({ text: input, date: '2026-03-10' });
        for (const value of [...tags.bills.map((b) => b.confidence), ...tags.topics.map((t) => t.score)]) {
          expect(value).toBeGreaterThan(0);
          expect(value).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('time', () => {
  const HARD: Record<string, string> = {
    prose:
      'Senator Ada Quill (D-ND) said, “The Protecting Small Harbors and River Towns Act helps.” He added that S. 310 passed.\n\n',
    'opening marks': '“a ',
    'straight marks': '" a" ',
    'single marks': " 'a b c d",
    'marks at the head of lines': '"a\n',
    acts: 'Act ',
    'capitals all through': 'Aaa Bbb Ccc Ddd ',
    'beginnings of a title': 'Protecting Small Harbors and River ',
    numbers: 'S. 1 and 2, 3 and ',
    'lists of senators': 'Senators Quill, Dorn, ',
    'line ends': '\n \n',
    'one word': 'a',
    commas: 'Quill, said, ',
    periods: 'A. ',
    'quotes in one paragraph': 'He said, "We will go there now, friends of the river." ',
    'unattributed quotes': '"We will go there now, friends of the river, and stay." ',
    'a title of two bills': 'Senator Quill and the Better Ferries Act. ',
    resolutions: 'a resolution of lighthouses ',
    states: 'Texas state state ',
  };

  it.each(Object.entries(HARD))('grows no faster than the text: %s', (_, piece) => {
    const of = (size: number, runs: number): number => {
      const input = piece.repeat(Math.ceil(size / piece.length));
      let least = Number.POSITIVE_INFINITY;
      for (let i = 0; i < runs; i++) {
        const start = process.cpuUsage().user;
        tagger.tag({ text: input, date: '2026-03-10', publisher: 'quill-ada' });
        least = Math.min(least, (process.cpuUsage().user - start) / 1000);
      }
      return least;
    };
    of(10_000, 1);
    const small = of(100_000, 2);
    const large = of(1_000_000, 1);
    // Ten times the text in about ten times the time; a quadratic rule would take a hundred times.
    expect(large).toBeLessThan(Math.max(small, 8) * 30);
  });
});

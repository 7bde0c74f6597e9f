import { describe, expect, it } from 'vitest';
import type { TagInput } from '../../src/model.js';
import { official, tag } from './known.js';

const ADA = official('Ada Quill', 'ND', 'D');
const CY = official('Cy Dorn', 'ME', 'R');
const TIM = official('Tim Vance', 'MT', 'R', 'attorney-general');
const WORLD = { officials: [ADA, CY, TIM] };

/** Speaker and first words of every quote. */
function said(text: string, input: Partial<TagInput> = {}): string[] {
  return tag(WORLD, text, input).quotes.map(({ speaker, text: words }) => `${speaker.name}: ${words}`);
}

describe('who says a quote', () => {
  it.each([
    ['behind it', '“We must build the bridge now,” Quill said.'],
    ['behind it, inverted', '“We must build the bridge now,” said Senator Ada Quill.'],
    [
      'behind it, with a role between commas',
      '“We must build the bridge now,” Quill, the top Democrat on the panel, said.',
    ],
    ['behind it, with a circumstance', '“We must build the bridge now,” Quill also said today in Fargo.'],
    ['before it', 'Senator Quill said, “We must build the bridge now.”'],
    ['before it with a colon', 'Quill issued the following statement: “We must build the bridge now.”'],
    ['before it, inverted', 'Said Ada Quill, chair of the panel: “We must build the bridge now.”'],
    ['by a label', 'Quill: “We must build the bridge now.”'],
    ['by a dash behind it', '“We must build the bridge now, and we must build it well.” – Senator Ada Quill'],
    ['according to', '“We must build the bridge now,” according to Senator Quill.'],
    ['in straight marks', '"We must build the bridge now," Quill said.'],
    ['in wrong capitals', '“We must build the bridge now,” said Senator ADa QUill.'],
  ])('is told %s', (_, text) => {
    const [first, ...rest] = said(`Senator Ada Quill (D-ND) spoke today.\n\n${text}`);
    expect(rest).toEqual([]);
    expect(first).toMatch(/^Ada Quill: We must build the bridge now/);
  });

  it('is one for words that an interruption parts', () => {
    expect(said('“We must build it,” Quill said. “Nobody else will do it for us.”')).toEqual([]);
    expect(
      said('Senator Ada Quill came. “We must build it,” Quill said. “Nobody else will do it for us.”'),
    ).toEqual(['Ada Quill: We must build it,', 'Ada Quill: Nobody else will do it for us.']);
  });

  it('is one for paragraphs that reopen their marks', () => {
    const text =
      'Senator Ada Quill (D-ND) released this statement:\n\n“The river rose again this spring.\n\n“We will not wait for another flood to come.\n\n“The work begins on Monday.”';
    expect(said(text)).toEqual([
      'Ada Quill: The river rose again this spring.',
      'Ada Quill: We will not wait for another flood to come.',
      'Ada Quill: The work begins on Monday.',
    ]);
  });

  it('is one for words that run over paragraphs under one pair of marks', () => {
    const text =
      'Statement of Senator Ada Quill:\n\n“The river rose again this spring, as it always does.\n\nWe will not wait for another flood to come.”';
    expect(tag(WORLD, text, { publisher: 'Ada Quill' }).quotes).toHaveLength(1);
  });

  it('changes with the speaker, and `he said` follows', () => {
    const text =
      '“This is good news for all of us,” said Senator Ada Quill.\n\nSenator Cy Dorn voted against the bill.\n\n“It costs far too much money,” he said.';
    expect(said(text)).toEqual([
      'Ada Quill: This is good news for all of us,',
      'Cy Dorn: It costs far too much money,',
    ]);
  });

  it('stays who spoke last for `she added` behind another quote', () => {
    const text =
      'Senator Ada Quill spoke.\n\n“This is good news for all,” Quill said.\n\n“We worked on it for years,” she added.';
    expect(said(text)).toEqual([
      'Ada Quill: This is good news for all,',
      'Ada Quill: We worked on it for years,',
    ]);
  });

  it('is named by an introduction where the quote stands alone', () => {
    const text =
      'Montana Attorney General Tim Vance also praised the measure.\n\n“It will help us find those who sell children, wherever they may hide.”';
    expect(tag(WORLD, text, { publisher: 'Ada Quill' }).quotes).toMatchObject([
      {
        speaker: { name: 'Tim Vance', official: 'vance-tim', role: 'Attorney General of Montana' },
        verb: null,
      },
    ]);
  });

  it('is the publisher for `the Senator` and `the Attorney General`', () => {
    expect(
      said('“We will win this case in court,” the Attorney General said.', { publisher: 'vance-tim' }),
    ).toEqual(['Tim Vance: We will win this case in court,']);
    expect(said('“We will win this vote on Monday,” the Senator added.', { publisher: 'quill-ada' })).toEqual(
      ['Ada Quill: We will win this vote on Monday,'],
    );
  });

  it('is whoever holds the office in the state on the day, where the newsroom is the office’s', () => {
    const text = '“We will win this case in court,” the Attorney General said.';
    for (const publisher of [null, 'Office of the Attorney General', 'Attorney General Tim Vance']) {
      expect(said(text, { publisher, office: 'attorney-general', state: 'MT' })).toEqual([
        'Tim Vance: We will win this case in court,',
      ]);
    }
  });

  it('is the publisher for letters that several sign', () => {
    const text = 'Senators wrote to the agency.\n\n“We urge you to answer by Monday,” the senators wrote.';
    expect(said(text, { publisher: 'quill-ada' })).toEqual(['Ada Quill: We urge you to answer by Monday,']);
  });

  it.each([
    [
      '“We teach in the cold every winter,” said Mara T. Lund, principal of the River School.',
      'Mara T. Lund',
      'principal of the River School',
    ],
    [
      '“We teach in the cold every winter,” River School Principal Mara Lund said.',
      'Mara Lund',
      'River School Principal',
    ],
    ['“We teach in the cold every winter,” said Mara Lund, owner, Lund Books.', 'Mara Lund', 'owner'],
  ])('may be nobody of the catalogue, with the role kept: %s', (text, name, role) => {
    expect(tag(WORLD, text, { publisher: 'Ada Quill' }).quotes).toMatchObject([
      { speaker: { name, official: null, role } },
    ]);
  });

  it('is a person known by surname from a full name elsewhere', () => {
    const text =
      'Mayor Bo Lamb, Senator Ada Quill and others met.\n\n“The town is ready for the work,” said Lamb.\n\n“So is the Senate this time,” said Quill.';
    expect(said(text)).toEqual([
      'Bo Lamb: The town is ready for the work,',
      'Ada Quill: So is the Senate this time,',
    ]);
  });

  it('keeps the verb', () => {
    expect(tag(WORLD, '“It is done at last,” added Senator Ada Quill.').quotes[0]?.verb).toBe('added');
  });
});

describe('marks around words that nobody says', () => {
  it.each([
    ['a term', 'Senator Ada Quill wants to end the so-called “death tax” for farms.'],
    [
      'a title',
      'Senator Ada Quill held a hearing titled “Rivers and Roads: What the North Needs Now” in Fargo.',
    ],
    [
      'a name in capitals',
      'Senator Ada Quill spoke of the “Airline Passenger Bill of Rights Act of 2007,” which she wrote.',
    ],
    [
      'a report',
      'The report concludes: “There is no cheaper way to build a bridge over this river at this place.”',
    ],
    [
      'a court',
      'In its ruling on Quill’s suit, the court stated that “the agency had no power to close the road at all.”',
    ],
    ['words only reported', 'Senator Ada Quill voted for the bill, which she said aligns with her efforts.'],
  ])('leave %s alone', (_, text) => {
    expect(said(text, { publisher: 'quill-ada' })).toEqual([]);
  });
});

describe('the places of quotes', () => {
  it('are exact, marks left out, whatever stands before them', () => {
    const text = '🎉 Ångström — “We must build it, and build it well,” said Senator Ada Quill.';
    const [quote] = tag(WORLD, text).quotes;
    expect(text.slice(quote?.start, quote?.end)).toBe('We must build it, and build it well,');
  });
});

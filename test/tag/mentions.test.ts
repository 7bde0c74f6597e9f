import { describe, expect, it } from 'vitest';
import type { TagInput } from '../../src/model.js';
import { official, tag } from './known.js';

const WORLD = {
  officials: [
    official('Ada Quill', 'ND', 'D'),
    official('Cy Dorn', 'ME', 'R'),
    official('Robert Vale', 'OH', 'R', 'senate', ['2011-01-05', null], ['Rob Vale']),
    official('Tim Nelm', 'SD', 'D', 'senate', ['1997-01-07', '2015-01-03']),
    official('Ron Nelm', 'WI', 'R', 'senate', ['2011-01-05', null]),
    official('Jo Moroni', 'TX', 'R'),
    official('Catherine Van Holt', 'MD', 'D'),
    official('Tim Fosse', 'MT', 'R', 'attorney-general', ['2013-01-07', '2021-01-04']),
    official('Austin Knud', 'MT', 'R', 'attorney-general', ['2021-01-04', null]),
  ],
};

function mentioned(text: string, input: Partial<TagInput> = {}): string[] {
  return tag(WORLD, text, input).mentions.map((mention) => `${mention.official} "${mention.text}"`);
}

describe('officials in a text', () => {
  it.each([
    ['by full name', 'Ada Quill spoke.', 'quill-ada "Ada Quill"'],
    ['with party and state', 'Then Ada Quill (D-ND) spoke.', 'quill-ada "Ada Quill (D-ND)"'],
    ['with a state as newspapers write it', 'Ada Quill (D-N.D.) spoke.', 'quill-ada "Ada Quill (D-N.D.)"'],
    ['with party and state between commas', 'Cy Dorn, R-Maine, spoke.', 'dorn-cy "Cy Dorn, R-Maine"'],
    ['with a comma before the bracket', 'Ada Quill, (D-ND) spoke.', 'quill-ada "Ada Quill, (D-ND)"'],
    ['in wrong capitals', 'Senator ADa QUill (D-ND) spoke.', 'quill-ada "ADa QUill (D-ND)"'],
    ['by title and surname', 'Then Senator Quill spoke.', 'quill-ada "Quill"'],
    ['by short title and surname', 'Then Sen. Quill spoke.', 'quill-ada "Quill"'],
    ['by surname with party and state', 'The bill of Quill (D-ND) passed.', 'quill-ada "Quill (D-ND)"'],
    ['by nickname', 'Senator Bob Vale spoke.', 'vale-robert "Bob Vale"'],
    ['by alias', 'Rob Vale (R-OH) spoke.', 'vale-robert "Rob Vale (R-OH)"'],
    ['with an initial that the catalogue lacks', 'Robert J. Vale spoke.', 'vale-robert "Robert J. Vale"'],
    ['by a surname of two words', 'Senator Van Holt spoke.', 'van-holt-catherine "Van Holt"'],
    ['as a possessive', 'Senator Quill’s bill passed.', 'quill-ada "Quill"'],
    ['as a possessive of a name in i', "Senator Moroni's bill passed.", 'moroni-jo "Moroni"'],
  ])('are found %s', (_, text, found) => {
    expect(mentioned(text)).toEqual([found]);
  });

  it('are found in lists', () => {
    expect(mentioned('Senators Quill, Dorn, Van Holt and Vale wrote it.')).toEqual([
      'quill-ada "Quill"',
      'dorn-cy "Dorn"',
      'van-holt-catherine "Van Holt"',
      'vale-robert "Vale"',
    ]);
    expect(mentioned('Sens. Ada Quill (D-ND), Jo Nobody (R-KS) and Cy Dorn (R-ME) wrote it.')).toEqual([
      'quill-ada "Ada Quill (D-ND)"',
      'dorn-cy "Cy Dorn (R-ME)"',
    ]);
  });

  it('are not mixed with others whose titles follow in a list', () => {
    expect(mentioned('Senators Quill and Mayor Jo Dorn met Senator Vale, Bo Dorn and Mo Quill.')).toEqual([
      'quill-ada "Quill"',
      'vale-robert "Vale"',
    ]);
    expect(
      mentioned('Attorney General Austin Knud, Minneapolis Mayor Jacob Dorn and Sheriff Vale met.'),
    ).toEqual(['knud-austin "Austin Knud"']);
  });

  it('of the Senate are not those of a legislature in a release of its attorney general', () => {
    const office = { office: 'attorney-general', state: 'MN' } as const;
    expect(mentioned('The author in the Senate is Sen. Quill.', office)).toEqual([]);
    expect(mentioned('He wrote to Sen. Quill (D-ND).', office)).toEqual(['quill-ada "Quill (D-ND)"']);
    expect(mentioned('The author in the Senate is Sen. Quill.', { ...office, state: 'ND' })).toEqual([
      'quill-ada "Quill"',
    ]);
  });

  it('hold their office on the day', () => {
    expect(mentioned('Attorney General Fosse sued.', { date: '2018-03-22' })).toEqual(['fosse-tim "Fosse"']);
    expect(mentioned('Attorney General Fosse sued.', { date: '2024-03-22' })).toEqual([]);
    expect(mentioned('Attorney General Knud sued.', { date: '2018-03-22' })).toEqual([]);
    expect(mentioned('Austin Knud sued.', { date: '2018-03-22' })).toEqual([]);
    expect(mentioned('Tim Fosse, who held the office before, agreed.', { date: '2024-03-22' })).toEqual([
      'fosse-tim "Tim Fosse"',
    ]);
  });

  it('of one surname are told apart by state, first name, publisher and term', () => {
    const then = { date: '2013-05-01' };
    expect(mentioned('Senator Nelm (D-SD) spoke.', then)).toEqual(['nelm-tim "Nelm (D-SD)"']);
    expect(mentioned('Senator Nelm (R-Wis.) spoke.', then)).toEqual(['nelm-ron "Nelm (R-Wis.)"']);
    expect(mentioned('Tim Nelm came. Senator Nelm spoke.', then)).toEqual([
      'nelm-tim "Tim Nelm"',
      'nelm-tim "Nelm"',
    ]);
    expect(mentioned('Senator Nelm spoke.', { ...then, publisher: 'nelm-ron' })).toEqual(['nelm-ron "Nelm"']);
    expect(mentioned('Senator Nelm spoke.', { ...then, state: 'SD' })).toEqual(['nelm-tim "Nelm"']);
    expect(mentioned('Senator Nelm spoke.', then)).toEqual([]);
    expect(mentioned('Senator Nelm spoke.', { date: '2020-05-01' })).toEqual(['nelm-ron "Nelm"']);
  });

  it.each([
    ['a member of the House of the same surname', 'Rep. Quill (D-CA) spoke.'],
    ['a member of the House by district', 'Ada Quill (CA-12) spoke.'],
    ['another first name', 'Jane Quill (D-ND) spoke.'],
    ['another state', 'Senator Quill (D-CA) spoke.'],
    ['a surname alone', 'A quill pen and Quill Creek are old.'],
  ])('are not seen in %s', (_, text) => {
    expect(mentioned(text)).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { bill, billsIn, tag } from './known.js';

const DEBTS = 'Orderly Debts and Lanterns Act';
const world = {
  bills: [
    bill('s256-109', { laws: ['109-8'], titles: [`${DEBTS} of 2005`], introduced: '2005-02-01' }),
    bill('hr8-119', { laws: ['119-98'] }),
    bill('s77-119', {}),
  ],
};

describe('public laws', () => {
  it.each([
    'P.L. 109-8',
    'P.L.109-8',
    'P. L. 109–8',
    'PL 109-8',
    'Public Law 109-8',
    'Public Law No. 109-8',
    'PUBLIC LAW 109-8',
    'Pub. L. 109-8',
    'Pub. L. No. 109-8',
    'P L 109 8',
    'Public Law 109 8',
  ])('%s is the bill that became it', (written) => {
    const text = `The estates were changed by ${written}, which he opposed.`;
    const { bills } = tag(world, text);
    expect(bills).toMatchObject([
      { bill: 's256-109', method: 'number', known: true, evidence: [{ text: written }] },
    ]);
  });

  it('is nothing where no bill of the index became it', () => {
    for (const text of [
      'See Public Law 109-9.',
      'See P.L. 480.',
      'See Public Law 480 Part II.',
      'See P.L. 109.',
    ]) {
      expect(tag(world, text)).toMatchObject({ bills: [], unresolved: [] });
    }
  });

  it.each([
    ['a vote', 'The Senate passed the law 109-8.'],
    ['another number', 'Public Law 109-80 and Public Law 1109-8.'],
    ['a list without its joint', 'Public Law 109, 8 pages.'],
    ['initials', 'P. L. Travers, 109-8 Cherry Tree Lane'],
    ['small letters', 'a pl 109-8 or a public law 109-8'],
  ])('are not %s', (_, text) => {
    expect(billsIn(world, text)).toEqual([]);
  });

  it('come two in a sentence', () => {
    expect(billsIn(world, 'He voted for P.L. 109-8 and Public Law 119-98.')).toEqual(['hr8-119', 's256-109']);
  });

  it('say which bill a title beside them means', () => {
    const { bills } = tag(world, `The ${DEBTS} of 2005 (P.L. 109-8) is law. The ${DEBTS} stands.`);
    expect(bills).toMatchObject([{ bill: 's256-109', confidence: 0.99 }]);
    expect(bills[0]?.evidence).toHaveLength(3);
  });
});

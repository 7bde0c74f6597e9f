import { describe, expect, it } from 'vitest';
import { bill, billsIn, tag } from './known.js';

const SENATE = { office: 'senate' } as const;
const NOBODY = {};

describe('bill numbers', () => {
  it.each([
    ['S. 625', 's625-119'],
    ['S.625', 's625-119'],
    ['S 625', 's625-119'],
    ['S  625', 's625-119'],
    ['S. No. 625', 's625-119'],
    ['S625', 's625-119'],
    ['Senate Bill 625', 's625-119'],
    ['Senate Bill No. 625', 's625-119'],
    ['H.R. 1865', 'hr1865-119'],
    ['H.R.1865', 'hr1865-119'],
    ['H. R. 1865', 'hr1865-119'],
    ['H R  1865', 'hr1865-119'],
    ['HR 1865', 'hr1865-119'],
    ['HR1865', 'hr1865-119'],
    ['HR.1865', 'hr1865-119'],
    ['HR-1865', 'hr1865-119'],
    ['H.R. 1,865', 'hr1865-119'],
    ['House Bill 1865', 'hr1865-119'],
    ['S. Res. 12', 'sres12-119'],
    ['S.Res.12', 'sres12-119'],
    ['S Res 12', 'sres12-119'],
    ['Senate Resolution 12', 'sres12-119'],
    ['H. Res. 939', 'hres939-119'],
    ['H.Res.939', 'hres939-119'],
    ['House Resolution 939', 'hres939-119'],
    ['S.J. Res. 5', 'sjres5-119'],
    ['S.J.Res.5', 'sjres5-119'],
    ['SJRes 5', 'sjres5-119'],
    ['S J Res 5', 'sjres5-119'],
    ['Senate Joint Resolution 5', 'sjres5-119'],
    ['H.J. Res. 20', 'hjres20-119'],
    ['H. J. Res. 20', 'hjres20-119'],
    ['House Joint Resolution 20', 'hjres20-119'],
    ['S. Con. Res. 3', 'sconres3-119'],
    ['S.Con.Res.3', 'sconres3-119'],
    ['S Con Res 3', 'sconres3-119'],
    ['Senate Concurrent Resolution 3', 'sconres3-119'],
    ['H. Con. Res. 40', 'hconres40-119'],
    ['H.Con.Res. 40', 'hconres40-119'],
    ['House Concurrent Resolution 40', 'hconres40-119'],
  ])('reads %s as %s', (written, id) => {
    const text = `The senator urged the Senate today to pass ${written} without delay.`;
    const found = tag(NOBODY, text, SENATE);
    expect(found.bills.map((item) => item.bill)).toEqual([id]);
    expect(found.bills[0]?.evidence[0]?.text).toBe(written);
    expect(found.bills[0]).toMatchObject({ method: 'number', known: false });
  });

  it('reads a number that a line break tears apart', () => {
    expect(billsIn(NOBODY, 'The House passed H.R.\n1865 today.')).toEqual(['hr1865-119']);
  });

  it('reads lists', () => {
    expect(billsIn(NOBODY, 'He is the author of S. 10, 11 and 12, which are pending.', SENATE)).toEqual([
      's10-119',
      's11-119',
      's12-119',
    ]);
    expect(billsIn(NOBODY, 'They support H.R. 7 and S. 9.')).toEqual(['hr7-119', 's9-119']);
    expect(billsIn(NOBODY, 'The bill (S. 347/H.R. 525) is pending.')).toEqual(['hr525-119', 's347-119']);
  });

  it('leaves votes and amounts behind a number alone', () => {
    expect(billsIn(NOBODY, 'The Senate passed S. 256, 74-25, after two days.')).toEqual(['s256-119']);
    expect(billsIn(NOBODY, 'The Senate passed S. 256 and 12 amendments to it.')).toEqual(['s256-119']);
  });

  it.each([
    ['a room of the Capitol', 'Reporters may come to S. 221 of the U.S. Capitol at noon.'],
    ['a room with its word', 'The press conference is in Room S 211 today.'],
    ['a room with a hyphen', 'Join us in S-221 for the signing.'],
    ['a reporter of the Supreme Court', 'See 549 U.S. 95 and 127 S. Ct. 2162.'],
    ['a case of an appeals court', 'Doe v. Roe, 12 F. 2d 95, decided it.'],
    ['an amendment', 'Her S.Amdt. 1234 was agreed to.'],
    ['a page of the Record', 'It is printed in 151 Cong. Rec. S 6401 and on page S1234.'],
    ['initials', 'H R Haldeman 1973 was the year.'],
    ['a possessive that lost its apostrophe', 'Nelson s 12 point plan for America s 50 states was praised.'],
    ['a street', 'The office is at 400 S. 5th Street and 12 S. 16 Street.'],
    ['a dotted country', 'The U.S. 101 corridor and the U. S. 95 highway need money.'],
    ['a state bill', 'Governor signed California Senate Bill 54 and Texas House Bill 20 last year.'],
  ])('does not take %s for a bill', (_, text) => {
    expect(billsIn(NOBODY, text, SENATE)).toEqual([]);
  });

  it('does not take bills of a legislature for bills of Congress in releases of attorneys general', () => {
    const office = { office: 'attorney-general', state: 'UT' } as const;
    for (const text of [
      'Attorney General Reed thanked legislators for passing Senate Bill 54.',
      'House Bill 1 takes effect in May, and SB 8 in June.',
      'The state legislature will hear S. 1234 tomorrow.',
    ]) {
      expect(billsIn(NOBODY, text, office)).toEqual([]);
    }
    expect(billsIn(NOBODY, 'The attorneys general urge Congress to pass S. 1693.', office)).toEqual([
      's1693-119',
    ]);
    expect(billsIn(NOBODY, 'Their letter supports H.R. 1865.', office)).toEqual(['hr1865-119']);
  });

  it('puts a slip of the pen aside: no Congress numbers so many', () => {
    const found = tag(NOBODY, 'The committee cleared S. Con. Res. 408 yesterday.', SENATE);
    expect(found.bills).toEqual([]);
    expect(found.unresolved).toMatchObject([{ text: 'S. Con. Res. 408' }]);
  });

  it('says that a bill does not exist only where it knows all bills of the Congress', () => {
    const world = { bills: [bill('s12-119')], complete: [119] };
    const found = tag(world, 'She supports S. 12 and opposes S. 6999.', SENATE);
    expect(found.bills.map((item) => [item.bill, item.known])).toEqual([['s12-119', true]]);
    expect(found.unresolved).toEqual([{ text: 'S. 6999', reason: 'no such bill in the 119th Congress' }]);
  });
});

describe('the Congress of a number', () => {
  it.each([
    ['2007-01-02', 's5-109'],
    ['2007-01-03', 's5-110'],
    ['2008-12-31', 's5-110'],
    ['2018-03-22T10:15:00-05:00', 's5-115'],
  ])('is the one that sat on %s', (date, id) => {
    expect(billsIn(NOBODY, 'The Senate passed S. 5 today.', { date })).toEqual([id]);
  });

  it.each([
    ['the 109th Congress', 'In the 109th Congress, he wrote S. 5.', 's5-109'],
    ['a bracket', 'He wrote S. 5 (109th Congress) and was proud of it.', 's5-109'],
    ['the last Congress', 'Last Congress, she introduced S. 5.', 's5-118'],
    ['a year that opens the sentence', 'In March 2020, she introduced S. 5 with two others.', 's5-116'],
    [
      'the year of the title beside it',
      'It passed as H.R. 7301, the River Housing and Relief Act of 2020.',
      'hr7301-116',
    ],
  ])('is told by %s', (_, text, id) => {
    expect(billsIn(NOBODY, text, { date: '2026-03-10' })).toEqual([id]);
  });

  it('is never one in which the bill was not yet introduced, if the one before knows the number', () => {
    const bills = [
      bill('s400-119', { introduced: '2025-06-01' }),
      bill('s400-118', { introduced: '2023-02-09' }),
    ];
    expect(billsIn({ bills }, 'She spoke of S. 400 again.', { date: '2025-02-10' })).toEqual(['s400-118']);
  });
});

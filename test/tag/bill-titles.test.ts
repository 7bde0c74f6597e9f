import { describe, expect, it } from 'vitest';
import { bill, billsIn, official, tag } from './known.js';

const HARBOR = bill('s310-119', { titles: ['Protecting Small Harbors and River Towns Act of 2025'] });
const QUILL: [string, string] = ['Q000001', 'Sen. Quill, Ada [D-ND]'];
const TAMM: [string, string] = ['T000002', 'Rep. Tamm, Bo [R-OH-3]'];

describe('titles', () => {
  it.each([
    ['as it is', 'the Protecting Small Harbors and River Towns Act of 2025'],
    ['without its year', 'the Protecting Small Harbors and River Towns Act'],
    ['in wrong capitals', 'the Protecting Small Harbors And river Towns ACt'],
    ['in capitals all through', 'THE PROTECTING SMALL HARBORS AND RIVER TOWNS ACT'],
    ['in small letters', 'the protecting small harbors and river towns act'],
    ['torn by a line break', 'the Protecting Small Harbors\nand River Towns Act'],
    ['with an ampersand', 'the Protecting Small Harbors & River Towns Act'],
    ['in the other number', 'the Protecting Small Harbor and River Towns Act'],
    ['as a possessive', 'the Protecting Small Harbors and River Towns Act’s grants'],
    ['with an acronym inside', 'the Protecting Small Harbors and River Towns (PSHART) Act'],
    [
      'without punctuation, with an acronym inside',
      'the Protecting Small Harbors and River Towns PSHART Act',
    ],
    ['in marks', 'a bill called “Protecting Small Harbors and River Towns Act”'],
    ['with a name before it', 'Senator Quill’s Protecting Small Harbors and River Towns Act'],
    ['with two names before it', 'the Quill-Tamm Protecting Small Harbors and River Towns Act'],
    ['behind a verb of a headline', 'Quill Introduces Protecting Small Harbors and River Towns Act'],
  ])('are found %s', (_, written) => {
    expect(billsIn({ bills: [HARBOR] }, `Today the Senate discussed ${written} at length.`)).toEqual([
      's310-119',
    ]);
  });

  it('are proved by exactly the words that stand there', () => {
    const text = 'She wrote the Protecting Small Harbors\nand River Towns ACt of 2025.';
    const [found] = tag({ bills: [HARBOR] }, text).bills;
    expect(found).toMatchObject({ method: 'title', known: true });
    expect(found?.evidence).toEqual(
      [{ start: 14, end: 61, text: 'Protecting Small Harbors\nand River Towns ACt' }].map((proof) => ({
        ...proof,
        end: proof.start + proof.text.length,
      })),
    );
  });

  it('are matched at their longest', () => {
    const bills = [
      bill('s1-119', { titles: ['River Towns Act'] }),
      bill('s2-119', { titles: ['River Towns Act Amendments Act'] }),
    ];
    expect(billsIn({ bills }, 'He wrote the River Towns Act Amendments Act.')).toEqual(['s2-119']);
  });

  it.each([
    ['longer on the left', 'She wrote the National River Safety Act.'],
    ['longer on the left by an initial', 'They debated the D.C. River Safety Act.'],
    ['tied to a name before by `and`', 'She wrote the Lake Health and River Safety Act.'],
    ['longer on the right', 'She wrote the River Safety Act Amendments.'],
    ['an ordinary phrase in small letters', 'It is a river safety act of kindness.'],
    ['across two sentences', 'They went to the River. Safety Act now, they said.'],
  ])('of two words are left alone where the name is %s', (_, text) => {
    expect(billsIn({ bills: [bill('s7-119', { titles: ['River Safety Act'] })] }, text)).toEqual([]);
  });

  it('are known even inside a longer name by a word that no other title has', () => {
    const others = Array.from({ length: 1000 }, (_, i) =>
      bill(`hr${i + 1}-119`, { titles: [`Black Maternal Health Number ${i} Act`] }),
    );
    const bills = [
      bill('s8-119', { titles: ['Momnibus Act'] }),
      bill('s9-119', { titles: ['Health Act'] }),
      ...others,
    ];
    expect(billsIn({ bills }, 'She leads the Black Maternal Health Momnibus Act.')).toEqual(['s8-119']);
  });

  it('whose words were swapped are found where the sponsor speaks', () => {
    const bills = [
      bill('s20-119', { titles: ['Restoring Bread for American Families and Farmers Act'], sponsor: QUILL }),
    ];
    const text = 'She introduced the Restoring Bread for American Farmers and Families Act.';
    expect(billsIn({ bills }, text, { publisher: 'Ada Quill', office: 'senate' })).toEqual(['s20-119']);
    expect(billsIn({ bills }, text, { publisher: 'Cy Dorn', office: 'senate' })).toEqual([]);
  });

  it('of a law in force are no bill', () => {
    const bills = [
      bill('s30-119', { titles: ['Clean Air Act'] }),
      bill('s31-119', { titles: ['Canal Commerce Act'] }),
      bill('s32-119', { official: 'A bill to amend the Canal Commerce Act of 1931 to widen canals.' }),
    ];
    expect(
      billsIn({ bills }, 'The plant broke the Clean Air Act and the Canal Commerce Act for years.'),
    ).toEqual([]);
    expect(billsIn({ bills }, 'He voted to reauthorize the Clean Air Act.')).toEqual(['s30-119']);
  });

  it('of another year are another bill', () => {
    expect(billsIn({ bills: [HARBOR] }, 'the Protecting Small Harbors and River Towns Act of 2017')).toEqual(
      [],
    );
  });

  it('of a bill that was not introduced yet belong to its sponsor alone', () => {
    const bills = [
      bill('s40-119', {
        titles: ['Quiet Skies Over Prairies Act'],
        introduced: '2026-03-14',
        sponsor: QUILL,
      }),
    ];
    const text = 'The Quiet Skies Over Prairies Act would ban low flights.';
    expect(billsIn({ bills }, text, { date: '2026-03-10', publisher: 'Ada Quill' })).toEqual(['s40-119']);
    expect(billsIn({ bills }, text, { date: '2026-03-10', publisher: 'Cy Dorn' })).toEqual([]);
    expect(billsIn({ bills }, text, { date: '2025-03-10', publisher: 'Ada Quill' })).toEqual([]);
  });

  it('of an older Congress are read as such only where the words say so', () => {
    const bills = [bill('s50-118', { titles: ['Open Rivers for Everybody Act'], introduced: '2023-05-01' })];
    expect(billsIn({ bills }, 'The Open Rivers for Everybody Act changed much.')).toEqual([]);
    expect(billsIn({ bills }, 'Last Congress, he wrote the Open Rivers for Everybody Act.')).toEqual([
      's50-118',
    ]);
  });

  it('that describe a resolution are found in the words of its sponsor', () => {
    const bills = [
      bill('sres60-119', {
        official: 'A resolution recognizing the significance of prairie lighthouses and their keepers.',
        introduced: '2026-03-01',
        sponsor: QUILL,
      }),
    ];
    const text = 'Quill introduced a resolution to honor prairie lighthouses and their keepers.';
    expect(billsIn({ bills }, text, { publisher: 'Ada Quill', office: 'senate' })).toEqual(['sres60-119']);
    expect(billsIn({ bills }, text, { publisher: 'Cy Dorn', office: 'senate' })).toEqual([]);
  });
});

describe('one title of several bills', () => {
  const senate = bill('s100-119', { titles: ['Better Ferries Act'], sponsor: QUILL, related: ['hr200-119'] });
  const house = bill('hr200-119', { titles: ['Better Ferries Act'], sponsor: TAMM, related: ['s100-119'] });
  const pair = { bills: [senate, house] };

  it('is the bill that the text cites by number', () => {
    expect(billsIn(pair, 'The Better Ferries Act (H.R. 200) is good.', { office: 'senate' })).toEqual([
      'hr200-119',
    ]);
  });

  it('is the bill of the publisher’s chamber, its companion apart', () => {
    const found = tag(pair, 'She supports the Better Ferries Act.', { office: 'senate' });
    expect(found.bills).toMatchObject([{ bill: 's100-119', companions: ['hr200-119'] }]);
    expect(billsIn(pair, 'He supports the Better Ferries Act.', { office: 'house' })).toEqual(['hr200-119']);
  });

  it('is the bill of the sponsor who publishes', () => {
    expect(billsIn(pair, 'The Better Ferries Act is mine.', { publisher: 'Bo Tamm' })).toEqual(['hr200-119']);
  });

  it('is both where the other chamber’s sponsor is spoken of too', () => {
    const text = 'She supports the Better Ferries Act. Rep. Bo Tamm leads the House companion.';
    expect(billsIn(pair, text, { office: 'senate' })).toEqual(['hr200-119', 's100-119']);
  });

  it('is one of each chamber where nothing tells which is meant', () => {
    expect(billsIn(pair, 'Papers wrote about the Better Ferries Act.')).toEqual(['hr200-119', 's100-119']);
  });

  it('is ambiguous between two sponsors of one chamber, and counts as none', () => {
    const bills = [
      senate,
      bill('s101-119', { titles: ['Better Ferries Act'], sponsor: ['D000003', 'Sen. Dorn, Cy [R-ME]'] }),
    ];
    const found = tag({ bills }, 'They discussed the Better Ferries Act.', { office: 'senate' });
    expect(found.bills).toEqual([]);
    expect(found.ambiguous).toMatchObject([
      {
        candidates: ['s100-119', 's101-119'],
        evidence: [{ text: 'Better Ferries Act' }],
        reason: 'two bills of one chamber bear this title',
      },
    ]);
    expect(billsIn({ bills }, 'Senator Dorn wrote the Better Ferries Act.', { office: 'senate' })).toEqual([
      's101-119',
    ]);
  });

  it('is the version that its sponsor brought in last', () => {
    const older = bill('s90-119', {
      titles: ['Better Ferries Act of 2025'],
      sponsor: QUILL,
      introduced: '2025-02-01',
    });
    const newer = bill('s900-119', {
      titles: ['Better Ferries Act of 2026'],
      sponsor: QUILL,
      introduced: '2026-01-20',
    });
    const bills = [older, newer];
    expect(
      billsIn({ bills }, 'The Better Ferries Act is back.', { date: '2026-03-10', office: 'senate' }),
    ).toEqual(['s900-119']);
    expect(
      billsIn({ bills }, 'The Better Ferries Act is new.', { date: '2025-03-10', office: 'senate' }),
    ).toEqual(['s90-119']);
    expect(billsIn({ bills }, 'The Better Ferries Act of 2025 is old.', { office: 'senate' })).toEqual([
      's90-119',
    ]);
  });

  it('is the vehicle that the other chamber amended, beside the bill of the publisher’s own', () => {
    const vehicle = bill('s300-119', {
      titles: ['SHORE America Act'],
      kind: 'Short Title(s) from Engrossed Amendment House bill text',
      sponsor: QUILL,
    });
    const alone = bill('hr301-119', { titles: ['SHORE America Act'], sponsor: TAMM });
    expect(
      billsIn({ bills: [vehicle, alone] }, 'Fulton urges SHORE America Act passage.', { office: 'house' }),
    ).toEqual(['hr301-119', 's300-119']);
  });
});

describe('an index made of releases', () => {
  const unofficial = { kind: 'press-derived', titles: ['Lantern and Beacon Jobs Act'], introduced: null };
  const bills = [bill('s40-119', unofficial), bill('hr900-119', unofficial)];

  it('names all bills that releases call so', () => {
    const { bills: found } = tag({ bills }, 'He praised the Lantern and Beacon Jobs Act.');
    expect(found.map((one) => [one.bill, one.confidence])).toEqual([
      ['hr900-119', 0.67],
      ['s40-119', 0.67],
    ]);
  });

  it.each([
    ['introduced by Senator Dorn, the Lantern and Beacon Jobs Act', 's40-119'],
    ['He joined a group of senators in introducing the Lantern and Beacon Jobs Act', 's40-119'],
    ['sponsored by Congresswoman Ash, the Lantern and Beacon Jobs Act', 'hr900-119'],
    ['written by Rep Ash R OH The Lantern and Beacon Jobs Act', 'hr900-119'],
  ])('knows the chamber where the text says who brought it in: %s', (text, id) => {
    expect(billsIn({ bills }, `${text}. Pass the Lantern and Beacon Jobs Act.`)).toEqual([id]);
  });
});

describe('acronyms', () => {
  const long = bill('s500-119', { titles: ['Stop Leaky Ovens in Schools Act'], sponsor: QUILL });
  const own = bill('s501-119', { titles: ['SLOTH Act', 'Saving Lakes Over The Hills Act'], sponsor: QUILL });

  it('that the text defines stand for the title', () => {
    const found = tag(
      { bills: [long] },
      'The Stop Leaky Ovens in Schools Act (SLOISA) is here. SLOISA is good.',
    );
    expect(found.bills[0]?.evidence.map((proof) => proof.text)).toEqual([
      'Stop Leaky Ovens in Schools Act',
      'SLOISA',
      'SLOISA',
    ]);
  });

  it('that nobody defines are not guessed from initials', () => {
    expect(billsIn({ bills: [long] }, 'SLOISA is good.')).toEqual([]);
  });

  it('that are a title need their capitals and somebody who stands for them', () => {
    expect(billsIn({ bills: [own] }, 'The SLOTH Act is good.', { publisher: 'Ada Quill' })).toEqual([
      's501-119',
    ]);
    expect(billsIn({ bills: [own] }, 'Senator Quill wrote the SLOTH Act.')).toEqual(['s501-119']);
    expect(billsIn({ bills: [own] }, 'The SLOTH Act is good.', { publisher: 'Cy Dorn' })).toEqual([]);
    expect(billsIn({ bills: [own] }, 'A sloth act is slow.', { publisher: 'Ada Quill' })).toEqual([]);
  });

  it('and nicknames of our own table need nobody to define them', () => {
    const bills = [
      bill('s1693-115', { titles: ['Stop Enabling Sex Traffickers Act of 2017'], introduced: '2017-08-01' }),
    ];
    expect(billsIn({ bills }, 'The Senate will vote on SESTA next week.', { date: '2018-03-01' })).toEqual([
      's1693-115',
    ]);
    expect(billsIn({ bills }, 'The Senate will vote on SESTA next week.', { date: '2017-03-01' })).toEqual(
      [],
    );
  });

  it('mean what the text says they mean, whatever other bill bears them', () => {
    const other = bill('s502-119', {
      titles: ['Shielding Lamps On The Highway Act'],
      sponsor: ['D000003', 'Sen. Dorn, Cy [R-ME]'],
    });
    const text =
      'Dorn introduced the Shielding Lamps On The Highway (SLOTH) Act. The SLOTH Act helps drivers.';
    expect(billsIn({ bills: [own, other] }, text, { publisher: 'Cy Dorn' })).toEqual(['s502-119']);
  });

  it('are tagged for a publisher who is an official of the catalogue', () => {
    const ada = official('Ada Quill', 'ND', 'D');
    const bills = [
      bill('s503-119', { titles: ['SLOTH Act'], sponsor: [ada.bioguide ?? '', 'Sen. Quill, Ada [D-ND]'] }),
    ];
    expect(billsIn({ bills, officials: [ada] }, 'The SLOTH Act is good.', { publisher: ada.id })).toEqual([
      's503-119',
    ]);
  });
});

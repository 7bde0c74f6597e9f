import { describe, expect, it } from 'vitest';
import { loadTopics } from '../../src/catalog/topics.js';
import type { TagInput } from '../../src/model.js';
import { createTagger } from '../../src/tag/tagger.js';
import type { Decision } from '../../src/tag/trace.js';
import { bill, official, type World } from './known.js';

const SENATE: Partial<TagInput> = { office: 'senate', publisher: 'Ada Quill' };
const QUILL = official('Ada Quill', 'ND', 'D');
const HARBORS = 'Protecting Small Harbors and River Towns Act';
const CLEAN_AIR = bill('s700-119', { titles: ['Clean Air Act'] });
const world: World = {
  officials: [QUILL, official('Ezra Dorn', 'OH', 'R'), official('Otto Dorn', 'ME', 'R')],
  topics: loadTopics(),
  bills: [
    bill('s12-119', { titles: [HARBORS], area: 'Water Resources Development', related: ['hr80-119'] }),
    bill('hr80-119', { titles: [HARBORS] }),
    bill('s30-119', { titles: ['River Safety Act'], sponsor: ['X000001', 'Sen. Ash, Ann [D-WA]'] }),
    bill('s31-119', { titles: ['River Safety Act'], sponsor: ['X000002', 'Sen. Birch, Bo [R-ID]'] }),
    bill('s50-119', { titles: ['SAFE Act'], sponsor: ['X000003', 'Sen. Cole, Cy [R-UT]'] }),
    bill('s60-119', { titles: ['Lantern Jobs Act'], introduced: '2026-05-01' }),
    CLEAN_AIR,
  ],
};

function decide(text: string, input: Partial<TagInput> = SENATE) {
  const tagger = createTagger({
    bills: world.bills ?? [],
    completeCongresses: [119],
    officials: world.officials ?? [],
    topics: world.topics ?? [],
  });
  const decisions: Decision[] = [];
  const given = { text, date: '2026-03-10', ...input };
  const tags = tagger.tag(given, (decision) => decisions.push(decision));
  return { tags, decisions, silent: tagger.tag(given) };
}

const about = (text: string, input?: Partial<TagInput>) =>
  decide(text, input)
    .decisions.filter((one) => one.about === 'bill')
    .map(({ outcome, bills, rule }) => [outcome, bills.join(' '), rule]);

describe('a trace of the tagger', () => {
  it('tells of each tag its rule, and of the other bill of the title that it was not meant', () => {
    const { decisions } = decide(`Quill spoke for the ${HARBORS}.`);
    expect(decisions.find((one) => one.about === 'bill')).toMatchObject({
      outcome: 'tagged',
      bills: ['s12-119'],
      besides: ['hr80-119'],
      at: { text: HARBORS },
      rule: 'its title; the bill of the publisher’s chamber',
    });
  });

  it.each([
    [
      'a number',
      'The Senate passed S. 12.',
      'tagged',
      's12-119',
      /^cited by number, in the Congress of the day$/,
    ],
    [
      'an older number',
      'In the 118th Congress she wrote S. 12.',
      'tagged',
      's12-118',
      /words beside it speak of/,
    ],
    ['a number of none', 'She opposes S. 6999.', 'refused', 's6999-119', /no such bill in the 119th/],
    ['a room', 'Join us in Room S 211 today.', 'refused', '', /a room/],
    ['a state bill', 'Texas House Bill 20 was signed.', 'refused', '', /a state’s legislature/],
    [
      'a part of a name',
      'The National River Safety Act is here.',
      'refused',
      's30-119 s31-119',
      /longer name/,
    ],
    ['small letters', 'It was a river safety act.', 'refused', 's30-119 s31-119', /capitals/],
    [
      'two bills',
      'The River Safety Act is here.',
      'ambiguous',
      's30-119 s31-119',
      /two bills of one chamber/,
    ],
    ['a bare acronym', 'The SAFE Act is here.', 'refused', 's50-119', /acronym alone/],
    ['a bill of later', 'The Lantern Jobs Act is here.', 'refused', 's60-119', /introduced by then/],
    ['a law', 'The plant broke the Clean Air Act.', 'refused', 's700-119', /a law in force/],
  ])('says of %s why', (_, text, outcome, bills, rule) => {
    expect(about(text)).toEqual([[outcome, bills, expect.stringMatching(rule)]]);
  });

  it('adds up a topic’s score from its words and the bills that are cited', () => {
    const { tags, decisions } = decide('The levee failed. The levee and the dredging need S. 12.');
    const water = decisions.find(
      (one) => one.about === 'topic' && one.topic === 'water-resources-development',
    );
    if (water?.about !== 'topic') throw new Error('no word about water');
    const parts = [...water.terms, ...water.bills].reduce((total, { sum }) => total + sum, 0);
    expect(parts).toBeCloseTo(water.proof, 10);
    expect(water.bills).toEqual([{ bill: 's12-119', sum: 3 }]);
    expect(water.terms.find(({ text }) => text === 'levee')?.count).toBe(2);
    const tag = tags.topics.find(({ topic }) => topic === water.topic);
    expect(tag?.score).toBeCloseTo(water.score, 3);
  });

  it('says who speaks by what, and why other marks are no quote', () => {
    const text =
      '“We will not let the harbors silt up,” said Senator Quill. A hearing titled “Harbors of Our Common Future” follows.';
    const quotes = decide(text).decisions.flatMap((one) => (one.about === 'quote' ? [one] : []));
    expect(quotes.map(({ outcome, people, rule }) => [outcome, people.join(), rule])).toEqual([
      ['tagged', 'quill-ada', '“Senator Quill” and “said” stand behind it'],
      ['refused', '', expect.any(String)],
    ]);
  });

  it('says that two people of one name cannot be told apart', () => {
    const [found] = decide('Senator Dorn agreed.').decisions.filter((one) => one.about === 'mention');
    expect(found).toMatchObject({ outcome: 'ambiguous', people: ['dorn-ezra', 'dorn-otto'] });
  });

  it('changes no tag, and leaves none without its rule', () => {
    const text = `Senator Quill (D-ND) praised the ${HARBORS} (HARP), S. 31 and the Clean Air Act. “HARP helps the levee and the harbor,” she said.`;
    const { tags, silent, decisions } = decide(text);
    expect(tags).toEqual(silent);
    const tagged = decisions.filter(({ outcome }) => outcome === 'tagged');
    for (const { bill: id, evidence } of tags.bills) {
      for (const { start } of evidence) {
        expect(
          tagged.some((one) => one.about === 'bill' && one.bills.includes(id) && one.at.start === start),
        ).toBe(true);
      }
    }
    const rules = (about: Decision['about']) => tagged.filter((one) => one.about === about).length;
    expect([rules('topic'), rules('quote'), rules('mention')]).toEqual([
      tags.topics.length,
      tags.quotes.length,
      tags.mentions.length,
    ]);
    for (const { rule } of tagged) expect(rule).not.toBe('');
  });
});

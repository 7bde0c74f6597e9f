import { describe, expect, it } from 'vitest';
import { loadTopics } from '../../src/catalog/topics.js';
import type { Topic } from '../../src/model.js';
import { bill, tag } from './known.js';

const OWN: Topic = {
  id: 'river-trade',
  name: 'River trade',
  terms: [
    { text: 'barge', weight: 1 },
    { text: 'lock fee', weight: 2 },
  ],
  exclude: ['barge in'],
};

describe('topics', () => {
  const topics = loadTopics();

  it('are the 32 policy areas by their own names', () => {
    expect(topics).toHaveLength(32);
    expect(topics.map(({ id }) => id)).toContain('crime-and-law-enforcement');
    expect(topics.map(({ name }) => name)).toContain('Civil Rights and Liberties, Minority Issues');
    expect(new Set(topics.map(({ id }) => id)).size).toBe(32);
  });

  it.each([
    ['health', 'The hospital treats cancer patients, and Medicare pays the doctors for vaccines.'],
    ['taxation', 'The tax credit lowers taxes; the IRS sends refunds to taxpayers who take the deduction.'],
    ['immigration', 'Visas, asylum and the border patrol: comprehensive immigration reform failed.'],
    ['emergency-management', 'FEMA will pay firefighters after the hurricane and the flooding.'],
    ['armed-forces-and-national-security', 'Veterans and National Guard soldiers deserve TRICARE.'],
    [
      'water-resources-development',
      'The Army Corps of Engineers will dredge the harbor and raise the levee.',
    ],
  ])('%s is what a text about it is about first', (id, text) => {
    const [first] = tag({ topics }, text).topics;
    expect(first?.topic).toBe(id);
    expect(first?.score).toBeGreaterThan(0.3);
    expect(first?.score).toBeLessThanOrEqual(1);
    for (const proof of first?.evidence ?? []) expect(text.slice(proof.start, proof.end)).toBe(proof.text);
  });

  it('need the capitals of their names: ICE is not ice', () => {
    const ids = (text: string) => tag({ topics }, text).topics.map(({ topic }) => topic);
    expect(ids('ICE agents came.')).toContain('immigration');
    expect(ids('The ice on the lake came.')).not.toContain('immigration');
  });

  it('are told by the policy area of the bills that a text cites, with the citation as proof', () => {
    const bills = [bill('s12-119', { titles: ['Green Lanterns Act'], area: 'Energy' })];
    const [first] = tag({ topics, bills }, 'The Senate passed S. 12 today.').topics;
    expect(first).toMatchObject({ topic: 'energy', evidence: [{ text: 'S. 12' }] });
  });

  it('of the user’s own stand for themselves beside the policy areas', () => {
    const text = `One barge paid the lock fee. ${'Hospitals, doctors and patients need Medicare. '.repeat(20)}`;
    const found = tag({ topics: [...topics, OWN] }, text).topics;
    expect(found.find(({ topic }) => topic === 'river-trade')?.evidence.map((proof) => proof.text)).toEqual([
      'barge',
      'lock fee',
    ]);
    expect(found[0]?.topic).toBeDefined();
  });

  it('are not told by a word inside an excluded phrase', () => {
    expect(tag({ topics: [OWN] }, 'Do not barge in on us.').topics).toEqual([]);
    expect(tag({ topics: [OWN] }, 'The barges came.').topics).toHaveLength(1);
  });
});

import { describe, expect, it } from 'vitest';
import { bill, tag } from './known.js';

const TITLE = 'Protecting Small Harbors and River Towns Act';
const world = {
  bills: [
    bill('s12-119', { titles: [TITLE] }),
    bill('s20-119', { titles: ['Lantern and Beacon Jobs Act'] }),
    bill('s700-119', { titles: ['Clean Air Act'] }),
  ],
};

/** The words that prove each bill, by bill. */
function proofs(text: string): Record<string, string[]> {
  const { bills } = tag(world, text, { office: 'senate' });
  for (const { evidence } of bills) {
    for (const { start, end, text: words } of evidence) expect(text.slice(start, end)).toBe(words);
  }
  return Object.fromEntries(bills.map(({ bill: id, evidence }) => [id, evidence.map((one) => one.text)]));
}

describe('“the Act” behind a title in full', () => {
  it('is that bill', () => {
    expect(
      proofs(`The ${TITLE} is here. The Act helps, and this Act’s grants help. I wrote the Act.`),
    ).toEqual({
      's12-119': [TITLE, 'Act', 'Act', 'Act'],
    });
  });

  it('is the bill that was named last', () => {
    const text = `The ${TITLE} passed. The Act helps. The Lantern and Beacon Jobs Act failed. The Act was long.`;
    expect(proofs(text)).toEqual({
      's12-119': [TITLE, 'Act'],
      's20-119': ['Lantern and Beacon Jobs Act', 'Act'],
    });
  });

  it.each([
    ['before any title', `The Act is near. The ${TITLE} passed.`],
    ['of a law named between', `The ${TITLE} passed. They broke the Clean Air Act. The Act is old.`],
    ['of a name in no index', `The ${TITLE} passed. So did the Harbor Lights Act. The Act is long.`],
    ['that goes on', `The ${TITLE} passed. See the Act of 1934 and the Act Now Coalition.`],
    ['in small letters', `The ${TITLE} passed. It was the act of a friend.`],
    ['that is another’s', `The ${TITLE} passed. An Act of faith, his Act.`],
  ])('is nothing %s', (_, text) => {
    expect(proofs(text)).toEqual({ 's12-119': [TITLE] });
  });

  it('adds words and no confidence', () => {
    const confidence = (text: string) => tag(world, text).bills[0]?.confidence;
    expect(confidence(`The ${TITLE} is here. The Act helps.`)).toBe(confidence(`The ${TITLE} is here.`));
  });
});

import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { OwnTopicsFile, parseOwnTopics } from '../../src/catalog/own-topics.js';
import { loadTopics } from '../../src/catalog/topics.js';

const FILE = `# mine
- name: River trade
  weight: 2
  words: [barge, 911]
  phrases:
    - lock fee
    - {text: inland waterway, weight: 5}
  exclusions: [barge in]
- name: Été & Café
  id: summer
  words: [café]
`;

describe('topics of the user’s own', () => {
  it('have names, words, phrases, exclusions and weights', () => {
    expect(parseOwnTopics(FILE, 'topics.yaml')).toEqual([
      {
        id: 'river-trade',
        name: 'River trade',
        terms: [
          { text: 'barge', weight: 2 },
          { text: '911', weight: 2 },
          { text: 'lock fee', weight: 2 },
          { text: 'inland waterway', weight: 5 },
        ],
        exclude: ['barge in'],
      },
      { id: 'summer', name: 'Été & Café', terms: [{ text: 'café', weight: 1 }], exclude: [] },
    ]);
  });

  it('may be none', () => {
    expect(parseOwnTopics('', 'topics.yaml')).toEqual([]);
    expect(parseOwnTopics('# nothing yet\n', 'topics.yaml')).toEqual([]);
  });

  it.each([
    ['broken YAML', '- name: A\n  words: [a\n- name: B\n', /^topics\.yaml:3: /],
    ['a thing that is no list', 'name: A\n', /^topics\.yaml:1: the file is a list of topics/],
    [
      'a field that is none',
      '- name: A\n  words: [a]\n  word: b\n',
      /^topics\.yaml:3: "word" is none of name, id/,
    ],
    ['no name', '- name: A\n  words: [a]\n- words: [b]\n', /^topics\.yaml:3: a topic has a name/],
    ['no words', '- name: A\n  words: [a]\n- name: B\n', /^topics\.yaml:3: a topic has words or phrases/],
    ['a weight of nothing', '- name: A\n  words: [a]\n  weight: 0\n', /^topics\.yaml:3: a weight is above 0/],
    [
      'a weight in words',
      '- name: A\n  weight: much\n  words: [a]\n',
      /^topics\.yaml:2: a weight is a number/,
    ],
    [
      'a word that is a list',
      '- name: A\n  words:\n    - a\n    - [b]\n',
      /^topics\.yaml:4: a word or phrase is text/,
    ],
    [
      'a word without letters',
      '- name: A\n  exclusions:\n    - "—"\n  words: [a]\n',
      /^topics\.yaml:3: there is no word/,
    ],
    ['words that are no list', '- name: A\n  words: barge\n', /^topics\.yaml:2: words are a list/],
    [
      'an id in capitals',
      '- name: A\n  id: Trade\n  words: [a]\n',
      /^topics\.yaml:2: an id is words in small/,
    ],
    ['a name without letters', '- name: "!!"\n  words: [a]\n', /^topics\.yaml:1: write an id/],
    [
      'two of one name',
      '- name: A\n  words: [a]\n- name: a\n  words: [b]\n',
      /^topics\.yaml:3: "a" is taken by the topic of line 1/,
    ],
    [
      'a policy area',
      '- name: Health\n  words: [a]\n',
      /^topics\.yaml:1: "health" is taken by the policy area Health/,
    ],
  ])('are refused with the line that is wrong: %s', (_, text, line) => {
    expect(() => parseOwnTopics(text, 'topics.yaml', loadTopics())).toThrow(line);
  });
});

describe('a file of topics', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rostrum-topics-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'topics.yaml');

  it('that need not be there gives none, and one that must be is named', () => {
    expect(new OwnTopicsFile(path, false, []).read()).toEqual({ topics: [], version: 'none' });
    expect(() => new OwnTopicsFile(path, true, []).read()).toThrow('there is no such file of topics');
  });

  it('is read again when it changes and only then', () => {
    const file = new OwnTopicsFile(path, false, []);
    file.read();
    writeFileSync(path, FILE);
    const first = file.read();
    expect(first.topics.map(({ id }) => id)).toEqual(['river-trade', 'summer']);
    expect(file.read()).toBe(first);
    utimesSync(path, new Date(), new Date(Date.now() + 5000));
    expect(file.read()).not.toBe(first);
    writeFileSync(path, '- name: A\n');
    expect(() => file.read()).toThrow(/topics\.yaml:1: a topic has words/);
    rmSync(path);
    expect(file.read().topics).toEqual([]);
  });
});

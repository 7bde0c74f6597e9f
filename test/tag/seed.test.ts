import { describe, expect, it } from 'vitest';
import { billRecord } from '../../src/catalog/bill-record.js';
import { loadOfficials } from '../../src/catalog/officials.js';
import { loadTopics } from '../../src/catalog/topics.js';
import type { Tags } from '../../src/model.js';
import { createTagger } from '../../src/tag/tagger.js';
import { hasShared, sharedLines, sharedText } from './shared-data.js';

const STORY = 'seed/000_3c26d979ae59832f.txt';

/** Every word in marks of the story by who says it: the first words of each stretch. */
const SPEECH: Record<string, string[]> = {
  'Tim Purdon': ['(Heitkamp) has been', 'If we’re serious'],
  'Heidi Heitkamp': ['The role of the internet', 'Websites like Backpage.com'],
  'John Hoeven': ['This legislation will help', 'At the same time'],
  'John F. Clark': ['The National Center for', 'Thank you to the Senate sponsors'],
  'Tim Fox': ['Individuals who engage'],
};

describe.skipIf(!hasShared)(
  'the story the project began with (needs the folder `shared` beside the repo)',
  () => {
    const text = hasShared ? sharedText(STORY) : '';
    const tags: Tags = hasShared
      ? createTagger({
          bills: sharedLines<unknown>('bills/115-sesta-fosta.jsonl').map((line) => billRecord.parse(line)),
          completeCongresses: [],
          officials: loadOfficials(),
          topics: loadTopics(),
        }).tag({ text, date: '2018-03-22' })
      : { bills: [], topics: [], quotes: [], mentions: [], ambiguous: [], unresolved: [] };

    it('is about the Senate bill, proved by its title although the text writes it in wrong capitals', () => {
      expect(tags.bills.map(({ bill }) => bill)).toEqual(['s1693-115']);
      const [found] = tags.bills;
      expect(found).toMatchObject({ method: 'title', known: true, companions: ['hr1865-115'] });
      expect(found?.evidence.map((proof) => proof.text)).toContain('Stop Enabling Sex Traffickers ACt');
      for (const proof of found?.evidence ?? []) expect(text.slice(proof.start, proof.end)).toBe(proof.text);
    });

    it.each(Object.entries(SPEECH))(
      'gives %s every word that he or she said and nobody else’s',
      (name, starts) => {
        const said = tags.quotes.filter(({ speaker }) => speaker.name === name);
        expect(said.map((quote) => starts.find((start) => quote.text.startsWith(start)))).toEqual(starts);
      },
    );

    it('has no quote by anybody else', () => {
      expect(new Set(tags.quotes.map(({ speaker }) => speaker.name))).toEqual(new Set(Object.keys(SPEECH)));
    });

    it('does not take the words that Hoeven is only reported to have said for a quote', () => {
      expect(tags.quotes.some((quote) => quote.text.includes('which he said'))).toBe(false);
    });

    it('tells officials from other people, and keeps their roles', () => {
      const speakers = new Map(tags.quotes.map(({ speaker }) => [speaker.name, speaker]));
      expect(speakers.get('Heidi Heitkamp')).toMatchObject({
        official: 'heitkamp-heidi',
        role: 'U.S. Senator',
      });
      expect(speakers.get('John Hoeven')).toMatchObject({ official: 'hoeven-john', role: 'U.S. Senator' });
      expect(speakers.get('Tim Fox')).toMatchObject({
        official: 'fox-tim',
        role: 'Attorney General of Montana',
      });
      expect(speakers.get('Tim Purdon')).toEqual({
        name: 'Tim Purdon',
        official: null,
        role: 'former U.S. Attorney for North Dakota',
      });
      expect(speakers.get('John F. Clark')).toEqual({
        name: 'John F. Clark',
        official: null,
        role: 'president and CEO of the National Center for Missing and Exploited Children',
      });
    });

    it('mentions every senator although the text writes `RIchard` and `MCCaskill`', () => {
      const mentioned = new Set(tags.mentions.map(({ official }) => official));
      for (const id of [
        'portman-rob',
        'blumenthal-richard',
        'mccain-john',
        'mccaskill-claire',
        'cornyn-john',
        'daines-steve',
        'hoeven-john',
        'heitkamp-heidi',
        'fox-tim',
      ]) {
        expect(mentioned).toContain(id);
      }
      expect(tags.mentions.map((mention) => mention.text)).toContain('RIchard Blumenthal (D-CT)');
    });

    it('is about crime before anything else but one', () => {
      expect(tags.topics.slice(0, 2).map(({ topic }) => topic)).toContain('crime-and-law-enforcement');
    });
  },
);

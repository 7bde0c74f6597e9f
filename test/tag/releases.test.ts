import { describe, expect, it } from 'vitest';
import { billRecord } from '../../src/catalog/bill-record.js';
import { loadOfficials } from '../../src/catalog/officials.js';
import { loadTopics } from '../../src/catalog/topics.js';
import { createTagger } from '../../src/tag/tagger.js';
import { hasShared, sharedLines } from './shared-data.js';

interface Release {
  id: string;
  date: string;
  publisher: string;
  text: string;
}

describe.skipIf(!hasShared)('real releases (need the folder `shared` beside the repo)', () => {
  const bills = hasShared
    ? sharedLines<unknown>('bills/119.jsonl').map((line) => billRecord.parse(line))
    : [];
  const knowledge = { bills, completeCongresses: [119], officials: loadOfficials(), topics: loadTopics() };

  it('are tagged against 16,310 bills, each tag at its place', () => {
    const tagger = createTagger(knowledge);
    const releases = hasShared
      ? [
          ...sharedLines<Release>('releases/senate-2004-2008.ndjson'),
          ...sharedLines<Release>('releases/congress-2026-04.ndjson'),
        ]
      : [];
    expect(releases.length).toBeGreaterThan(2000);
    let topics = 0;
    for (const { text, date, publisher } of releases) {
      const tags = tagger.tag({ text, date, publisher });
      const places = [...tags.bills.flatMap(({ evidence }) => evidence), ...tags.quotes, ...tags.mentions];
      for (const { start, end, text: words } of places) expect(text.slice(start, end)).toBe(words);
      if (tags.topics.length > 0) topics++;
      // No bill of the 119th Congress is spoken of twenty years before it.
      if (date < '2009') expect(tags.bills.filter(({ bill }) => bill.endsWith('-119'))).toEqual([]);
    }
    expect(topics / releases.length).toBeGreaterThan(0.9);
  });

  it('find an index of all bills of a Congress built within seconds', () => {
    const start = process.cpuUsage().user;
    createTagger(knowledge);
    expect((process.cpuUsage().user - start) / 1000).toBeLessThan(4000);
  });
});

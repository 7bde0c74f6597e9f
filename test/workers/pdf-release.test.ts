import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { saveSources } from '../../db/sources.js';
import { reprocessBatch } from '../../workers/reprocess.js';
import { taggerOver } from '../../workers/tagger.js';
import { type ScratchDatabase, scratchDatabase } from '../support/database.js';
import { announced, listingPage } from '../support/newsroom-pages.js';
import { type NewsroomRun, startNewsroomRun } from '../support/newsroom-run.js';
import { centered, pdfOf, printed } from '../support/pdf.js';
import { releasePage, type Site, startSite } from '../support/site.js';

const BODY = [
  'BISMARCK, N.D. – Senator Ada Lindgren today asked the Corps of Engineers for the record of every siren that was tested along the Minot flood wall since 2019.',
  '“A siren that nobody has heard in five years is a pole,” said Lindgren, who will walk the wall with the mayor on Saturday.',
];
const PDF = pdfOf([
  [centered('Lindgren Asks for Record of Sirens', 720, { bold: true }), ...printed(BODY, 690)],
]);

describe('a newsroom that publishes some releases as PDFs', () => {
  let scratch: ScratchDatabase;
  let site: Site;
  let run: NewsroomRun;

  beforeAll(async () => {
    scratch = await scratchDatabase();
    const [first, second, third] = announced(3);
    if (!first || !second || !third) throw new Error('three releases were announced');
    const pdf = { ...first, path: '/files/sirens.pdf', title: 'Lindgren Asks for Record of Sirens' };
    site = await startSite(() => ({
      '/news': listingPage([pdf, second, third]),
      [pdf.path]: { body: PDF, type: 'application/pdf' },
      [second.path]: releasePage(second.title, second.day),
      [third.path]: releasePage(third.title, third.day),
    }));
    await saveSources(scratch.db, [
      {
        id: 'lindgren',
        catalogue: 'user',
        office: 'senate',
        state: 'ND',
        name: 'Lindgren',
        url: `${site.url}/news`,
        kind: 'listing',
        zone: 'America/Chicago',
      },
    ]);
    run = startNewsroomRun(scratch, { origin: site.url });
    await run.crawl(['lindgren']);
  });
  afterAll(async () => {
    await run.stop();
    await site.close();
    await scratch.drop();
  });

  it('has their text, with the date of the listing, beside those of pages', async () => {
    const rows = await scratch.db
      .selectFrom('statement')
      .innerJoin('revision', 'revision.id', 'statement.revision_id')
      .select(['statement.address', 'revision.title', 'revision.body', 'statement.published_on'])
      .execute();
    expect(rows).toHaveLength(3);
    const [row] = rows.filter(({ address }) => address.endsWith('.pdf'));
    expect(row).toMatchObject({ title: 'Lindgren Asks for Record of Sirens', body: BODY.join('\n\n') });
    expect(row?.published_on).not.toBeNull();
  });

  it('is read again from kept bytes to the same', async () => {
    const tagger = await taggerOver(scratch.db, [], 'live')();
    const batch = await reprocessBatch(scratch.db, tagger, 'extract', {
      selection: {},
      after: 0,
      dryRun: true,
    });
    expect(batch?.changes).toEqual([]);
  });
});

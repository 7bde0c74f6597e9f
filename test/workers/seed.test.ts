import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bumpIndexVersion, saveBills } from '../../db/bills.js';
import { saveTopics } from '../../db/topics.js';
import { readBills } from '../../src/catalog/import-bills.js';
import { loadOfficials } from '../../src/catalog/officials.js';
import { loadTopics } from '../../src/catalog/topics.js';
import { billRow, bringOfficials, bringSources } from '../../src/cli/catalogue.js';
import { findQuotes } from '../../src/report/quotes.js';
import { findStatements } from '../../src/report/statements.js';
import { type ScratchDatabase, scratchDatabase } from '../support/database.js';
import { type NewsroomRun, startNewsroomRun } from '../support/newsroom-run.js';

const SEED = new URL('../../../shared/seed/000_3c26d979ae59832f.txt', import.meta.url);
const BILLS = new URL('../../../shared/bills/115-sesta-fosta.jsonl', import.meta.url);
const absent = !existsSync(SEED);

describe.skipIf(absent)(
  `the story the project began with (shared/seed/000_3c26d979ae59832f.txt)${absent ? ' (skipped: no ../shared here)' : ''}, served as a page and crawled`,
  () => {
    let scratch: ScratchDatabase;
    let server: Server;
    let run: NewsroomRun;

    beforeAll(async () => {
      scratch = await scratchDatabase();
      server = createServer((request, response) => {
        response.setHeader('content-type', 'text/html; charset=utf-8');
        if (request.url === '/robots.txt') response.writeHead(404).end();
        else response.end(request.url === '/story.html' ? storyPage() : listingPage());
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      await bringOfficials(scratch.db, loadOfficials(), 'rostrum');
      await bringSources(
        scratch.db,
        [
          {
            id: 'paper',
            office: 'senate',
            state: 'ND',
            official: 'heitkamp-heidi',
            name: 'A paper',
            url: `${origin}/`,
            kind: 'listing',
            zone: 'America/Chicago',
            enabled: true,
            evidence: 'the seed',
          },
        ],
        'user',
      );
      await saveTopics(scratch.db, loadTopics());
      for await (const result of readBills(BILLS.pathname)) {
        if (result.error !== undefined) throw result.error;
        await saveBills(scratch.db, [billRow(result.bill)]);
      }
      await bumpIndexVersion(scratch.db);
      run = startNewsroomRun(scratch, { origin, topics: loadTopics() });
      await run.crawl(['paper']);
    });
    afterAll(async () => {
      await run.stop();
      server.close();
      await scratch.drop();
    });

    it('gives the bill, with the words of its title as they stand in the text', async () => {
      const [statement] = await findStatements(scratch.db, { bill: 's1693-115' }, { limit: 2 });
      const texts = statement?.bills
        .find((bill) => bill.bill === 's1693-115')
        ?.evidence.map((one) => one.text);
      expect(texts).toContain('Stop Enabling Sex Traffickers ACt');
      expect(statement?.published).toBe('2018-03-22');
    });

    it('gives crime and law enforcement among the first two topics', async () => {
      const [statement] = await findStatements(scratch.db, {}, { limit: 1 });
      expect(statement?.topics.slice(0, 2)).toContain('crime-and-law-enforcement');
    });

    it('gives everybody who is quoted, with all of their words and nobody else’s', async () => {
      const quotes = await findQuotes(scratch.db, { bill: 's1693-115' }, { limit: 50 });
      const bySpeaker = new Map<string, string[]>();
      for (const quote of quotes) {
        bySpeaker.set(quote.speaker, [...(bySpeaker.get(quote.speaker) ?? []), quote.text]);
      }
      expect([...bySpeaker.keys()].sort()).toEqual([
        'Heidi Heitkamp',
        'John F. Clark',
        'John Hoeven',
        'Tim Fox',
        'Tim Purdon',
      ]);
      const words = (name: string) => bySpeaker.get(name)?.join(' ') ?? '';
      expect(words('Tim Purdon')).toMatch(/has been a national leader.*sale of children online\.$/s);
      expect(words('Heidi Heitkamp')).toMatch(/^The role of the internet.*along with the perpetrators\.$/s);
      expect(words('John Hoeven')).toMatch(
        /^This legislation will help.*bring those offenders to justice\.$/s,
      );
      expect(words('John F. Clark')).toMatch(/^The National Center for Missing.*signing it into law\.$/s);
      expect(words('Tim Fox')).toMatch(/^Individuals who engage.*children across the country\.$/s);
    });

    it('knows officials by the terms of that month, and the roles of those who are none', async () => {
      const quotes = await findQuotes(scratch.db, {}, { limit: 50 });
      const who = new Map(quotes.map((quote) => [quote.speaker, quote]));
      expect(who.get('Heidi Heitkamp')).toMatchObject({
        official: 'heitkamp-heidi',
        party: 'D',
        state: 'ND',
      });
      expect(who.get('John Hoeven')).toMatchObject({ official: 'hoeven-john', party: 'R', office: 'senate' });
      expect(who.get('Tim Fox')).toMatchObject({
        official: 'fox-tim',
        office: 'attorney-general',
        state: 'MT',
      });
      expect(who.get('Tim Purdon')).toMatchObject({
        official: null,
        role: expect.stringMatching(/U\.S\. Attorney/),
      });
      expect(who.get('John F. Clark')).toMatchObject({
        official: null,
        role: expect.stringMatching(/president and CEO/i),
      });
    });

    it('gives those who are mentioned, whatever their capitals', async () => {
      const rows = await scratch.db.selectFrom('mention').select('official_id').distinct().execute();
      expect(rows.map((row) => row.official_id)).toEqual(
        expect.arrayContaining([
          'portman-rob',
          'blumenthal-richard',
          'mccain-john',
          'mccaskill-claire',
          'cornyn-john',
          'daines-steve',
        ]),
      );
    });
  },
);

function storyPage(): string {
  const paragraphs = readFileSync(SEED, 'utf8')
    .split(/\n\s*\n/)
    .map((paragraph) => `<p>${paragraph.trim().replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</p>`);
  return `<!doctype html><html lang="en"><head><title>Loophole about to close</title></head><body>
    <nav><a href="/">Home</a> <a href="/news">News</a></nav>
    <article><h1>Loophole about to close</h1><time datetime="2018-03-22">March 22, 2018</time>
    ${paragraphs.join('\n')}</article><footer>A paper</footer></body></html>`;
}

function listingPage(): string {
  return `<!doctype html><html lang="en"><head><title>News</title></head><body><ul>
    <li><span>March 22, 2018</span> <a href="/story.html">Loophole about to close</a></li></ul></body></html>`;
}

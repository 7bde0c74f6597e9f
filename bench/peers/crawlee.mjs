/**
 * Crawlee's CheerioCrawler over the same newsrooms: fetches every listing and release, parses each with Cheerio,
 * takes title, date and text. Prints pages, seconds and pages a second as JSON.
 *
 *   node crawlee.mjs ORIGIN NEWSROOMS
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CheerioCrawler, Configuration, log } from '@crawlee/cheerio';

const [, , origin, newsrooms] = process.argv;
log.setLevel(log.LEVELS.ERROR);
const config = new Configuration({
  persistStorage: false,
  storageClientOptions: { localDataDirectory: mkdtempSync(join(tmpdir(), 'crawlee-')) },
  availableMemoryRatio: 0.8,
});
let pages = 0;
let characters = 0;
const crawler = new CheerioCrawler(
  {
    minConcurrency: 8,
    maxConcurrency: 32,
    maxRequestRetries: 1,
    async requestHandler({ $, request, enqueueLinks }) {
      pages += 1;
      if (request.label === 'release') {
        characters +=
          $('h1').text().length + $('time').attr('datetime').length + $('article p').text().length;
        return;
      }
      await enqueueLinks({ selector: 'h2 a', label: 'release' });
      await enqueueLinks({ selector: 'a[rel=next]', label: 'listing' });
    },
  },
  config,
);
const started = performance.now();
await crawler.run(
  Array.from({ length: Number(newsrooms) }, (_, index) => ({ url: `${origin}/${index}/`, label: 'listing' })),
);
const seconds = (performance.now() - started) / 1000;
console.log(JSON.stringify({ pages, characters, seconds, rate: pages / seconds }));
process.exit(0);

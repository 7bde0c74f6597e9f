import { bumpIndexVersion, saveBills } from '../../db/bills.js';
import { saveTopics } from '../../db/topics.js';
import { loadSampleCatalog } from '../../sample/catalog.js';
import { startSample } from '../../sample/server.js';
import { loadBills } from '../../src/catalog/bills.js';
import { loadTopics } from '../../src/catalog/topics.js';
import { billRow, bringOfficials, bringSources } from '../../src/cli/catalogue.js';
import { readConfig } from '../../src/config.js';
import { startWeb } from '../../src/web/server.js';
import { type ScratchDatabase, scratchDatabase } from './database.js';
import { startNewsroomRun } from './newsroom-run.js';

/** The sample's newsrooms, read, edited, read again, and served as pages; its workers go on. */
export interface SampleSite {
  url: string;
  /** Origin of the newsrooms. */
  newsrooms: string;
  scratch: ScratchDatabase;
  close(): Promise<void>;
}

/** @param adminToken the token that may do everything */
export async function startSampleSite(adminToken: string): Promise<SampleSite> {
  const scratch = await scratchDatabase();
  const { db } = scratch;
  let edition: 1 | 2 = 1;
  const sample = await startSample({ edition: () => edition });
  const { officials, sources } = loadSampleCatalog(sample.url);
  await bringOfficials(db, officials, 'sample');
  await bringSources(db, sources, 'sample');
  await saveTopics(db, loadTopics());
  await saveBills(db, loadBills().map(billRow));
  await bumpIndexVersion(db);
  const run = startNewsroomRun(scratch, { origin: sample.url, topics: loadTopics(), scope: 'sample' });
  const ids = sources.map((source) => source.id);
  await run.crawl(ids);
  edition = 2;
  await run.crawl(ids, { force: true });
  const web = await startWeb({
    db,
    config: readConfig({ ADMIN_TOKEN: adminToken, RATE_LIMIT: '0' }),
    backend: run.backend,
    port: 0,
  });
  return {
    url: web.url,
    newsrooms: sample.url,
    scratch,
    close: async () => {
      await web.close();
      await run.stop();
      await sample.close();
      await scratch.drop();
    },
  };
}

import { bumpIndexVersion } from '../../db/bills.js';
import type { Database } from '../../db/connection.js';
import { readSetting, writeSetting } from '../../db/settings.js';
import { listSources, makeDue, removeSample } from '../../db/sources.js';
import { loadSampleCatalog } from '../../sample/catalog.js';
import { startSample } from '../../sample/server.js';
import { bringOfficials, bringSources } from './catalogue.js';
import { CommandError } from './outcome.js';

const PORT = 'sample_port';
const EDITION = 'sample_edition';

/** The sample's newsrooms, served from this process. */
export interface SampleNewsrooms {
  url: string;
  /** From now on the newsrooms show their second edition: one release edited, one gone. */
  turnPage(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Serves the sample's newsrooms and loads their catalogue. Their port is kept in the archive, since it is part
 * of every address there.
 * @throws CommandError when the archive holds real statements, or the kept port is taken
 */
export async function openSample(db: Database): Promise<SampleNewsrooms> {
  const real = await countStatements(db, false);
  if (real > 0) {
    throw new CommandError(
      `this archive holds ${real} real statements, which invented ones must not mix with: run the sample in a home of its own, as ROSTRUM_HOME=.rostrum-sample`,
    );
  }
  const kept = await readSetting(db, PORT);
  let edition: 1 | 2 = (await readSetting(db, EDITION)) === '2' ? 2 : 1;
  const server = await startSample({ port: Number(kept ?? 0), edition: () => edition }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE') throw error;
      throw new CommandError(
        `port ${kept}, at which this archive knows the sample's newsrooms, is in use: stop what uses it, or start a new home with ROSTRUM_HOME`,
      );
    },
  );
  await writeSetting(db, PORT, String(server.port));
  const { officials, sources } = loadSampleCatalog(server.url);
  await bringOfficials(db, officials, 'sample');
  await bringSources(db, sources, 'sample');
  await bumpIndexVersion(db);
  return {
    url: server.url,
    turnPage: async () => {
      edition = 2;
      await writeSetting(db, EDITION, '2');
    },
    close: () => server.close(),
  };
}

/** Makes the sample's newsrooms due, so that a demo begins with a visit. */
export function makeSampleDue(db: Database): Promise<void> {
  return makeDue(db, 'sample');
}

/** Takes the invented newsrooms out of an archive that goes live. Says what it removed, null where there was none. */
export async function clearSample(db: Database): Promise<string | null> {
  const sources = await listSources(db, { scope: 'sample' });
  if (sources.length === 0) return null;
  const removed = await removeSample(db);
  await bumpIndexVersion(db);
  return `removed the sample's ${removed.sources} invented newsrooms and their ${removed.statements} statements`;
}

async function countStatements(db: Database, sample: boolean): Promise<number> {
  const row = await db
    .selectFrom('statement')
    .innerJoin('source', 'source.id', 'statement.source_id')
    .where('source.catalogue', sample ? '=' : '<>', 'sample')
    .select((build) => build.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return row.count;
}

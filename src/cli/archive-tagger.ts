import { indexVersion } from '../../db/bills.js';
import { archiveScope } from '../../db/sources.js';
import { saveOwnTopics } from '../../db/topics.js';
import { taggerOver } from '../../workers/tagger.js';
import { OwnTopicsFile } from '../catalog/own-topics.js';
import { loadTopics } from '../catalog/topics.js';
import type { Topic } from '../model.js';
import type { Tagger } from '../tag/tagger.js';
import type { Archive } from './archive.js';
import { openLog } from './log.js';

/**
 * The topics that statements of this archive are tagged by: the policy areas, and the user's own, which are written down
 * as topics of the archive.
 * @throws CatalogError where the user's file is wrong
 */
export async function archiveTopics({ db, config }: Archive): Promise<Topic[]> {
  const areas = loadTopics();
  const { topics } = new OwnTopicsFile(config.topicsFile.path, config.topicsFile.required, areas).read();
  await saveOwnTopics(db, topics);
  return [...areas, ...topics];
}

/** The tagger that the workers of this archive use now, and what tells its knowledge from that of another day. */
export async function archiveTagger({ db, config }: Archive): Promise<{ tagger: Tagger; knowledge: string }> {
  const topics = loadTopics();
  const file = new OwnTopicsFile(config.topicsFile.path, config.topicsFile.required, topics);
  const own = file.read();
  const log = openLog(config, 'error');
  const tagger = await taggerOver(db, topics, await archiveScope(db), { file, log })();
  return { tagger, knowledge: `${await indexVersion(db)} ${own.version}` };
}

import { countSnapshots } from '../../db/integrity.js';
import { countStatements } from '../../db/reprocess.js';
import { type Invariant, proveArchive } from '../../workers/integrity.js';
import type { Archive } from './archive.js';
import { archiveTagger } from './archive-tagger.js';
import type { Finding } from './doctor.js';
import { LongWork } from './long-work.js';

/** Most of what is broken that is named; the rest is counted. */
const NAMED = 5;

/** Looks at every statement and every kept page, and puts right what can be derived where that is asked for. */
export async function deepFindings(archive: Archive, repair: boolean): Promise<Finding[]> {
  const { db } = archive;
  const tagger = repair ? (await archiveTagger(archive)).tagger : null;
  const statements = await countStatements(db, {}, 0);
  const snapshots = await countSnapshots(db);
  const work = new LongWork('proving', statements + snapshots);
  let looked = 0;
  try {
    const invariants = await proveArchive({
      db,
      tagger,
      onProgress: (more) => {
        looked += more;
        work.update(looked, `${looked} of ${statements + snapshots}`);
      },
    });
    return invariants.map((invariant) => findingOf(invariant, statements, snapshots));
  } finally {
    work.stop();
  }
}

function findingOf(
  { name, broken, repaired, advice }: Invariant,
  statements: number,
  snapshots: number,
): Finding {
  if (broken.length === 0) {
    return {
      check: name,
      state: 'good',
      detail: `of ${statements} statements, ${snapshots} pages`,
      advice: '',
    };
  }
  const named = `${broken.slice(0, NAMED).join(', ')}${broken.length > NAMED ? ' …' : ''}`;
  const detail = `not of ${broken.length}: ${named}`;
  const left = broken.length - repaired;
  if (left === 0) return { check: name, state: 'note', detail: `${detail}; all repaired`, advice: '' };
  return {
    check: name,
    state: 'wrong',
    detail: repaired > 0 ? `${detail}; ${repaired} repaired` : detail,
    advice,
  };
}

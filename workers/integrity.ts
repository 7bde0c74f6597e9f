import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { Database } from '../db/connection.js';
import {
  brokenJoints,
  claimAddress,
  copyFromRevision,
  dropOrphanSnapshots,
  orphanSnapshots,
  readersOf,
  snapshotsAfter,
  takeLastRevision,
  unlikeRevision,
  withoutAddress,
  withoutRevision,
  withoutSignature,
  withStrayTags,
} from '../db/integrity.js';
import { settle } from '../db/joints.js';
import { statementsToTag } from '../db/reprocess.js';
import { storedTags, type TagRows, textsToTag } from '../db/tags.js';
import type { Tagger } from '../src/tag/tagger.js';
import { joinBatches } from './joint.js';
import { sha256 } from './page.js';
import { retagStatements } from './reprocess.js';
import { textOf } from './tag.js';

const decompress = promisify(gunzip);
const STATEMENTS = 200;
const SNAPSHOTS = 50;

/** One thing that must hold of an archive, and what was found not to. */
export interface Invariant {
  /** What must hold. */
  name: string;
  /** The numbers (or hashes) of whatever it does not hold of. */
  broken: (number | string)[];
  /** What was put right of it. */
  repaired: number;
  /** What a person can do about the rest. */
  advice: string;
}

/** What a look at everything works with. */
export interface DeepLook {
  db: Database;
  /** Null where nothing is to be repaired. */
  tagger: Tagger | null;
  /** Called as statements and snapshots are looked at. */
  onProgress: (looked: number) => void;
}

/** Proves every invariant of the archive and, where a tagger is given, repairs what can be derived. */
export async function proveArchive(look: DeepLook): Promise<Invariant[]> {
  const { db, tagger } = look;
  const repair = tagger !== null;
  const found: Invariant[] = [];
  const prove = async (
    name: string,
    advice: string,
    broken: (number | string)[],
    put: () => Promise<number>,
  ) => {
    const repaired = repair && broken.length > 0 ? await put() : 0;
    found.push({ name, broken, repaired, advice });
  };

  const headless = await withoutRevision(db);
  await prove(
    'every statement has a revision',
    'visit the newsroom again: rostrum crawl ID --force --wait',
    headless,
    () => takeLastRevision(db, headless),
  );
  const unlike = await unlikeRevision(db);
  await prove('title and date are those of the current revision', REPAIR, unlike, async () => {
    await copyFromRevision(db, unlike);
    return unlike.length;
  });
  const strays = await withStrayTags(db);
  await prove('tags are those of the current revision', REPAIR, strays, () => again(db, tagger, strays));
  const misplaced = await withMisplacedEvidence(look);
  await prove('evidence stands where it says', REPAIR, misplaced, () => again(db, tagger, misplaced));
  const homeless = await withoutAddress(db);
  await prove('every statement is found at its address', REPAIR, homeless, async () => {
    await claimAddress(db, homeless);
    return homeless.length;
  });
  const unsigned = await withoutSignature(db);
  await prove('every tagged statement has its signature', REPAIR, unsigned, () =>
    joinBatches(db, Number(unsigned[0])),
  );
  const joints = await brokenJoints(db);
  await prove('joint releases have several statements and go by the first', REPAIR, joints, async () => {
    await settle(db, joints);
    return joints.length;
  });
  const orphans = await orphanSnapshots(db);
  await prove('every kept page was read', REPAIR, orphans, async () => {
    await dropOrphanSnapshots(db);
    return orphans.length;
  });
  const spoiled = await spoiledSnapshots(look);
  await prove(
    'the bytes of every kept page hash to its name',
    'the disk or a hand changed them: restore them from a backup, or fetch the page again with rostrum crawl ID --force',
    spoiled,
    async () => 0,
  );
  return found;
}

const REPAIR = 'repair it: rostrum doctor --deep --repair';

async function again(db: Database, tagger: Tagger | null, ids: number[]): Promise<number> {
  if (tagger === null) return 0;
  for (let from = 0; from < ids.length; from += STATEMENTS) {
    await retagStatements(db, tagger, ids.slice(from, from + STATEMENTS));
  }
  return ids.length;
}

/** Statements with evidence, a quote or a mention that does not stand in `title`, blank line, `body` where it says. */
async function withMisplacedEvidence({ db, onProgress }: DeepLook): Promise<number[]> {
  const broken: number[] = [];
  for (let after = 0; ; ) {
    const ids = await statementsToTag(db, {}, after, STATEMENTS);
    const last = ids.at(-1);
    if (last === undefined) return broken;
    after = last;
    const tags = await storedTags(db, ids);
    for (const row of await textsToTag(db, ids)) {
      const text = textOf(row.title, row.body);
      const own = tags.get(row.id);
      if (own !== undefined && !placesOf(own).every((place) => stands(text, place))) broken.push(row.id);
    }
    onProgress(ids.length);
  }
}

interface Place {
  start: number;
  end: number;
  text: string;
}

function placesOf({ citations, topics, quotes, mentions, doubts }: TagRows): Place[] {
  return [
    ...[...citations, ...topics, ...doubts].flatMap((row) => row.evidence),
    ...[...quotes, ...mentions].map((row) => ({ start: row.starts_at, end: row.ends_at, text: row.text })),
  ];
}

/** U+0000, which no database keeps, may have stood in what is compared. */
function stands(text: string, { start, end, text: words }: Place): boolean {
  return end > start && text.slice(start, end).replaceAll('\u0000', '') === words;
}

/** Kept pages whose bytes cannot be unpacked, or are not those they are named after; with who was read from them. */
async function spoiledSnapshots({ db, onProgress }: DeepLook): Promise<string[]> {
  const broken: string[] = [];
  for (let after = ''; ; ) {
    const snapshots = await snapshotsAfter(db, after, SNAPSHOTS);
    const last = snapshots.at(-1);
    if (last === undefined) return broken;
    after = last.hash;
    for (const { hash, bytes, body } of snapshots) {
      const page = await decompress(body ?? Buffer.alloc(0)).catch(() => null);
      if (page !== null && page.byteLength === bytes && sha256(page) === hash) continue;
      const readers = await readersOf(db, hash);
      broken.push(`${hash.slice(0, 12)} (statement ${readers.join(', ')})`);
    }
    onProgress(snapshots.length);
  }
}

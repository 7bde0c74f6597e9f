import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { Database } from '../db/connection.js';
import {
  countRevisions,
  countStatements,
  type Reading,
  type RevisionToRead,
  revisionsToRead,
  rewriteRevision,
  type Selection,
  statementsToTag,
} from '../db/reprocess.js';
import { contentOf } from '../db/statements.js';
import { saveTags, storedTags, textsToTag } from '../db/tags.js';
import { fingerprint } from '../src/extract/fingerprint.js';
import { decodeText } from '../src/fetch/charset.js';
import type { Tagger } from '../src/tag/tagger.js';
import { VisitError } from './failure.js';
import { joinCopies } from './joint.js';
import { readPage, sha256 } from './page.js';
import { dayOf, momentOf } from './published.js';
import { type RevisionText, revisionTextOf, rowsOf, tagsOf } from './tag.js';
import { type TagChange, tagChanges } from './tag-changes.js';

const decompress = promisify(gunzip);

export type Stage = 'extract' | 'tag';

/** One thing that reading or tagging again changes, or would change. */
export interface Change {
  statement: number;
  kind: TagChange['kind'] | 'revision';
  /** `merged`: two revisions turn out to say the same. `refused`: the page is read as no release now; it stays. */
  change: TagChange['change'] | 'merged' | 'refused';
  value: string;
}

/** What one batch came to. */
export interface Batch {
  /** Revisions read or statements tagged. */
  done: number;
  /** Revisions whose bytes are no longer kept. */
  lacking: number;
  changes: Change[];
  /** The number of the last one; the next batch begins after it. */
  last: number;
}

const BATCH: Record<Stage, number> = { extract: 50, tag: 200 };

/** How many there are to do after a number. */
export function countAfter(db: Database, stage: Stage, selection: Selection, after: number): Promise<number> {
  return stage === 'extract' ? countRevisions(db, selection, after) : countStatements(db, selection, after);
}

/**
 * Does a stage again for the next batch, from what is kept and without the network.
 * `extract` reads pages again, and tags again what now reads otherwise; `tag` changes tags and nothing else.
 * @param options.dryRun finds out what would change, and changes nothing
 * @param options.most how many at most
 * @returns null where there is nothing after that number
 */
export async function reprocessBatch(
  db: Database,
  tagger: Tagger,
  stage: Stage,
  options: { selection: Selection; after: number; dryRun: boolean; most?: number },
): Promise<Batch | null> {
  return stage === 'extract' ? extractBatch(db, tagger, options) : tagBatch(db, tagger, options);
}

type Options = Parameters<typeof reprocessBatch>[3];

async function tagBatch(db: Database, tagger: Tagger, options: Options): Promise<Batch | null> {
  const ids = await statementsToTag(db, options.selection, options.after, options.most ?? BATCH.tag);
  const last = ids.at(-1);
  if (last === undefined) return null;
  const changes = await retag(db, tagger, await pendingTexts(db, ids), options.dryRun);
  return { done: ids.length, lacking: 0, changes, last };
}

interface TextToRetag extends RevisionText {
  /** Not tagged at all so far. */
  pending: boolean;
}

async function pendingTexts(db: Database, ids: number[]): Promise<TextToRetag[]> {
  const rows = await textsToTag(db, ids);
  return rows.map((row) => ({ ...revisionTextOf(row), pending: row.tagged_at === null }));
}

/** Tags statements again and replaces whatever tags they have. */
export async function retagStatements(db: Database, tagger: Tagger, ids: number[]): Promise<void> {
  const texts = await pendingTexts(db, ids);
  await retag(
    db,
    tagger,
    texts.map((text) => ({ ...text, pending: true })),
    false,
  );
}

async function retag(db: Database, tagger: Tagger, texts: TextToRetag[], dryRun: boolean): Promise<Change[]> {
  if (texts.length === 0) return [];
  const stored = await storedTags(
    db,
    texts.map((text) => text.statementId),
  );
  const found: Change[] = [];
  for (const text of texts) {
    const { statementId, revisionId } = text;
    const before = stored.get(statementId);
    const after = rowsOf(tagsOf(tagger, text));
    const changes = before === undefined ? [] : tagChanges(before, after);
    found.push(...changes.map((change) => ({ statement: statementId, ...change })));
    if (!dryRun && (changes.length > 0 || text.pending)) await saveTags(db, statementId, revisionId, after);
  }
  return found;
}

async function extractBatch(db: Database, tagger: Tagger, options: Options): Promise<Batch | null> {
  const most = options.most ?? BATCH.extract;
  const revisions = await revisionsToRead(db, options.selection, options.after, most);
  const last = revisions.at(-1)?.id;
  if (last === undefined) return null;
  const batch: Batch = { done: revisions.length, lacking: 0, changes: [], last };
  for (const revision of revisions) {
    if (revision.page === null) batch.lacking += 1;
    else batch.changes.push(...(await readAgain(db, tagger, revision, revision.page, options.dryRun)));
  }
  return batch;
}

async function readAgain(
  db: Database,
  tagger: Tagger,
  revision: RevisionToRead,
  page: Buffer,
  dryRun: boolean,
): Promise<Change[]> {
  const statement = revision.statement_id;
  let reading: Reading;
  try {
    reading = await read(revision, page);
  } catch (error) {
    if (!(error instanceof VisitError)) throw error;
    return [{ statement, kind: 'revision', change: 'refused', value: error.message }];
  }
  const changed = differences(revision, reading);
  // What compares as the same content may be hashed otherwise than it once was.
  if (changed.length === 0 && reading.content_hash === revision.content_hash) return [];
  const isCurrent = revision.current_id === revision.id;
  const value = changed.join(', ');
  if (dryRun) {
    if (changed.length === 0) return [];
    const tags = isCurrent ? await tagsOfReading(db, tagger, statement, reading) : [];
    return [{ statement, kind: 'revision', change: 'changed', value }, ...tags];
  }
  const outcome = await rewriteRevision(db, revision, reading);
  const found: Change[] = [];
  if (outcome === 'merged') found.push({ statement, kind: 'revision', change: 'merged', value });
  else if (changed.length > 0 && outcome !== null) {
    found.push({ statement, kind: 'revision', change: 'changed', value });
  }
  const texts = (await pendingTexts(db, [statement])).filter((text) => text.pending);
  await joinCopies(db, texts);
  found.push(...(await retag(db, tagger, texts, false)));
  return found;
}

async function read(revision: RevisionToRead, page: Buffer): Promise<Reading> {
  const headers = revision.headers as Record<string, string> | null;
  const bytes = await decompress(page).catch((error: Error) => {
    throw new VisitError(
      'internal',
      `its kept bytes cannot be read (${error.message}): rostrum doctor --deep`,
    );
  });
  const { text } = decodeText(bytes, headers?.['content-type'] ?? null);
  const document = await readPage(
    { text, bytes },
    {
      url: revision.url ?? '',
      zone: revision.zone,
      listed: { title: revision.listed_title ?? '', day: revision.listed_on, moment: revision.listed_at },
      at: revision.fetched_at ?? new Date(),
    },
  );
  const { title, body, links, language } = document;
  const day = dayOf(document);
  const moment = momentOf(document);
  const content_hash = sha256(fingerprint({ title, day, moment, body, links }));
  return { content_hash, title, published_on: day, published_at: moment, body, links, language };
}

/** The fields that read otherwise than they are stored. */
function differences(revision: RevisionToRead, reading: Reading): string[] {
  const before = contentOf(revision);
  const links = (list: { url: string; text: string }[]) =>
    JSON.stringify(list.map((link) => [link.url, link.text]));
  const fields: [string, boolean][] = [
    ['title', before.title !== reading.title],
    ['date', before.day !== reading.published_on],
    ['time', before.moment?.getTime() !== reading.published_at?.getTime()],
    ['body', before.body !== reading.body],
    ['links', links(before.links) !== links(reading.links)],
    ['language', revision.language !== reading.language],
  ];
  return fields.flatMap(([name, differs]) => (differs ? name : []));
}

/** What tagging a new reading would change. */
async function tagsOfReading(
  db: Database,
  tagger: Tagger,
  statement: number,
  reading: Reading,
): Promise<Change[]> {
  const [text] = await pendingTexts(db, [statement]);
  if (text === undefined) return [];
  const { title, body } = reading;
  return retag(db, tagger, [{ ...text, title, body, day: reading.published_on ?? text.day }], true);
}

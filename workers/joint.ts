import type { Database } from '../db/connection.js';
import {
  groupedAmong,
  likelyCopies,
  recordMatched,
  regroup,
  saveSignatures,
  strayUnmatched,
  unsignedStatements,
} from '../db/joints.js';
import { isSameRelease, resemblance } from '../src/joint/resemblance.js';
import { shinglesOf } from '../src/joint/shingles.js';
import { signatureOf, WINDOW_DAYS } from '../src/joint/signature.js';

/** A statement whose text is new or has changed. */
interface ArrivedText {
  statementId: number;
  /** When it was published, `YYYY-MM-DD`. */
  day: string;
  body: string;
}

/** A text by which its copies are found: what is kept of it, and what its own search needs. */
export interface SignedText {
  statementId: number;
  /** `YYYY-MM-DD`. */
  day: string;
  shingles: Uint32Array;
  keys: number[];
  search: number[];
}

/** Signs a text; one too short to be anybody's copy gets an empty signature. */
export function signed({ statementId, day, body }: ArrivedText): SignedText {
  const shingles = shinglesOf(body);
  const signature = signatureOf(shingles, day);
  return { statementId, day, shingles, keys: signature?.keys ?? [], search: signature?.search ?? [] };
}

/**
 * Finds the copies of texts in other newsrooms, by an index and not by comparing with all, and groups them as
 * joint releases. Many texts at once cost few trips to the database.
 * @returns how many of the texts are copies of others
 */
export async function joinCopies(db: Database, texts: ArrivedText[]): Promise<number> {
  const all = texts.map(signed);
  await saveSignatures(db, all);
  return matchCopies(db, all);
}

/** Groups texts, whose signatures are in the index, with their copies; and those that are no longer copies, not. */
export async function matchCopies(db: Database, texts: SignedText[]): Promise<number> {
  if (texts.length === 0) return 0;
  const shingles = new Map(texts.map((text) => [text.statementId, text.shingles]));
  const copies = new Map<number, number[]>();
  for (const candidate of await likelyCopies(db, texts, WINDOW_DAYS)) {
    const own = shingles.get(candidate.statement_id);
    const other = shingles.get(candidate.copy_id) ?? shinglesOf(candidate.body);
    if (own === undefined || !isSameRelease(resemblance(own, other))) continue;
    copies.set(candidate.statement_id, [...(copies.get(candidate.statement_id) ?? []), candidate.copy_id]);
  }
  const ids = texts.map(({ statementId }) => statementId);
  const grouped = await groupedAmong(db, ids);
  for (const id of ids) {
    const found = copies.get(id) ?? [];
    if (found.length > 0 || grouped.has(id)) await regroup(db, id, found);
  }
  await recordMatched(db, ids);
  return copies.size;
}

/** Looks for the copies of what a killed job left. @returns how many texts were looked at */
export async function matchStrays(db: Database, olderThanMs: number, limit: number): Promise<number> {
  const strays = await strayUnmatched(db, olderThanMs, limit);
  await matchCopies(db, strays.map(signed));
  return strays.length;
}

/** Texts that are looked at together, and how many such rounds at a time. */
const ROUND = 500;
const LANES = 2;

/**
 * Looks for the copies of statements that were written in batches.
 * @param from the first statement that may be one of them
 * @returns how many were looked at
 */
export async function joinBatches(
  db: Database,
  from: number,
  onProgress: (done: number) => void = () => {},
): Promise<number> {
  let done = 0;
  let after = from - 1;
  let turn: Promise<unknown> = Promise.resolve();
  /** Lanes take their rounds one after the other. */
  const nextRound = () => {
    const round = turn.then(async () => {
      const texts = await unsignedStatements(db, after, ROUND);
      after = texts.at(-1)?.statementId ?? after;
      return texts;
    });
    turn = round.catch(() => {});
    return round;
  };
  // While the database searches for one round, the next one is signed.
  const lane = async () => {
    for (let texts = await nextRound(); texts.length > 0; texts = await nextRound()) {
      await joinCopies(db, texts);
      done += texts.length;
      onProgress(done);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return done;
}

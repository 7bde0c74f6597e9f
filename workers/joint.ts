import type { Database } from '../db/connection.js';
import { likelyCopies, regroup, saveSignatures, unsignedStatements } from '../db/joints.js';
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

/**
 * Finds the copies of texts in other newsrooms, by an index and not by comparing with all, and groups them as
 * joint releases. Many texts at once cost few trips to the database.
 * @returns how many of the texts are copies of others
 */
export async function joinCopies(db: Database, texts: ArrivedText[]): Promise<number> {
  const shingles = new Map(texts.map((text) => [text.statementId, shinglesOf(text.body)]));
  const signed = texts.map(({ statementId, day }) => {
    const signature = signatureOf(shingles.get(statementId) ?? new Uint32Array(), day);
    return { statementId, day, keys: signature?.keys ?? [], search: signature?.search ?? [] };
  });
  const grouped = await saveSignatures(db, signed);

  const copies = new Map<number, number[]>();
  for (const candidate of await likelyCopies(db, signed, WINDOW_DAYS)) {
    const own = shingles.get(candidate.statement_id);
    const other = shingles.get(candidate.copy_id) ?? shinglesOf(candidate.body);
    if (own === undefined || !isSameRelease(resemblance(own, other))) continue;
    copies.set(candidate.statement_id, [...(copies.get(candidate.statement_id) ?? []), candidate.copy_id]);
  }
  for (const { statementId } of texts) {
    const found = copies.get(statementId) ?? [];
    if (found.length > 0 || grouped.has(statementId)) await regroup(db, statementId, found);
  }
  return copies.size;
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

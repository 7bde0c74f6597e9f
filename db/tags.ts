import { sql } from 'kysely';
import type { Database } from './connection.js';

/** A stretch of the tagged text that proves a tag. */
interface Proof {
  start: number;
  end: number;
  text: string;
}

/** Everything one tagging of a revision found, as rows. */
export interface TagRows {
  citations: {
    bill_id: string;
    method: string;
    confidence: number;
    known: boolean;
    evidence: Proof[];
    companions: string[];
  }[];
  topics: { topic_id: string; score: number; evidence: Proof[] }[];
  quotes: {
    position: number;
    starts_at: number;
    ends_at: number;
    text: string;
    speaker: string;
    official_id: string | null;
    role: string | null;
    verb: string | null;
  }[];
  mentions: { official_id: string; starts_at: number; ends_at: number; text: string }[];
  doubts: {
    kind: 'ambiguous' | 'unresolved';
    text: string;
    candidates: string[];
    evidence: Proof[];
    reason: string;
  }[];
}

/** The text of a statement's newest revision and what the tagger must know of its publisher. */
export async function textToTag(db: Database, statementId: number) {
  return (
    (await db
      .selectFrom('statement')
      .innerJoin('revision', 'revision.id', 'statement.revision_id')
      .innerJoin('source', 'source.id', 'statement.source_id')
      .select([
        'statement.id',
        'statement.tagged_at',
        'revision.id as revision_id',
        'revision.title',
        'revision.body',
        'statement.published_on',
        'statement.first_seen_at',
        'statement.office',
        'statement.official_id',
        'source.state as source_state',
      ])
      .where('statement.id', '=', statementId)
      .executeTakeFirst()) ?? null
  );
}

/**
 * Replaces the tags of a statement with those of one revision. A statement that changed in the meantime stays
 * untagged, so that its newer revision is tagged next.
 */
export async function saveTags(
  db: Database,
  statementId: number,
  revisionId: number,
  rows: TagRows,
): Promise<void> {
  // U+0000 is text to us and none to jsonb.
  const tags = JSON.stringify(rows).replaceAll('\\u0000', '');
  await sql`select keep_tags(${statementId}, ${revisionId}, ${tags}::jsonb)`.execute(db);
}

/** Tagging this revision fails every time; the reason is kept and the statement is not tried again. */
export async function recordTagFailure(db: Database, statementId: number, message: string): Promise<void> {
  await db
    .updateTable('statement')
    .set({ tagged_at: sql`now()`, tag_error: message })
    .where('id', '=', statementId)
    .execute();
}

/** Statements that wait for their tags. */
export async function untaggedStatements(db: Database, limit: number): Promise<number[]> {
  const rows = await db
    .selectFrom('statement')
    .select('id')
    .where('tagged_at', 'is', null)
    .where('revision_id', 'is not', null)
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map((row) => row.id);
}

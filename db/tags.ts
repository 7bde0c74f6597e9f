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

const TO_TAG = [
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
] as const;

/** The texts of statements' newest revisions and what the tagger must know of their publishers. */
export async function textsToTag(db: Database, statementIds: number[]) {
  return db
    .selectFrom('statement')
    .innerJoin('revision', 'revision.id', 'statement.revision_id')
    .innerJoin('source', 'source.id', 'statement.source_id')
    .select(TO_TAG)
    .where('statement.id', 'in', statementIds)
    .orderBy('statement.id')
    .execute();
}

export type TextToTag = Awaited<ReturnType<typeof textsToTag>>[number];

/** The tags that statements have, by statement. */
export async function storedTags(db: Database, statementIds: number[]): Promise<Map<number, TagRows>> {
  const [citations, topics, quotes, mentions, doubts] = await Promise.all([
    db
      .selectFrom('citation')
      .selectAll()
      .where('statement_id', 'in', statementIds)
      .orderBy('confidence', 'desc')
      .orderBy('bill_id')
      .execute(),
    db
      .selectFrom('statement_topic')
      .selectAll()
      .where('statement_id', 'in', statementIds)
      .orderBy('score', 'desc')
      .execute(),
    db
      .selectFrom('quote')
      .selectAll()
      .where('statement_id', 'in', statementIds)
      .orderBy('position')
      .execute(),
    db
      .selectFrom('mention')
      .selectAll()
      .where('statement_id', 'in', statementIds)
      .orderBy('starts_at')
      .execute(),
    db.selectFrom('doubt').selectAll().where('statement_id', 'in', statementIds).orderBy('id').execute(),
  ]);
  const tags = new Map<number, TagRows>();
  for (const id of statementIds) {
    tags.set(id, { citations: [], topics: [], quotes: [], mentions: [], doubts: [] });
  }
  for (const row of citations) {
    const { bill_id, method, confidence, known, companions } = row;
    const evidence = row.evidence as unknown as Proof[];
    tags.get(row.statement_id)?.citations.push({ bill_id, method, confidence, known, evidence, companions });
  }
  for (const { statement_id, topic_id, score, evidence } of topics) {
    tags.get(statement_id)?.topics.push({ topic_id, score, evidence: evidence as unknown as Proof[] });
  }
  for (const {
    statement_id,
    position,
    starts_at,
    ends_at,
    text,
    speaker,
    official_id,
    role,
    verb,
  } of quotes) {
    const quote = { position, starts_at, ends_at, text, speaker, official_id, role, verb };
    tags.get(statement_id)?.quotes.push(quote);
  }
  for (const { statement_id, official_id, starts_at, ends_at, text } of mentions) {
    tags.get(statement_id)?.mentions.push({ official_id, starts_at, ends_at, text });
  }
  for (const { statement_id, text, candidates, reason, ...row } of doubts) {
    const kind = row.kind as 'ambiguous' | 'unresolved';
    const evidence = row.evidence as unknown as Proof[];
    tags.get(statement_id)?.doubts.push({ kind, text, candidates, evidence, reason });
  }
  return tags;
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

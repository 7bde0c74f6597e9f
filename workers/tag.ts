import { recordTagFailure, saveTags, type TagRows, textToTag } from '../db/tags.js';
import type { Payload } from '../queues/jobs.js';
import type { Office, Tags } from '../src/model.js';
import type { Attempt, WorkerContext } from './context.js';
import { dayInZone } from './published.js';

export interface TagResult {
  statement: number;
  bills: number;
  topics: number;
  quotes: number;
  mentions: number;
}

/** Tags a statement's newest revision: bills, topics, quotes, mentions, each with the words that prove it. */
export async function tag(
  { statementId }: Payload<'tag'>,
  context: WorkerContext,
  attempt: Attempt,
): Promise<TagResult> {
  const { db } = context;
  const text = await textToTag(db, statementId);
  if (text === null || text.tagged_at !== null) {
    return { statement: statementId, bills: 0, topics: 0, quotes: 0, mentions: 0 };
  }
  try {
    return await tagRevision(context, {
      statementId,
      revisionId: text.revision_id,
      title: text.title,
      body: text.body,
      day: text.published_on ?? dayInZone(text.first_seen_at, 'UTC'),
      office: text.office,
      state: text.source_state,
      officialId: text.official_id,
    });
  } catch (error) {
    if (attempt.last) {
      await recordTagFailure(db, statementId, error instanceof Error ? error.message : String(error));
    }
    throw error;
  }
}

/** A revision's text and what the tagger must know of its publisher. */
export interface RevisionText {
  statementId: number;
  revisionId: number;
  title: string;
  body: string;
  /** `YYYY-MM-DD`. */
  day: string;
  office: string;
  state: string;
  officialId: string | null;
}

/** Tags one revision and keeps the tags, unless the statement has changed in the meantime. */
export async function tagRevision(context: WorkerContext, text: RevisionText): Promise<TagResult> {
  const tagger = await context.tagger();
  const tags = tagger.tag({
    text: textOf(text.title, text.body),
    date: text.day,
    office: text.office as Office,
    state: text.state,
    publisher: text.officialId,
  });
  await saveTags(context.db, text.statementId, text.revisionId, rowsOf(tags));
  return {
    statement: text.statementId,
    bills: tags.bills.length,
    topics: tags.topics.length,
    quotes: tags.quotes.length,
    mentions: tags.mentions.length,
  };
}

/** What is tagged: the title, a blank line, the body. Evidence counts from the start of this text. */
export function textOf(title: string, body: string): string {
  return `${title}\n\n${body}`;
}

/** What the tagger found, as rows. */
export function rowsOf(tags: Tags): TagRows {
  return {
    citations: tags.bills.map((bill) => ({
      bill_id: bill.bill,
      method: bill.method,
      confidence: bill.confidence,
      known: bill.known,
      evidence: bill.evidence,
      companions: bill.companions,
    })),
    topics: tags.topics.map((topic) => ({
      topic_id: topic.topic,
      score: topic.score,
      evidence: topic.evidence,
    })),
    quotes: tags.quotes.map((quote, position) => ({
      position,
      starts_at: quote.start,
      ends_at: quote.end,
      text: quote.text,
      speaker: quote.speaker.name,
      official_id: quote.speaker.official,
      role: quote.speaker.role,
      verb: quote.verb,
    })),
    mentions: tags.mentions.map((mention) => ({
      official_id: mention.official,
      starts_at: mention.start,
      ends_at: mention.end,
      text: mention.text,
    })),
    doubts: [
      ...tags.ambiguous.map((doubt) => ({
        kind: 'ambiguous' as const,
        text: doubt.evidence[0]?.text ?? '',
        candidates: doubt.candidates,
        evidence: doubt.evidence,
        reason: doubt.reason,
      })),
      ...tags.unresolved.map((doubt) => ({
        kind: 'unresolved' as const,
        text: doubt.text,
        candidates: [],
        evidence: [],
        reason: doubt.reason,
      })),
    ],
  };
}

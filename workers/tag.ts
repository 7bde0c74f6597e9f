import { recordTagFailure, saveTags, type TagRows, type TextToTag, textsToTag } from '../db/tags.js';
import type { Payload } from '../queues/jobs.js';
import type { Office, Tags } from '../src/model.js';
import type { Tagger } from '../src/tag/tagger.js';
import type { Attempt, WorkerContext } from './context.js';
import { joinCopies } from './joint.js';
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
  const [text] = await textsToTag(db, [statementId]);
  if (text === undefined || text.tagged_at !== null) {
    return { statement: statementId, bills: 0, topics: 0, quotes: 0, mentions: 0 };
  }
  try {
    return await tagRevision(context, revisionTextOf(text));
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

export function revisionTextOf(row: TextToTag): RevisionText {
  return {
    statementId: row.id,
    revisionId: row.revision_id,
    title: row.title,
    body: row.body,
    day: row.published_on ?? dayInZone(row.first_seen_at, 'UTC'),
    office: row.office,
    state: row.source_state,
    officialId: row.official_id,
  };
}

/**
 * Tags one revision, looks for copies of it in other newsrooms, and keeps the tags, unless the statement has
 * changed in the meantime.
 */
async function tagRevision({ db, tagger }: WorkerContext, text: RevisionText): Promise<TagResult> {
  const tags = tagsOf(await tagger(), text);
  await joinCopies(db, [text]);
  await saveTags(db, text.statementId, text.revisionId, rowsOf(tags));
  return {
    statement: text.statementId,
    bills: tags.bills.length,
    topics: tags.topics.length,
    quotes: tags.quotes.length,
    mentions: tags.mentions.length,
  };
}

/** The tags of a text, by whoever published it, on its day. */
export function tagsOf(tagger: Tagger, text: Omit<RevisionText, 'statementId' | 'revisionId'>): Tags {
  return tagger.tag({
    text: textOf(text.title, text.body),
    date: text.day,
    office: text.office as Office,
    state: text.state,
    publisher: text.officialId,
  });
}

/** Tags of a text as they are kept with a release that has just been seen, with what its copies are found by. */
export function keptTags(tags: Tags, { day, keys }: { day: string; keys: number[] }) {
  return { ...rowsOf(tags), day, keys };
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

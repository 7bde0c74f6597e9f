import { type Insertable, sql } from 'kysely';
import type { Database } from './connection.js';
import type { Citation, Doubt, Mention, Quote, StatementTopic } from './schema.js';

type Row<T> = Omit<Insertable<T>, 'statement_id' | 'revision_id'>;

/** Everything one tagging of a revision found, as rows. */
export interface TagRows {
  citations: Row<Citation>[];
  topics: Row<StatementTopic>[];
  quotes: Row<Quote>[];
  mentions: Row<Mention>[];
  doubts: Row<Doubt>[];
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
  await db.transaction().execute(async (trx) => {
    const still = await trx
      .updateTable('statement')
      .set({ tagged_at: sql`now()`, tag_error: null })
      .where('id', '=', statementId)
      .where('revision_id', '=', revisionId)
      .executeTakeFirst();
    if (still.numUpdatedRows === 0n) return;
    const own = { statement_id: statementId, revision_id: revisionId };
    for (const table of ['citation', 'statement_topic', 'quote', 'mention', 'doubt'] as const) {
      await trx.deleteFrom(table).where('statement_id', '=', statementId).execute();
    }
    const put = async (
      table: 'citation' | 'statement_topic' | 'quote' | 'mention' | 'doubt',
      values: object[],
    ) => {
      if (values.length === 0) return;
      await trx
        .insertInto(table)
        .values(values.map((value) => ({ ...value, ...own })) as never)
        .execute();
    };
    await put('citation', rows.citations);
    await put('statement_topic', rows.topics);
    await put('quote', rows.quotes);
    await put('mention', rows.mentions);
    await put('doubt', rows.doubts);
  });
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

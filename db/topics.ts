import { createHash } from 'node:crypto';
import type { Database } from './connection.js';
import { askRetags, makeReady } from './retags.js';

export async function saveTopics(db: Database, topics: { id: string; name: string }[]): Promise<void> {
  if (topics.length === 0) return;
  await db
    .insertInto('topic')
    .values(topics.map(({ id, name }) => ({ id, name })))
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet((excluded) => ({ name: excluded.ref('excluded.name') })),
    )
    .execute();
}

export async function listTopics(db: Database) {
  return db.selectFrom('topic').selectAll().orderBy('id').execute();
}

/** Topics that at least one statement is about. */
export async function usedTopics(db: Database) {
  return db
    .selectFrom('topic')
    .select(['id', 'name'])
    .where((build) =>
      build.exists(
        build.selectFrom('statement_topic').select('topic_id').whereRef('topic_id', '=', 'topic.id'),
      ),
    )
    .orderBy('name')
    .execute();
}

/** A topic of the user's own, with the words by which it is recognised. */
interface OwnTopic {
  id: string;
  name: string;
  terms: { text: string }[];
}

/**
 * Makes the topics of the user's own these and no others. Statements that may be about one that is new or changed
 * will be tagged again; one that is gone is gone from all statements.
 */
export async function saveOwnTopics(db: Database, topics: OwnTopic[]): Promise<void> {
  const digests = new Map(topics.map((topic) => [topic.id, digestOf(topic)]));
  await db.transaction().execute(async (trx) => {
    const there = await trx
      .selectFrom('topic')
      .select(['id', 'own_digest'])
      .where('own_digest', 'is not', null)
      .execute();
    const gone = there.filter(({ id }) => !digests.has(id)).map(({ id }) => id);
    if (gone.length > 0) {
      await trx.deleteFrom('topic').where('id', 'in', gone).execute();
      await trx.deleteFrom('retag').where('kind', '=', 'topic').where('subject', 'in', gone).execute();
    }
    const known = new Map(there.map(({ id, own_digest }) => [id, own_digest]));
    const changed = topics.filter(({ id }) => known.get(id) !== digests.get(id));
    if (changed.length === 0) return;
    await trx
      .insertInto('topic')
      .values(changed.map(({ id, name }) => ({ id, name, own_digest: digests.get(id) ?? null })))
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet((excluded) => ({
          name: excluded.ref('excluded.name'),
          own_digest: excluded.ref('excluded.own_digest'),
        })),
      )
      .execute();
    await askRetags(
      trx,
      changed.map(({ id, terms }) => ({
        kind: 'topic',
        subject: id,
        phrases: terms.map(({ text }) => text),
      })),
    );
  });
  await makeReady(db, 'topic');
}

function digestOf(topic: OwnTopic): string {
  return createHash('sha256').update(JSON.stringify(topic)).digest('hex');
}

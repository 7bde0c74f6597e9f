import type { Database } from './connection.js';

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

import { sql } from 'kysely';
import type { Database } from './connection.js';

/** Facts about this archive that are no setting of the environment: the version of the bill index and such. */
export async function readSetting(db: Database, name: string): Promise<string | null> {
  const row = await db.selectFrom('setting').select('value').where('name', '=', name).executeTakeFirst();
  return row?.value ?? null;
}

export async function writeSetting(db: Database, name: string, value: string): Promise<void> {
  await db
    .insertInto('setting')
    .values({ name, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute();
}

export async function removeSetting(db: Database, name: string): Promise<void> {
  await db.deleteFrom('setting').where('name', '=', name).execute();
}

/** What tells this archive apart from every other; made up when it is first asked for. */
export async function archiveId(db: Database): Promise<string> {
  const known = await readSetting(db, 'archive_id');
  if (known !== null) return known;
  await db
    .insertInto('setting')
    .values({ name: 'archive_id', value: sql`gen_random_uuid()::text` })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
  return (await readSetting(db, 'archive_id')) ?? '';
}

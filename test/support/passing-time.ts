import { sql } from 'kysely';
import type { Database } from '../../db/connection.js';
import { sweep } from '../../workers/sweep.js';
import type { NewsroomRun } from './newsroom-run.js';

const MOMENTS = {
  statement: ['first_seen_at', 'last_seen_at', 'missing_since', 'content_changed_at', 'next_check_at'],
  revision: ['first_seen_at', 'last_seen_at'],
  statement_event: ['at'],
  statement_source: ['first_listed_at', 'last_listed_at'],
  source: ['last_tried_at', 'last_good_at', 'last_new_at'],
  crawl_item: ['found_at', 'updated_at'],
  snapshot: ['kept_at'],
  capture: ['fetched_at'],
};

/** Lets time pass: everything that happened so far happened so many hours earlier. */
export async function hoursPass(db: Database, hours: number): Promise<void> {
  for (const [table, columns] of Object.entries(MOMENTS)) {
    const moved = columns.map((column) => `${column} = ${column} - interval '${hours} hours'`);
    await sql.raw(`update ${table} set ${moved.join(', ')}`).execute(db);
  }
}

/** Sends what is due on its way, and waits until it is done. */
export async function dueIsDone({ context }: NewsroomRun): Promise<void> {
  const { db } = context;
  await sweep(context);
  for (let looks = 0; looks < 400; looks += 1) {
    const waiting = await db
      .selectFrom('crawl_item')
      .select('id')
      .where('state', '=', 'waiting')
      .limit(1)
      .executeTakeFirst();
    if (waiting === undefined) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('what was due was not done');
}

import { sql } from 'kysely';
import type { Database } from './connection.js';

/** Tables whose rows belong to one revision of one statement. */
const TAGS = ['citation', 'statement_topic', 'quote', 'mention', 'doubt'] as const;

async function ids(db: Database, query: string): Promise<number[]> {
  const { rows } = await sql.raw<{ id: number }>(query).execute(db);
  return rows.map((row) => row.id);
}

/** Statements whose current revision is none, or another statement's. */
export function withoutRevision(db: Database): Promise<number[]> {
  return ids(
    db,
    `select s.id from statement s left join revision r on r.id = s.revision_id and r.statement_id = s.id
    where r.id is null order by s.id`,
  );
}

/** Makes the revision that was seen last the current one. @returns how many statements had one */
export async function takeLastRevision(db: Database, statementIds: number[]): Promise<number> {
  const { numAffectedRows } = await sql`
    update statement s set revision_id = r.id, tagged_at = null
    from (
      select distinct on (statement_id) statement_id, id from revision
      where statement_id = any(${statementIds}::bigint[])
      order by statement_id, last_seen_at desc, number desc
    ) r where r.statement_id = s.id
  `.execute(db);
  return Number(numAffectedRows ?? 0);
}

/** Statements whose title or date is not that of their current revision. */
export function unlikeRevision(db: Database): Promise<number[]> {
  return ids(
    db,
    `select s.id from statement s join revision r on r.id = s.revision_id and r.statement_id = s.id
    where (s.title, s.published_on, s.published_at) is distinct from (r.title, r.published_on, r.published_at)
    order by s.id`,
  );
}

export async function copyFromRevision(db: Database, statementIds: number[]): Promise<void> {
  await sql`
    update statement s set title = r.title, published_on = r.published_on, published_at = r.published_at
    from revision r where r.id = s.revision_id and s.id = any(${statementIds}::bigint[])
  `.execute(db);
}

/** Statements with tags of another revision than their current one. */
export function withStrayTags(db: Database): Promise<number[]> {
  const each = TAGS.map(
    (table) => `select t.statement_id as id from ${table} t join statement s on s.id = t.statement_id
      where t.revision_id is distinct from s.revision_id`,
  );
  return ids(db, `${each.join(' union ')} order by id`);
}

/** Statements whose own address is not among those they are found at. */
export function withoutAddress(db: Database): Promise<number[]> {
  return ids(
    db,
    `select s.id from statement s left join statement_address a on a.address = s.address
    where a.statement_id is distinct from s.id order by s.id`,
  );
}

export async function claimAddress(db: Database, statementIds: number[]): Promise<void> {
  await sql`
    insert into statement_address (address, statement_id)
    select address, id from statement where id = any(${statementIds}::bigint[])
    on conflict (address) do update set statement_id = excluded.statement_id
  `.execute(db);
}

/** Tagged statements that no copy could be found of. */
export function withoutSignature(db: Database): Promise<number[]> {
  return ids(
    db,
    `select s.id from statement s where s.tagged_at is not null and s.tag_error is null and s.revision_id is not null
    and not exists (select from signature g where g.statement_id = s.id) order by s.id`,
  );
}

/** Joint releases of one statement, or that do not go by the number of their first. */
export function brokenJoints(db: Database): Promise<number[]> {
  return ids(
    db,
    `select joint_id as id from statement where joint_id is not null
    group by joint_id having count(*) = 1 or min(id) <> joint_id order by joint_id`,
  );
}

const ORPHANS = `from snapshot where not exists (select from revision r where r.snapshot_hash = snapshot.hash)
  and not exists (select from capture c where c.snapshot_hash = snapshot.hash)
  and not exists (select from "fetch" f where f.snapshot_hash = snapshot.hash)`;

/** Pages that nothing was read from. */
export async function orphanSnapshots(db: Database): Promise<string[]> {
  const { rows } = await sql.raw<{ hash: string }>(`select hash ${ORPHANS} order by hash`).execute(db);
  return rows.map((row) => row.hash);
}

export async function dropOrphanSnapshots(db: Database): Promise<void> {
  await sql.raw(`delete ${ORPHANS}`).execute(db);
}

/** The next kept pages by hash. */
export async function snapshotsAfter(db: Database, after: string, limit: number) {
  return db
    .selectFrom('snapshot')
    .select(['hash', 'bytes', 'body'])
    .where('hash', '>', after)
    .where('body', 'is not', null)
    .orderBy('hash')
    .limit(limit)
    .execute();
}

export async function countSnapshots(db: Database): Promise<number> {
  const row = await db
    .selectFrom('snapshot')
    .where('body', 'is not', null)
    .select((build) => build.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return row.count;
}

/** The statements that were read from a page. */
export async function readersOf(db: Database, hash: string): Promise<number[]> {
  const rows = await db
    .selectFrom('revision')
    .select('statement_id')
    .distinct()
    .where('snapshot_hash', '=', hash)
    .orderBy('statement_id')
    .execute();
  return rows.map((row) => row.statement_id);
}

import { sql } from 'kysely';
import type { Database } from './connection.js';

/** A statement's signature, as the index holds it and as it is searched for. */
interface SignedStatement {
  statementId: number;
  /** `YYYY-MM-DD`. */
  day: string;
  /** None for a text too short to have a signature. */
  keys: number[];
  search: number[];
}

/** Puts signatures into the index, or replaces them. */
export async function saveSignatures(db: Database, signed: SignedStatement[]): Promise<void> {
  if (signed.length === 0) return;
  const rows = signed.map((one) => ({ statement_id: one.statementId, day: one.day, keys: one.keys }));
  await sql`
    insert into signature (statement_id, day, keys)
    select statement_id, day, keys
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(statement_id bigint, day date, keys bigint[])
    on conflict (statement_id) do update set day = excluded.day, keys = excluded.keys
  `.execute(db);
}

/** Those of the statements that are part of a joint release so far. */
export async function groupedAmong(db: Database, statementIds: number[]): Promise<Set<number>> {
  const { rows } = await sql<{ id: number }>`
    select id from statement where joint_id is not null and id = any(${statementIds}::bigint[])`.execute(db);
  return new Set(rows.map((row) => row.id));
}

/** Copies of these statements were looked for. */
export async function recordMatched(db: Database, statementIds: number[]): Promise<void> {
  await sql`delete from unmatched where statement_id = any(${statementIds}::bigint[])`.execute(db);
}

/** Statements whose copies nobody looked for, though a job should have: it was killed. */
export async function strayUnmatched(db: Database, olderThanMs: number, limit: number) {
  const { rows } = await sql<{ statementId: number; day: string; body: string }>`
    select s.id as "statementId", g.day, r.body
    from unmatched u join statement s on s.id = u.statement_id join signature g on g.statement_id = s.id
    join revision r on r.id = s.revision_id
    where u.since < now() - ${olderThanMs} * interval '1 millisecond'
    order by s.id limit ${limit}`.execute(db);
  return rows;
}

/** The most texts that one statement is compared with: the nearest in time. */
const MOST_CANDIDATES = 50;

/**
 * Statements of other newsrooms, of about the same days, that share a key with these: nearly all that are copies
 * of them, and few others. Their texts are to be compared. Searched after the signatures were saved, so that of two
 * statements that come at once at least one finds the other.
 * @param windowDays how far apart copies may be published
 */
export async function likelyCopies(db: Database, signed: SignedStatement[], windowDays: number) {
  const searching = signed.filter((one) => one.search.length > 0);
  if (searching.length === 0) return [];
  const wanted = searching.map((one) => ({ statement_id: one.statementId, day: one.day, keys: one.search }));
  const { rows } = await sql<{ statement_id: number; copy_id: number; body: string }>`
    select wanted.statement_id, near.id as copy_id, near.body
    from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb)
      as wanted(statement_id bigint, day date, keys bigint[])
    join statement own on own.id = wanted.statement_id
    join lateral (
      select other.id, revision.body
      from near_signatures(wanted.keys) as signature
      join statement other on other.id = signature.statement_id
      join revision on revision.id = other.revision_id
      where signature.day between wanted.day - ${windowDays}::int and wanted.day + ${windowDays}::int
        and other.source_id <> own.source_id
      order by abs(signature.day - wanted.day), other.id
      limit ${MOST_CANDIDATES}
    ) near on true
  `.execute(db);
  return rows;
}

/**
 * Makes a statement part of the joint release of its copies; without copies, of none. A group goes by the number
 * of its first statement. Groups that turn out to be one become one.
 */
export async function regroup(db: Database, statementId: number, copies: number[]): Promise<void> {
  await db.transaction().execute(async (trx) => {
    // Joint releases are rare; whoever changes a group does so alone.
    await sql`select pg_advisory_xact_lock(hashtext('rostrum joint releases'))`.execute(trx);
    const rows = await trx
      .selectFrom('statement')
      .select(['id', 'joint_id'])
      .where('id', 'in', [statementId, ...copies])
      .execute();
    const before = rows.find((row) => row.id === statementId)?.joint_id ?? null;
    const others = rows.filter((row) => row.id !== statementId);
    if (before !== null && !others.some((row) => row.joint_id === before)) {
      await trx.updateTable('statement').set({ joint_id: null }).where('id', '=', statementId).execute();
      await settle(trx, [before]);
    }
    if (others.length === 0) return;
    const groups = others.flatMap((row) => row.joint_id ?? []);
    await trx
      .updateTable('statement')
      .set({ joint_id: statementId })
      .where((build) =>
        build.or([
          build('id', 'in', [statementId, ...others.map((row) => row.id)]),
          ...(groups.length === 0 ? [] : [build('joint_id', 'in', groups)]),
        ]),
      )
      .execute();
    await settle(trx, [statementId]);
  });
}

/** Gives groups the number of their first statement; a group of one is none. */
export async function settle(db: Database, groups: number[]): Promise<void> {
  await sql`
    update statement set joint_id = case when size > 1 then first end
    from (
      select joint_id as was, min(id) as first, count(*) as size from statement
      where joint_id = any(${groups}::bigint[]) group by joint_id
    ) as members
    where statement.joint_id = members.was and members.was is distinct from case when size > 1 then first end
  `.execute(db);
}

/** Statements after a number that no copy was looked for of: those written in batches. */
export async function unsignedStatements(db: Database, after: number, limit: number) {
  const { rows } = await sql<{ statementId: number; day: string; body: string }>`
    select s.id as "statementId", coalesce(s.published_on, s.first_seen_at::date) as day, r.body
    from statement s join revision r on r.id = s.revision_id
    where s.id > ${after} and not exists (select from signature g where g.statement_id = s.id)
    order by s.id limit ${limit}
  `.execute(db);
  return rows;
}

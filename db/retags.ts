import { sql, type Transaction } from 'kysely';
import type { Database } from './connection.js';
import type { DB } from './schema.js';

export type RetagKind = 'bill' | 'topic';

/** A bill or topic that is new or changed, and the words by which a statement may name it. */
export interface Retag {
  kind: RetagKind;
  subject: string;
  phrases: string[];
}

/** A retag that can be carried out: every tagger knows the subject by now, or will within `TAGGERS_LAG`. */
export interface DueRetag extends Retag {
  /** To the microsecond: a retag that was asked for again is another one. */
  ready_at: string;
  /** Statements up to this number are done. */
  done_through: number;
}

/** A running tagger reads the index again within this time; what it tagged until then may lack the news. */
const TAGGERS_LAG = '5 seconds';
/** An import that wrote retags and never ended. */
const ABANDONED = '10 minutes';

/** Notes that statements may have to be tagged again. They wait until `makeReady`. */
export async function askRetags(db: Transaction<DB>, retags: Retag[]): Promise<void> {
  if (retags.length === 0) return;
  await sql`insert into retag (kind, subject, phrases)
    select r.kind, r.subject, r.phrases
    from jsonb_to_recordset(${JSON.stringify(retags)}::jsonb) as r(kind text, subject text, phrases text[])
    on conflict (kind, subject) do update
      set phrases = excluded.phrases, asked_at = now(), ready_at = null, done_through = 0`.execute(db);
}

/** The news is complete: statements tagged before now may be tagged again. */
export async function makeReady(db: Database, kind: RetagKind): Promise<void> {
  await db
    .updateTable('retag')
    .set({ ready_at: sql`now()` })
    .where('kind', '=', kind)
    .where('ready_at', 'is', null)
    .execute();
}

/** True where an import noted retags and ended without saying so. */
export async function hasAbandonedRetags(db: Database): Promise<boolean> {
  const row = await db
    .selectFrom('retag')
    .select('subject')
    .where('ready_at', 'is', null)
    .where(sql<boolean>`asked_at < now() - interval '${sql.raw(ABANDONED)}'`)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Statements that are young enough to be tagged again; one without a date is as old as we know it. */
function recent(days: number) {
  return sql`(s.listed_on >= current_date - ${days}::int
    or s.listed_on = '-infinity' and s.first_seen_at >= now() - make_interval(days => ${days}::int))`;
}

/**
 * The next retags to carry out. Those for which no statement is left that was tagged before them are dropped
 * here, all at once: a first import into an empty archive asks for thousands.
 */
export async function dueRetags(db: Database, days: number, limit: number): Promise<DueRetag[]> {
  const due = sql`ready_at < now() - interval '${sql.raw(TAGGERS_LAG)}'`;
  await sql`delete from retag where ${due} and not exists (
    select from statement s
    where s.tagged_at <= (select max(ready_at) from retag where ${due}) + interval '${sql.raw(TAGGERS_LAG)}'
      and ${recent(days)})`.execute(db);
  const { rows } = await sql<DueRetag>`select kind, subject, phrases, ready_at::text, done_through from retag
    where ${due} order by ready_at, kind, subject limit ${limit}`.execute(db);
  return rows;
}

/**
 * Sets statements untagged that may speak of a subject and were tagged before it was known, at most `limit`;
 * the retag is gone when none is left.
 * @returns how many were set untagged
 */
export async function untagNamed(
  db: Database,
  retag: DueRetag,
  { days, limit }: { days: number; limit: number },
): Promise<number> {
  const { kind, subject, ready_at, done_through } = retag;
  const named = kind === 'bill' ? bySpokenBill(retag, days) : bySpokenTopic(retag, days);
  const { rows } = await sql<{ id: number }>`
    with named as materialized (${named}),
    old as (
      select s.id from statement s join named on named.id = s.id
      where s.id > ${done_through} and ${recent(days)}
        and s.tagged_at <= ${ready_at}::timestamptz + interval '${sql.raw(TAGGERS_LAG)}'
      order by s.id limit ${limit}
    )
    update statement set tagged_at = null, tag_error = null from old where old.id = statement.id
    returning statement.id`.execute(db);
  // Asked for again in the meantime, it starts anew.
  const same = sql`kind = ${kind} and subject = ${subject} and ready_at = ${ready_at}::timestamptz`;
  if (rows.length < limit) await sql`delete from retag where ${same}`.execute(db);
  else
    await sql`update retag set done_through = ${Math.max(...rows.map(({ id }) => id))} where ${same}`.execute(
      db,
    );
  return rows.length;
}

/** Stretches of days that statements are marked with in the index of words (`search_words` in the migrations). */
const SPANS = [8, 64, 512];
/** So many marks at most stand for the days looked at. */
const MOST_MARKS = 16;
const FIRST_DAY = Date.parse('0001-01-01T00:00:00Z');

/** A tsquery of the marks of so many days up to tomorrow, wherever that is. */
function marksOf(days: number): string {
  const today = Math.floor((Date.now() - FIRST_DAY) / 86_400_000);
  const span = SPANS.find((wide) => days / wide < MOST_MARKS - 1) ?? 512;
  const first = Math.max(0, Math.floor((today - 1 - days) / span));
  const last = Math.floor((today + 1) / span);
  return Array.from({ length: last - first + 1 }, (_, i) => `'@${span}_${first + i}'`).join(' | ');
}

/** Young statements whose words hold one of the phrases, by the index of words; of no words, none. */
function saying(phrases: string[], days: number) {
  const quoted = phrases.map((phrase) => `"${phrase.replaceAll('"', ' ')}"`).join(' or ');
  const query = sql`websearch_to_tsquery('english', ${quoted})`;
  return sql`select t.statement_id as id from statement_text t
      where numnode(${query}) > 0 and t.words @@ (${marksOf(days)}::tsquery && ${query})
    union select s.id from statement s join statement_text t on t.statement_id = s.id
      where s.listed_on = '-infinity' and t.words @@ ${query}`;
}

/** A bill is named by a title, or by its number: that was a citation of an unknown bill, or left unresolved. */
function bySpokenBill({ subject, phrases }: Retag, days: number) {
  const [, type = '', number = ''] = /^([a-z]+)(\d+)-/.exec(subject) ?? [];
  const chamber = type.startsWith('s') ? '^s' : '^h';
  return sql`${saying(phrases, days)}
    union select statement_id from citation where bill_id = ${subject}
    union select statement_id from doubt
      where kind = 'unresolved' and text ~* ${chamber}
        and substring(replace(text, ',', '') from '\\d+$') = ${number}`;
}

/** A topic's words stand there, or they stood there before the topic changed. */
function bySpokenTopic({ subject, phrases }: Retag, days: number) {
  return sql`${saying(phrases, days)}
    union select statement_id from statement_topic where topic_id = ${subject}`;
}

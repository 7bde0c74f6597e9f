import { sql } from 'kysely';
import type { Database } from '../../db/connection.js';
import { inArchive } from '../../db/scope.js';
import type { BillName } from '../model.js';
import { stateCode, stateNameOf } from '../tag/states.js';
import { billLabel, displayTitle, parseBillId } from './bill.js';

/** Something with a page of its own. */
export interface Found {
  kind: 'bill' | 'official' | 'state' | 'topic';
  id: string;
  /** What it is called: `S. 1693 (115th): Stop …`, `Jane Doe`. */
  name: string;
}

/** What a text typed into a search box may mean. */
export interface Lookup {
  /** What it means beyond doubt. */
  exact: Found | null;
  /** What it may mean, likeliest first; without `exact`. */
  near: Found[];
}

const NEAR = 6;

/**
 * Finds the bill, official, state or topic that a text names.
 * @param asTyped `S. 1693`, `hr1865-115`, `SESTA`, `Jane Doe`, `North Dakota`, `ND`, a title
 * @param names acronyms and popular names of bills
 */
export async function lookUp(db: Database, asTyped: string, names: BillName[]): Promise<Lookup> {
  const text = asTyped.replace(/\s+/g, ' ').trim().slice(0, 200);
  if (text === '') return { exact: null, near: [] };
  const [bills, byTitle, officials, topics] = await Promise.all([
    billsByNumber(db, text),
    billsByTitle(db, text),
    officialsByName(db, text),
    topicsByName(db, text),
  ]);
  const named = names.filter(({ name }) => name.toLowerCase() === text.toLowerCase());
  const popular = await Promise.all(named.map(({ bill }) => billById(db, bill)));
  const state = stateOf(text);
  const candidates = [
    ...bills,
    ...popular,
    ...(state === null ? [] : [state]),
    ...officials.filter(({ whole }) => whole).map(({ found }) => found),
    ...topics.filter(({ whole }) => whole).map(({ found }) => found),
    ...byTitle.filter(({ whole }) => whole).map(({ found }) => found),
  ];
  const [exact = null] = candidates;
  // A number without a Congress means the newest bill that bears it; two people of one name mean neither.
  const certain = bills.length > 0 || unique(candidates).length === 1;
  const near = unique([
    ...candidates,
    ...officials.map(({ found }) => found),
    ...byTitle.map(({ found }) => found),
    ...topics.map(({ found }) => found),
  ]);
  return certain ? { exact, near: near.slice(1, NEAR + 1) } : { exact: null, near: near.slice(0, NEAR) };
}

function unique(found: Found[]): Found[] {
  return [...new Map(found.map((one) => [`${one.kind} ${one.id}`, one])).values()];
}

const TYPES: Record<string, string> = {
  s: 's',
  sb: 's',
  senatebill: 's',
  hr: 'hr',
  hb: 'hr',
  housebill: 'hr',
  sres: 'sres',
  hres: 'hres',
  sjres: 'sjres',
  hjres: 'hjres',
  sconres: 'sconres',
  hconres: 'hconres',
};

/** `S. 1693`, `H.R. 1865 (115th)`, `s1693-115`; the newest Congress first where none is given. */
async function billsByNumber(db: Database, text: string): Promise<Found[]> {
  const match =
    /^([a-z][a-z. ]*?)[. ]*(\d{1,5})(?:(?:\s*[-–,(/]\s*|\s+)(\d{2,3})(?:st|nd|rd|th)?(?:\s+congress)?\)?)?$/i.exec(
      text,
    );
  const type = TYPES[(match?.[1] ?? '').replace(/[. ]/g, '').toLowerCase()];
  if (match === null || type === undefined) return [];
  const number = Number(match[2]);
  const congresses = match[3] === undefined ? EVERY : [Number(match[3])];
  const ids = congresses.map((congress) => `${type}${number}-${congress}`);
  const { rows } = await sql<{ id: string }>`
    select id from (
      select id from bill where id = any(${ids})
      union
      select known.id from unnest(${ids}::text[]) known(id)
      where exists (select from citation where bill_id = known.id)
    ) every order by split_part(id, '-', 2)::int desc limit ${NEAR}`.execute(db);
  return Promise.all(rows.map(({ id }) => billById(db, id)));
}

/** Congresses whose bills anybody may still speak of. */
const EVERY = Array.from({ length: 100 }, (_, index) => 90 + index);

async function billById(db: Database, id: string): Promise<Found> {
  const titles = await db
    .selectFrom('bill_title')
    .select(['kind', 'title'])
    .where('bill_id', '=', id)
    .orderBy('position')
    .execute();
  return billFound(id, displayTitle(titles));
}

function billFound(id: string, title: string | null): Found {
  const { type, number, congress } = parseBillId(id);
  const label = `${billLabel(type, number)}, ${congress}th Congress`;
  return { kind: 'bill', id, name: title === null ? label : `${title} (${label})` };
}

interface Candidate {
  found: Found;
  /** The text is its whole name. */
  whole: boolean;
}

/** A word that half of all titles hold is not ranked among all of them. */
const RANKED_TITLES = 300;

async function billsByTitle(db: Database, text: string): Promise<Candidate[]> {
  const query = sql`websearch_to_tsquery('english', ${text})`;
  const { rows } = await sql<{ id: string; title: string }>`
    select bill_id as id, (array_agg(title order by length(title)))[1] as title
    from (
      select bill_id, title from bill_title where to_tsvector('english', title) @@ ${query} limit ${RANKED_TITLES}
    ) found
    group by bill_id
    order by max(ts_rank(to_tsvector('english', title), ${query}, 2)) desc, split_part(bill_id, '-', 2)::int desc, bill_id
    limit ${NEAR}`.execute(db);
  const bare = (title: string) => title.toLowerCase().replace(/ of \d{4}$/, '');
  return rows.map(({ id, title }) => ({
    found: billFound(id, title),
    whole: bare(title) === bare(text),
  }));
}

async function officialsByName(db: Database, text: string): Promise<Candidate[]> {
  const words = text.toLowerCase().split(' ');
  const family = words.at(-1) ?? '';
  const rows = await db
    .selectFrom('official')
    .select(['id', 'name', 'first', 'last', 'aliases'])
    .where(inArchive('official'))
    .where((build) =>
      build.or([
        build(sql`lower(last)`, '=', family),
        build(sql`lower(name)`, '=', text.toLowerCase()),
        sql<boolean>`exists (select from unnest(aliases) alias where lower(alias) = ${text.toLowerCase()})`,
        build('id', '=', text.toLowerCase()),
      ]),
    )
    .orderBy('last')
    .orderBy('first')
    .limit(50)
    .execute();
  const whole = (row: (typeof rows)[number]) =>
    [row.id, row.name, `${row.first} ${row.last}`, ...row.aliases].some(
      (name) => name.toLowerCase() === text.toLowerCase(),
    ) ||
    (words.length === 1 && rows.length === 1);
  return rows.map((row) => ({
    found: { kind: 'official' as const, id: row.id, name: row.name },
    whole: whole(row),
  }));
}

async function topicsByName(db: Database, text: string): Promise<Candidate[]> {
  const rows = await db
    .selectFrom('topic')
    .select(['id', 'name'])
    .where((build) =>
      build.or([
        build('id', '=', text.toLowerCase()),
        sql<boolean>`strpos(lower(name), ${text.toLowerCase()}) > 0`,
      ]),
    )
    .orderBy('name')
    .limit(NEAR)
    .execute();
  return rows.map((row) => ({
    found: { kind: 'topic' as const, id: row.id, name: row.name },
    whole: row.id === text.toLowerCase() || row.name.toLowerCase() === text.toLowerCase(),
  }));
}

/** A state by its full name or its two capital letters; `in` and `or` are words before they are states. */
function stateOf(text: string): Found | null {
  const code = stateCode(text);
  if (code === null) return null;
  const name = stateNameOf(code);
  return text === code || text.toLowerCase() === name.toLowerCase()
    ? { kind: 'state', id: code, name }
    : null;
}

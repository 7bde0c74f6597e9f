import { type Kysely, sql } from 'kysely';

/** Makes the reporting views anew, each column with its comment in the database. */
export async function makeAnswerViews(db: Kysely<unknown>): Promise<void> {
  await sql.raw('drop view quotes_on_bill, statements_on_bill, source_health').execute(db);
  for (const { name, about, columns, query } of VIEWS) {
    await sql.raw(`create view ${name} (${Object.keys(columns).join(', ')}) as ${query}`).execute(db);
    await sql`comment on view ${sql.table(name)} is ${sql.lit(about)}`.execute(db);
    for (const [column, meaning] of Object.entries(columns)) {
      await sql`comment on column ${sql.table(name)}.${sql.ref(column)} is ${sql.lit(meaning)}`.execute(db);
    }
  }
}

/** Takes them back and leaves the three of the migration before. */
export async function dropAnswerViews(db: Kysely<unknown>): Promise<void> {
  await sql.raw(`drop view ${VIEWS.map((view) => view.name).join(', ')}`).execute(db);
  const { up } = await import('./0002-reporting-views.js');
  await up(db);
}

interface View {
  name: string;
  about: string;
  /** In the order of the query; a view never loses one and gets new ones only at the end. */
  columns: Record<string, string>;
  query: string;
}

/** Whose party counts is decided by the newest term in that office that had begun on the day. */
const partyOf = (statement: string) => `left join lateral (
    select term.party from term
    where term.official_id = ${statement}.official_id and term.office = ${statement}.office
      and term.starts_on <= coalesce(${statement}.published_on, current_date)
    order by term.starts_on desc limit 1
  ) t on true`;

const PUBLISHED = {
  published_on: 'Day of publication in the newsroom’s zone; null where it is not known.',
  published_at: 'Moment of publication; null where only the day is known.',
  zone: 'Time zone of the newsroom, as America/Chicago.',
};
const STATE = 'live, missing (one visit did not find it) or gone (proven more than once).';
const PARTY =
  'Party on the day of the statement: R, D, I; null where the catalogue has no term for that day.';

const VIEWS: View[] = [
  {
    name: 'statements_on_bill',
    about:
      'One row for each bill a statement cites in its newest revision, with who spoke and the words that prove it.',
    columns: {
      bill_id: 'The bill, as s1693-115: type, number, Congress.',
      statement_id: 'The statement.',
      ...PUBLISHED,
      official_id: 'Who published it; null where the catalogue names nobody for that office and day.',
      official: 'Name of the official, or of the newsroom where there is none.',
      party: PARTY,
      office: 'senate, attorney-general or house.',
      state: 'State of the newsroom, two letters.',
      title: 'Title of the newest revision.',
      url: 'Address of the release.',
      statement_state: STATE,
      method: 'How the bill was recognised: title, number or acronym.',
      confidence: 'From 0 to 1.',
      known: 'False where the bill index does not hold the bill.',
      evidence:
        'The words that name the bill: a JSON list of start, end and text, counted in title, blank line, body.',
      companions: 'Bills that travel with it.',
      source_id: 'The newsroom.',
      first_seen_at: 'When the release was first seen.',
      last_seen_at: 'When it was last seen.',
      revision_id: 'The revision that was tagged.',
    },
    query: `select c.bill_id, s.id, s.published_on, s.published_at, s.zone, s.official_id,
      coalesce(o.name, src.name), t.party, s.office, src.state, s.title, s.url, s.state, c.method, c.confidence,
      c.known, c.evidence, c.companions, s.source_id, s.first_seen_at, s.last_seen_at, s.revision_id
    from citation c
    join statement s on s.id = c.statement_id and s.revision_id = c.revision_id
    join source src on src.id = s.source_id
    left join official o on o.id = s.official_id
    ${partyOf('s')}`,
  },
  {
    name: 'quotes_on_bill',
    about:
      'One row for each quote in a statement that cites a bill: who said what, in which role, and where.',
    columns: {
      bill_id: 'The bill that the statement cites, as s1693-115.',
      quote_id: 'The quote.',
      statement_id: 'The statement it stands in.',
      ...PUBLISHED,
      speaker: 'Name of the speaker as the release gives it.',
      role: 'The speaker’s role as the release gives it.',
      official_id: 'The speaker, where it is an official of the catalogue.',
      party: PARTY,
      office: 'Office of the speaker on that day.',
      state: 'State of the speaker, two letters.',
      verb: 'said, added …; null where the words stand alone.',
      text: 'The words quoted.',
      starts_at: 'Where they begin in title, blank line, body; UTF-16 code units.',
      ends_at: 'Where they end.',
      publisher_id: 'The official who published the statement.',
      publisher: 'Name of the newsroom.',
      title: 'Title of the statement.',
      url: 'Address of the release.',
      statement_state: STATE,
    },
    query: `select c.bill_id, q.id, q.statement_id, s.published_on, s.published_at, s.zone,
      q.speaker, q.role, q.official_id, t.party, t.office, t.state, q.verb, q.text, q.starts_at, q.ends_at,
      s.official_id, src.name, s.title, s.url, s.state
    from citation c
    join statement s on s.id = c.statement_id and s.revision_id = c.revision_id
    join source src on src.id = s.source_id
    join quote q on q.revision_id = c.revision_id
    left join lateral (
      select term.party, term.office, term.state from term
      where term.official_id = q.official_id and term.starts_on <= coalesce(s.published_on, current_date)
      order by term.starts_on desc limit 1
    ) t on true`,
  },
  {
    name: 'statement_search',
    about:
      "One row for each statement with the words of its newest revision: search with words @@ websearch_to_tsquery('english', …).",
    columns: {
      statement_id: 'The statement.',
      ...PUBLISHED,
      official_id: 'Who published it; null where the catalogue names nobody for that office and day.',
      official: 'Name of the official, or of the newsroom where there is none.',
      party: PARTY,
      office: 'senate, attorney-general or house.',
      state: 'State of the newsroom, two letters.',
      title: 'Title of the newest revision.',
      body: 'Text of the newest revision, paragraphs separated by a blank line.',
      url: 'Address of the release.',
      statement_state: STATE,
      words:
        'What is searched: the words of title (weight A) and body, and marks beginning with @ for the days it falls in.',
      source_id: 'The newsroom.',
      revisions: 'How many revisions have been seen.',
    },
    query: `select s.id, s.published_on, s.published_at, s.zone, s.official_id, coalesce(o.name, src.name), t.party,
      s.office, src.state, s.title, r.body, s.url, s.state, x.words, s.source_id,
      (select count(*) from revision every where every.statement_id = s.id)
    from statement_text x
    join statement s on s.id = x.statement_id
    join revision r on r.id = s.revision_id
    join source src on src.id = s.source_id
    left join official o on o.id = s.official_id
    ${partyOf('s')}`,
  },
  {
    name: 'bill_timeline',
    about:
      'One row for each bill and day on which somebody spoke of it; statements without a date are left out.',
    columns: {
      bill_id: 'The bill, as s1693-115.',
      day: 'Day of publication.',
      statements: 'Statements of that day that cite the bill.',
      officials: 'Different officials among their publishers.',
      democrats: 'Statements by Democrats.',
      republicans: 'Statements by Republicans.',
      others: 'Statements by anybody else, and by newsrooms whose holder is not known.',
      senators: 'Statements from senators’ newsrooms.',
      attorneys_general: 'Statements from attorneys general.',
      representatives: 'Statements from members of the House (imported archives).',
    },
    query: `select c.bill_id, c.listed_on, count(*), count(distinct s.official_id),
      count(*) filter (where t.party = 'D'), count(*) filter (where t.party = 'R'),
      count(*) filter (where t.party is null or t.party not in ('D', 'R')),
      count(*) filter (where s.office = 'senate'), count(*) filter (where s.office = 'attorney-general'),
      count(*) filter (where s.office = 'house')
    from citation c
    join statement s on s.id = c.statement_id and s.revision_id = c.revision_id
    ${partyOf('s')}
    where c.listed_on > '-infinity'
    group by c.bill_id, c.listed_on`,
  },
  {
    name: 'silent_on_bill',
    about:
      'One row for each bill and official in office during its Congress who has published no statement that cites it.',
    columns: {
      bill_id: 'The bill, as s1693-115.',
      congress: 'Its Congress.',
      introduced_on: 'When it was introduced; null where that is not known.',
      official_id: 'The official.',
      official: 'Name of the official.',
      party: 'Party in that term.',
      office: 'senate, attorney-general or house.',
      state: 'State, two letters.',
      in_office_from: 'First day in that office within the Congress.',
      in_office_until:
        'The day the office or the Congress ended, whichever came first; that day is not included.',
      latest_statement_on:
        'Newest statement of the official on anything: where it is null or old, silence may be a newsroom that was not read.',
    },
    query: `select b.id, b.congress, b.introduced_on, o.id, o.name, term.party, term.office, term.state,
      greatest(term.starts_on, b.begins), least(term.ends_on, b.ends),
      (select nullif(s.listed_on, '-infinity') from statement s where s.official_id = o.id
        order by s.listed_on desc limit 1)
    from (
      select id, congress, introduced_on, make_date(1787 + 2 * congress, 1, 3) as begins,
        make_date(1789 + 2 * congress, 1, 3) as ends
      from (
        select id, congress, introduced_on from bill
        union all
        select distinct c.bill_id, split_part(c.bill_id, '-', 2)::integer, null::date from citation c
        where not c.known and not exists (select from bill where bill.id = c.bill_id)
      ) every
    ) b
    join term on term.starts_on < b.ends and (term.ends_on is null or term.ends_on > b.begins)
    join official o on o.id = term.official_id
    where not exists (select from citation c where c.bill_id = b.id and c.official_id = o.id)
      and (o.catalogue = 'sample') = exists (select from source where catalogue = 'sample')`,
  },
  {
    name: 'source_health',
    about: 'One row for each newsroom: when it was last read, what failed, what is next.',
    columns: {
      source_id: 'The newsroom.',
      name: 'Its name.',
      office: 'senate, attorney-general or house.',
      state: 'State, two letters.',
      kind: 'How it is read: feed, listing, wordpress or sitemap.',
      url: 'Where it is read.',
      enabled: 'Whether it is visited.',
      last_tried_at: 'Last visit.',
      last_good_at: 'Last visit that went well.',
      last_new_at: 'Last visit that found something new.',
      next_poll_at: 'Next visit.',
      consecutive_failures: 'Visits that failed since the last good one.',
      error_kind: 'What kind of failure the last visit was.',
      error: 'What failed.',
      evidence: 'Where the address comes from, or why there is none to read.',
      statements: 'Statements found there.',
      newest_statement_on: 'Newest of them.',
      health: 'good, failing, never tried or disabled.',
    },
    query: `select src.id, src.name, src.office, src.state, src.kind, src.url, src.enabled,
      src.last_tried_at, src.last_good_at, src.last_new_at, src.next_poll_at,
      src.consecutive_failures, src.error_kind, src.error, src.evidence,
      (select count(*) from statement s where s.source_id = src.id),
      (select max(s.published_on) from statement s where s.source_id = src.id),
      case
        when not src.enabled then 'disabled'
        when src.last_tried_at is null then 'never tried'
        when src.consecutive_failures > 0 then 'failing'
        else 'good'
      end
    from source src`,
  },
];

import { type Selectable, sql } from 'kysely';
import type { Database } from '../../../db/connection.js';
import type { Official, Term } from '../../../db/schema.js';
import { displayTitle } from '../bill.js';
import type { ExportedStatement } from './statement.js';

/** What a cell of an exported table can be. */
export type Cell = string | number | boolean | Date | null;

export interface TableColumn<Row> {
  name: string;
  type: 'text' | 'integer' | 'real' | 'boolean' | 'date' | 'moment';
  value: (row: Row) => Cell;
}

/** A table of csv, sqlite and Parquet exports. */
export interface ExportTable {
  name: string;
  columns: Omit<TableColumn<never>, 'value'>[];
  /** Columns that tell a row from every other. */
  key: string[];
  /** The rows that a statement gives; null for a table that is read from the archive as a whole. */
  rowsOf: ((statement: ExportedStatement) => Cell[][]) | null;
  /** The rows of a table that does not belong to statements. */
  readAll: ((db: Database) => Promise<Cell[][]>) | null;
}

function ofStatements<Row>(
  name: string,
  key: string[],
  rows: (statement: ExportedStatement) => Row[],
  columns: TableColumn<Row>[],
): ExportTable {
  return {
    name,
    key,
    columns,
    rowsOf: (statement) => rows(statement).map((row) => columns.map((column) => column.value(row))),
    readAll: null,
  };
}

function ofArchive<Row>(
  name: string,
  key: string[],
  read: (db: Database) => Promise<Row[]>,
  columns: TableColumn<Row>[],
): ExportTable {
  return {
    name,
    key,
    columns,
    rowsOf: null,
    readAll: async (db) => (await read(db)).map((row) => columns.map((column) => column.value(row))),
  };
}

type With<Part> = Part & { statement: number };

function each<Part extends object>(statement: ExportedStatement, parts: Part[]): With<Part>[] {
  return parts.map((part) => ({ ...part, statement: statement.id }));
}

const text = <Row>(name: string, value: (row: Row) => string | null): TableColumn<Row> => ({
  name,
  type: 'text',
  value,
});
const integer = <Row>(name: string, value: (row: Row) => number): TableColumn<Row> => ({
  name,
  type: 'integer',
  value,
});
const moment = <Row>(name: string, value: (row: Row) => Date | null): TableColumn<Row> => ({
  name,
  type: 'moment',
  value,
});
const date = <Row>(name: string, value: (row: Row) => string | null): TableColumn<Row> => ({
  name,
  type: 'date',
  value,
});
const of = integer<{ statement: number }>('statement_id', (row) => row.statement);

export const TABLES: ExportTable[] = [
  ofStatements<ExportedStatement>('statements', ['id'], (statement) => [statement], [
    integer('id', (row) => row.id),
    date('published_on', (row) => row.published_on),
    moment('published_at', (row) => row.published_at),
    text('official_id', (row) => row.official_id),
    text('official', (row) => row.official),
    text('party', (row) => row.party),
    text('office', (row) => row.office),
    text('state', (row) => row.state),
    text('title', (row) => row.title),
    text('url', (row) => row.url),
    text('statement_state', (row) => row.statement_state),
    integer('revisions', (row) => row.revisions),
    moment('first_seen_at', (row) => row.first_seen_at),
    moment('last_seen_at', (row) => row.last_seen_at),
    text('source_id', (row) => row.source_id),
    text('language', (row) => row.language),
    text('body', (row) => row.body),
  ]),
  ofStatements<With<ExportedStatement['bills'][number]>>(
    'statement_bills',
    ['statement_id', 'bill_id'],
    (statement) => each(statement, statement.bills),
    [
      of,
      text('bill_id', (row) => row.bill),
      text('method', (row) => row.method),
      { name: 'confidence', type: 'real', value: (row) => row.confidence },
      { name: 'known', type: 'boolean', value: (row) => row.known },
      text('evidence', (row) => JSON.stringify(row.evidence)),
      text('companions', (row) => row.companions.join(' ')),
    ],
  ),
  ofStatements<With<ExportedStatement['topics'][number]>>(
    'statement_topics',
    ['statement_id', 'topic_id'],
    (statement) => each(statement, statement.topics),
    [
      of,
      text('topic_id', (row) => row.topic),
      { name: 'score', type: 'real', value: (row) => row.score },
      text('evidence', (row) => JSON.stringify(row.evidence)),
    ],
  ),
  ofStatements<With<ExportedStatement['quotes'][number]>>(
    'quotes',
    ['statement_id', 'position'],
    (statement) => each(statement, statement.quotes),
    [
      of,
      integer('position', (row) => row.position),
      text('speaker', (row) => row.speaker),
      text('official_id', (row) => row.official),
      text('role', (row) => row.role),
      text('verb', (row) => row.verb),
      text('text', (row) => row.text),
      integer('starts_at', (row) => row.start),
      integer('ends_at', (row) => row.end),
    ],
  ),
  ofStatements<With<ExportedStatement['mentions'][number]>>(
    'mentions',
    ['statement_id', 'starts_at'],
    (statement) => each(statement, statement.mentions),
    [
      of,
      text('official_id', (row) => row.official),
      text('text', (row) => row.text),
      integer('starts_at', (row) => row.start),
      integer('ends_at', (row) => row.end),
    ],
  ),
  ofArchive<OfficialRow>(
    'officials',
    ['id'],
    (db) =>
      db.selectFrom('official').select(['id', 'bioguide', 'name', 'first', 'last']).orderBy('id').execute(),
    [
      text('id', (row) => row.id),
      text('bioguide', (row) => row.bioguide),
      text('name', (row) => row.name),
      text('first', (row) => row.first),
      text('last', (row) => row.last),
    ],
  ),
  ofArchive<TermRow>(
    'terms',
    ['official_id', 'office', 'starts_on'],
    (db) => db.selectFrom('term').selectAll().orderBy('official_id').orderBy('starts_on').execute(),
    [
      text('official_id', (row) => row.official_id),
      text('office', (row) => row.office),
      text('state', (row) => row.state),
      text('party', (row) => row.party),
      date('starts_on', (row) => row.starts_on),
      date('ends_on', (row) => row.ends_on),
    ],
  ),
  ofArchive<BillRow>('bills', ['id'], readBills, [
    text('id', (row) => row.id),
    integer('congress', (row) => row.congress),
    text('type', (row) => row.type),
    integer('number', (row) => row.number),
    text('title', (row) => displayTitle(row.titles)),
    date('introduced_on', (row) => row.introduced_on),
    text('sponsor', (row) => row.sponsor_name),
    text('policy_area', (row) => row.policy_area),
  ]),
];

type OfficialRow = Pick<Selectable<Official>, 'id' | 'bioguide' | 'name' | 'first' | 'last'>;
type TermRow = Selectable<Term>;

interface BillRow {
  id: string;
  congress: number;
  type: string;
  number: number;
  introduced_on: string | null;
  sponsor_name: string | null;
  policy_area: string | null;
  titles: { kind: string; title: string }[];
}

/** The bills that statements cite, as far as the index knows them. */
async function readBills(db: Database): Promise<BillRow[]> {
  const { rows } = await sql<BillRow>`
    select b.id, b.congress, b.type, b.number, b.introduced_on, b.sponsor_name, b.policy_area,
      (select coalesce(json_agg(json_build_object('kind', t.kind, 'title', t.title) order by t.position), '[]')
        from bill_title t where t.bill_id = b.id) as titles
    from bill b where exists (select from citation c where c.bill_id = b.id) order by b.id`.execute(db);
  return rows;
}

import { chmodSync, copyFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import sqlite from 'node-sqlite3-wasm';
import { type Exporter, exportStatements } from './job.js';
import type { ExportedStatement } from './statement.js';
import { type Cell, type ExportTable, TABLES } from './tables.js';

const FILE = 'rostrum.sqlite';
const TYPES = {
  text: 'text',
  integer: 'integer',
  real: 'real',
  boolean: 'integer',
  date: 'text',
  moment: 'text',
};

type Connection = InstanceType<typeof sqlite.Database>;
type Statement = ReturnType<Connection['prepare']>;

/**
 * One file that SQLite, and Datasette on top of it, opens: the tables, and full-text search over title and text in
 * `statements_fts`. What has changed since a cursor is brought into the file that is there.
 */
export const exportSqlite: Exporter = async (job) => {
  const existing = join(job.directory, FILE);
  const update = job.since !== null && existsSync(existing);
  return exportStatements(
    // The file is brought up to date, so it keeps its name.
    job,
    'sqlite',
    (files) => {
      const path = files.open(FILE, { whole: update });
      if (update) copyFileSync(existing, path);
      const file = new SqliteFile(path, update);
      return {
        write: async (statements) => file.write(statements),
        finish: async (db) => {
          for (const table of TABLES) {
            if (table.readAll !== null) file.replace(table, await table.readAll(db));
          }
          file.close();
        },
        abandon: async () => file.abandon(),
      };
    },
  );
};

class SqliteFile {
  readonly #db: Connection;
  readonly #update: boolean;
  readonly #inserts = new Map<string, Statement>();
  readonly #deletes: Statement[] = [];

  constructor(path: string, update: boolean) {
    this.#update = update;
    this.#db = new sqlite.Database(path);
    // It is made for its owner alone, which no other file of an export is.
    chmodSync(path, 0o644);
    // The file is thrown away if it does not become whole.
    this.#db.exec('pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -64000');
    if (!update) for (const table of TABLES) this.#db.exec(createTable(table));
    for (const table of TABLES) {
      const marks = table.columns.map(() => '?').join(', ');
      this.#inserts.set(table.name, this.#db.prepare(`insert into ${table.name} values (${marks})`));
      if (update && table.rowsOf !== null) {
        const key = table.name === 'statements' ? 'id' : 'statement_id';
        this.#deletes.push(this.#db.prepare(`delete from ${table.name} where ${key} = ?`));
      }
    }
  }

  write(statements: ExportedStatement[]): void {
    this.#db.exec('begin');
    for (const statement of statements) {
      for (const remove of this.#deletes) remove.run([statement.id]);
      for (const table of TABLES) {
        for (const row of table.rowsOf?.(statement) ?? []) this.#insert(table, row);
      }
    }
    this.#db.exec('commit');
  }

  /** Puts other rows in the place of all that are there. */
  replace(table: ExportTable, rows: Cell[][]): void {
    this.#db.exec(`begin; delete from ${table.name}`);
    for (const row of rows) this.#insert(table, row);
    this.#db.exec('commit');
  }

  close(): void {
    for (const statement of [...this.#inserts.values(), ...this.#deletes]) statement.finalize();
    if (!this.#update) this.#db.exec(INDEXES + SEARCH);
    this.#db.exec('analyze');
    this.#db.close();
  }

  abandon(): void {
    if (this.#db.isOpen) this.#db.close();
  }

  #insert(table: ExportTable, row: Cell[]): void {
    this.#inserts.get(table.name)?.run(
      row.map((cell) => {
        if (cell instanceof Date) return cell.toISOString();
        return typeof cell === 'boolean' ? Number(cell) : cell;
      }),
    );
  }
}

function createTable({ name, columns, key }: ExportTable): string {
  const primary = columns.find(
    (column) => key.length === 1 && column.name === key[0] && column.type === 'integer',
  );
  const lines = columns.map(
    (column) => `${column.name} ${TYPES[column.type]}${column === primary ? ' primary key' : ''}`,
  );
  if (primary === undefined) lines.push(`primary key (${key.join(', ')})`);
  return `create table ${name} (${lines.join(', ')})`;
}

const INDEXES = `
  create index statement_bills_by_bill on statement_bills (bill_id);
  create index statement_topics_by_topic on statement_topics (topic_id);
  create index statements_by_official on statements (official_id, published_on);
  create index statements_by_day on statements (published_on);
  create index quotes_by_official on quotes (official_id);
  create index mentions_by_official on mentions (official_id);
`;

/** The words are kept once, in the table itself; triggers keep the index right when the file is brought up to date. */
const SEARCH = `
  create virtual table statements_fts using fts5 (title, body, content = 'statements', content_rowid = 'id',
    tokenize = 'porter unicode61');
  insert into statements_fts (statements_fts) values ('rebuild');
  create trigger statements_added after insert on statements begin
    insert into statements_fts (rowid, title, body) values (new.id, new.title, new.body);
  end;
  create trigger statements_removed after delete on statements begin
    insert into statements_fts (statements_fts, rowid, title, body) values ('delete', old.id, old.title, old.body);
  end;
`;

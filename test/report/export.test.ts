import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { sql } from 'kysely';
import sqlite from 'node-sqlite3-wasm';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { generateArchive } from '../../bench/generate-archive.js';
import { renumber, renumberMoved } from '../../db/changes.js';
import { exportCongressPress } from '../../src/report/export/congress-press.js';
import { exportCsv } from '../../src/report/export/csv.js';
import type { Exporter } from '../../src/report/export/job.js';
import { exportNdjson } from '../../src/report/export/ndjson.js';
import { exportParquet } from '../../src/report/export/parquet.js';
import { exportSqlite } from '../../src/report/export/sqlite.js';
import { TABLES } from '../../src/report/export/tables.js';
import { type ScratchDatabase, scratchDatabase } from '../support/database.js';
import { settled } from '../support/settled.js';

const COUNT = 700;

describe('an export', () => {
  let scratch: ScratchDatabase;
  let folder: string;
  beforeAll(async () => {
    scratch = await scratchDatabase();
    await generateArchive(scratch.url, COUNT);
    await sql`update statement set title = '=HYPERLINK("http://x")' where id = 5`.execute(scratch.db);
    await sql`update revision set title = '=HYPERLINK("http://x")', body = ${'a,"b"\r\nc\u2028d'}
      where statement_id = 5`.execute(scratch.db);
    await sql`update statement set published_on = null, published_at = null where id = 6`.execute(scratch.db);
  });
  afterAll(() => scratch.drop());
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rostrum-export-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const run = (exporter: Exporter, since: string | null = null) =>
    exporter({ db: scratch.db, directory: folder, since, onProgress: () => {} });
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');
  const lines = (name: string) =>
    read(name)
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));

  async function counts() {
    const { rows } = await sql<Record<string, number>>`select (select count(*) from statement) as statements,
      (select count(*) from citation) as statement_bills, (select count(*) from statement_topic) as statement_topics,
      (select count(*) from quote) as quotes, (select count(*) from mention) as mentions,
      (select count(*) from official) as officials, (select count(*) from term) as terms,
      (select count(distinct bill_id) from citation) as bills`.execute(scratch.db);
    return rows[0] ?? {};
  }

  it('as ndjson holds every statement with its text and tags, a line each', async () => {
    const result = await run(exportNdjson);
    const all = lines('statements.ndjson');
    expect(result).toMatchObject({ written: COUNT, files: ['statements.ndjson'] });
    expect(all.map((one) => one.id)).toEqual(Array.from({ length: COUNT }, (_, index) => index + 1));
    const expected = await counts();
    expect(all.flatMap((one) => one.bills)).toHaveLength(expected.statement_bills ?? 0);
    expect(all.flatMap((one) => one.quotes)).toHaveLength(expected.quotes ?? 0);
    for (const { title, body, bills } of all) {
      for (const { start, end, text } of bills.flatMap((bill: { evidence: object[] }) => bill.evidence)) {
        expect(`${title}\n\n${body}`.slice(start, end)).toBe(text);
      }
    }
    expect(all[5].published).toBeNull();
    expect(JSON.parse(read('export.json'))).toMatchObject({
      format: 'ndjson',
      written: COUNT,
      cursor: result.cursor,
    });
  });

  it('as csv opens right in a spreadsheet: byte order mark, quoted lines, no cell that is a formula', async () => {
    await run(exportCsv);
    const expected = await counts();
    for (const table of TABLES) {
      const text = read(`${table.name}.csv`);
      expect(text.startsWith('\ufeff'), table.name).toBe(true);
      const rows = parseCsv(text.slice(1));
      expect(rows[0]).toEqual(table.columns.map((column) => column.name));
      expect(rows).toHaveLength((expected[table.name] ?? 0) + 1);
      for (const row of rows) {
        expect(row).toHaveLength(table.columns.length);
        for (const cell of row) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
      }
    }
    const fifth = parseCsv(read('statements.csv').slice(1)).find((row) => row[0] === '5') ?? [];
    expect(fifth).toContain(`'=HYPERLINK("http://x")`);
    expect(fifth.at(-1)).toBe('a,"b"\r\nc\u2028d');
  });

  it('as sqlite is one file with every table and full-text search', async () => {
    await run(exportSqlite);
    expect(readdirSync(folder).sort()).toEqual(['export.json', 'rostrum.sqlite']);
    const file = open();
    const expected = await counts();
    for (const table of TABLES) {
      expect(file.get(`select count(*) as count from ${table.name}`)?.count, table.name).toBe(
        expected[table.name],
      );
    }
    expect(file.get('pragma integrity_check')).toEqual({ integrity_check: 'ok' });
    const found = file.all(
      `select rowid from statements_fts where statements_fts match '"harbour lantern"' order by rowid`,
    );
    const { rows } = await sql<{ id: number }>`select statement_id as id from statement_search
      where words @@ phraseto_tsquery('english', 'harbour lantern') order by 1`.execute(scratch.db);
    expect(found.map((row) => row.rowid)).toEqual(rows.map((row) => row.id));
    expect(rows.length).toBeGreaterThan(10);
    file.close();
  });

  it('as parquet has every table with its types', async () => {
    await run(exportParquet);
    const expected = await counts();
    for (const table of TABLES) {
      const rows = await parquetReadObjects({
        file: await asyncBufferFromFile(join(folder, `${table.name}.parquet`)),
      });
      expect(rows, table.name).toHaveLength(expected[table.name] ?? 0);
    }
    const statements = await parquetReadObjects({
      file: await asyncBufferFromFile(join(folder, 'statements.parquet')),
    });
    expect(statements[4]).toMatchObject({ id: 5n, body: 'a,"b"\r\nc\u2028d' });
    expect(statements[0]?.published_on).toBeInstanceOf(Date);
    expect(statements[5]?.published_on).toBeNull();
  });

  it('as congress-press has the form of that data set, and says what has no place in it', async () => {
    const { notes } = await run(exportCongressPress);
    const all = lines('releases.jsonl');
    const { rows } = await sql<{ senate: number; ag: number }>`select
      count(*) filter (where office = 'senate') as senate, count(*) filter (where office <> 'senate') as ag
      from statement`.execute(scratch.db);
    expect(all).toHaveLength(rows[0]?.senate ?? 0);
    expect(notes[0]).toContain(`${rows[0]?.ag} statements of attorneys general`);
    expect(Object.keys(all[0])).toEqual([
      'url',
      'title',
      'date',
      'date_source',
      'source',
      'domain',
      'scraper',
      'member',
      'text',
      'collected_at',
      'updated_at',
    ]);
    expect(all[0].member).toMatchObject({
      chamber: 'Senate',
      party: expect.stringMatching(/^(Democrat|Republican|Independent)$/),
    });
  });

  it('goes on from its cursor with what has changed and nothing else', async () => {
    await settled(scratch.db);
    const { cursor } = await run(exportSqlite);
    expect((await run(exportNdjson, cursor)).written).toBe(0);
    await sql`update statement set state = 'gone' where id in (3, 4)`.execute(scratch.db);
    await sql`update statement set last_seen_at = now() where id = 9`.execute(scratch.db);
    await settled(scratch.db);
    const next = await run(exportNdjson, cursor);
    expect(next.files).toEqual([`statements-since-${cursor}.ndjson`]);
    expect(lines(next.files[0] ?? '').map((one) => [one.id, one.statement_state])).toEqual([
      [3, 'gone'],
      [4, 'gone'],
    ]);
    expect((await run(exportNdjson, next.cursor)).written).toBe(0);

    await sql`update revision set title = 'The crimson ferry' where statement_id = 3`.execute(scratch.db);
    await run(exportSqlite, cursor);
    const file = open();
    expect(file.get('select count(*) as count from statements')?.count).toBe(COUNT);
    expect(file.get('select statement_state from statements where id = 3')?.statement_state).toBe('gone');
    expect(file.all(`select rowid from statements_fts where statements_fts match 'crimson'`)).toEqual([
      { rowid: 3 },
    ]);
    expect(file.get('pragma integrity_check')).toEqual({ integrity_check: 'ok' });
    file.close();
  });

  it('loses nothing that was under way while it read, in whatever order transactions end', async () => {
    await settled(scratch.db);
    const slow = new Client({ connectionString: scratch.url });
    await slow.connect();
    await slow.query('begin');
    await slow.query(`update statement set state = 'missing' where id = 20`);
    await sql`update statement set state = 'missing' where id = 21`.execute(scratch.db);
    const first = await run(exportNdjson);
    await sql`update statement set state = 'missing' where id = 22`.execute(scratch.db);
    await slow.query('commit');
    await slow.end();
    const { files } = await run(exportNdjson, first.cursor);
    // 21 is told twice, which does no harm.
    expect(lines(files[0] ?? '').map((one) => one.id)).toEqual([20, 21, 22]);
  });

  it('takes no cursor of another archive, nor of this one as it was before it was restored', async () => {
    const { cursor } = await run(exportNdjson);
    await expect(run(exportNdjson, 'never')).rejects.toThrow('"never" is not a cursor');
    await expect(run(exportNdjson, '00000000-1')).rejects.toThrow('export everything once');
    expect(await renumberMoved(scratch.db)).toBe(false);
    await sql`alter table statement disable trigger user`.execute(scratch.db);
    await sql`update statement set change = 9000000000 where id = 1`.execute(scratch.db);
    await sql`alter table statement enable trigger user`.execute(scratch.db);
    expect(await renumberMoved(scratch.db)).toBe(true);
    await expect(run(exportNdjson, cursor)).rejects.toThrow('export everything once');
    await renumber(scratch.db);
    expect((await run(exportNdjson)).written).toBe(COUNT);
  });

  it.each([
    ['ndjson', exportNdjson],
    ['csv', exportCsv],
    ['sqlite', exportSqlite],
    ['parquet', exportParquet],
    ['congress-press', exportCongressPress],
  ])('of an empty archive as %s is whole and empty', async (_format, exporter) => {
    const empty = await scratchDatabase();
    const result = await exporter({ db: empty.db, directory: folder, since: null, onProgress: () => {} });
    expect(result.written).toBe(0);
    for (const file of result.files) expect(existsSync(join(folder, file))).toBe(true);
    await empty.drop();
  });

  it('that fails leaves what was there and nothing half', async () => {
    await run(exportNdjson);
    const before = read('statements.ndjson');
    await expect(
      exportNdjson({
        db: scratch.db,
        directory: folder,
        since: null,
        onProgress: () => {
          throw new Error('stopped');
        },
      }),
    ).rejects.toThrow('stopped');
    expect(read('statements.ndjson')).toBe(before);
    expect(readdirSync(folder).sort()).toEqual(['export.json', 'statements.ndjson']);
    expect(statSync(folder).isDirectory()).toBe(true);
  });

  function open() {
    return new sqlite.Database(join(folder, 'rostrum.sqlite'), { readOnly: true });
  }
});

/** RFC 4180, as a reader that knows nothing of our writer. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (quoted) {
      if (char !== '"') cell += char;
      else if (text[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
    } else if (char === '"') quoted = true;
    else if (char === ',') {
      row.push(cell);
      cell = '';
    } else if (char === '\r' && text[at + 1] === '\n') {
      row.push(cell);
      rows.push(row);
      row = [];
      cell = '';
      at += 1;
    } else cell += char;
  }
  return rows;
}

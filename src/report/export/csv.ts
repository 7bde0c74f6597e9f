import { stringify } from 'csv-stringify/sync';
import { type Exporter, exportStatements } from './job.js';
import { type Cell, type ExportTable, TABLES } from './tables.js';
import { TextFile } from './text-file.js';

/** A spreadsheet takes a file for UTF-8 only when it begins so. */
const BYTE_ORDER_MARK = '\ufeff';

/** One file a table, as RFC 4180 has it; cells that a spreadsheet would take for formulas are made text. */
export const exportCsv: Exporter = (job) =>
  exportStatements(job, 'csv', async (files) => {
    const opened = await Promise.all(
      TABLES.map(async (table) => {
        const file = new TextFile(files.open(`${table.name}.csv`));
        await file.write(BYTE_ORDER_MARK + lines([table.columns.map((column) => column.name)]));
        return { table, file };
      }),
    );
    return {
      write: async (statements) => {
        for (const { table, file } of opened) {
          if (table.rowsOf !== null) await file.write(rowsOf(table, statements.flatMap(table.rowsOf)));
        }
      },
      finish: async (db) => {
        for (const { table, file } of opened) {
          if (table.readAll !== null) await file.write(rowsOf(table, await table.readAll(db)));
          await file.close();
        }
      },
      abandon: async () => {
        for (const { file } of opened) await file.abandon();
      },
    };
  });

function rowsOf(table: ExportTable, rows: Cell[][]): string {
  return lines(rows.map((row) => row.map((cell, index) => cellText(cell, table.columns[index]?.type))));
}

function cellText(cell: Cell, type: string | undefined): string {
  if (cell === null) return '';
  if (cell instanceof Date) return cell.toISOString();
  if (typeof cell === 'number' && type === 'real') return String(Math.round(cell * 1000) / 1000);
  return String(cell);
}

function lines(rows: string[][]): string {
  return stringify(rows, { record_delimiter: 'windows', escape_formulas: true });
}

import { stringify } from 'csv-stringify/sync';

/** A column of a table: its name, and what a row has there. */
export interface CsvColumn<Row> {
  name: string;
  value: (row: Row) => string | number | null | undefined;
}

/** A spreadsheet takes a file for UTF-8 only when it begins so. */
const BYTE_ORDER_MARK = '\ufeff';

/** A table as RFC 4180 has it; a cell that a spreadsheet would take for a formula is made text. */
export function csvOf<Row>(rows: Row[], columns: CsvColumn<Row>[]): string {
  const cells = rows.map((row) => columns.map((column) => String(column.value(row) ?? '')));
  const text = stringify(cells, {
    header: true,
    columns: columns.map((column) => column.name),
    record_delimiter: 'windows',
    escape_formulas: true,
  });
  return BYTE_ORDER_MARK + text;
}

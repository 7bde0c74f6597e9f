import Table from 'cli-table3';
import { InvalidArgumentError, Option } from 'commander';
import { stringify } from 'csv-stringify/sync';

export const FORMATS = ['table', 'json', 'ndjson', 'csv', 'md'] as const;
export type Format = (typeof FORMATS)[number];

/** `--format`: a table when a person looks, ndjson when piped. */
export function formatOption(): Option {
  return new Option('--format <format>', 'how to print (default: table on a terminal, else ndjson)')
    .choices(FORMATS)
    .default(undefined);
}

/** A column of the table and of the csv: its name and how to read it from a row. */
export interface Column<Row> {
  name: string;
  value: (row: Row) => string | number | boolean | null | undefined;
  /** Wrapped at this many characters in a table. */
  width?: number;
  /** Left out of a table, which has not the room. */
  onlyInFiles?: true;
}

/** Prints rows to standard output. JSON formats carry the rows whole; tables and csv the columns. */
export function printRows<Row extends object>(
  rows: Row[],
  columns: Column<Row>[],
  format: Format | undefined,
  empty: string,
): void {
  const chosen = format ?? (process.stdout.isTTY ? 'table' : 'ndjson');
  if (rows.length === 0 && (chosen === 'table' || chosen === 'md')) {
    process.stderr.write(`${empty}\n`);
    return;
  }
  process.stdout.write(render(rows, columns, chosen));
}

/** Rows as a table, for what is shown beside a result. */
export function tableOf<Row extends object>(rows: Row[], columns: Column<Row>[]): string {
  return render(rows, columns, 'table');
}

function render<Row extends object>(rows: Row[], columns: Column<Row>[], format: Format): string {
  const cell = (column: Column<Row>, row: Row) => String(column.value(row) ?? '');
  switch (format) {
    case 'json':
      return `${JSON.stringify(rows, null, 2)}\n`;
    case 'ndjson':
      return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
    case 'csv':
      return stringify(
        rows.map((row) => columns.map((column) => cell(column, row))),
        // A cell that begins like a formula is one to a spreadsheet; the quote in front makes it text.
        { header: true, columns: columns.map((column) => column.name), escape_formulas: true },
      );
    case 'md': {
      const line = (cells: string[]) =>
        `| ${cells.map((text) => text.replaceAll('|', '\\|').replace(/\s+/g, ' ')).join(' | ')} |\n`;
      return (
        line(columns.map((column) => column.name)) +
        line(columns.map(() => '---')) +
        rows.map((row) => line(columns.map((column) => cell(column, row)))).join('')
      );
    }
    case 'table': {
      const visible = columns.filter((column) => !column.onlyInFiles);
      const table = new Table({
        head: visible.map((column) => column.name),
        style: { head: [], border: [], compact: true },
        wordWrap: true,
        wrapOnWordBoundary: true,
        colWidths: visible.map((column) => column.width ?? null),
        chars: PLAIN,
      });
      for (const row of rows) table.push(visible.map((column) => plain(cell(column, row))));
      return `${table.toString()}\n`;
    }
  }
}

/** Text of strangers cannot move the cursor or colour the terminal. */
export function plain(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '');
}

const PLAIN = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: ' ',
};

/** Prints one thing: its fields in a table, or whole as JSON. */
export function printOne(fields: Record<string, unknown>, format: Format | undefined): void {
  const chosen = format ?? (process.stdout.isTTY ? 'table' : 'json');
  if (chosen === 'json' || chosen === 'ndjson') {
    process.stdout.write(`${JSON.stringify(fields, null, chosen === 'json' ? 2 : undefined)}\n`);
    return;
  }
  const rows = Object.entries(fields).map(([name, value]) => ({ name, value: describe(value) }));
  const columns: Column<{ name: string; value: string }>[] = [
    { name: 'field', value: (row) => row.name },
    { name: 'value', value: (row) => row.value, width: 100 },
  ];
  process.stdout.write(render(rows, columns, chosen));
}

function describe(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map(describe).join('\n');
  if (typeof value === 'object') return Object.values(value).map(describe).join(' · ');
  return String(value);
}

/** A whole number for commander. */
export function wholeNumber(low: number, high: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < low || value > high) {
      throw new InvalidArgumentError(`It must be a whole number from ${low} to ${high}.`);
    }
    return value;
  };
}

import { fileWriter, ParquetWriter } from 'hyparquet-writer';
import { type Exporter, exportStatements } from './job.js';
import { type Cell, type ExportTable, TABLES } from './tables.js';

/** Rows of a group: what memory holds of a table at a time. */
const GROUP = 2000;

/** One file a table, compressed by column. */
export const exportParquet: Exporter = (job) =>
  exportStatements(job, 'parquet', (files) => {
    const opened = TABLES.map((table) => new ParquetTable(table, files.open(`${table.name}.parquet`)));
    return {
      write: async (statements) => {
        for (const file of opened) {
          if (file.table.rowsOf !== null) file.add(statements.flatMap(file.table.rowsOf));
        }
      },
      finish: async (db) => {
        for (const file of opened) {
          if (file.table.readAll !== null) file.add(await file.table.readAll(db));
          file.close();
        }
      },
      // Each group is written to the end at once; nothing is held open.
      abandon: async () => {},
    };
  });

type Type = ExportTable['columns'][number]['type'];

const TYPES = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  integer: { type: 'INT64' },
  real: { type: 'DOUBLE' },
  boolean: { type: 'BOOLEAN' },
  date: { type: 'INT32', converted_type: 'DATE' },
  moment: { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' },
} as const;

class ParquetTable {
  readonly table: ExportTable;
  readonly #writer: ParquetWriter;
  #rows: Cell[][] = [];

  constructor(table: ExportTable, path: string) {
    this.table = table;
    this.#writer = new ParquetWriter({
      writer: fileWriter(path),
      createdBy: 'rostrum',
      schema: [
        { name: 'root', num_children: table.columns.length },
        ...table.columns.map(({ name, type }) => ({
          name,
          ...TYPES[type],
          repetition_type: table.key.includes(name) ? ('REQUIRED' as const) : ('OPTIONAL' as const),
        })),
      ],
    });
  }

  add(rows: Cell[][]): void {
    this.#rows.push(...rows);
    while (this.#rows.length >= GROUP) this.#write(this.#rows.splice(0, GROUP));
  }

  close(): void {
    if (this.#rows.length > 0) this.#write(this.#rows);
    this.#writer.finish();
  }

  #write(rows: Cell[][]): void {
    this.#writer.write({
      columnData: this.table.columns.map(({ name, type }, index) => ({
        name,
        data: rows.map((row) => parquetValue(row[index] ?? null, type)),
      })),
      rowGroupSize: GROUP,
    });
  }
}

function parquetValue(cell: Cell, type: Type): unknown {
  if (cell === null) return null;
  if (type === 'integer') return BigInt(Number(cell));
  if (type === 'date') return new Date(`${cell}T00:00:00Z`);
  return cell;
}

import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type ChangeMark, currentMark } from '../../../db/changes.js';
import type { Database } from '../../../db/connection.js';
import { archiveId } from '../../../db/settings.js';
import { CursorError } from '../cursor.js';
import { countExported, type ExportedStatement, readStatements } from './statement.js';

/** An export that was asked for. */
export interface ExportJob {
  db: Database;
  /** The folder it goes to; made where it is not there. */
  directory: string;
  /** The cursor that an earlier export gave; null for everything. */
  since: string | null;
  onProgress: (done: number, total: number) => void;
}

/** What came of it. */
export interface ExportResult {
  /** How many statements (or pages, or whatever the format is made of) were written. */
  written: number;
  files: string[];
  /** Where the next export goes on; null for a format that is always whole. */
  cursor: string | null;
  /** What the reader should know: what has no place in the form. */
  notes: string[];
}

/** Makes one format of export. */
export type Exporter = (job: ExportJob) => Promise<ExportResult>;

/** Takes statements in portions and makes files of them. */
export interface StatementWriter {
  write(statements: ExportedStatement[]): Promise<void>;
  /** @param db still at the moment of the export, for what else belongs to it */
  finish(db: Database): Promise<void>;
  /** Leaves nothing behind of what was not finished. */
  abandon(): Promise<void>;
  notes?(): string[];
}

/** Files of an export, each under another name until all are whole. */
export class ExportFiles {
  readonly #directory: string;
  readonly #suffix: string;
  readonly #names = new Map<string, string>();

  constructor(directory: string, since: string | null) {
    this.#directory = directory;
    // What has changed since is not laid over what is whole.
    this.#suffix = since === null ? '' : `-since-${since}`;
    mkdirSync(directory, { recursive: true });
  }

  /**
   * Where to write a file for now.
   * @param name as `statements.csv`
   * @param options.whole it holds everything, also where only what has changed was asked for
   */
  open(name: string, options: { whole?: boolean } = {}): string {
    const dot = name.indexOf('.');
    const suffix = options.whole ? '' : this.#suffix;
    const final = join(this.#directory, `${name.slice(0, dot)}${suffix}${name.slice(dot)}`);
    const path = `${final}.part`;
    rmSync(path, { force: true });
    this.#names.set(path, final);
    return path;
  }

  /** All are whole: they get their names. @returns the names */
  keep(): string[] {
    for (const [path, final] of this.#names) renameSync(path, final);
    return [...this.#names.values()].map((path) => basename(path));
  }

  drop(): void {
    for (const path of this.#names.keys()) rmSync(path, { force: true });
  }
}

/**
 * Exports statements through a writer, all of one moment, and leaves `export.json` beside them.
 * @throws CursorError when the cursor is none of this archive
 */
export async function exportStatements(
  job: ExportJob,
  format: string,
  open: (files: ExportFiles) => StatementWriter | Promise<StatementWriter>,
): Promise<ExportResult> {
  const files = new ExportFiles(job.directory, job.since);
  let writer: StatementWriter | null = null;
  try {
    // It is made up when it is first asked for, which a transaction that only reads cannot do.
    await archiveId(job.db);
    const result = await job.db
      .transaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute(async (trx) => {
        const mark = await currentMark(trx);
        const since = job.since === null ? null : readMark(job.since, mark);
        const total = await countExported(trx, since);
        let written = 0;
        writer = await open(files);
        for await (const statements of readStatements(trx, since)) {
          await writer.write(statements);
          written += statements.length;
          job.onProgress(written, total);
        }
        await writer.finish(trx);
        return { written, cursor: markText(mark), notes: writer.notes?.() ?? [] };
      });
    const names = files.keep();
    writeFileSync(
      join(job.directory, 'export.json'),
      `${JSON.stringify({ format, made_at: new Date(), since: job.since, ...result, files: names }, null, 2)}\n`,
    );
    return { ...result, files: names };
  } catch (error) {
    await (writer as StatementWriter | null)?.abandon();
    files.drop();
    throw error;
  }
}

/** `3f2a9c1e-74512`: the archive and the number of the change. */
export function markText({ archive, change }: ChangeMark): string {
  return `${archive.slice(0, 8)}-${change}`;
}

/** @throws CursorError when it is none of this archive */
export function readMark(text: string, now: ChangeMark): number {
  const match = /^([0-9a-f]{8})-(\d{1,15})$/.exec(text);
  if (match === null) throw new CursorError(`"${text}" is not a cursor: give one that an export printed`);
  const change = Number(match[2]);
  if (match[1] !== now.archive.slice(0, 8) || change > now.change) {
    throw new CursorError(
      `${text} is a cursor of another archive, or of this one before it was restored: export everything once, without --since-cursor`,
    );
  }
  return change;
}

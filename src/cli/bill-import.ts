import { bumpIndexVersion, markComplete, saveBills } from '../../db/bills.js';
import type { Database } from '../../db/connection.js';
import { readBills } from '../catalog/import-bills.js';
import type { Bill } from '../model.js';
import { billRow } from './catalogue.js';
import { CommandError, EXIT } from './outcome.js';

const BATCH = 500;

/** Where nobody watches, a line this often. */
const LINE_MS = 10_000;

/** How an import goes. */
export interface ImportCount {
  read: number;
  /** Bills that are new, or that differ from what the index had. */
  changed: number;
  refused: number;
  started: number;
}

export const newCount = (): ImportCount => ({ read: 0, changed: 0, refused: 0, started: Date.now() });

/** Imports every bill of a file, folder or zip; what is broken is named and the rest goes on. */
export async function importPath(db: Database, path: string, count: ImportCount): Promise<void> {
  const watched = process.stderr.isTTY;
  let told = Date.now();
  let batch = new Map<string, Bill>();
  let saving = Promise.resolve(0);
  // One batch is saved while the next is read.
  const flush = async () => {
    count.changed += await saving;
    saving = saveBills(db, [...batch.values()].map(billRow));
    // Whoever waits for it next is told.
    saving.catch(() => {});
    count.read += batch.size;
    batch = new Map();
    if (!watched && Date.now() - told < LINE_MS) return;
    told = Date.now();
    process.stderr.write(watched ? `\r${progress(count)}` : `${progress(count)}\n`);
  };
  for await (const result of readBills(path)) {
    if (result.error !== undefined) {
      count.refused += 1;
      process.stderr.write(`${watched ? '\r\u001b[K' : ''}refused: ${result.error.message}\n`);
      continue;
    }
    batch.set(result.bill.id, result.bill);
    if (batch.size >= BATCH) await flush();
  }
  await flush();
  count.changed += await saving;
}

function progress({ read, changed, started }: ImportCount): string {
  const rate = Math.round(read / Math.max(0.001, (Date.now() - started) / 1000));
  return `${grouped(read)} bills read · ${grouped(changed)} new or changed · ${grouped(rate)}/s`;
}

const grouped = (count: number) => count.toLocaleString('en-US');

/**
 * Says what came of an import, and marks Congresses as complete where nothing was refused.
 * @throws CommandError when there was no bill in it
 */
export async function finishImport(db: Database, count: ImportCount, complete: number[]): Promise<void> {
  if (count.read > 0 && count.refused === 0) {
    for (const congress of complete) await markComplete(db, congress);
  }
  await bumpIndexVersion(db);
  process.stderr.write(
    `${process.stderr.isTTY ? '\r\u001b[K' : ''}${count.read} bills imported, ${count.changed} of them new or changed, ${count.refused} refused\n`,
  );
  if (count.read === 0) throw new CommandError('no bill was found in what was given');
  if (count.refused > 0) process.exitCode = EXIT.partly;
}

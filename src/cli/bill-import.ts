import { bumpIndexVersion, markComplete, saveBills } from '../../db/bills.js';
import type { Database } from '../../db/connection.js';
import { readBills } from '../catalog/import-bills.js';
import type { Bill } from '../model.js';
import { billRow } from './catalogue.js';
import { CommandError, EXIT } from './outcome.js';

const BATCH = 500;

/** How an import goes. */
export interface ImportCount {
  kept: number;
  refused: number;
}

export const newCount = (): ImportCount => ({ kept: 0, refused: 0 });

/** Imports every bill of a file, folder or zip; what is broken is named and the rest goes on. */
export async function importPath(db: Database, path: string, count: ImportCount): Promise<void> {
  let batch = new Map<string, Bill>();
  const flush = async () => {
    await saveBills(db, [...batch.values()].map(billRow));
    count.kept += batch.size;
    batch = new Map();
    if (process.stderr.isTTY) process.stderr.write(`\r${count.kept} bills`);
  };
  for await (const result of readBills(path)) {
    if (result.error !== undefined) {
      count.refused += 1;
      process.stderr.write(`refused: ${result.error.message}\n`);
      continue;
    }
    batch.set(result.bill.id, result.bill);
    if (batch.size >= BATCH) await flush();
  }
  await flush();
}

/**
 * Says what came of an import, and marks Congresses as complete where nothing was refused.
 * @throws CommandError when there was no bill in it
 */
export async function finishImport(db: Database, count: ImportCount, complete: number[]): Promise<void> {
  if (count.kept > 0 && count.refused === 0) {
    for (const congress of complete) await markComplete(db, congress);
  }
  await bumpIndexVersion(db);
  process.stderr.write(
    `${process.stderr.isTTY ? '\r' : ''}${count.kept} bills imported, ${count.refused} refused\n`,
  );
  if (count.kept === 0) throw new CommandError('no bill was found in what was given');
  if (count.refused > 0) process.exitCode = EXIT.partly;
}

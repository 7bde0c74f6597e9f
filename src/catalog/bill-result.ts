import type { Bill } from '../model.js';
import { billRecord } from './bill-record.js';
import { CatalogError } from './catalog-error.js';
import { complaints } from './facts.js';

/** What one file, folder or line of an import gave: a bill, or why there is none. Others go on either way. */
export type BillResult = { bill: Bill; error?: undefined } | { bill?: undefined; error: CatalogError };

/** A bill from what an importer gathered, checked as a line of our own format is. */
export function billResult(gathered: unknown, file: string, line: number): BillResult {
  const checked = billRecord.safeParse(gathered);
  if (checked.success) return { bill: checked.data };
  return { error: new CatalogError(file, line, complaints(checked.error)) };
}

/** What went wrong, as a result: a CatalogError as it is, anything else named with its file. */
export function billFailure(cause: unknown, file: string, line = 1): BillResult {
  if (cause instanceof CatalogError) return { error: cause };
  const reason = cause instanceof Error ? cause.message : String(cause);
  return { error: new CatalogError(file, line, reason, { cause }) };
}

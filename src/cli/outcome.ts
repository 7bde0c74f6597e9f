import { CommanderError } from 'commander';
import { ConfigError } from '../config.js';
import { FetchError } from '../fetch/errors.js';
import { BillIdError } from '../report/bill.js';
import { CursorError } from '../report/cursor.js';
import { DateError } from '../report/dates.js';

/** The exit codes of every verb. */
export const EXIT = { done: 0, failed: 1, usage: 2, partly: 3 } as const;

/** The command was given something it cannot take; the message says what to give instead. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** The command was right and did not succeed; the message says why and what to do. */
export class CommandError extends Error {
  override name = 'CommandError';
}

const USAGE = [UsageError, ConfigError, DateError, BillIdError, CursorError];

/** One clear line on standard error, and the exit code that goes with it. */
export function reportFailure(error: unknown): number {
  if (error instanceof CommanderError) {
    // Commander has printed its own line; help and version are no failure.
    return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  }
  const message = describe(error);
  process.stderr.write(`rostrum: ${message}\n`);
  if (process.env.LOG_LEVEL === 'debug' && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  return USAGE.some((kind) => error instanceof kind) ? EXIT.usage : EXIT.failed;
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof FetchError) return `${error.url}: ${error.message}. ${error.advice}`;
  if (error instanceof AggregateError && error.message === '') {
    return error.errors.map(describe).join('; ');
  }
  const { code, path } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' && path !== undefined) return `there is no file ${path}`;
  if (code === 'EACCES' && path !== undefined) return `${path} may not be read`;
  if (code === 'EISDIR') return `${path ?? 'that'} is a folder, not a file`;
  return error.message.split('\n')[0] ?? error.name;
}

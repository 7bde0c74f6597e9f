import pino, { type Logger } from 'pino';
import type { Config } from '../config.js';

/** Logs go to standard error, one JSON object a line; what could be a secret is struck out. */
export function openLog(config: Config, fallback?: Config['logLevel']): Logger {
  const level = process.env.LOG_LEVEL === undefined ? (fallback ?? config.logLevel) : config.logLevel;
  return pino(
    {
      level,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: ['*.password', '*.token', '*.authorization', 'password', 'token', 'authorization'],
    },
    pino.destination({ dest: 2, sync: false }),
  );
}

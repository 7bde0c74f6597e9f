import { Command, InvalidArgumentError } from 'commander';
import { pingBackend } from '../../queues/backend.js';
import { QUEUES, type QueueName } from '../../queues/jobs.js';
import { Queues } from '../../queues/queues.js';
import { readConfig } from '../config.js';
import { startWeb } from '../web/server.js';
import { type Archive, openArchive } from './archive.js';
import { startHeartbeat } from './heartbeat.js';
import { openLog } from './log.js';
import { CommandError } from './outcome.js';
import { wholeNumber } from './output.js';
import { startRuntime } from './runtime.js';
import { untilStopped } from './signals.js';

const HEARTBEAT = [
  '--heartbeat',
  'keep the file run/heartbeat of ROSTRUM_HOME fresh while database and queues answer, for a health check',
] as const;

interface Beating {
  heartbeat?: true;
}

export function schedulerCommand(): Command {
  return new Command('scheduler')
    .description('set the clock that looks for sources that are due; one process for all workers')
    .option(...HEARTBEAT)
    .addHelpText('after', '\nExample:\n  DATABASE_URL=postgres://… REDIS_URL=redis://… rostrum scheduler')
    .action((options: Beating) =>
      withPart(options, async (archive, stopped) => {
        const queues = new Queues(archive.backend);
        try {
          await queues.schedule(archive.config.tickMs);
          process.stderr.write(`the clock ticks every ${archive.config.tickMs} ms\n`);
          await until(stopped);
        } finally {
          await queues.close();
        }
      }),
    );
}

export function workerCommand(): Command {
  return new Command('worker')
    .description('work on the queues; start as many as you like')
    .option('--queues <names>', `some of ${QUEUES.join(',')}`, queueNames, [...QUEUES])
    .option(
      '--concurrency <n>',
      'jobs of one queue at a time (default: WORKER_CONCURRENCY)',
      wholeNumber(1, 256),
    )
    .option(...HEARTBEAT)
    .addHelpText(
      'after',
      `
Examples:
  rostrum worker
  rostrum worker --queues tag --concurrency 2`,
    )
    .action((options: { queues: QueueName[]; concurrency?: number } & Beating) =>
      withPart(options, async (archive, stopped) => {
        const runtime = startRuntime(archive, openLog(archive.config), {
          scope: 'live',
          queues: options.queues,
          ...(options.concurrency === undefined ? {} : { concurrency: options.concurrency }),
        });
        process.stderr.write(`working on ${options.queues.join(', ')}\n`);
        await until(stopped);
        process.stderr.write('stopping: waiting for the work under way\n');
        await runtime.stop();
      }),
    );
}

export function webCommand(): Command {
  return new Command('web')
    .description('serve pages and the API')
    .option('--port <port>', 'port to listen on (default: PORT, 8080)', wholeNumber(0, 65535))
    .addHelpText('after', '\nExample:\n  rostrum web --port 8080')
    .action((options: { port?: number }) =>
      withPart({}, async ({ db, config, backend }, stopped) => {
        const web = await startWeb({
          db,
          config,
          backend,
          port: options.port ?? config.port,
          log: openLog(config),
        });
        process.stderr.write(`${web.url}\n`);
        await until(stopped);
        await web.close();
      }),
    );
}

/** Opens the archive for a part that runs until it is told to stop. */
async function withPart(
  options: Beating,
  work: (archive: Archive, stopped: AbortSignal) => Promise<void>,
): Promise<void> {
  const stopped = untilStopped();
  const archive = await openArchive({ config: readConfig() });
  try {
    await pingBackend(archive.backend).catch((error: Error) => {
      throw new CommandError(`the Redis of REDIS_URL does not answer: ${error.message}`);
    });
    if (options.heartbeat) stopped.addEventListener('abort', startHeartbeat(archive));
    await work(archive, stopped);
  } finally {
    await archive.close();
  }
}

function until(stopped: AbortSignal): Promise<unknown> {
  if (stopped.aborted) return Promise.resolve();
  return new Promise((resolve) => stopped.addEventListener('abort', resolve, { once: true }));
}

function queueNames(text: string): QueueName[] {
  const names = text.split(',').map((name) => name.trim());
  const wrong = names.find((name) => !QUEUES.includes(name as QueueName));
  if (wrong !== undefined) throw new InvalidArgumentError(`"${wrong}" is none of ${QUEUES.join(', ')}.`);
  return names as QueueName[];
}

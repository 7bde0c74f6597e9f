import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { startCrawl, unfinishedCrawl } from '../../db/crawls.js';
import type { Scope } from '../../db/scope.js';
import { listDueSources, listSources } from '../../db/sources.js';
import { workForAlerts } from '../../workers/alert.js';
import { repair, sweep } from '../../workers/sweep.js';
import { readConfig } from '../config.js';
import { takeLock } from '../embedded/processes.js';
import { startWeb } from '../web/server.js';
import { type Archive, openArchive } from './archive.js';
import { openLog } from './log.js';
import { CommandError } from './outcome.js';
import { wholeNumber } from './output.js';
import { printOutcome, waitForCrawl } from './progress.js';
import { type Runtime, startRuntime } from './runtime.js';
import { clearSample, makeSampleDue, openSample, type SampleNewsrooms } from './sample.js';
import { untilStopped } from './signals.js';

interface Options {
  sample?: true;
  port?: number;
  once?: true;
}

/** Who asked for the crawl of `--once`; one that was cut short is gone on with under this name. */
const ONCE = 'rostrum up --once';
const REPAIR_MS = 2000;
const ALL_DUE = 100_000;

export function upCommand(): Command {
  return new Command('up')
    .description('run the whole stack in this process: database, queues, workers, schedule, web')
    .option('--sample', 'serve our own sample newsrooms on a loopback port and crawl those only')
    .option('--port <port>', 'port of the web server (default: PORT, 8080)', wholeNumber(0, 65535))
    .option('--once', 'crawl everything due, wait until the queues are empty, print a summary, exit')
    .addHelpText(
      'after',
      `
Examples:
  rostrum up --sample           look around: http://localhost:8080
  rostrum up --sample --once    fill the archive with the sample and exit
  rostrum up                    go live: all newsrooms of the catalogue, on schedule`,
    )
    .action((options: Options) => up(options));
}

async function up(options: Options): Promise<void> {
  const config = readConfig();
  mkdirSync(join(config.home, 'run'), { recursive: true });
  const lock = takeLock(join(config.home, 'run', 'up.lock'));
  if ('heldBy' in lock) {
    throw new CommandError(
      `rostrum is up on ${config.home} already (process ${lock.heldBy}): stop it first, or choose another ROSTRUM_HOME`,
    );
  }
  try {
    const archive = await openArchive({ migrate: true, config });
    try {
      await run(archive, options);
    } finally {
      await archive.close();
    }
  } finally {
    lock.release();
  }
}

async function run(archive: Archive, options: Options): Promise<void> {
  const { config, db } = archive;
  const scope: Scope = options.sample ? 'sample' : 'live';
  const log = openLog(config, options.once ? 'error' : undefined);
  const stopped = untilStopped();
  let sample: SampleNewsrooms | null = null;
  let runtime: Runtime | null = null;
  try {
    if (options.sample) {
      sample = await openSample(db);
      await makeSampleDue(db);
    } else {
      const removed = await clearSample(db);
      if (removed !== null) process.stderr.write(`${removed}\n`);
    }
    const start = () => startRuntime(archive, log, { scope, sampleUrl: sample?.url ?? null });
    if (options.once) {
      runtime = start();
      await crawlOnce(archive, runtime, scope, stopped, sample);
      return;
    }
    const web = await startWeb({
      db,
      config,
      backend: archive.backend,
      port: options.port ?? config.port,
      log,
    });
    try {
      runtime = start();
      await runtime.queues.schedule(config.tickMs);
      await sweep(runtime.context);
      const sources = await listSources(db, { scope, enabled: true });
      process.stderr.write(`${sources.length} newsrooms on schedule · ${web.url} · stop with Ctrl-C\n`);
      const turning = sample === null ? null : turnPageWhenRead(archive, sample);
      await new Promise((resolve) => stopped.addEventListener('abort', resolve, { once: true }));
      clearInterval(turning ?? undefined);
      process.stderr.write('stopping: waiting for the work under way\n');
    } finally {
      await web.close();
    }
  } finally {
    await runtime?.stop();
    await sample?.close();
  }
}

async function crawlOnce(
  archive: Archive,
  runtime: Runtime,
  scope: Scope,
  stopped: AbortSignal,
  sample: SampleNewsrooms | null,
): Promise<void> {
  const { db } = archive;
  let crawlId = await unfinishedCrawl(db, ONCE);
  if (crawlId === null) {
    const due = await listDueSources(db, scope, ALL_DUE);
    crawlId = await startCrawl(db, {
      askedBy: ONCE,
      options: {},
      sourceIds: due.map((source) => source.id),
    });
  }
  await repair(runtime.context, 0);
  let repaired = Date.now();
  const progress = await waitForCrawl(db, crawlId, stopped, async () => {
    if (Date.now() - repaired < REPAIR_MS) return;
    repaired = Date.now();
    await repair(runtime.context);
  });
  if (progress.done) await workForAlerts(runtime.context, stopped);
  const code = await printOutcome(db, crawlId, progress, process.stdout.isTTY ? 'table' : 'md');
  if (stopped.aborted && !progress.done) {
    throw new CommandError(
      'stopped before everything was done: the same command goes on where this one ended',
    );
  }
  if (sample !== null && progress.done) await sample.turnPage();
  process.exitCode = code;
}

/** The sample's newsrooms change once, after everything they showed at first has been read. */
function turnPageWhenRead({ db }: Archive, sample: SampleNewsrooms): NodeJS.Timeout {
  const timer = setInterval(async () => {
    const unread = await db
      .selectFrom('source')
      .where('catalogue', '=', 'sample')
      .where((build) =>
        build.or([
          build('last_good_at', 'is', null),
          build.exists(
            build
              .selectFrom('crawl_item')
              .select('crawl_item.id')
              .whereRef('crawl_item.source_id', '=', 'source.id')
              .where('crawl_item.state', '=', 'waiting'),
          ),
        ]),
      )
      .select('id')
      .executeTakeFirst()
      .catch(() => ({ id: '' }));
    if (unread !== undefined) return;
    clearInterval(timer);
    await sample.turnPage();
  }, 5000);
  return timer;
}

import { Command, Option } from 'commander';
import type { Database } from '../../db/connection.js';
import { startCrawl, unfinishedCrawl } from '../../db/crawls.js';
import { leaveAbandonedPlaces } from '../../db/hosts.js';
import type { SourceRow } from '../../db/sources.js';
import { Queues } from '../../queues/queues.js';
import { repair } from '../../workers/sweep.js';
import { chooseSources } from '../ask-crawl.js';
import { parseDay } from '../report/dates.js';
import { type Archive, withArchive } from './archive.js';
import { openLog } from './log.js';
import { CommandError, UsageError } from './outcome.js';
import { type Column, type Format, formatOption, printRows, wholeNumber } from './output.js';
import { printOutcome, waitForCrawl } from './progress.js';
import { startRuntime } from './runtime.js';
import { openSample } from './sample.js';
import { untilStopped } from './signals.js';

interface Options {
  all?: true;
  office?: string;
  state?: string;
  since?: string;
  pages?: number;
  force?: true;
  wait?: true;
  dryRun?: true;
  format?: Format;
}

export function crawlCommand(): Command {
  return new Command('crawl')
    .description('visit newsrooms now, through the queue')
    .argument('[id...]', 'sources, as senate-nd-hoeven ag-mt')
    .option('--all', 'every enabled source')
    .addOption(
      new Option('--office <office>', 'sources of one office').choices(['senate', 'attorney-general', 'ag']),
    )
    .option('--state <code>', 'sources of one state, as ND')
    .option('--since <date>', 'walk back through older pages until this day (YYYY-MM-DD)')
    .option('--pages <n>', 'read at most so many pages of each listing', wholeNumber(1, 100_000))
    .option('--force', 'fetch everything again, whatever validators say')
    .option('--wait', 'wait until it is done, with a progress bar, and print what came of it')
    .option('--dry-run', 'show which sources would be visited and do nothing')
    .addOption(formatOption())
    .addHelpText(
      'after',
      `
Examples:
  rostrum crawl senate-nd-hoeven --wait
  rostrum crawl --office ag --state MT --since 2013-01-01 --wait
  rostrum crawl --all --dry-run

A run that was killed is gone on with by the same command.`,
    )
    .action((ids: string[], options: Options) => withArchive((archive) => crawl(archive, ids, options)));
}

async function crawl(archive: Archive, ids: string[], options: Options): Promise<void> {
  const since = options.since === undefined ? undefined : parseDay(options.since);
  const sources = await choose(archive, ids, options);
  if (options.dryRun) {
    printRows(sources, SOURCE_COLUMNS, options.format, 'No newsroom would be visited.');
    return;
  }
  const crawlId = await begin(archive.db, {
    askedBy: `rostrum crawl${ids.length > 0 ? ` ${ids.join(' ')}` : ''}`,
    options: {
      ...(since === undefined ? {} : { since }),
      ...(options.pages === undefined ? {} : { pages: options.pages }),
      ...(options.force ? { force: true } : {}),
    },
    sourceIds: sources.map((source) => source.id),
  });
  const queues = new Queues(archive.backend);
  try {
    await queues.add(
      'poll',
      sources.map((source) => ({ sourceId: source.id, crawlId })),
      'asked',
    );
    const working = await queues.hasWorkers();
    if (!options.wait) {
      process.stderr.write(
        `crawl ${crawlId}: ${sources.length} sources queued${working ? '' : '; nothing works on the queue now: start "rostrum up", or use --wait'}\n`,
      );
      return;
    }
    await finish(archive, crawlId, sources, working, options.format);
  } finally {
    await queues.close();
  }
}

/** The same command as one that was killed goes on with what that began: no page that was read is asked for again. */
async function begin(db: Database, request: Parameters<typeof startCrawl>[1]): Promise<number> {
  const earlier = await unfinishedCrawl(db, request.askedBy, request);
  if (earlier === null) return startCrawl(db, request);
  process.stderr.write(`going on with crawl ${earlier}, which the same command began and nobody finished\n`);
  return earlier;
}

/** Waits for a crawl; works on it here when nobody else does. */
async function finish(
  archive: Archive,
  crawlId: number,
  sources: SourceRow[],
  working: boolean,
  format: Format | undefined,
): Promise<void> {
  const { db } = archive;
  const stopped = untilStopped();
  // Nobody else works: what is under way was left by a run that was killed.
  if (!working) await leaveAbandonedPlaces(db);
  const ofSample = sources.some((source) => source.catalogue === 'sample');
  const sample = !working && ofSample ? await openSample(db) : null;
  const runtime = working
    ? null
    : startRuntime(archive, openLog(archive.config, 'error'), {
        scope: ofSample ? 'sample' : 'live',
        queues: ['poll', 'collect', 'tag'],
        sampleUrl: sample?.url ?? null,
      });
  try {
    if (runtime !== null) await repair(runtime.context, 0);
    let repaired = Date.now();
    const progress = await waitForCrawl(db, crawlId, stopped, async () => {
      if (runtime === null || Date.now() - repaired < 2000) return;
      repaired = Date.now();
      await repair(runtime.context);
    });
    const code = await printOutcome(db, crawlId, progress, format);
    if (!progress.done) {
      throw new CommandError(`stopped before crawl ${crawlId} was done: it goes on when workers run again`);
    }
    process.exitCode = code;
  } finally {
    await runtime?.stop();
    await sample?.close();
  }
}

async function choose({ db }: Archive, ids: string[], options: Options): Promise<SourceRow[]> {
  const chosen = await chooseSources(db, {
    ids,
    office: options.office === 'ag' ? 'attorney-general' : options.office,
    state: options.state?.toUpperCase(),
    all: options.all,
  });
  if ('sources' in chosen) return chosen.sources;
  if (chosen.refused === 'nothing named') {
    throw new UsageError(
      'say which newsrooms: ids, --office, --state or --all ("rostrum sources list" names them)',
    );
  }
  if (chosen.refused === 'unknown') {
    throw new CommandError(`there is no source ${chosen.ids.join(', ')}: "rostrum sources list" names them`);
  }
  throw new CommandError('no enabled source matches: "rostrum sources list" shows all');
}

const SOURCE_COLUMNS: Column<SourceRow>[] = [
  { name: 'source', value: (row) => row.id, width: 28 },
  { name: 'kind', value: (row) => row.kind, width: 10 },
  { name: 'last good', value: (row) => row.last_good_at?.toISOString(), width: 25 },
  { name: 'url', value: (row) => row.url },
];

import { Command, Option } from 'commander';
import { findSource } from '../../db/sources.js';
import type { Change, Stage } from '../../workers/reprocess.js';
import { runReprocess, type Totals } from '../../workers/reprocess-run.js';
import { parseDay } from '../report/dates.js';
import { type Archive, withArchive } from './archive.js';
import { archiveTagger } from './archive-tagger.js';
import { LongWork } from './long-work.js';
import { CommandError } from './outcome.js';
import { type Column, type Format, formatOption, printRows } from './output.js';
import { untilStopped } from './signals.js';

interface Options {
  since?: string;
  source?: string;
  stage?: Stage;
  dryRun?: true;
  format?: Format;
}

export function reprocessCommand(): Command {
  return new Command('reprocess')
    .description('extract and tag again from the kept pages, without the network; prints what changes')
    .option('--since <date>', 'only what was published on this day or later (YYYY-MM-DD)')
    .option('--source <id>', 'only what this newsroom published')
    .addOption(
      new Option('--stage <stage>', 'extract: read pages again; tag: tag again (default: both)').choices([
        'extract',
        'tag',
      ]),
    )
    .option('--dry-run', 'print what would change, and change nothing')
    .addOption(formatOption())
    .addHelpText(
      'after',
      `
A run that was stopped goes on where it ended when the same command is given again.

Examples:
  rostrum reprocess --stage tag --dry-run        what would a new bill index change?
  rostrum reprocess --stage tag                  tag everything again
  rostrum reprocess --source ag-mt --stage extract`,
    )
    .action((options: Options) => withArchive((archive) => reprocess(archive, options)));
}

async function reprocess(archive: Archive, options: Options): Promise<void> {
  const { db } = archive;
  const selection: { since?: string; source?: string } = {};
  if (options.since !== undefined) selection.since = parseDay(options.since);
  if (options.source !== undefined) {
    if ((await findSource(db, options.source)) === null) {
      throw new CommandError(`there is no source ${options.source}: "rostrum sources list" names them`);
    }
    selection.source = options.source;
  }
  const dryRun = options.dryRun === true;
  const { tagger, knowledge } = await archiveTagger(archive);
  const printer = new ChangePrinter(options.format);
  let work = null as LongWork | null;
  try {
    const { totals, done } = await runReprocess(db, tagger, {
      selection,
      knowledge,
      stages: options.stage === undefined ? ['extract', 'tag'] : [options.stage],
      dryRun,
      stopped: untilStopped(),
      onResume: (stage) => process.stderr.write(`going on with stage ${stage} where it was stopped\n`),
      onStage: (stage, before, total) => {
        work?.stop();
        work = new LongWork(stage === 'extract' ? 'reading' : 'tagging', total);
        work.update(before, `${before} of ${total}`);
      },
      onBatch: (changes, count, total) => {
        printer.print(changes);
        work?.update(count, `${count} of ${total}`);
      },
    });
    work?.stop();
    printer.end();
    process.stderr.write(`${summary(totals, dryRun)}\n`);
    if (!done) throw new CommandError('stopped: the same command goes on where this one ended');
  } finally {
    work?.stop();
  }
}

function summary({ revisions, lacking, statements, changes }: Totals, dryRun: boolean): string {
  const parts = Object.entries(changes)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, count]) => `${name}: ${count}`);
  return [
    `${revisions} revisions read`,
    ...(lacking > 0 ? [`${lacking} without kept bytes`] : []),
    `${statements} statements tagged`,
    parts.length === 0 ? 'nothing changes' : parts.join(', '),
    ...(dryRun ? ['nothing was written'] : []),
  ].join(' · ');
}

const COLUMNS: Column<Change>[] = [
  { name: 'statement', value: (row) => row.statement, width: 11 },
  { name: 'kind', value: (row) => row.kind, width: 10 },
  { name: 'change', value: (row) => row.change, width: 9 },
  { name: 'value', value: (row) => row.value, width: 90 },
];

/** Prints lines as they come; what has a head and a foot, at the end. */
class ChangePrinter {
  readonly #format: Format;
  readonly #kept: Change[] = [];

  constructor(format: Format | undefined) {
    this.#format = format ?? (process.stdout.isTTY ? 'table' : 'ndjson');
  }

  print(changes: Change[]): void {
    if (this.#format === 'ndjson') printRows(changes, COLUMNS, 'ndjson', '');
    else for (const change of changes) this.#kept.push(change);
  }

  end(): void {
    if (this.#format !== 'ndjson') printRows(this.#kept, COLUMNS, this.#format, 'Nothing changes.');
  }
}

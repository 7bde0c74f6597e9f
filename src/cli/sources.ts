import { Command, Option } from 'commander';
import type { Database } from '../../db/connection.js';
import { setSourceEnabled } from '../../db/sources.js';
import { addCommand } from './add-source.js';
import { withArchive } from './archive.js';
import { checkCommand } from './check-sources.js';
import { CommandError } from './outcome.js';
import { type Column, type Format, formatOption, printOne, printRows } from './output.js';

export function sourcesCommand(): Command {
  return new Command('sources')
    .description('newsrooms: how each is read, and its health')
    .addCommand(list())
    .addCommand(show())
    .addCommand(addCommand())
    .addCommand(checkCommand())
    .addCommand(setEnabled('enable', true, 'visit a newsroom on schedule again'))
    .addCommand(setEnabled('disable', false, 'visit a newsroom no more until it is enabled'));
}

async function health(
  db: Database,
  filter: { office?: string; state?: string; health?: string; id?: string },
) {
  let query = db.selectFrom('source_health').selectAll().orderBy('source_id');
  if (filter.id !== undefined) query = query.where('source_id', '=', filter.id);
  if (filter.office !== undefined) query = query.where('office', '=', filter.office);
  if (filter.state !== undefined) query = query.where('state', '=', filter.state);
  if (filter.health !== undefined) query = query.where('health', '=', filter.health);
  return query.execute();
}

type Row = Awaited<ReturnType<typeof health>>[number];

const COLUMNS: Column<Row>[] = [
  { name: 'source', value: (row) => row.source_id, width: 26 },
  { name: 'name', value: (row) => row.name, width: 50 },
  { name: 'kind', value: (row) => row.kind, width: 10 },
  { name: 'health', value: (row) => row.health, width: 13 },
  { name: 'statements', value: (row) => row.statements, width: 12 },
  { name: 'newest', value: (row) => row.newest_statement_on, width: 11 },
  { name: 'error', value: (row) => row.error ?? (row.enabled ? '' : row.evidence), width: 40 },
  { name: 'url', value: (row) => row.url },
];

function list(): Command {
  return new Command('list')
    .description('every newsroom and how it fares')
    .addOption(new Option('--office <office>').choices(['senate', 'attorney-general', 'ag']))
    .option('--state <code>', 'two letters, as ND')
    .addOption(new Option('--health <health>').choices(['good', 'failing', 'never tried', 'disabled']))
    .addOption(formatOption())
    .addHelpText(
      'after',
      '\nExamples:\n  rostrum sources list --state ND\n  rostrum sources list --health failing',
    )
    .action((options: { office?: string; state?: string; health?: string; format?: Format }) =>
      withArchive(async ({ db }) => {
        const rows = await health(db, {
          ...(options.office === undefined
            ? {}
            : { office: options.office === 'ag' ? 'attorney-general' : options.office }),
          ...(options.state === undefined ? {} : { state: options.state.toUpperCase() }),
          ...(options.health === undefined ? {} : { health: options.health }),
        });
        printRows(rows, COLUMNS, options.format, 'No source matches.');
      }),
    );
}

async function findHealth(db: Database, id: string): Promise<Row> {
  const [row] = await health(db, { id });
  if (row === undefined) {
    throw new CommandError(`there is no source ${id}: "rostrum sources list" names them`);
  }
  return row;
}

function show(): Command {
  return new Command('show')
    .description('one newsroom: how it is read, from what evidence, and its health')
    .argument('<id>', 'as senate-nd-hoeven')
    .addOption(formatOption())
    .addHelpText('after', '\nExample:\n  rostrum sources show ag-mt')
    .action((id: string, options: { format?: Format }) =>
      withArchive(async ({ db }) => printOne(await findHealth(db, id), options.format)),
    );
}

function setEnabled(name: string, enabled: boolean, description: string): Command {
  return new Command(name)
    .description(description)
    .argument('<id>', 'as senate-nd-hoeven')
    .addHelpText('after', `\nExample:\n  rostrum sources ${name} ag-mt`)
    .action((id: string) =>
      withArchive(async ({ db }) => {
        if (!(await setSourceEnabled(db, id, enabled))) {
          throw new CommandError(`there is no source ${id}: "rostrum sources list" names them`);
        }
        process.stderr.write(`${id} is ${name}d\n`);
      }),
    );
}

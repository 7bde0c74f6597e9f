import { readFile } from 'node:fs/promises';
import { Command, Option } from 'commander';
import { bumpIndexVersion } from '../../db/bills.js';
import { findOfficial, giveToHolders, listOfficials } from '../../db/officials.js';
import { officialOf } from '../../workers/tagger.js';
import { officialsFromLegislators } from '../catalog/legislators.js';
import { withArchive } from './archive.js';
import { bringOfficials } from './catalogue.js';
import { withLocalFile } from './local-file.js';
import { CommandError } from './outcome.js';
import { type Column, type Format, formatOption, printOne, printRows } from './output.js';

export function officialsCommand(): Command {
  return new Command('officials')
    .description('senators and attorneys general, with their terms')
    .addCommand(list())
    .addCommand(show())
    .addCommand(sync());
}

type Row = Awaited<ReturnType<typeof listOfficials>>[number];

const newest = (row: Row) => row.terms.at(-1);

const COLUMNS: Column<Row>[] = [
  { name: 'official', value: (row) => row.id, width: 26 },
  { name: 'name', value: (row) => row.name, width: 28 },
  { name: 'bioguide', value: (row) => row.bioguide, width: 10 },
  { name: 'office', value: (row) => newest(row)?.office, width: 18 },
  { name: 'state', value: (row) => newest(row)?.state, width: 6 },
  { name: 'party', value: (row) => newest(row)?.party, width: 6 },
  { name: 'from', value: (row) => newest(row)?.starts_on, width: 11 },
  { name: 'to', value: (row) => newest(row)?.ends_on, width: 11 },
];

function list(): Command {
  return new Command('list')
    .description('everybody, newest term shown')
    .addOption(new Option('--office <office>').choices(['senate', 'attorney-general', 'ag', 'house']))
    .option('--state <code>', 'two letters, as ND')
    .option('--current', 'only those in office today')
    .addOption(formatOption())
    .addHelpText(
      'after',
      '\nExamples:\n  rostrum officials list --state ND\n  rostrum officials list --office ag --current',
    )
    .action((options: { office?: string; state?: string; current?: true; format?: Format }) =>
      withArchive(async ({ db }) => {
        const office = options.office === 'ag' ? 'attorney-general' : options.office;
        const today = new Date().toISOString().slice(0, 10);
        const rows = (await listOfficials(db)).filter((row) =>
          row.terms.some(
            (term) =>
              (office === undefined || term.office === office) &&
              (options.state === undefined || term.state === options.state.toUpperCase()) &&
              (!options.current ||
                (term.starts_on <= today && (term.ends_on === null || term.ends_on > today))),
          ),
        );
        printRows(rows, COLUMNS, options.format, 'No official matches.');
      }),
    );
}

function show(): Command {
  return new Command('show')
    .description('one official, with every term')
    .argument('<id>', 'as heitkamp-heidi')
    .addOption(formatOption())
    .addHelpText('after', '\nExample:\n  rostrum officials show heitkamp-heidi')
    .action((id: string, options: { format?: Format }) =>
      withArchive(async ({ db }) => {
        const official = await findOfficial(db, id);
        if (official === null) {
          throw new CommandError(`there is no official ${id}: "rostrum officials list" names them`);
        }
        printOne(official, options.format);
      }),
    );
}

const LEGISLATORS =
  'https://raw.githubusercontent.com/unitedstates/congress-legislators/main/legislators-current.yaml';

function sync(): Command {
  return new Command('sync')
    .description('bring senators and their terms up to date from unitedstates/congress-legislators')
    .argument('[path|url]', 'its YAML or JSON', LEGISLATORS)
    .option('--dry-run', 'show who would be new and change nothing')
    .addHelpText(
      'after',
      `
Examples:
  rostrum officials sync --dry-run
  rostrum officials sync legislators-current.yaml`,
    )
    .action((place: string, options: { dryRun?: true }) =>
      withArchive(async ({ db, config }) => {
        const known = (await listOfficials(db, 'live')).map(officialOf);
        const found = await withLocalFile(config, place, async (path) =>
          officialsFromLegislators(await readFile(path, 'utf8'), known, place),
        );
        const added = found.filter((official) => !known.some((one) => one.id === official.id));
        for (const official of added) process.stderr.write(`new: ${official.id} (${official.name})\n`);
        if (!options.dryRun) {
          await bringOfficials(db, found, 'user');
          const moved = await giveToHolders(db);
          if (moved > 0) process.stderr.write(`${moved} statements changed hands\n`);
          await bumpIndexVersion(db);
        }
        process.stderr.write(
          `${found.length} senators read, ${added.length} new${options.dryRun ? '; nothing was changed' : ''}\n`,
        );
      }),
    );
}

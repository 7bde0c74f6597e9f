import { Command, InvalidArgumentError } from 'commander';
import { billReport, parseBillId } from '../report/bill.js';
import { findBills } from '../report/bill-search.js';
import { withArchive } from './archive.js';
import { finishImport, importPath, newCount } from './bill-import.js';
import { withLocalFile } from './local-file.js';
import { CommandError } from './outcome.js';
import { type Column, type Format, formatOption, printOne, printRows, wholeNumber } from './output.js';

export function billsCommand(): Command {
  return new Command('bills')
    .description('the bill index: search it, show a bill, import bills')
    .addCommand(search())
    .addCommand(show())
    .addCommand(importBills())
    .addCommand(syncBills());
}

function search(): Command {
  return new Command('search')
    .description('bills by words of their titles, or by number')
    .argument('<text...>', 'words, a "phrase", or a number as s1693-115 or S. 1693')
    .option('--limit <n>', 'at most so many', wholeNumber(1, 10_000), 20)
    .addOption(formatOption())
    .addHelpText(
      'after',
      '\nExamples:\n  rostrum bills search sex traffickers\n  rostrum bills search s1693-115',
    )
    .action((words: string[], options: { limit: number; format?: Format }) =>
      withArchive(async ({ db }) => {
        const text = words.join(' ');
        const found = await findBills(db, text, options.limit);
        printRows(
          found,
          COLUMNS,
          options.format,
          `No bill in the index matches "${text}". Import more with "rostrum bills import".`,
        );
      }),
    );
}

type Found = Awaited<ReturnType<typeof findBills>>[number];

const COLUMNS: Column<Found>[] = [
  { name: 'bill', value: (row) => row.id, width: 14 },
  { name: 'title', value: (row) => row.title, width: 70 },
  { name: 'introduced', value: (row) => row.introduced_on, width: 12 },
  { name: 'sponsor', value: (row) => row.sponsor_name, width: 26 },
  { name: 'policy area', value: (row) => row.policy_area },
];

function show(): Command {
  return new Command('show')
    .description('one bill: titles, sponsor, companions, and how much was said about it')
    .argument('<id>', 'as s1693-115')
    .addOption(formatOption())
    .addHelpText('after', '\nExample:\n  rostrum bills show s1693-115')
    .action((text: string, options: { format?: Format }) =>
      withArchive(async ({ db }) => {
        const { id } = parseBillId(text);
        const report = await billReport(db, id);
        if (report === null) {
          throw new CommandError(
            `there is no bill ${id} in the index: find it with "rostrum bills search", or add it with "rostrum bills import"`,
          );
        }
        printOne({ ...report }, options.format);
      }),
    );
}

function importBills(): Command {
  return new Command('import')
    .description('bills from GPO BILLSTATUS XML, congress.gov API v3 JSON or our own JSONL')
    .argument('<path|url...>', 'files, folders, zips, or addresses of such files')
    .option(
      '--complete <congress>',
      'these are all bills of this Congress: numbers that the index lacks are then no bills',
      congress,
    )
    .addHelpText(
      'after',
      `
Examples:
  rostrum bills import BILLSTATUS-115-s.zip
  rostrum bills import bills-119.jsonl --complete 119`,
    )
    .action((places: string[], options: { complete?: number }) =>
      withArchive(async ({ db, config }) => {
        const count = newCount();
        for (const place of places) {
          await withLocalFile(config, place, (path) => importPath(db, path, count));
        }
        await finishImport(db, count, options.complete === undefined ? [] : [options.complete]);
      }),
    );
}

function syncBills(): Command {
  return new Command('sync')
    .description('all bills of a Congress from the bulk data of GovInfo, kind by kind')
    .requiredOption('--congress <number>', 'as 119', congress)
    .option('--from <url|path>', 'another place laid out as GovInfo is', GOVINFO)
    .addHelpText('after', '\nExample:\n  rostrum bills sync --congress 119')
    .action((options: { congress: number; from: string }) =>
      withArchive(async ({ db, config }) => {
        const count = newCount();
        for (const type of BILL_TYPES) {
          const name = `${options.congress}/${type}/BILLSTATUS-${options.congress}-${type}.zip`;
          const place = `${options.from.replace(/\/$/, '')}/${name}`;
          await withLocalFile(config, place, (path) => importPath(db, path, count));
        }
        await finishImport(db, count, [options.congress]);
      }),
    );
}

const GOVINFO = 'https://www.govinfo.gov/bulkdata/BILLSTATUS';
const BILL_TYPES = ['s', 'hr', 'sres', 'hres', 'sjres', 'hjres', 'sconres', 'hconres'] as const;

function congress(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 200) {
    throw new InvalidArgumentError('It must be the number of a Congress, as 115.');
  }
  return value;
}

import { existsSync } from 'node:fs';
import { Command, InvalidArgumentError } from 'commander';
import { bumpIndexVersion, markComplete, saveBills, searchBills } from '../../db/bills.js';
import { readBills } from '../catalog/import-bills.js';
import type { Bill } from '../model.js';
import { billReport, parseBillId } from '../report/bill.js';
import { withArchive } from './archive.js';
import { billRow } from './catalogue.js';
import { CommandError, EXIT } from './outcome.js';
import { type Column, type Format, formatOption, printOne, printRows, wholeNumber } from './output.js';

export function billsCommand(): Command {
  return new Command('bills')
    .description('the bill index: search it, show a bill, import bills')
    .addCommand(search())
    .addCommand(show())
    .addCommand(importBills());
}

function search(): Command {
  return new Command('search')
    .description('bills by words of their titles, or by number')
    .argument('<text...>', 'words, a "phrase", or a number as s1693-115')
    .option('--limit <n>', 'at most so many', wholeNumber(1, 10_000), 20)
    .addOption(formatOption())
    .addHelpText(
      'after',
      '\nExamples:\n  rostrum bills search sex traffickers\n  rostrum bills search s1693-115',
    )
    .action((words: string[], options: { limit: number; format?: Format }) =>
      withArchive(async ({ db }) => {
        const text = words.join(' ');
        const byNumber = isBillId(text) ? await billReport(db, parseBillId(text).id) : null;
        const found =
          byNumber === null
            ? await searchBills(db, text, options.limit)
            : [
                {
                  id: byNumber.id,
                  title: byNumber.title ?? '',
                  introduced_on: byNumber.introduced,
                  sponsor_name: byNumber.sponsor?.name ?? null,
                  policy_area: byNumber.policy_area,
                },
              ];
        printRows(
          found,
          COLUMNS,
          options.format,
          `No bill in the index matches "${text}". Import more with "rostrum bills import".`,
        );
      }),
    );
}

function isBillId(text: string): boolean {
  return /^[a-z]+\d+-\d+$/i.test(text);
}

type Found = Awaited<ReturnType<typeof searchBills>>[number];

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

const BATCH = 500;

function importBills(): Command {
  return new Command('import')
    .description('bills from GPO BILLSTATUS XML, congress.gov API v3 JSON or our own JSONL')
    .argument('<path...>', 'files, folders or zips')
    .option(
      '--complete <congress>',
      'these are all bills of this Congress: numbers that the index lacks are then no bills',
      congress,
    )
    .addHelpText(
      'after',
      '\nExamples:\n  rostrum bills import BILLSTATUS-115-s.zip\n  rostrum bills import bills-119.jsonl --complete 119',
    )
    .action((paths: string[], options: { complete?: number }) =>
      withArchive(async ({ db }) => {
        for (const path of paths) {
          if (!existsSync(path)) throw new CommandError(`there is no file ${path}`);
        }
        let kept = 0;
        let refused = 0;
        let batch = new Map<string, Bill>();
        const flush = async () => {
          await saveBills(db, [...batch.values()].map(billRow));
          kept += batch.size;
          batch = new Map();
          if (process.stderr.isTTY) process.stderr.write(`\r${kept} bills`);
        };
        for (const path of paths) {
          for await (const result of readBills(path)) {
            if (result.error !== undefined) {
              refused += 1;
              process.stderr.write(`refused: ${result.error.message}\n`);
              continue;
            }
            batch.set(result.bill.id, result.bill);
            if (batch.size >= BATCH) await flush();
          }
        }
        await flush();
        if (options.complete !== undefined && refused === 0) await markComplete(db, options.complete);
        await bumpIndexVersion(db);
        process.stderr.write(
          `${process.stderr.isTTY ? '\r' : ''}${kept} bills imported, ${refused} refused\n`,
        );
        if (kept === 0) throw new CommandError('no bill was found in what was given');
        if (refused > 0) process.exitCode = EXIT.partly;
      }),
    );
}

function congress(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 200) {
    throw new InvalidArgumentError('It must be the number of a Congress, as 115.');
  }
  return value;
}

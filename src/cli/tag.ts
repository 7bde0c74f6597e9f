import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { Command } from 'commander';
import { loadBills } from '../catalog/bills.js';
import { readBills } from '../catalog/import-bills.js';
import { loadOfficials } from '../catalog/officials.js';
import { loadTopics } from '../catalog/topics.js';
import type { Bill, Office, TagInput } from '../model.js';
import { parseDay } from '../report/dates.js';
import { createTagger, type Tagger } from '../tag/tagger.js';
import { CommandError, EXIT } from './outcome.js';

interface Options {
  date?: string;
  ndjson?: true;
  bills?: string[];
  complete?: string[];
}

export function tagCommand(): Command {
  return new Command('tag')
    .description('tag text offline: bills, topics, quotes and mentions, each with the words that prove it')
    .argument('[file...]', 'text files; "-" or nothing is standard input')
    .option('--date <date>', 'the day of the text (YYYY-MM-DD): decides Congress and offices; default today')
    .option('--ndjson', 'one {"id","text","date"} a line in, one result a line out')
    .option('--bills <path...>', 'a bill index to use instead of the one that comes with the program')
    .option('--complete <congress...>', 'the index holds all bills of these Congresses')
    .addHelpText(
      'after',
      `
Examples:
  rostrum tag release.txt --date 2018-03-22
  rostrum tag --ndjson --bills bills-119.jsonl < releases.ndjson > tags.ndjson`,
    )
    .action(async (files: string[], options: Options) => {
      const date = options.date === undefined ? null : parseDay(options.date);
      const tagger = await openTagger(options);
      let failed = 0;
      for (const file of files.length === 0 ? ['-'] : files) {
        if (options.ndjson) failed += await tagLines(tagger, file, date);
        else {
          const text = await readText(file);
          const id = file === '-' ? null : file;
          write({ id, ...tagger.tag({ text, date }) });
        }
      }
      if (failed > 0) process.exitCode = EXIT.partly;
    });
}

async function openTagger(options: Options): Promise<Tagger> {
  const bills: Bill[] = [];
  if (options.bills === undefined) bills.push(...loadBills());
  for (const path of options.bills ?? []) {
    for await (const result of readBills(path)) {
      if (result.error !== undefined) process.stderr.write(`refused: ${result.error.message}\n`);
      else bills.push(result.bill);
    }
  }
  return createTagger({
    bills,
    completeCongresses: (options.complete ?? []).map(Number),
    officials: loadOfficials(),
    topics: loadTopics(),
  });
}

async function tagLines(tagger: Tagger, file: string, date: string | null): Promise<number> {
  const input = file === '-' ? process.stdin : createReadStream(file);
  // An unreadable file fails here, with its name, and not inside the reader of lines.
  if (input !== process.stdin)
    await new Promise((open, fail) => input.once('open', open).once('error', fail));
  let number = 0;
  let failed = 0;
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    number += 1;
    if (line.trim() === '') continue;
    try {
      const { id, ...release } = readLine(line);
      const flowing = write({ id, ...tagger.tag({ ...release, date: release.date ?? date }) });
      if (!flowing) await new Promise((drained) => process.stdout.once('drain', drained));
    } catch (error) {
      failed += 1;
      process.stderr.write(`line ${number}: ${error instanceof Error ? error.message : error}\n`);
    }
  }
  return failed;
}

const OFFICES: readonly string[] = ['senate', 'attorney-general', 'house'] satisfies Office[];

function readLine(line: string): TagInput & { id: unknown } {
  const value: unknown = JSON.parse(line);
  if (typeof value !== 'object' || value === null || !('text' in value) || typeof value.text !== 'string') {
    throw new CommandError('it is no object with a "text"');
  }
  const fields = value as Record<string, unknown>;
  const text = (name: string) => (typeof fields[name] === 'string' ? fields[name] : null);
  const office = text('office');
  const date = text('date');
  if (date !== null && Number.isNaN(Date.parse(date))) throw new CommandError(`"${date}" is not a date`);
  return {
    id: fields.id ?? null,
    text: value.text,
    date,
    office: office !== null && OFFICES.includes(office) ? (office as Office) : null,
    state: text('state'),
    publisher: text('publisher'),
  };
}

async function readText(file: string): Promise<string> {
  if (file !== '-') return readFile(file, 'utf8');
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function write(result: object): boolean {
  return process.stdout.write(`${JSON.stringify(result)}\n`);
}

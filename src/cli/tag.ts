import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { Command } from 'commander';
import { loadAcronyms } from '../catalog/acronyms.js';
import { loadBills } from '../catalog/bills.js';
import { readBills } from '../catalog/import-bills.js';
import { loadOfficials } from '../catalog/officials.js';
import { OwnTopicsFile } from '../catalog/own-topics.js';
import { loadTopics } from '../catalog/topics.js';
import { readConfig } from '../config.js';
import type { Bill, Office, TagInput } from '../model.js';
import { displayTitle } from '../report/bill.js';
import { parseDay } from '../report/dates.js';
import { createTagger, type Tagger } from '../tag/tagger.js';
import type { Decision } from '../tag/trace.js';
import { explain } from './explain.js';
import { CommandError, EXIT } from './outcome.js';
import { plain } from './output.js';

interface Options {
  date?: string;
  ndjson?: true;
  bills?: string[];
  complete?: string[];
  topics?: string;
  explain?: true;
}

/** The tagger, and the title by which each bill of its index is shown. */
interface Bench {
  tagger: Tagger;
  titleOf: (bill: string) => string | undefined;
}

export function tagCommand(): Command {
  return new Command('tag')
    .description('tag text offline: bills, topics, quotes and mentions, each with the words that prove it')
    .argument('[file...]', 'text files; "-" or nothing is standard input')
    .option('--date <date>', 'the day of the text (YYYY-MM-DD): decides Congress and offices; default today')
    .option('--ndjson', 'one {"id","text","date"} a line in, one result a line out')
    .option('--bills <path...>', 'a bill index to use instead of the one that comes with the program')
    .option('--complete <congress...>', 'the index holds all bills of these Congresses')
    .option('--topics <file>', 'topics of your own, instead of those of TOPICS_FILE or of your home')
    .option('--explain', 'say for a person to read why: rules, words, what was refused, how topics scored')
    .addHelpText(
      'after',
      `
Examples:
  rostrum tag release.txt --date 2018-03-22
  rostrum tag release.txt --date 2018-03-22 --explain
  rostrum tag --ndjson --bills bills-119.jsonl < releases.ndjson > tags.ndjson`,
    )
    .action(async (files: string[], options: Options) => {
      const date = options.date === undefined ? null : parseDay(options.date);
      const bench = await openTagger(options);
      const answer = options.explain ? explained : tagged;
      let failed = 0;
      for (const file of files.length === 0 ? ['-'] : files) {
        if (options.ndjson) failed += await tagLines(bench, answer, file, date);
        else {
          const text = await readText(file);
          process.stdout.write(answer(bench, file === '-' ? null : file, { text, date }));
        }
      }
      if (failed > 0) process.exitCode = EXIT.partly;
    });
}

/** What is printed for one text. */
type Answer = (bench: Bench, id: unknown, input: TagInput) => string;

const tagged: Answer = ({ tagger }, id, input) => `${JSON.stringify({ id, ...tagger.tag(input) })}\n`;

const explained: Answer = ({ tagger, titleOf }, id, input) => {
  const decisions: Decision[] = [];
  const tags = tagger.tag(input, (decision) => decisions.push(decision));
  const head = id === null ? '' : `${plain(String(id))}\n\n`;
  return `${head}${explain(input.text, tags, decisions, titleOf)}`;
};

async function openTagger(options: Options): Promise<Bench> {
  const bills: Bill[] = [];
  if (options.bills === undefined) bills.push(...loadBills());
  for (const path of options.bills ?? []) {
    for await (const result of readBills(path)) {
      if (result.error !== undefined) process.stderr.write(`refused: ${result.error.message}\n`);
      else bills.push(result.bill);
    }
  }
  const areas = loadTopics();
  const { path, required } = options.topics
    ? { path: options.topics, required: true }
    : readConfig().topicsFile;
  const own = new OwnTopicsFile(path, required, areas);
  const titles = new Map(bills.map((bill) => [bill.id, displayTitle(bill.titles) ?? undefined]));
  const tagger = createTagger({
    bills,
    names: loadAcronyms(),
    completeCongresses: (options.complete ?? []).map(Number),
    officials: loadOfficials(),
    topics: [...areas, ...own.read().topics],
  });
  return { tagger, titleOf: (bill) => titles.get(bill) };
}

async function tagLines(bench: Bench, answer: Answer, file: string, date: string | null): Promise<number> {
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
      const flowing = process.stdout.write(answer(bench, id, { ...release, date: release.date ?? date }));
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

import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { Command } from 'commander';
import type { Client } from 'pg';
import { openBatchClient } from '../../db/batch.js';
import { readSetting, removeSetting, writeSetting } from '../../db/settings.js';
import { nextStatement, writeWords } from '../../db/words.js';
import { joinBatches } from '../../workers/joint.js';
import { knowledgeOf } from '../../workers/tagger.js';
import { readPressHead } from '../catalog/congress-press.js';
import { type Archive, withArchive } from './archive.js';
import { archiveTopics } from './archive-tagger.js';
import { findLineFiles, type LineFile, readLines } from './line-files.js';
import { LongWork } from './long-work.js';
import { CommandError, EXIT } from './outcome.js';
import { type Column, type Format, formatOption, printRows } from './output.js';
import {
  addTally,
  type ImportTally,
  newTally,
  type Portion,
  PressImport,
  type RefusedLine,
} from './press-import.js';
import { PressPeople } from './press-people.js';
import { untilStopped } from './signals.js';
import { openTagging, type Tagging } from './tagging-threads.js';

interface Options {
  dryRun?: true;
  refused?: string;
  format?: Format;
}

/** Lines that are read, tagged and written together. */
const PORTION = 500;
/** Portions on their way at a time: one is written while the next is tagged. */
const UNDER_WAY = 2;
/** The first statement whose search words may not have been made yet. */
const WORDS_FROM = 'import_words_from';

export function importCommand(): Command {
  return new Command('import')
    .description('releases of an existing archive: JSONL as the open congress-press data set has it')
    .argument('<path...>', 'files (.jsonl, .ndjson, plain or .gz) or folders of such files')
    .option('--dry-run', 'say what would become of each line and write nothing')
    .option('--refused <file>', 'where lines that were not kept are listed with their reasons')
    .addOption(formatOption())
    .addHelpText(
      'after',
      `
Examples:
  rostrum import congress-press.jsonl.gz --dry-run
  rostrum import congress-press/

A second run goes on where the first was stopped. A release that is known by its address is not written again.`,
    )
    .action((paths: string[], options: Options) => withArchive((archive) => run(archive, paths, options)));
}

/** What became of a file. */
interface FileResult extends ImportTally {
  file: string;
  /** Where the refused lines are listed; null where there are none. */
  refused_lines: string | null;
}

async function run(archive: Archive, paths: string[], options: Options): Promise<void> {
  const { db, url } = archive;
  const files = await findLineFiles(paths);
  if (files.length === 0) throw new CommandError(`there is no .jsonl or .ndjson file in ${paths.join(', ')}`);
  const stopped = untilStopped();
  const dry = options.dryRun === true;
  const people = await PressPeople.open(db);
  await firstReading(files, people, stopped);
  if (stopped.aborted) return;
  if (dry) people.assume();
  else await people.bring(db);
  const tagging = dry
    ? null
    : openTagging(
        await knowledgeOf(db, await archiveTopics(archive), 'live'),
        Math.min(availableParallelism() - 1, 8),
      );
  const results: FileResult[] = [];
  try {
    if (!dry && (await readSetting(db, WORDS_FROM)) === null) {
      await writeSetting(db, WORDS_FROM, String(await nextStatement(url)));
    }
    for (const file of files) {
      if (stopped.aborted) break;
      results.push(await importFile(archive, file, people, tagging, options, stopped));
    }
  } finally {
    await tagging?.close();
  }
  printRows(results, COLUMNS, options.format, '');
  if (stopped.aborted) {
    process.stderr.write('stopped: the same command goes on from here, and makes searchable what was kept\n');
    process.exitCode = EXIT.partly;
    return;
  }
  if (!dry) await finish(archive);
  if (results.some((result) => result.refused > 0)) process.exitCode = EXIT.partly;
}

const COLUMNS: Column<FileResult>[] = [
  { name: 'file', value: (row) => row.file, width: 40 },
  { name: 'lines', value: (row) => row.lines, width: 10 },
  { name: 'kept', value: (row) => row.kept, width: 10 },
  { name: 'duplicate', value: (row) => row.duplicate, width: 10 },
  { name: 'refused', value: (row) => row.refused, width: 10 },
  { name: 'empty', value: (row) => row.empty, width: 8 },
  { name: 'no official', value: (row) => row.unattributed, width: 12 },
  { name: 'refused lines', value: (row) => row.refused_lines, width: 40 },
];

/** Finds out whom the releases are by, so that from the first of them on every one's quotes find their speakers. */
async function firstReading(files: LineFile[], people: PressPeople, stopped: AbortSignal): Promise<void> {
  const work = new LongWork(
    'looking',
    files.reduce((sum, file) => sum + file.bytes, 0),
  );
  let before = 0;
  let count = 0;
  for (const file of files) {
    for await (const { lines, bytesRead } of readLines(file, PORTION)) {
      for (const line of lines) {
        const head = line.trim() === '' ? null : readPressHead(line);
        if (head !== null) people.sight(head);
      }
      count += lines.length;
      work.update(before + bytesRead, `${count} lines`);
      if (stopped.aborted) break;
    }
    before += file.bytes;
  }
  work.stop();
}

async function importFile(
  archive: Archive,
  file: LineFile,
  people: PressPeople,
  tagging: Tagging | null,
  options: Options,
  stopped: AbortSignal,
): Promise<FileResult> {
  const { db, url } = archive;
  const position = `import ${createHash('sha256').update(file.identity).digest('hex').slice(0, 16)}`;
  const kept = tagging === null ? null : await readSetting(db, position);
  const before = kept === null ? { line: 0, tally: newTally() } : (JSON.parse(kept) as Position);
  if (before.line > 0) process.stderr.write(`${file.path}: going on after line ${before.line}\n`);
  const refused = new RefusedList(options.refused ?? refusedPath(archive, file), file.path, before.line);
  const job = new PressImport(db, people, tagging);
  const work = new LongWork(`importing ${basename(file.path)}`, file.bytes);
  const client = tagging === null ? null : await openBatchClient(url, 'later');
  let { tally } = before;
  const write = async (portion: Portion, bytesRead: number) => {
    refused.add(portion.refused);
    if (client !== null) {
      await job.write(client, portion, () =>
        savePosition(client, position, { line: portion.last, tally: addTally(tally, portion.tally) }),
      );
    }
    tally = addTally(tally, portion.tally);
    work.update(bytesRead, `${tally.kept} kept, ${tally.duplicate} duplicate, ${tally.refused} refused`);
  };
  try {
    const prepared: Promise<Portion>[] = [];
    let writing = Promise.resolve();
    const writeNext = async (bytesRead: number) => {
      const portion = await prepared.shift();
      await writing;
      if (portion !== undefined) writing = write(portion, bytesRead);
      // What fails is reported by whoever waits for it.
      writing.catch(() => {});
    };
    let read = 0;
    for await (const { first, lines, bytesRead } of readLines(file, PORTION)) {
      read = bytesRead;
      const left = lines.slice(Math.max(0, before.line + 1 - first));
      if (left.length > 0) {
        const portion = job.prepare(first + lines.length - left.length, left);
        portion.catch(() => {});
        prepared.push(portion);
      }
      if (prepared.length >= UNDER_WAY) await writeNext(bytesRead);
      if (stopped.aborted) break;
    }
    while (prepared.length > 0) await writeNext(read);
    await writing;
    if (client !== null && !stopped.aborted) await removeSetting(db, position);
  } finally {
    work.stop();
    await client?.end();
  }
  return { file: file.path, ...tally, refused_lines: tally.refused > 0 ? refused.path : null };
}

/** How far a file has been imported. */
interface Position {
  line: number;
  tally: ImportTally;
}

async function savePosition(client: Client, name: string, position: Position): Promise<void> {
  await client.query(
    'insert into setting (name, value) values ($1, $2) on conflict (name) do update set value = excluded.value',
    [name, JSON.stringify(position)],
  );
}

/** What is left for the end of an import: search words, and the same releases on several newsrooms. */
async function finish({ db, url }: Archive): Promise<void> {
  const from = Number((await readSetting(db, WORDS_FROM)) ?? 1);
  const total = (await nextStatement(url)) - from;
  const work = new LongWork('making searchable, finding joint releases', total * 2);
  const done = { words: 0, joint: 0 };
  const show = () => work.update(done.words + done.joint, `${done.words} searchable, ${done.joint} compared`);
  // The one keeps the database busy, the other this process.
  await Promise.all([
    writeWords(url, from, Math.min(availableParallelism(), 4), (count) => {
      done.words = count;
      show();
    }),
    joinBatches(db, from, (count) => {
      done.joint = count;
      show();
    }),
  ]);
  work.stop();
  await removeSetting(db, WORDS_FROM);
}

function refusedPath({ config }: Archive, file: LineFile): string {
  return join(config.home, 'imports', `${basename(file.path)}.refused.ndjson`);
}

/** The file that says of every line that was not kept why. */
class RefusedList {
  readonly path: string;
  readonly #file: string;

  /** @param after lines of the file up to this one are listed there already; what comes after is listed anew */
  constructor(path: string, file: string, after: number) {
    this.path = path;
    this.#file = file;
    if (!existsSync(path)) return;
    const kept = readFileSync(path, 'utf8')
      .split('\n')
      .filter((text) => {
        if (text === '') return false;
        const listed = JSON.parse(text) as RefusedLine & { file: string };
        return listed.file !== file || listed.line <= after;
      });
    writeFileSync(path, kept.map((line) => `${line}\n`).join(''));
  }

  add(lines: RefusedLine[]): void {
    if (lines.length === 0) return;
    mkdirSync(dirname(this.path), { recursive: true });
    const text = lines.map((line) => `${JSON.stringify({ file: this.#file, ...line })}\n`);
    appendFileSync(this.path, text.join(''));
  }
}

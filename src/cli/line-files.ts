import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { CommandError } from './outcome.js';

/** A file of lines, and what tells it apart from one that was changed since. */
export interface LineFile {
  path: string;
  bytes: number;
  /** Path, size and time of the last change. */
  identity: string;
}

/** A line longer than this is no line of a release. */
const LONGEST_LINE = 64_000_000;

/**
 * The files that paths name: files as they are, folders all the way down in order of names, of those the `.jsonl`
 * and `.ndjson`, plain or `.gz`.
 */
export async function findLineFiles(paths: string[]): Promise<LineFile[]> {
  const files: LineFile[] = [];
  for (const path of paths) {
    const about = await stat(path);
    if (about.isDirectory()) files.push(...(await filesIn(path)));
    else files.push(describeFile(path, about));
  }
  return files;
}

async function filesIn(folder: string): Promise<LineFile[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  const found: LineFile[] = [];
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) found.push(...(await filesIn(path)));
    else if (/\.(jsonl|ndjson)(\.gz)?$/i.test(entry.name)) found.push(describeFile(path, await stat(path)));
  }
  return found;
}

function describeFile(path: string, about: { size: number; mtimeMs: number }): LineFile {
  return { path, bytes: about.size, identity: `${path} ${about.size} ${Math.round(about.mtimeMs)}` };
}

/** Some lines of a file and how many of its bytes have been read. */
export interface Lines {
  /** Number of the first of them; the first line of a file is 1. */
  first: number;
  lines: string[];
  bytesRead: number;
}

/** Reads a file in portions of lines, never all of it at once. @throws CommandError when a line has no end */
export async function* readLines(file: LineFile, portion: number): AsyncGenerator<Lines> {
  const raw = createReadStream(file.path, { highWaterMark: 1 << 20 });
  const stream = /\.gz$/i.test(file.path) ? raw.pipe(createGunzip()) : raw;
  raw.on('error', (error) => stream.destroy(error));
  stream.setEncoding('utf8');
  let rest = '';
  let first = 1;
  let lines: string[] = [];
  for await (const chunk of stream) {
    const pieces = `${rest}${chunk}`.split('\n');
    rest = pieces.pop() ?? '';
    if (rest.length > LONGEST_LINE)
      throw new CommandError(`${file.path} has a line without end: is it JSONL?`);
    for (const piece of pieces) {
      lines.push(piece);
      if (lines.length < portion) continue;
      yield { first, lines, bytesRead: raw.bytesRead };
      first += lines.length;
      lines = [];
    }
  }
  if (rest !== '') lines.push(rest);
  if (lines.length > 0) yield { first, lines, bytesRead: raw.bytesRead };
}

import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { readBillAnswers } from './bill-api.js';
import { type BillResult, billFailure, billResult } from './bill-result.js';
import { readBillStatus } from './bill-status.js';
import { readZip } from './zip.js';

/**
 * Reads bills from a path: GPO BILLSTATUS XML (a file, or any number in folders and zips), congress.gov API v3
 * answers (a folder with a `bill.json`), our JSONL (`.jsonl`, `.ndjson`). Folders are read in order of names, all
 * the way down; files of other kinds in them are passed over. Yields one result a bill, in which what is broken is
 * an error that names its file and line, and never throws for it.
 */
export async function* readBills(path: string): AsyncGenerator<BillResult> {
  try {
    const about = await stat(path);
    if (about.isDirectory()) yield* readFolder(path);
    else if (canRead(path)) yield* readFile(path);
    else yield billFailure('neither .xml, .zip, .jsonl nor a bill.json', path);
  } catch (error) {
    yield billFailure(error, path);
  }
}

function canRead(path: string): boolean {
  return ['.xml', '.zip', '.jsonl', '.ndjson'].includes(extname(path).toLowerCase()) || isAnswer(path);
}

function isAnswer(path: string): boolean {
  return /(^|[\\/])bill\.json$/i.test(path);
}

async function* readFolder(folder: string): AsyncGenerator<BillResult> {
  const entries = await readdir(folder, { withFileTypes: true });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() || (entry.isFile() && canRead(path))) yield* readBills(path);
  }
}

async function* readFile(path: string): AsyncGenerator<BillResult> {
  if (isAnswer(path)) yield await readBillAnswers(dirname(path));
  else if (extname(path).toLowerCase() === '.zip') yield* readArchive(path);
  else if (extname(path).toLowerCase() === '.xml')
    yield await readBillStatus(textOf(createReadStream(path)), path);
  else yield* readLines(createReadStream(path), path);
}

async function* readArchive(path: string): AsyncGenerator<BillResult> {
  for await (const { name, open } of readZip(path)) {
    const file = `${path}/${name}`;
    const kind = extname(name).toLowerCase();
    try {
      if (kind === '.xml') yield await readBillStatus(textOf(await open()), file);
      else if (kind === '.jsonl' || kind === '.ndjson') yield* readLines(await open(), file);
    } catch (error) {
      yield billFailure(error, file);
    }
  }
}

async function* textOf(bytes: Readable): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  for await (const chunk of bytes) yield decoder.decode(chunk as Buffer, { stream: true });
  yield decoder.decode();
}

async function* readLines(bytes: Readable, file: string): AsyncGenerator<BillResult> {
  let number = 0;
  for await (const line of linesOf(textOf(bytes))) {
    number += 1;
    if (line.trim() === '') continue;
    const result = readLine(line, file, number);
    if (result) yield result;
  }
}

async function* linesOf(text: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = '';
  for await (const piece of text) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}

function readLine(json: string, file: string, number: number): BillResult | null {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    return billFailure(`not JSON: ${cause instanceof Error ? cause.message : cause}`, file, number);
  }
  // The first line of the files that come with the package says where they are from.
  if (number === 1 && typeof value === 'object' && value !== null && 'provenance' in value) return null;
  return billResult(value, file, number);
}

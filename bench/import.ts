/**
 * Releases a second of `rostrum import`, with tags and search words: a data set of the congress-press form made from
 * the real releases in ../shared, each with an address and a first line of its own, against the index of the 119th
 * Congress. `npm run bench -- import 50000`. The floor is reading and parsing the same lines.
 */
import { spawnSync } from 'node:child_process';
import { createReadStream, createWriteStream, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { hasShared, sharedLines } from '../scripts/eval-data.js';

const BIN = fileURLToPath(new URL('../../bin/rostrum.js', import.meta.url));
const BILLS = fileURLToPath(new URL('../../../shared/bills/119.jsonl', import.meta.url));

interface Release {
  date: string;
  publisher?: string;
  text: string;
}

async function writeDataSet(path: string, count: number): Promise<void> {
  const real = [
    ...sharedLines<Release>('releases/senate-2004-2008.ndjson'),
    ...sharedLines<Release>('releases/congress-2026-04.ndjson'),
  ];
  const file = createWriteStream(path);
  for (let number = 0; number < count; number += 1) {
    const release = real[number % real.length];
    if (release === undefined) break;
    const publisher = release.publisher ?? 'Somebody';
    const name = publisher.replace(/[^A-Za-z]/g, '').toLowerCase();
    const line = {
      url: `https://${name}.house.gov/news/${number}`,
      title: `Release number ${number} of ${publisher}`,
      date: release.date,
      date_source: 'scraper',
      source: `https://${name}.house.gov/news`,
      domain: `${name}.house.gov`,
      scraper: name,
      member: {
        bioguide_id: bioguideOf(name),
        name: publisher,
        party: 'Democrat',
        state: 'OH',
        chamber: 'House',
      },
      text: release.text,
      collected_at: '2026-04-02T05:33:17Z',
      updated_at: '2026-04-02T05:33:17Z',
    };
    if (!file.write(`${JSON.stringify(line)}\n`))
      await new Promise<void>((resolve) => file.once('drain', resolve));
  }
  file.end();
  await finished(file);
}

function bioguideOf(name: string): string {
  let sum = 0;
  for (const char of name) sum = (sum * 31 + char.charCodeAt(0)) % 1_000_000;
  return `Z${String(sum).padStart(6, '0')}`;
}

function rostrum(home: string, ...words: string[]): number {
  const start = performance.now();
  const { status } = spawnSync(process.execPath, [BIN, ...words], {
    env: { ...process.env, ROSTRUM_HOME: home },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) throw new Error(`rostrum ${words.join(' ')} ended with ${status}`);
  return (performance.now() - start) / 1000;
}

async function bench(count: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'rostrum-import-'));
  try {
    const path = join(folder, 'releases.jsonl');
    await writeDataSet(path, count);
    const start = performance.now();
    let read = 0;
    for await (const line of createInterface({ input: createReadStream(path) })) {
      JSON.parse(line);
      read += 1;
    }
    const floor = (performance.now() - start) / 1000;
    const home = join(folder, 'home');
    rostrum(home, 'bills', 'import', BILLS);
    const seconds = rostrum(home, 'import', path, '--format', 'json');
    console.log(
      `${read} releases imported in ${seconds.toFixed(1)} s: ${Math.round(read / seconds)}/s, start, tags and search words included; read and parsed alone in ${floor.toFixed(1)} s`,
    );
  } finally {
    if (existsSync(folder)) rmSync(folder, { recursive: true, force: true });
  }
}

if (hasShared()) await bench(Number(process.argv[2] ?? 20_000));
else console.error('The releases are not here: put the folder `shared` beside the repo.');

/**
 * `rostrum bills import` of a whole Congress, 16,310 bills, into a new archive: our JSONL, and as many BILLSTATUS
 * files in one zip. Beside each its floor: the same bytes read, unpacked and parsed, and nothing done with them.
 *
 *   npm run bench -- bills
 *
 * Needs the folder `shared` beside the repo. The zip is made of its BILLSTATUS files of up to 64 kB, each under many
 * numbers.
 */
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hasShared } from '../scripts/eval-data.js';
import { readZip } from '../src/catalog/zip.js';
import { zipParts } from '../test/support/zip.js';

const BILLS = 16_310;
const LARGEST = 64_000;
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const SHARED = join(ROOT, '../shared/bills');
/** Says at its end how much memory the process ever held. */
const TELL_MEMORY = `data:text/javascript,${encodeURIComponent(
  'process.on("exit", () => process.stderr.write("held " + process.resourceUsage().maxRSS + " kB\\n"))',
)}`;

function* statusFiles(): Generator<[string, string]> {
  const pages = readdirSync(join(SHARED, 'billstatus'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.xml'))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .filter((text) => text.length <= LARGEST);
  for (let i = 0; i < BILLS; i++) {
    const page = pages[i % pages.length] ?? '';
    // Numbers of amendments and of related bills stand further in.
    yield [`BILLSTATUS-${i}.xml`, page.replace(/^( {4}<(?:billN|n)umber>)\d+/m, `$1${i + 1}`)];
  }
}

function makeZip(path: string): number {
  const file = openSync(path, 'w');
  for (const part of zipParts(statusFiles())) writeSync(file, part);
  closeSync(file);
  return BILLS;
}

function rostrum(home: string, ...words: string[]): { seconds: number; megabytes: number; said: string } {
  const start = performance.now();
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--import', TELL_MEMORY, join(ROOT, 'bin/rostrum.js'), ...words],
    { env: { ...process.env, ROSTRUM_HOME: home, LOG_LEVEL: 'error' }, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`rostrum ${words.join(' ')} failed: ${stderr}`);
  const held = Number(/held (\d+) kB/.exec(stderr)?.[1] ?? 0);
  const said = stderr.split('\n').find((line) => line.includes('imported')) ?? '';
  return { seconds: (performance.now() - start) / 1000, megabytes: held / 1024, said };
}

async function measure(name: string, path: string, floor: () => Promise<void>): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'rostrum-bench-'));
  try {
    // The database is made and started before the clock.
    rostrum(home, 'doctor');
    for (const round of ['new', 'again']) {
      const { seconds, megabytes, said } = rostrum(home, 'bills', 'import', path);
      const start = performance.now();
      await floor();
      const least = (performance.now() - start) / 1000;
      console.log(
        `${name.padEnd(10)} ${round.padEnd(6)} ${seconds.toFixed(1).padStart(5)} s  ${megabytes.toFixed(0).padStart(4)} MB  floor ${least.toFixed(1)} s  (${said})`,
      );
    }
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

if (hasShared()) {
  const folder = mkdtempSync(join(tmpdir(), 'rostrum-bench-zip-'));
  try {
    const jsonl = join(SHARED, '119.jsonl');
    await measure('JSONL', jsonl, async () => {
      for (const line of readFileSync(jsonl, 'utf8').split('\n')) if (line !== '') JSON.parse(line);
    });
    const zip = join(folder, 'BILLSTATUS.zip');
    makeZip(zip);
    await measure('BILLSTATUS', zip, async () => {
      for await (const { open } of readZip(zip)) for await (const _ of await open());
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
} else {
  console.error('The bills are not here: put the folder `shared` beside the repo.');
  process.exitCode = 1;
}

/**
 * Releases per second on one core with the whole 119th Congress as index, everything tagged, beside a floor:
 * `LC_ALL=C grep -F -o -f titles` over the same text, which finds exact titles and nothing else.
 *
 *   npm run bench -- tag
 *
 * Needs the folder `shared` beside the repo.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bills, hasShared, names, officials, sharedLines, topics } from '../scripts/eval-data.js';
import { withoutYear } from '../src/tag/bill-index.js';
import { createTagger } from '../src/tag/tagger.js';

const LENGTH = 3000;
const RELEASES = 6000;
const ROUNDS = 3;

interface Release {
  text: string;
  date: string;
  publisher?: string;
}

/** Real releases cut to one length, repeated up to `RELEASES`. */
function releases(): Release[] {
  const real = [
    ...sharedLines<Release>('releases/congress-2026-04.ndjson'),
    ...sharedLines<Release>('releases/senate-2004-2008.ndjson'),
  ].filter(({ text }) => text.length >= LENGTH);
  return Array.from({ length: RELEASES }, (_, i) => {
    const release = real[i % real.length] as Release;
    return { ...release, text: release.text.slice(0, LENGTH), date: '2026-04-20' };
  });
}

function best(run: () => void): number {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < ROUNDS; i++) {
    const start = performance.now();
    run();
    least = Math.min(least, performance.now() - start);
  }
  return least;
}

function grep(texts: string[], titles: string[]): number | null {
  const folder = mkdtempSync(join(tmpdir(), 'rostrum-bench-'));
  try {
    writeFileSync(join(folder, 'titles'), `${titles.join('\n')}\n`);
    writeFileSync(join(folder, 'texts'), texts.map((text) => text.replace(/\s+/g, ' ')).join('\n'));
    const version = spawnSync('grep', ['--version'], { encoding: 'utf8' });
    if (!version.stdout?.includes('GNU')) return null;
    const args = ['-F', '-o', '-f', join(folder, 'titles'), join(folder, 'texts')];
    return best(() => spawnSync('grep', args, { env: { ...process.env, LC_ALL: 'C' }, maxBuffer: 1 << 28 }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function bench(): void {
  const index = bills('119');
  const people = officials();
  const areas = topics();
  const before = memory();
  const start = performance.now();
  const knowledge = { bills: index, names: names(), completeCongresses: [119] };
  const tagger = createTagger({ ...knowledge, officials: people, topics: areas });
  const built = performance.now() - start;
  console.log(`index: ${index.length} bills in ${built.toFixed(0)} ms, ${(memory() - before).toFixed(0)} MB`);
  const all = releases();
  const megabytes = all.reduce((sum, { text }) => sum + text.length, 0) / 1e6;
  const everything = best(() => {
    for (const release of all) tagger.tag(release);
  });
  const titlesOnly = createTagger({ ...knowledge, officials: [], topics: [] });
  const titlesTime = best(() => {
    for (const release of all) titlesOnly.titles(release.text);
  });
  const titles = new Set(
    index.flatMap((bill) =>
      bill.titles.filter(({ kind }) => /^short/i.test(kind)).map(({ title }) => withoutYear(title).text),
    ),
  );
  const floor = grep(
    all.map(({ text }) => text),
    [...titles].filter((title) => title.length > 3),
  );
  const rate = (time: number): string => `${Math.round(all.length / (time / 1000))} releases/s`;
  console.log(
    `${all.length} releases of ${LENGTH} characters, ${megabytes.toFixed(0)} MB, best of ${ROUNDS}`,
  );
  console.log(`everything    ${everything.toFixed(0)} ms  ${rate(everything)}`);
  console.log(`titles alone  ${titlesTime.toFixed(0)} ms  ${rate(titlesTime)}`);
  if (floor === null) console.log('grep -F -o    not here (no GNU grep)');
  else {
    console.log(
      `grep -F -o    ${floor.toFixed(0)} ms  ${rate(floor)}  (exact capitals, ${titles.size} titles)`,
    );
    console.log(`titles alone take ${(titlesTime / floor).toFixed(2)} times grep's time`);
  }
}

function memory(): number {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 1e6;
}

if (hasShared()) bench();
else console.error('The releases are not here: put the folder `shared` beside the repo.');

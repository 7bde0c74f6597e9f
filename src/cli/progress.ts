import { setTimeout as sleep } from 'node:timers/promises';
import cliProgress from 'cli-progress';
import type { Database } from '../../db/connection.js';
import { failedItems } from '../../db/crawl-items.js';
import { type CrawlProgress, crawlProgress, finishCrawl } from '../../db/crawls.js';
import { EXIT } from './outcome.js';
import { type Column, type Format, printRows } from './output.js';

const LOOK_MS = 250;
/** Where nobody watches a bar, a line this often. */
const LINE_MS = 10_000;

/**
 * Waits until everything a crawl asked for is done, and shows how far it is.
 * @param onLook called between looks, for what has to be done meanwhile
 * @param stopped when aborted, the wait ends and the crawl goes on later
 */
export async function waitForCrawl(
  db: Database,
  crawlId: number,
  stopped: AbortSignal,
  onLook: () => Promise<void> = async () => {},
): Promise<CrawlProgress> {
  const bar = process.stderr.isTTY
    ? new cliProgress.SingleBar(
        {
          format: '{bar} {value}/{total} · {sources} newsrooms · {found} found · {failed} failed',
          stream: process.stderr,
          hideCursor: true,
        },
        cliProgress.Presets.shades_classic,
      )
    : null;
  bar?.start(1, 0, { sources: '0/0', found: 0, failed: 0 });
  let lastLine = Date.now();
  try {
    for (;;) {
      const progress = await crawlProgress(db, crawlId);
      const { total, value, shown } = measure(progress);
      bar?.setTotal(Math.max(total, 1));
      bar?.update(value, shown);
      if (bar === null && Date.now() - lastLine > LINE_MS) {
        lastLine = Date.now();
        process.stderr.write(
          `${value}/${total} · ${shown.sources} newsrooms · ${shown.found} found · ${shown.failed} failed\n`,
        );
      }
      if (progress.done) {
        await finishCrawl(db, crawlId);
        return progress;
      }
      if (stopped.aborted) return progress;
      await onLook();
      await sleep(LOOK_MS, undefined, { signal: stopped }).catch(() => {});
    }
  } finally {
    bar?.stop();
  }
}

function measure({ sources, untagged }: CrawlProgress) {
  const sum = (field: 'items' | 'waiting' | 'found' | 'failed') =>
    sources.reduce((total, source) => total + source[field], 0);
  const visited = sources.filter((source) => source.state !== 'waiting').length;
  return {
    total: sources.length + sum('items') * 2,
    value: visited + (sum('items') - sum('waiting')) * 2 - untagged,
    shown: { sources: `${visited}/${sources.length}`, found: sum('found'), failed: sum('failed') },
  };
}

type Row = CrawlProgress['sources'][number];

const COLUMNS: Column<Row>[] = [
  { name: 'source', value: (row) => row.source_id, width: 28 },
  { name: 'found', value: (row) => row.found, width: 8 },
  { name: 'new', value: (row) => row.new, width: 8 },
  { name: 'changed', value: (row) => row.changed, width: 9 },
  { name: 'unchanged', value: (row) => row.unchanged, width: 11 },
  { name: 'gone', value: (row) => row.gone, width: 8 },
  { name: 'failed', value: (row) => row.failed, width: 8 },
  { name: 'error', value: (row) => row.error, width: 60 },
];

/** Prints what came of a crawl, and every failure with its reason. @returns the exit code it deserves */
export async function printOutcome(
  db: Database,
  crawlId: number,
  progress: CrawlProgress,
  format: Format | undefined,
): Promise<number> {
  printRows(progress.sources, COLUMNS, format, 'No newsroom was to be visited.');
  const sum = (field: 'found' | 'new' | 'changed' | 'unchanged' | 'gone') =>
    progress.sources.reduce((total, source) => total + source[field], 0);
  const failedSources = progress.sources.filter((source) => source.state === 'failed');
  const failures = await failedItems(db, crawlId);
  const tagged = sum('new') + sum('changed') - progress.untagged;
  process.stderr.write(
    `${progress.sources.length} sources · ${sum('found')} found · ${sum('new')} new · ${sum('changed')} changed · ${sum('unchanged')} unchanged · ${sum('gone')} missing or gone · ${tagged} tagged · ${failedSources.length + failures.length} failed\n`,
  );
  for (const source of failedSources) process.stderr.write(`failed ${source.source_id}: ${source.error}\n`);
  for (const item of failures) process.stderr.write(`failed ${item.source_id}: ${item.error}\n`);
  if (failedSources.length + failures.length === 0) return EXIT.done;
  return failedSources.length === progress.sources.length ? EXIT.failed : EXIT.partly;
}

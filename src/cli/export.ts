import { Command, Option } from 'commander';
import type { Exporter } from '../report/export/job.js';
import { withArchive } from './archive.js';
import { LongWork } from './long-work.js';

/** Each format with the code that writes it, which is loaded when it is asked for. */
const FORMATS: Record<string, () => Promise<Exporter>> = {
  ndjson: async () => (await import('../report/export/ndjson.js')).exportNdjson,
  csv: async () => (await import('../report/export/csv.js')).exportCsv,
  sqlite: async () => (await import('../report/export/sqlite.js')).exportSqlite,
  parquet: async () => (await import('../report/export/parquet.js')).exportParquet,
  warc: async () => (await import('../report/export/warc.js')).exportWarc,
  'congress-press': async () => (await import('../report/export/congress-press.js')).exportCongressPress,
};

interface Options {
  format: string;
  sinceCursor?: string;
}

export function exportCommand(): Command {
  return new Command('export')
    .description(
      'the archive as files for other programs; prints the cursor at which the next export goes on',
    )
    .argument('<dir>', 'where to put the files; made if it is not there')
    .addOption(
      new Option('--format <format>', 'what to write').choices(Object.keys(FORMATS)).default('ndjson'),
    )
    .option('--since-cursor <cursor>', 'only what has changed since the export that printed this cursor')
    .addHelpText(
      'after',
      `
Examples:
  rostrum export out --format csv
  rostrum export out --format warc
  rostrum export out --format sqlite && datasette out/rostrum.sqlite
  rostrum export out --since-cursor "$(cat cursor)" > cursor.new && mv cursor.new cursor`,
    )
    .action((directory: string, options: Options) =>
      withArchive(async ({ db }) => {
        const load = FORMATS[options.format];
        if (load === undefined) throw new Error(`there is no format ${options.format}`);
        const exporter = await load();
        let work: LongWork | null = null;
        const result = await exporter({
          db,
          directory,
          since: options.sinceCursor ?? null,
          onProgress: (done, total) => {
            work ??= new LongWork('exporting', total);
            work.update(done, `${done} of ${total}`);
          },
        });
        (work as LongWork | null)?.stop();
        for (const note of result.notes) process.stderr.write(`${note}\n`);
        process.stderr.write(`${result.written} written to ${directory}: ${result.files.join(', ')}\n`);
        if (result.cursor !== null) process.stdout.write(`${result.cursor}\n`);
      }),
    );
}

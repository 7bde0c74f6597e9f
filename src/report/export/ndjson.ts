import { formatPublished } from '../dates.js';
import { type Exporter, exportStatements } from './job.js';
import type { ExportedStatement } from './statement.js';
import { TextFile } from './text-file.js';

/** One statement a line, with its text, its tags and their evidence. */
export const exportNdjson: Exporter = (job) =>
  exportStatements(job, 'ndjson', (files) => {
    const file = new TextFile(files.open('statements.ndjson'));
    return {
      write: (statements) => file.write(statements.map((one) => `${JSON.stringify(lineOf(one))}\n`).join('')),
      finish: () => file.close(),
      abandon: () => file.abandon(),
    };
  });

function lineOf({ id, published_on, published_at, zone, ...statement }: ExportedStatement) {
  return { id, published: formatPublished(published_on, published_at, zone), ...statement };
}

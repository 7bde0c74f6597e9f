import { type Exporter, exportStatements } from './job.js';
import type { ExportedStatement } from './statement.js';
import { TextFile } from './text-file.js';

const PARTIES: Record<string, string> = { R: 'Republican', D: 'Democrat', I: 'Independent' };
const CHAMBERS: Record<string, string> = { senate: 'Senate', house: 'House' };

/** The form of the open congress-press data set, so that programs built on it run on this archive. */
export const exportCongressPress: Exporter = (job) =>
  exportStatements(job, 'congress-press', (files) => {
    const file = new TextFile(files.open('releases.jsonl'));
    let leftOut = 0;
    return {
      write: async (statements) => {
        const lines = statements.flatMap((one) => {
          const chamber = CHAMBERS[one.office];
          return chamber === undefined ? [] : `${JSON.stringify(releaseOf(one, chamber))}\n`;
        });
        leftOut += statements.length - lines.length;
        await file.write(lines.join(''));
      },
      finish: () => file.close(),
      abandon: () => file.abandon(),
      notes: () =>
        leftOut === 0 ? [] : [`${leftOut} statements of attorneys general have no place in this form`],
    };
  });

function releaseOf(one: ExportedStatement, chamber: string) {
  const host = URL.canParse(one.url) ? new URL(one.url).host.replace(/^www\./, '') : null;
  return {
    url: one.url,
    title: one.title,
    date: one.published_on,
    date_source: one.published_on === null ? null : 'scraper',
    source: one.source_url,
    domain: host,
    scraper: host?.split('.')[0] ?? null,
    member:
      one.official_id === null
        ? null
        : {
            bioguide_id: one.bioguide,
            name: one.official,
            party: PARTIES[one.party ?? ''] ?? one.party,
            state: one.state,
            chamber,
          },
    text: one.body,
    collected_at: moment(one.first_seen_at),
    updated_at: moment(one.content_changed_at),
  };
}

/** To the second, as the data set has it. */
function moment(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}

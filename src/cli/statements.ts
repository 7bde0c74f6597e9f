import { Command, Option } from 'commander';
import { findBill } from '../../db/bills.js';
import type { Database } from '../../db/connection.js';
import { findOfficial } from '../../db/officials.js';
import { listTopics } from '../../db/topics.js';
import { billReport, parseBillId } from '../report/bill.js';
import { parseDay } from '../report/dates.js';
import type { StatementFilter } from '../report/filter.js';
import { type QuoteAnswer, quotePage } from '../report/quotes.js';
import {
  countStatements,
  RANKED,
  type StatementAnswer,
  statementPage,
  totalCap,
} from '../report/statements.js';
import { withArchive } from './archive.js';
import { CommandError, UsageError } from './outcome.js';
import { type Column, type Format, formatOption, printRows, wholeNumber } from './output.js';

/** Filters as the command line has them. */
export interface FilterOptions {
  bill?: string;
  companions?: true;
  topic?: string;
  official?: string;
  office?: string;
  state?: string;
  party?: string;
  since?: string;
  until?: string;
  q?: string;
}

interface Options extends FilterOptions {
  quotes?: true;
  limit: number;
  offset: number;
  cursor?: string;
  sort: 'newest' | 'relevance';
  format?: Format;
}

export function statementsCommand(): Command {
  return new Command('statements')
    .description('the answer: who said what, filtered by bill, topic, official, place, date or words')
    .option('--bill <id>', 'statements on a bill, as s1693-115')
    .option('--companions', "with --bill: statements on the bill's companions too")
    .option('--topic <id>', 'statements on a topic, as crime-and-law-enforcement')
    .option('--official <id>', 'statements of an official, as heitkamp-heidi')
    .addOption(new Option('--office <office>').choices(['senate', 'attorney-general', 'ag', 'house']))
    .option('--state <code>', 'two letters, as ND')
    .option('--party <letter>', 'R, D or I')
    .option('--since <date>', 'published on this day or later (YYYY-MM-DD)')
    .option('--until <date>', 'published on this day or earlier (YYYY-MM-DD)')
    .option(
      '--q <text>',
      'words to search for; "in quotes" for a phrase, word* for a beginning, or, -word to leave out',
    )
    .addOption(
      new Option(
        '--sort <order>',
        `with --q: newest first, or the best of the newest ${RANKED} matches first`,
      )
        .choices(['newest', 'relevance'])
        .default('newest'),
    )
    .option('--quotes', 'answer with quotes: speaker, words, statement')
    .option('--limit <n>', 'at most so many', wholeNumber(1, 100_000), 50)
    .option('--cursor <cursor>', 'go on where a page ended; it is printed where there is more')
    .option('--offset <n>', 'leave out the first so many; a cursor is quicker', wholeNumber(0, 10_000_000), 0)
    .addOption(formatOption())
    .addHelpText(
      'after',
      `
Examples:
  rostrum statements --bill s1693-115
  rostrum statements --bill s1693-115 --companions --quotes
  rostrum statements --state ND --since 2018-01-01 --format csv > nd.csv
  rostrum statements --topic health --party D --q '"prescription drugs"'
  rostrum statements --q 'traffick* -drug' --sort relevance`,
    )
    .action((options: Options) =>
      withArchive(async ({ db }) => {
        const filter = await readFilter(db, options);
        if (options.sort === 'relevance' && filter.q === undefined) {
          throw new UsageError('--sort relevance needs words to search for: give them with --q');
        }
        const page = {
          limit: options.limit,
          offset: options.offset,
          sort: options.sort,
          highlight: true,
          ...(options.cursor === undefined ? {} : { cursor: options.cursor }),
        };
        const empty = 'Leave out a filter, or crawl first: rostrum crawl --help';
        if (options.quotes) {
          const { quotes, next } = await quotePage(db, filter, page);
          printRows(quotes, QUOTE_COLUMNS, options.format, `No quotes match. ${empty}`);
          if (next !== null) {
            process.stderr.write(`more with --cursor ${next} or a larger --limit\n`);
          }
          return;
        }
        const { statements, next } = await statementPage(db, filter, page);
        const columns = filter.q === undefined ? STATEMENT_COLUMNS : FOUND_COLUMNS;
        printRows(statements, columns, options.format, `No statements match. ${empty}`);
        if (next !== null) {
          const total = await countStatements(db, filter);
          const of = total === totalCap(filter) ? `${total} or more` : total;
          process.stderr.write(
            `${statements.length} of ${of}; more with --cursor ${next} or a larger --limit\n`,
          );
        }
      }),
    );
}

/** Checks that what is named exists, so that a slip of the pen is not answered with silence. */
export async function readFilter(db: Database, options: FilterOptions): Promise<StatementFilter> {
  const filter: StatementFilter = {};
  if (options.since !== undefined) filter.since = parseDay(options.since);
  if (options.until !== undefined) filter.until = parseDay(options.until);
  if (options.state !== undefined) filter.state = options.state.toUpperCase();
  if (options.party !== undefined) filter.party = options.party.toUpperCase();
  if (options.office !== undefined)
    filter.office = options.office === 'ag' ? 'attorney-general' : options.office;
  if (options.q !== undefined) filter.q = options.q;
  if (options.bill !== undefined) {
    const { id } = parseBillId(options.bill);
    if ((await billReport(db, id)) === null) {
      throw new CommandError(
        `there is no bill ${id} in the index and no statement cites it: find it with "rostrum bills search", or add it with "rostrum bills import"`,
      );
    }
    filter.bill = id;
    if (options.companions) filter.companions = (await findBill(db, id))?.related ?? [];
  }
  if (options.official !== undefined) {
    if ((await findOfficial(db, options.official)) === null) {
      throw new CommandError(`there is no official ${options.official}: "rostrum officials list" names them`);
    }
    filter.official = options.official;
  }
  if (options.topic !== undefined) {
    const topics = await listTopics(db);
    if (!topics.some((topic) => topic.id === options.topic)) {
      throw new CommandError(
        `there is no topic ${options.topic}: it is one of ${topics.map((topic) => topic.id).join(', ')}`,
      );
    }
    filter.topic = options.topic;
  }
  return filter;
}

const who = (row: { name: string; party: string | null; state: string | null }) =>
  `${row.name} (${[row.party, row.state].filter(Boolean).join('-')})`;

const STATEMENT_COLUMNS: Column<StatementAnswer>[] = [
  { name: 'published', value: (row) => row.published?.slice(0, 10), width: 12 },
  { name: 'official', value: who, width: 24 },
  { name: 'title', value: (row) => row.title, width: 64 },
  { name: 'bills', value: (row) => row.bills.map((bill) => bill.bill).join(' '), width: 14 },
  { name: 'topics', value: (row) => row.topics.join(' '), width: 26, onlyInFiles: true },
  { name: 'state', value: (row) => row.statement_state, width: 8 },
  { name: 'url', value: (row) => row.url },
];

/** With the words searched for as they stand in the text. */
const FOUND_COLUMNS: Column<StatementAnswer>[] = [
  ...STATEMENT_COLUMNS.slice(0, 3),
  { name: 'found', value: (row) => row.highlight?.text.replace(/\s+/g, ' '), width: 60 },
  ...STATEMENT_COLUMNS.slice(3),
];

const QUOTE_COLUMNS: Column<QuoteAnswer>[] = [
  { name: 'published', value: (row) => row.published?.slice(0, 10), width: 12 },
  {
    name: 'speaker',
    value: (row) =>
      row.official === null ? row.speaker : who({ name: row.speaker, party: row.party, state: row.state }),
    width: 28,
  },
  { name: 'role', value: (row) => row.role, width: 26 },
  { name: 'quote', value: (row) => row.text, width: 80 },
  { name: 'url', value: (row) => row.url },
];

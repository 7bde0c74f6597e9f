import { Command, InvalidArgumentError } from 'commander';
import type { Database } from '../../db/connection.js';
import { statementAt } from '../../db/statements.js';
import { canonicalAddress } from '../discover/address.js';
import { diffRevisions, type Piece, type RevisionDiff } from '../report/revision-diff.js';
import {
  historyOf,
  type RevisionRow,
  revisionsOf,
  type StatementReport,
  statementReport,
} from '../report/statement.js';
import { withArchive } from './archive.js';
import { CommandError } from './outcome.js';
import { type Format, formatOption, plain, printOne } from './output.js';

interface Options {
  revisions?: true;
  diff?: true | [number, number];
  format?: Format;
}

export function statementCommand(): Command {
  const command = new Command('statement').description(
    'one statement: its text, its tags, every version seen',
  );
  command
    .command('show')
    .description('show a statement with its tags and the words that prove them')
    .argument('<id>', 'its number, or its address')
    .option('--revisions', 'every version of it with the time it was first and last seen, and its history')
    .option(
      '--diff [from..to]',
      'what changed, by word: between two versions, or between the last two',
      range,
    )
    .addOption(formatOption())
    .addHelpText(
      'after',
      `
Examples:
  rostrum statement show 4711
  rostrum statement show https://www.hoeven.senate.gov/news/news-releases/some-release --revisions
  rostrum statement show 4711 --diff 1..3`,
    )
    .action((id: string, options: Options) => withArchive(({ db }) => show(db, id, options)));
  return command;
}

function range(text: string): [number, number] {
  const match = /^(\d{1,6})\.\.(\d{1,6})$/.exec(text);
  if (match === null) throw new InvalidArgumentError('It must be two revisions, as 1..3.');
  return [Number(match[1]), Number(match[2])];
}

async function show(db: Database, text: string, options: Options): Promise<void> {
  const id = /^\d{1,15}$/.test(text) ? Number(text) : (await statementAt(db, canonicalAddress(text)))?.id;
  const report = id === undefined ? null : await statementReport(db, id);
  if (report === null) {
    throw new CommandError(
      `there is no statement ${text}: "rostrum statements" lists them with their numbers`,
    );
  }
  const asked = options.revisions === true || options.diff !== undefined;
  const revisions = asked ? await revisionsOf(db, report.id) : [];
  const diff = options.diff === undefined ? null : diffOf(report.id, revisions, options.diff);
  const history = options.revisions ? await historyOf(db, report.id) : [];
  const format = options.format ?? (process.stdout.isTTY ? 'table' : 'json');
  if (format !== 'table') {
    printOne(
      {
        ...report,
        ...(options.revisions ? { revisions, history } : {}),
        ...(diff === null ? {} : { diff }),
      },
      format,
    );
    return;
  }
  const parts = [
    ...(diff === null || options.revisions ? [describe(report, !options.revisions)] : []),
    ...(options.revisions ? [listRevisions(revisions), listHistory(history)] : []),
    ...(diff === null ? [] : [describeDiff(diff)]),
  ];
  process.stdout.write(`${parts.join('\n\n')}\n`);
}

function diffOf(id: number, revisions: RevisionRow[], asked: true | [number, number]): RevisionDiff {
  const [from, to] =
    asked === true ? revisions.slice(-2) : asked.map((number) => byNumber(id, revisions, number));
  if (from === undefined || to === undefined) {
    throw new CommandError(`statement ${id} has one version only: nothing was ever changed`);
  }
  return diffRevisions(from, to);
}

function byNumber(id: number, revisions: RevisionRow[], number: number): RevisionRow {
  const found = revisions.find((revision) => revision.number === number);
  if (found !== undefined) return found;
  const numbers = revisions.map((revision) => revision.number).join(', ');
  throw new CommandError(`statement ${id} has no revision ${number}: it has ${numbers}`);
}

function describe(report: StatementReport, withBody: boolean): string {
  const facts: [string, string | null][] = [
    ['statement', String(report.id)],
    ['title', report.title],
    ['published', report.published],
    ['by', `${report.name} (${report.office}, ${report.state})`],
    ['address', report.addresses.join('\n             ')],
    ['state', report.statement_state + (report.missing_since ? ` since ${time(report.missing_since)}` : '')],
    ['seen', `${time(report.first_seen)} to ${time(report.last_seen)}`],
    ['revision', String(report.revision ?? 'none')],
    ['joint with', joint(report)],
    [
      'bills',
      list(
        report.bills,
        (bill) => `${bill.bill_id} (${bill.method} ${bill.confidence}): ${proof(bill.evidence)}`,
      ),
    ],
    [
      'topics',
      list(report.topics, (topic) => `${topic.topic_id} (${topic.score}): ${proof(topic.evidence)}`),
    ],
    [
      'quotes',
      list(
        report.quotes,
        (quote) => `${quote.speaker}${quote.role ? `, ${quote.role}` : ''}: “${flat(quote.text)}”`,
      ),
    ],
    ['mentions', list(report.mentions, (mention) => `${mention.official_id}: ${flat(mention.text)}`)],
    ['doubts', list(report.doubts, (doubt) => `${flat(doubt.text)}: ${doubt.reason}`)],
    ['tag error', report.tag_error],
  ];
  const head = facts
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => plain(`${name.padEnd(12)} ${value}`));
  return [...head, ...(withBody ? ['', plain(report.body ?? '')] : [])].join('\n');
}

function joint({ id, joint }: StatementReport): string | null {
  const others = joint?.publishers.filter((publisher) => publisher.statement !== id) ?? [];
  return list(others, (publisher) => `${publisher.name}: statement ${publisher.statement}, ${publisher.url}`);
}

function list<T>(rows: T[], line: (row: T) => string): string {
  return rows.map(line).join('\n             ');
}

function proof(evidence: { text: string }[]): string {
  return [...new Set(evidence.map((one) => `“${flat(one.text)}”`))].join(' ');
}

function flat(text: string): string {
  return text.replace(/\s+/g, ' ');
}

function time(moment: Date): string {
  return moment.toISOString().replace(/\.\d+Z$/, 'Z');
}

function listRevisions(revisions: RevisionRow[]): string {
  const lines = revisions.map((revision) =>
    plain(
      `  ${revision.number}${revision.current ? ' (current)' : ''}: ${time(revision.first_seen)} to ${time(revision.last_seen)}, ${revision.body.length} characters${revision.kept ? '' : ', page no longer kept'} · ${revision.title}`,
    ),
  );
  return ['revisions', ...lines].join('\n');
}

function listHistory(history: { at: Date; event: string; revision: number | null }[]): string {
  const lines = history.map(
    (step) =>
      `  ${time(step.at)} ${step.event}${step.revision === null || step.event === 'missing' ? '' : ` (revision ${step.revision})`}`,
  );
  return ['history', ...lines].join('\n');
}

function describeDiff(diff: RevisionDiff): string {
  const lines = [`revision ${diff.from} → ${diff.to}`];
  if (diff.title !== null) lines.push(`title      ${mark(diff.title)}`);
  if (diff.published !== null) {
    lines.push(`published  ${diff.published.from ?? 'undated'} → ${diff.published.to ?? 'undated'}`);
  }
  for (const url of diff.links.removed) lines.push(`link       ${mark([{ op: 'removed', text: url }])}`);
  for (const url of diff.links.added) lines.push(`link       ${mark([{ op: 'added', text: url }])}`);
  lines.push('', diff.body === null ? 'the text is the same' : mark(diff.body));
  return lines.join('\n');
}

/** `[-taken out-]{+put in+}`, as `git diff --word-diff` has it; in colour where that is seen. */
function mark(pieces: Piece[]): string {
  const colour = process.stdout.isTTY && process.env.NO_COLOR === undefined;
  const paint = (code: number, text: string) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);
  return pieces
    .map(({ op, text }) => {
      if (op === 'added') return paint(32, `{+${plain(text)}+}`);
      if (op === 'removed') return paint(31, `[-${plain(text)}-]`);
      return plain(text);
    })
    .join('');
}

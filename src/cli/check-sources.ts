import cliProgress from 'cli-progress';
import { Command, Option } from 'commander';
import type { Database } from '../../db/connection.js';
import { listSources, recentAddresses, type SourceFilter, type SourceRow } from '../../db/sources.js';
import type { FetchClient } from '../fetch/client.js';
import type { SourceKind } from '../model.js';
import { type Archive, withArchive } from './archive.js';
import { withClient } from './look.js';
import { CommandError, EXIT, UsageError } from './outcome.js';
import { type Column, type Format, formatOption, printRows } from './output.js';
import { findWays, type Newsroom, printWays } from './ways.js';

interface Options {
  all?: true;
  office?: string;
  state?: string;
  thorough?: true;
  format?: Format;
}

/** What a look at one source found. */
interface Check {
  source: string;
  enabled: boolean;
  kind: string;
  url: string;
  /** Status of the answer, or the kind of failure without one. */
  http: string;
  error: string | null;
  items: number;
  dated: number;
  newest: string | null;
  better: {
    kind: SourceKind;
    url: string;
    items: number;
    dated: number;
    newest: string | null;
    why: string;
  } | null;
  advice: string;
}

const HOSTS_AT_ONCE = 12;
const KNOWN = 200;
/** Nothing new for so long is rare in an office that has anybody in it. */
const QUIET_DAYS = 120;

export function checkCommand(): Command {
  return new Command('check')
    .description('fetch newsrooms now and show what would be read and what to do about it, storing nothing')
    .argument('[id...]', 'sources, as senate-nd-hoeven; one alone is shown whole')
    .option('--all', 'every source')
    .addOption(
      new Option('--office <office>', 'sources of one office').choices(['senate', 'attorney-general', 'ag']),
    )
    .option('--state <code>', 'sources of one state, as ND')
    .option('--thorough', 'look for a better way even where the present one lists and dates its items')
    .addOption(formatOption())
    .addHelpText(
      'after',
      `
One source: the ways to read it side by side, and what is read now as JSON. Several: a table, a row each.
Exit code 3 when some enabled sources list nothing, 1 when all do.

Examples:
  rostrum sources check ag-mt
  rostrum sources check --all --format md > sources.md
  rostrum sources check --office ag --thorough`,
    )
    .action((ids: string[], options: Options) => withArchive((archive) => check(archive, ids, options)));
}

async function check(archive: Archive, ids: string[], options: Options): Promise<void> {
  const sources = await choose(archive.db, ids, options);
  const [only] = sources;
  await withClient(archive.config, async (client) => {
    if (only !== undefined && ids.length === 1) await checkOne(archive.db, client, only);
    else await checkMany(archive.db, client, sources, options);
  });
}

async function choose(db: Database, ids: string[], options: Options): Promise<SourceRow[]> {
  const filter: SourceFilter = {};
  if (ids.length > 0) filter.ids = ids;
  if (options.office !== undefined)
    filter.office = options.office === 'ag' ? 'attorney-general' : options.office;
  if (options.state !== undefined) filter.state = options.state.toUpperCase();
  if (Object.keys(filter).length === 0 && !options.all) {
    throw new UsageError('say which newsrooms: ids, --office, --state or --all');
  }
  const sources = await listSources(db, filter);
  const unknown = ids.filter((id) => !sources.some((source) => source.id === id));
  if (unknown.length > 0) {
    throw new CommandError(`there is no source ${unknown.join(', ')}: "rostrum sources list" names them`);
  }
  if (sources.length === 0) throw new CommandError('no source matches: "rostrum sources list" shows all');
  return sources;
}

async function look(
  db: Database,
  client: FetchClient,
  source: SourceRow,
  enough?: (newsroom: Newsroom) => boolean,
): Promise<Newsroom> {
  const statements = await recentAddresses(db, source.id, KNOWN);
  const { url, zone } = source;
  return findWays(client, { url, zone, kind: source.kind as SourceKind, statements }, enough);
}

async function checkOne(db: Database, client: FetchClient, source: SourceRow): Promise<void> {
  const newsroom = await look(db, client, source);
  printWays(newsroom, source.url);
  const { error, advice } = summary(source, newsroom);
  if (advice !== '') process.stderr.write(`${advice}\n`);
  const read = newsroom.ways.find(({ way }) => way.url === source.url)?.way.discovery;
  if (read !== undefined) process.stdout.write(`${JSON.stringify(read, null, 2)}\n`);
  if (error !== null) throw new CommandError(`${source.url} ${error}`);
}

async function checkMany(
  db: Database,
  client: FetchClient,
  sources: SourceRow[],
  options: Options,
): Promise<void> {
  const bar = process.stderr.isTTY
    ? new cliProgress.SingleBar(
        { format: '{bar} {value}/{total} newsrooms', stream: process.stderr, hideCursor: true },
        cliProgress.Presets.shades_classic,
      )
    : null;
  bar?.start(sources.length, 0);
  const checks = new Map<string, Check>();
  const byHost = new Map<string, SourceRow[]>();
  for (const source of sources) {
    const { host } = new URL(source.url);
    byHost.set(host, [...(byHost.get(host) ?? []), source]);
  }
  const hosts = [...byHost.values()];
  // The client keeps to one host's pace by itself; a worker takes host after host so that none waits for another.
  const worker = async () => {
    for (let host = hosts.shift(); host !== undefined; host = hosts.shift()) {
      for (const source of host) {
        const newsroom = await look(db, client, source, options.thorough ? undefined : isGood);
        checks.set(source.id, summary(source, newsroom));
        bar?.increment();
      }
    }
  };
  try {
    await Promise.all(Array.from({ length: HOSTS_AT_ONCE }, worker));
  } finally {
    bar?.stop();
  }
  const rows = sources.flatMap(({ id }) => checks.get(id) ?? []);
  printRows(rows, COLUMNS, options.format, '');
  const expected = rows.filter(({ enabled }) => enabled);
  const failed = expected.filter(({ error }) => error !== null);
  const advised = rows.filter(({ advice }) => advice !== '');
  process.stderr.write(
    `${rows.length} newsrooms · ${expected.length - failed.length} read · ${failed.length} failed · ${rows.length - expected.length} disabled · ${advised.length} with advice\n`,
  );
  if (failed.length > 0) process.exitCode = failed.length === expected.length ? EXIT.failed : EXIT.partly;
}

/** Nothing better need be looked for: it lists, dates what it lists, and has listed something of late. */
function isGood({ ways, movedTo }: Newsroom): boolean {
  const [page] = ways;
  return (
    page !== undefined &&
    page.items > 0 &&
    page.dated >= page.items * 0.9 &&
    movedTo === null &&
    !isQuiet(page.newest)
  );
}

function isQuiet(newest: string | null): boolean {
  return newest !== null && Date.parse(newest) < Date.now() - QUIET_DAYS * 86_400_000;
}

function summary(source: SourceRow, newsroom: Newsroom): Check {
  const { ways, problem, status } = newsroom;
  const now = ways.find(({ way }) => way.url === source.url);
  const [best] = ways;
  const items = now?.items ?? 0;
  const error =
    problem?.message ??
    (items > 0 ? null : `lists no release: ${now?.way.discovery.warnings[0] ?? 'it is empty'}`);
  const better =
    best === undefined || best === now || best.items === 0
      ? null
      : {
          kind: best.way.kind,
          url: best.way.url,
          items: best.items,
          dated: best.dated,
          newest: best.newest,
          // Why the present way falls behind says more than what the better one is like.
          why: items > 0 ? (now?.why ?? '') : best.why,
        };
  const check = {
    source: source.id,
    enabled: source.enabled,
    kind: source.kind,
    url: source.url,
    http: status === null ? (problem?.kind ?? '') : String(status),
    error,
    items,
    dated: now?.dated ?? 0,
    newest: now?.newest ?? null,
    better,
  };
  return { ...check, advice: adviceOn(check, newsroom) };
}

/** What a maintainer can do, the most pressing first; empty where nothing need be done. */
function adviceOn(check: Omit<Check, 'advice'>, { problem, movedTo }: Newsroom): string {
  const advice: string[] = [];
  const { better, items } = check;
  if (better !== null) {
    advice.push(
      items > 0
        ? `Read it as a ${better.kind} at ${better.url}: now it ${sentence(better.why)}.`
        : `Read it as a ${better.kind} at ${better.url}: ${better.why}.`,
    );
  } else if (problem !== null) advice.push(problem.advice);
  else if (items === 0) advice.push(`See what is there: rostrum inspect listing ${check.url}`);
  else if (check.dated < items * 0.9) advice.push('Its dates are read from the pages of the releases.');
  if (movedTo !== null) {
    advice.push(`It has moved for good to ${movedTo}: visits go there from the second sighting on.`);
  }
  if (isQuiet(check.newest)) {
    advice.push(
      `Nothing since ${check.newest}: has the newsroom moved, or does somebody else hold the office?`,
    );
  }
  if (!check.enabled && check.error === null)
    advice.push(`It can be read: rostrum sources enable ${check.source}`);
  return advice.join(' ');
}

/** A reason as it goes on after `now it`. */
function sentence(why: string): string {
  return /^(?:lists|ends)/.test(why) ? why : `is the worse way: ${why}`;
}

const COLUMNS: Column<Check>[] = [
  { name: 'source', value: (row) => row.source, width: 26 },
  { name: 'kind', value: (row) => (row.enabled ? row.kind : `${row.kind}, off`), width: 16 },
  { name: 'http', value: (row) => row.http, width: 9 },
  { name: 'items', value: (row) => row.items, width: 7 },
  { name: 'dated', value: (row) => row.dated, width: 7 },
  { name: 'newest', value: (row) => row.newest, width: 13 },
  { name: 'error', value: (row) => row.error, width: 36 },
  { name: 'better', value: ({ better }) => better && `${better.kind}, ${better.items} items`, width: 20 },
  { name: 'advice', value: (row) => row.advice, width: 60 },
];

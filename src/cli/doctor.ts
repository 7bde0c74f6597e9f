import { Command } from 'commander';
import { sql } from 'kysely';
import { pendingMigrations } from '../../db/migrate.js';
import { pingBackend } from '../../queues/backend.js';
import { Queues } from '../../queues/queues.js';
import { readConfig, SETTINGS } from '../config.js';
import { type Archive, openArchive } from './archive.js';
import { alertFindings } from './doctor-alerts.js';
import { deepFindings } from './doctor-deep.js';
import { EXIT, UsageError } from './outcome.js';
import { type Column, type Format, formatOption, printRows } from './output.js';

/** One thing looked at. */
export interface Finding {
  check: string;
  state: 'good' | 'note' | 'wrong';
  detail: string;
  /** The way out. */
  advice: string;
}

export function doctorCommand(): Command {
  return new Command('doctor')
    .description('look at everything and say what is wrong and what to do about it')
    .option('--deep', 'prove of every statement, tag and kept page that it is whole')
    .option('--repair', 'with --deep: put right what can be derived from what is kept')
    .addOption(formatOption())
    .addHelpText(
      'after',
      '\nExamples:\n  rostrum doctor\n  rostrum doctor --format json\n  rostrum doctor --deep\n  rostrum doctor --deep --repair\n\nExit code 1 when something is wrong.',
    )
    .action(async (options: { deep?: true; repair?: true; format?: Format }) => {
      if (options.repair && !options.deep) throw new UsageError('--repair goes with --deep');
      const findings = [...settings(), ...(await archiveFindings(options))];
      printRows(findings, COLUMNS, options.format, '');
      if (findings.some((finding) => finding.state === 'wrong')) process.exitCode = EXIT.failed;
    });
}

const COLUMNS: Column<Finding>[] = [
  { name: 'check', value: (row) => row.check, width: 24 },
  { name: 'state', value: (row) => row.state, width: 7 },
  { name: 'detail', value: (row) => row.detail, width: 60 },
  { name: 'what to do', value: (row) => row.advice, width: 60 },
];

const good = (check: string, detail: string): Finding => ({ check, state: 'good', detail, advice: '' });
const note = (check: string, detail: string, advice: string): Finding => ({
  check,
  state: 'note',
  detail,
  advice,
});
const wrong = (check: string, detail: string, advice: string): Finding => ({
  check,
  state: 'wrong',
  detail,
  advice,
});

/** Every setting, where its value comes from, and no secret. */
function settings(): Finding[] {
  readConfig();
  return Object.entries(SETTINGS).map(([name, setting]) => {
    const given = process.env[name];
    const secret = 'secret' in setting;
    const value =
      given === undefined || given === '' ? `default: ${setting.fallback ?? 'none'}` : secret ? 'set' : given;
    return good(name, `${value} (${setting.about})`);
  });
}

async function archiveFindings(options: { deep?: true; repair?: true }): Promise<Finding[]> {
  let archive: Archive;
  try {
    archive = await openArchive();
  } catch (error) {
    return [
      wrong(
        'database',
        (error as Error).message,
        'correct DATABASE_URL, or unset it to use the embedded Postgres',
      ),
    ];
  }
  try {
    return [
      ...(await database(archive)),
      ...(await queueFindings(archive)),
      ...(await sourceFindings(archive)),
      ...(await workFindings(archive)),
      ...(await alertFindings(archive)),
      ...(options.deep ? await deepFindings(archive, options.repair === true) : []),
    ];
  } finally {
    await archive.close();
  }
}

async function database({ db, config }: Archive): Promise<Finding[]> {
  const { rows } = await sql<{ version: string; size: string }>`
    select current_setting('server_version') as version, pg_size_pretty(pg_database_size(current_database())) as size
  `.execute(db);
  const pending = await pendingMigrations(db);
  const where = config.databaseUrl === null ? `embedded in ${config.home}` : 'of DATABASE_URL';
  const detail = `Postgres ${rows[0]?.version} ${where}, ${rows[0]?.size}`;
  if (pending.length > 0)
    return [wrong('database', `${detail}; lacks ${pending.join(', ')}`, 'run "rostrum migrate"')];
  return [good('database', detail)];
}

async function queueFindings({ backend }: Archive): Promise<Finding[]> {
  let server: string;
  try {
    server = await pingBackend(backend);
  } catch (error) {
    return [
      wrong(
        'queues',
        `Redis does not answer: ${(error as Error).message}`,
        'start it, or unset REDIS_URL to keep the queues in Postgres',
      ),
    ];
  }
  const queues = new Queues(backend);
  try {
    const counts = await queues.counts();
    const depths = Object.entries(counts).map(
      ([name, states]) =>
        `${name} ${(states.waiting ?? 0) + (states.prioritized ?? 0) + (states.delayed ?? 0)} waiting`,
    );
    const working = await queues.hasWorkers();
    return [
      good('queues', `in ${server}: ${depths.join(', ')}`),
      working
        ? good('workers', 'at work')
        : note(
            'workers',
            'none is running',
            'start "rostrum up", or "rostrum worker" and "rostrum scheduler"',
          ),
    ];
  } finally {
    await queues.close();
  }
}

async function sourceFindings({ db }: Archive): Promise<Finding[]> {
  const rows = await db
    .selectFrom('source_health')
    .select(['source_id', 'health', 'error', 'consecutive_failures'])
    .orderBy('source_id')
    .execute();
  const of = (health: string) => rows.filter((row) => row.health === health);
  const summary = good(
    'sources',
    `${rows.length}: ${of('good').length} good, ${of('failing').length} failing, ${of('never tried').length} never tried, ${of('disabled').length} disabled`,
  );
  return [
    summary,
    ...of('failing').map((row) =>
      wrong(
        `source ${row.source_id}`,
        `failed ${row.consecutive_failures} times: ${row.error}`,
        `look with "rostrum sources check ${row.source_id}", then correct or disable it`,
      ),
    ),
  ];
}

async function workFindings({ db }: Archive): Promise<Finding[]> {
  const count = (query: { executeTakeFirstOrThrow(): Promise<{ count: number }> }) =>
    query.executeTakeFirstOrThrow().then((row) => row.count);
  const all = sql<number>`count(*)`.as('count');
  const statements = await count(db.selectFrom('statement').select(all));
  const untaggable = await count(db.selectFrom('statement').where('tag_error', 'is not', null).select(all));
  const failed = await count(
    db
      .selectFrom('crawl_item as item')
      .where('item.state', '=', 'failed')
      .where((build) =>
        build.not(
          build.exists(
            build
              .selectFrom('crawl_item as later')
              .select('later.id')
              .whereRef('later.address', '=', 'item.address')
              .whereRef('later.id', '>', 'item.id'),
          ),
        ),
      )
      .select(all),
  );
  return [
    good('statements', String(statements)),
    failed === 0
      ? good('releases that failed', 'none')
      : note(
          'releases that failed',
          String(failed),
          'visit their newsroom again: rostrum crawl ID --force --wait',
        ),
    untaggable === 0
      ? good('tagging', 'every statement that was tried could be tagged')
      : wrong(
          'tagging',
          `${untaggable} statements cannot be tagged`,
          'their reason is in statement.tag_error; report it as a bug',
        ),
  ];
}

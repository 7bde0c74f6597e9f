import { randomUUID } from 'node:crypto';
import { Command, InvalidArgumentError, Option } from 'commander';
import {
  type AlertSummary,
  alertSecret,
  createAlert,
  findAlert,
  listAlerts,
  pauseAlert,
  removeAlert,
} from '../../db/alerts.js';
import type { Database } from '../../db/connection.js';
import { createCourier } from '../alert/courier.js';
import { testEvent } from '../alert/event.js';
import { AlertRequestError, newAlert } from '../alert/new-alert.js';
import { resume } from '../alert/resume.js';
import type { AlertFilter } from '../report/alert-filter.js';
import { deliveriesCommand, redeliverCommand } from './alert-deliveries.js';
import { withArchive } from './archive.js';
import { CommandError, UsageError } from './outcome.js';
import { type Column, type Format, formatOption, printOne, printRows, wholeNumber } from './output.js';
import { type FilterOptions, readFilter } from './statements.js';

export function alertsCommand(): Command {
  return new Command('alerts')
    .description('saved filters: what passes them is sent, by webhook or by mail')
    .addCommand(add())
    .addCommand(list())
    .addCommand(show())
    .addCommand(test())
    .addCommand(pause())
    .addCommand(goOn())
    .addCommand(remove())
    .addCommand(deliveriesCommand())
    .addCommand(redeliverCommand())
    .addHelpText(
      'after',
      `
Workers look and send ("rostrum up", or "rostrum worker"); docs/alerts.md tells how to receive.

Examples:
  rostrum alerts add Trafficking --bill s1693-115 --webhook https://desk.example/hook
  rostrum alerts list
  rostrum alerts deliveries --state dead`,
    );
}

interface AddOptions extends Omit<FilterOptions, 'until'> {
  webhook?: string;
  mail?: string;
  daily?: number;
  zone: string;
  revisions?: true;
}

function add(): Command {
  return new Command('add')
    .description('have what is published from now on, and passes the filters, sent')
    .argument('<name>', 'what it is called in what it sends')
    .option('--webhook <url>', 'post each statement there, signed')
    .option('--mail <address>', 'send mail there (needs SMTP_URL and MAIL_FROM)')
    .option('--daily <hour>', 'all of a day at once, at this hour, 0 to 23 (default: as found)', hourOfDay)
    .option('--zone <zone>', 'with --daily: whose clock', 'America/New_York')
    .option('--revisions', 'tell again of a statement whose text was changed')
    .option('--since <date>', 'begin with what was published on this day (YYYY-MM-DD)')
    .option('--bill <id>', 'statements on a bill, as s1693-115')
    .option('--companions', "with --bill: statements on the bill's companions too")
    .option('--topic <id>', 'statements on a topic, as crime-and-law-enforcement')
    .option('--official <id>', 'statements of an official, as heitkamp-heidi')
    .addOption(new Option('--office <office>').choices(['senate', 'attorney-general', 'ag', 'house']))
    .option('--state <code>', 'two letters, as ND')
    .option('--party <letter>', 'R, D or I')
    .option('--q <text>', 'words to search for, as "rostrum statements" takes them')
    .addOption(formatOption())
    .addHelpText(
      'after',
      `
The secret that webhooks are signed with is printed this once: docs/alerts.md tells how to check a signature.

Examples:
  rostrum alerts add Trafficking --bill s1693-115 --companions --webhook https://desk.example/hook
  rostrum alerts add "North Dakota" --state ND --mail desk@paper.example --daily 7 --zone America/Chicago
  rostrum alerts add Hospitals --q '"rural hospitals"' --webhook https://desk.example/hook --since 2018-01-01`,
    )
    .action((name: string, options: AddOptions) =>
      withArchive(async ({ db, config }) => {
        const {
          since,
          webhook,
          mail,
          revisions,
          daily: hour,
          zone,
          format,
          ...filters
        } = options as AddOptions & {
          format?: Format;
        };
        const { companions, ...filter } = await readFilter(db, filters);
        const request = {
          name,
          webhook,
          mail,
          revisions,
          since,
          filter: { ...filter, ...(companions === undefined ? {} : { companions: true }) } as AlertFilter,
          daily: hour === undefined ? null : { hour, zone },
        };
        try {
          const asked = newAlert(request, 'command line', config);
          const { id, secret } = await createAlert(db, asked);
          const shown = asked.channel === 'webhook' ? secret : null;
          printOne({ ...(await known(db, id)), secret: shown }, format);
          process.stderr.write(
            `alert ${id} is at work${shown === null ? '' : '; its secret is shown this once'}: try it with "rostrum alerts test ${id}"\n`,
          );
        } catch (error) {
          if (error instanceof AlertRequestError) throw new UsageError(`--${error.field}: ${error.message}`);
          throw error;
        }
      }),
    );
}

const COLUMNS: Column<AlertSummary>[] = [
  { name: 'id', value: (row) => row.id, width: 6 },
  { name: 'name', value: (row) => row.name, width: 24 },
  { name: 'filter', value: (row) => filterText(row), width: 30 },
  { name: 'to', value: (row) => row.address, width: 36 },
  { name: 'when', value: (row) => (row.hour === null ? 'at once' : `${row.hour}:00 ${row.zone}`), width: 22 },
  { name: 'state', value: (row) => row.state, width: 13 },
  { name: 'waiting', value: (row) => row.waiting, width: 8 },
  { name: 'dead', value: (row) => row.dead, width: 6 },
  { name: 'last sent', value: (row) => row.last_sent_at?.toISOString(), width: 26 },
  { name: 'trouble', value: (row) => row.reason ?? row.error, width: 40 },
];

function filterText({ filter }: AlertSummary): string {
  const entries = Object.entries(filter ?? {});
  return entries.length === 0
    ? 'everything'
    : entries.map(([name, value]) => (value === true ? name : `${name} ${value}`)).join(', ');
}

function list(): Command {
  return new Command('list')
    .description('every alert, and how it fares')
    .addOption(formatOption())
    .addHelpText('after', '\nExample:\n  rostrum alerts list')
    .action((options: { format?: Format }) =>
      withArchive(async ({ db }) =>
        printRows(
          await listAlerts(db),
          COLUMNS,
          options.format,
          'There is no alert: see "rostrum alerts add".',
        ),
      ),
    );
}

async function known(db: Database, id: number): Promise<AlertSummary> {
  const row = await findAlert(db, id);
  if (row === null) throw new CommandError(`there is no alert ${id}: "rostrum alerts list" shows them`);
  return row;
}

function byNumber(name: string, description: string, example = `rostrum alerts ${name} 1`): Command {
  return new Command(name)
    .description(description)
    .argument('<id>', 'as "rostrum alerts list" shows it', alertNumber)
    .addHelpText('after', `\nExample:\n  ${example}`);
}

const alertNumber = wholeNumber(1, 999_999_999_999_999);

function show(): Command {
  return byNumber('show', 'one alert')
    .addOption(formatOption())
    .action((id: number, options: { format?: Format }) =>
      withArchive(async ({ db }) => printOne(await known(db, id), options.format)),
    );
}

function test(): Command {
  return byNumber('test', 'send a trial now, and say what came of it').action((id: number) =>
    withArchive(async ({ db, config }) => {
      const row = await known(db, id);
      if (row.state === 'unsubscribed') throw new CommandError(UNSUBSCRIBED);
      const secret = (await alertSecret(db, id)) ?? '';
      const body = JSON.stringify(testEvent({ id, name: row.name }));
      const courier = createCourier(config);
      try {
        const parcel = { ...row, secret, key: `msg_${randomUUID()}`, body };
        const outcome = await courier.send(parcel, new AbortController().signal);
        if (outcome.kind !== 'sent') throw new CommandError(`${row.address}: ${outcome.error}`);
        process.stderr.write(`${row.address} took it (${outcome.status})\n`);
      } finally {
        await courier.close();
      }
    }),
  );
}

const UNSUBSCRIBED = 'whoever reads it has unsubscribed: add another if they ask for it';

function pause(): Command {
  return byNumber('pause', 'look and send for it no more until it is resumed').action((id: number) =>
    withArchive(async ({ db }) => {
      const { state } = await known(db, id);
      if (!(await pauseAlert(db, id))) throw new CommandError(`alert ${id} is ${state} already`);
      process.stderr.write(`alert ${id} is paused\n`);
    }),
  );
}

function goOn(): Command {
  return byNumber('resume', 'let one go on that was paused or stopped', 'rostrum alerts resume 1 --skip')
    .option('--skip', 'leave out what was published meanwhile')
    .action((id: number, options: { skip?: true }) =>
      withArchive(async ({ db }) => {
        const row = await known(db, id);
        if (row.state === 'unsubscribed') throw new CommandError(UNSUBSCRIBED);
        if (!(await resume(db, row, { skip: options.skip === true }))) {
          throw new CommandError(`alert ${id} is at work already`);
        }
        process.stderr.write(`alert ${id} is at work\n`);
      }),
    );
}

function remove(): Command {
  return byNumber('remove', 'remove an alert with all that it was still to send').action((id: number) =>
    withArchive(async ({ db }) => {
      const { name } = await known(db, id);
      await removeAlert(db, id);
      process.stderr.write(`alert ${id}, ${name}, is removed\n`);
    }),
  );
}

function hourOfDay(text: string): number {
  const hour = Number(text);
  if (!/^\d{1,2}$/.test(text) || hour > 23) {
    throw new InvalidArgumentError('It must be an hour of the day, from 0 to 23.');
  }
  return hour;
}

import { Command, Option } from 'commander';
import { findAlert } from '../../db/alerts.js';
import { type DeliveryRow, listDeliveries, redeliver } from '../../db/deliveries.js';
import { withArchive } from './archive.js';
import { CommandError, UsageError } from './outcome.js';
import { type Column, type Format, formatOption, printRows, wholeNumber } from './output.js';

const number = wholeNumber(1, 999_999_999_999_999);

const COLUMNS: Column<DeliveryRow>[] = [
  { name: 'delivery', value: (row) => row.id, width: 10 },
  { name: 'alert', value: (row) => row.alert, width: 7 },
  { name: 'kind', value: (row) => row.kind, width: 20 },
  { name: 'statements', value: (row) => row.statements.join(' '), width: 18 },
  { name: 'state', value: (row) => row.state, width: 9 },
  { name: 'tries', value: (row) => row.attempts, width: 7 },
  { name: 'created', value: (row) => row.created_at.toISOString(), width: 26 },
  { name: 'next try', value: (row) => row.next_try_at?.toISOString(), width: 26 },
  { name: 'error', value: (row) => row.error, width: 44 },
];

/** `rostrum alerts deliveries` */
export function deliveriesCommand(): Command {
  return new Command('deliveries')
    .description('what alerts have sent, are to send and have given up, the newest first')
    .argument('[id]', 'of one alert', number)
    .addOption(new Option('--state <state>').choices(['waiting', 'sent', 'dead']))
    .option('--limit <n>', 'at most so many', wholeNumber(1, 10_000), 50)
    .addOption(formatOption())
    .addHelpText(
      'after',
      '\nExamples:\n  rostrum alerts deliveries --state dead\n  rostrum alerts deliveries 1 --limit 5',
    )
    .action((id: number | undefined, options: { state?: string; limit: number; format?: Format }) =>
      withArchive(async ({ db }) => {
        const { state, limit, format } = options;
        if (id !== undefined && (await findAlert(db, id)) === null) throw new CommandError(noAlert(id));
        printRows(
          await listDeliveries(db, { alert: id, state, limit }),
          COLUMNS,
          format,
          state === undefined ? 'Nothing was found yet.' : `Nothing is ${state}.`,
        );
      }),
    );
}

/** `rostrum alerts redeliver` */
export function redeliverCommand(): Command {
  return new Command('redeliver')
    .description('send again: one delivery whatever came of it, or all that are dead')
    .argument('<id>', 'the alert', number)
    .argument('[delivery]', 'as "rostrum alerts deliveries" shows it', number)
    .option('--dead', 'all that were given up')
    .addHelpText(
      'after',
      '\nIt has the webhook-id that it had.\n\nExamples:\n  rostrum alerts redeliver 1 17\n  rostrum alerts redeliver 1 --dead',
    )
    .action((id: number, delivery: number | undefined, options: { dead?: true }) =>
      withArchive(async ({ db }) => {
        if ((delivery === undefined) === (options.dead === undefined)) {
          throw new UsageError('say which: give the number of a delivery, or --dead');
        }
        const row = await findAlert(db, id);
        if (row === null) throw new CommandError(noAlert(id));
        const sent = await redeliver(db, id, delivery === undefined ? { dead: true } : { id: delivery });
        if (delivery !== undefined && sent.length === 0) {
          throw new CommandError(`alert ${id} has no delivery ${delivery}`);
        }
        process.stderr.write(
          `${sent.length} will be sent again${row.state === 'active' ? '' : `, when the alert, which is ${row.state}, is resumed`}\n`,
        );
      }),
    );
}

function noAlert(id: number): string {
  return `there is no alert ${id}: "rostrum alerts list" shows them`;
}

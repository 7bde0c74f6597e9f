import { Command, InvalidArgumentError } from 'commander';
import { createToken, listTokens, revokeToken, SCOPES, type TokenScope } from '../../db/tokens.js';
import { withArchive } from './archive.js';
import { CommandError } from './outcome.js';
import { type Column, type Format, formatOption, printRows } from './output.js';

export function tokenCommand(): Command {
  return new Command('token')
    .description('tokens for programs and people that may write over HTTP')
    .addCommand(create())
    .addCommand(list())
    .addCommand(revoke());
}

function create(): Command {
  return new Command('create')
    .description('make a token and print it, this once')
    .argument('<name>', 'whom or what it is for: letters, digits, . _ -', tokenName)
    .requiredOption('--scope <scopes>', `what it may do: ${SCOPES.join(',')}`, scopesOf)
    .option('--expires <time>', 'when it ends, as 12h, 90d or 2y (default: never)', expiry)
    .addHelpText(
      'after',
      `
Scopes:
  crawl    start crawls
  alerts   add alerts, see and change them
  admin    switch newsrooms on and off, see the queues

Examples:
  rostrum token create newsdesk --scope crawl --expires 90d
  rostrum token create ops --scope crawl,admin`,
    )
    .action((name: string, options: { scope: TokenScope[]; expires?: Date }) =>
      withArchive(async ({ db }) => {
        const token = await createToken(db, {
          name,
          scopes: options.scope,
          expiresAt: options.expires ?? null,
        });
        process.stderr.write(
          `token ${name}, for ${options.scope.join(' and ')}, ${options.expires === undefined ? 'without end' : `until ${options.expires.toISOString()}`}; it is shown this once:\n`,
        );
        process.stdout.write(`${token}\n`);
      }),
    );
}

type Row = Awaited<ReturnType<typeof listTokens>>[number];

const COLUMNS: Column<Row>[] = [
  { name: 'token', value: (row) => row.name, width: 24 },
  { name: 'scopes', value: (row) => row.scopes.join(' '), width: 14 },
  { name: 'state', value: (row) => row.state, width: 9 },
  { name: 'created', value: (row) => row.created_at.toISOString(), width: 26 },
  { name: 'last used', value: (row) => row.last_used_at?.toISOString(), width: 26 },
  { name: 'expires', value: (row) => row.expires_at?.toISOString(), width: 26 },
];

function list(): Command {
  return new Command('list')
    .description('every token there was, and when it was last used')
    .addOption(formatOption())
    .addHelpText('after', '\nExample:\n  rostrum token list')
    .action((options: { format?: Format }) =>
      withArchive(async ({ db }) =>
        printRows(await listTokens(db), COLUMNS, options.format, 'There is no token.'),
      ),
    );
}

function revoke(): Command {
  return new Command('revoke')
    .description('end a token now, and every session opened with it')
    .argument('<name>', 'as "rostrum token list" shows it')
    .addHelpText('after', '\nExample:\n  rostrum token revoke newsdesk')
    .action((name: string) =>
      withArchive(async ({ db }) => {
        if (!(await revokeToken(db, name))) {
          throw new CommandError(`there is no token ${name} in use: "rostrum token list" names them`);
        }
        process.stderr.write(`${name} is revoked\n`);
      }),
    );
}

function tokenName(text: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/.test(text)) {
    throw new InvalidArgumentError('It must be a name of letters, digits, dots, dashes: as newsdesk.');
  }
  return text;
}

function scopesOf(text: string): TokenScope[] {
  const names = [...new Set(text.split(',').map((name) => name.trim()))];
  const wrong = names.find((name) => !SCOPES.includes(name as TokenScope));
  if (wrong !== undefined) throw new InvalidArgumentError(`"${wrong}" is none of ${SCOPES.join(', ')}.`);
  return names as TokenScope[];
}

const HOURS: Record<string, number> = { h: 1, d: 24, w: 168, y: 8766 };

function expiry(text: string): Date {
  const match = /^(\d{1,4})([hdwy])$/.exec(text);
  if (match === null) throw new InvalidArgumentError('It must be a time from now, as 12h, 90d, 8w or 2y.');
  return new Date(Date.now() + Number(match[1]) * (HOURS[match[2] ?? ''] ?? 0) * 3_600_000);
}

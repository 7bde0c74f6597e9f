import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { packageDirectory } from '../catalog/data-directory.js';
import { billsCommand } from './bills.js';
import { crawlCommand } from './crawl.js';
import { doctorCommand } from './doctor.js';
import { inspectCommand } from './inspect.js';
import { migrateCommand } from './migrate.js';
import { officialsCommand } from './officials.js';
import { reportFailure } from './outcome.js';
import { schedulerCommand, webCommand, workerCommand } from './parts.js';
import { sourcesCommand } from './sources.js';
import { statementsCommand } from './statements.js';
import { tagCommand } from './tag.js';
import { upCommand } from './up.js';

const { version } = JSON.parse(readFileSync(join(packageDirectory(), 'package.json'), 'utf8')) as {
  version: string;
};

const program = new Command('rostrum')
  .description('What did our senators and attorneys general say about this bill?')
  .version(version)
  .showSuggestionAfterError()
  .showHelpAfterError('(see --help)')
  .configureHelp({ showGlobalOptions: true })
  .addHelpText(
    'after',
    `
Examples:
  rostrum up --sample                     try it: our own sample newsrooms, on this machine only
  rostrum statements --bill s1693-115     who said something about S. 1693 of the 115th Congress
  rostrum statements --bill s1693-115 --quotes
  rostrum crawl --state ND --wait         visit the newsrooms of North Dakota now

Settings come from the environment: see "rostrum doctor" and .env.example.
Exit codes: 0 done, 1 failed, 2 wrong usage, 3 done in part.`,
  );

for (const command of [
  upCommand(),
  migrateCommand(),
  schedulerCommand(),
  workerCommand(),
  webCommand(),
  crawlCommand(),
  statementsCommand(),
  billsCommand(),
  officialsCommand(),
  sourcesCommand(),
  inspectCommand(),
  tagCommand(),
  doctorCommand(),
]) {
  program.addCommand(command);
}

// A reader that has seen enough (`| head`) closes the pipe; that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

try {
  for (const command of [program, ...program.commands.flatMap((child) => [child, ...child.commands])]) {
    command.exitOverride();
  }
  await program.parseAsync();
} catch (error) {
  process.exitCode = reportFailure(error);
}

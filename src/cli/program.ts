import { Command } from 'commander';
import { programVersion } from '../version.js';

/** Each verb with what it needs: a short answer does not wait for the web server's code to load. */
const VERBS: Record<string, () => Promise<Command>> = {
  up: async () => (await import('./up.js')).upCommand(),
  migrate: async () => (await import('./migrate.js')).migrateCommand(),
  scheduler: async () => (await import('./parts.js')).schedulerCommand(),
  worker: async () => (await import('./parts.js')).workerCommand(),
  web: async () => (await import('./parts.js')).webCommand(),
  crawl: async () => (await import('./crawl.js')).crawlCommand(),
  statements: async () => (await import('./statements.js')).statementsCommand(),
  statement: async () => (await import('./statement.js')).statementCommand(),
  bills: async () => (await import('./bills.js')).billsCommand(),
  officials: async () => (await import('./officials.js')).officialsCommand(),
  sources: async () => (await import('./sources.js')).sourcesCommand(),
  inspect: async () => (await import('./inspect.js')).inspectCommand(),
  tag: async () => (await import('./tag.js')).tagCommand(),
  reprocess: async () => (await import('./reprocess.js')).reprocessCommand(),
  import: async () => (await import('./import.js')).importCommand(),
  alerts: async () => (await import('./alerts.js')).alertsCommand(),
  export: async () => (await import('./export.js')).exportCommand(),
  backup: async () => (await import('./backup.js')).backupCommand(),
  restore: async () => (await import('./backup.js')).restoreCommand(),
  mcp: async () => (await import('./mcp.js')).mcpCommand(),
  token: async () => (await import('./token.js')).tokenCommand(),
  doctor: async () => (await import('./doctor.js')).doctorCommand(),
};

const EXAMPLES = `
Examples:
  rostrum up --sample                     try it: our own sample newsrooms, on this machine only
  rostrum statements --bill s1693-115     who said something about S. 1693 of the 115th Congress
  rostrum statements --bill s1693-115 --quotes
  rostrum crawl --state ND --wait         visit the newsrooms of North Dakota now

Settings come from the environment: see "rostrum doctor" and .env.example.
Exit codes: 0 done, 1 failed, 2 wrong usage, 3 done in part.`;

/**
 * The command line, which throws where it would end the process.
 * @param verb the one that is asked for; all are loaded where it is none
 */
export async function openProgram(verb: string): Promise<Command> {
  const program = new Command('rostrum')
    .description('What did our senators and attorneys general say about this bill?')
    .version(programVersion())
    .showSuggestionAfterError()
    .showHelpAfterError('(see --help)')
    .configureHelp({ showGlobalOptions: true })
    .addHelpText('after', EXAMPLES);
  const asked = VERBS[verb];
  for (const load of asked === undefined ? Object.values(VERBS) : [asked]) program.addCommand(await load());
  for (const command of [program, ...program.commands.flatMap((child) => [child, ...child.commands])]) {
    command.exitOverride();
  }
  return program;
}

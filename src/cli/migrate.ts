import { Command } from 'commander';
import { openArchive } from './archive.js';

export function migrateCommand(): Command {
  return new Command('migrate')
    .description("bring the database to this version's schema and catalogue; safe to run again")
    .addHelpText('after', '\nExample:\n  DATABASE_URL=postgres://… rostrum migrate')
    .action(async () => {
      const archive = await openArchive({ migrate: true });
      await archive.close();
      process.stderr.write('the database is up to date\n');
    });
}

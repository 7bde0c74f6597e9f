import { reportFailure } from './outcome.js';
import { openProgram } from './program.js';

// A reader that has seen enough (`| head`) closes the pipe; that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

try {
  const program = await openProgram(process.argv[2] ?? '');
  await program.parseAsync();
} catch (error) {
  process.exitCode = reportFailure(error);
}

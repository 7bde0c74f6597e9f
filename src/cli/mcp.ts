import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { Command } from 'commander';
import { mcpServer } from '../web/mcp/server.js';
import { withArchive } from './archive.js';
import { untilStopped } from './signals.js';

export function mcpCommand(): Command {
  return new Command('mcp')
    .description('answer an assistant on standard input and output (Model Context Protocol)')
    .addHelpText(
      'after',
      `
An assistant starts this by itself: docs/assistants.md says how to tell it.

Example:
  rostrum mcp`,
    )
    .action(() =>
      withArchive(async ({ db, config }) => {
        const stopped = untilStopped();
        const server = mcpServer(db, config.publicUrl);
        const ended = new Promise<void>((resolve) => {
          process.stdin.once('end', resolve);
          process.stdin.once('close', resolve);
          stopped.addEventListener('abort', () => resolve(), { once: true });
        });
        await server.connect(new StdioServerTransport());
        await ended;
        await server.close();
      }),
    );
}

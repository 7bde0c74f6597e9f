import { spawn, spawnSync } from 'node:child_process';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { repositoryFile } from '../stack/compose.js';
import { writeDebate } from '../support/debate.js';
import { ended } from '../support/rostrum.js';
import { type ScratchWeb, scratchWeb } from '../support/web.js';

const hasCurl = spawnSync('curl', ['--version']).status === 0;
const note = hasCurl ? '' : ' (skipped: no curl here)';
const commands = [...repositoryFile('docs/api.md').matchAll(/^curl .*$/gm)].map((match) =>
  match[0].replace(/\s+#.*$/, ''),
);

describe.skipIf(!hasCurl)(`the commands of docs/api.md${note}`, () => {
  let web: ScratchWeb;
  let token: string;
  beforeAll(async () => {
    web = await scratchWeb(async (db) => {
      await writeDebate(db);
      await sql`update official set bioguide = 'D000001' where id = 'doe-jane'`.execute(db);
      await sql`update source set last_tried_at = now(), consecutive_failures = 1 where id = 'mt-poe'`.execute(
        db,
      );
    });
    token = await web.token('crawl', 'admin');
  });
  afterAll(() => web.close());

  it('are all here', () => {
    expect(commands.length).toBeGreaterThan(25);
  });

  it.each(commands)('%s', async (command) => {
    // What the workers would do: there are none here.
    if (command.includes('/events')) {
      await sql`update crawl_source set state = 'polled'`.execute(web.db);
    }
    const line = command
      .replace(/^curl /, 'curl --fail --silent --show-error --max-time 20 ')
      .replaceAll('http://localhost:8080', web.url)
      .replaceAll('TOKEN', token);
    const { code, stdout, stderr } = await ended(spawn('sh', ['-ec', line]));
    expect(code, stderr).toBe(0);
    expect(stdout.length).toBeGreaterThan(20);
  });
});

describe('docs/assistants.md', () => {
  const page = repositoryFile('docs/assistants.md');
  it('shows settings that can be read, for a verb and an address that there are', () => {
    const settings = [...page.matchAll(/^```json\n([^`]+)^```$/gm)].map((match) =>
      JSON.parse(match[1] ?? ''),
    );
    expect(settings.map((one) => one.mcpServers.rostrum)).toEqual([
      expect.objectContaining({ command: 'node', args: [expect.stringMatching(/bin\/rostrum\.js$/), 'mcp'] }),
      { url: 'http://localhost:8080/mcp' },
    ]);
  });
});

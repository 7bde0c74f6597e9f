import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect } from '../../db/connection.js';
import { type Sample, startSample } from '../../sample/server.js';
import { type EmbeddedDatabase, openEmbeddedDatabase } from '../../src/embedded/postgres.js';
import { freePort } from '../support/redis.js';
import { ended, printed } from '../support/rostrum.js';
import { readCompose, readEnvironmentExample, repositoryFile } from './compose.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const ENGINE = '# needs a Docker engine';

const page = repositoryFile('docs/operating.md');
const blocks = [...page.matchAll(/^```sh\n([^`]*)^```$/gm)].map((match) =>
  (match[1] ?? '').trim().split('\n'),
);
const forEngine = blocks.filter(([first]) => first === ENGINE).flatMap((lines) => lines.slice(1));
const commands = blocks.filter(([first]) => first !== ENGINE).flat();

/** A line without the comment at its end. */
const bare = (line: string) => line.replace(/\s+#.*$/, '');

describe('what docs/operating.md says of the stack', () => {
  it('names only services, files and verbs that there are', () => {
    const services = Object.keys(readCompose().services);
    for (const line of forEngine.map(bare)) {
      for (const named of line.matchAll(
        /(?:exec(?: -T)?|restart|--scale|logs(?: --\S+(?: \d+m)?)*) ([a-z]+)/g,
      )) {
        expect(services, line).toContain(named[1]);
      }
      for (const [, words = ''] of line.matchAll(/ stop ((?:[a-z]+ ?)+)$/g)) {
        expect(services, line).toEqual(expect.arrayContaining(words.split(' ')));
      }
      expect(line).toMatch(/^(docker compose |cp \.env\.example \.env$|git pull$)/);
    }
    const table = [...page.matchAll(/^\| ([a-z]+) \| [^|]+ \| [^|]+ \|$/gm)].map((match) => match[1]);
    expect(table.slice(1)).toEqual(services);
  });

  it('names only settings that there are', () => {
    const known = [...readEnvironmentExample().keys()];
    const named = [...page.matchAll(/`([A-Z]+_[A-Z_]+)`/g)].map((match) => match[1]);
    expect(named.length).toBeGreaterThan(8);
    for (const name of named) expect(known).toContain(name);
  });

  it('names only verbs that the program has', () => {
    const named = new Set([...page.matchAll(/(?:npx |`)rostrum ([a-z]+)/g)].map((match) => match[1] ?? ''));
    const help = spawnSync(process.execPath, [join(ROOT, 'bin/rostrum.js'), '--help'], { encoding: 'utf8' });
    for (const verb of named) {
      // `rostrum is up on …` is what the program prints.
      if (verb === 'is') continue;
      expect(help.stdout, verb).toMatch(new RegExp(`^ {2}${verb}\\b`, 'm'));
    }
  });
});

/** Stays up until it is stopped. */
const STAYS_UP = 'node --env-file=.env bin/rostrum.js up';

describe('the commands of docs/operating.md that need no engine', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rostrum-operating-'));
  let newsrooms: Sample;
  let port: number;
  /** Held open, so that not every command has to start it. */
  let database: EmbeddedDatabase;
  let restored = false;

  const shell = (line: string) =>
    spawn('sh', ['-ec', line.startsWith(STAYS_UP) ? `exec ${line}` : line], {
      cwd: folder,
      env: {
        PATH: `${join(folder, 'path')}:${process.env.PATH}`,
        ALLOW_PRIVATE_NETWORK: 'true',
        HOST_DELAY_MS: '0',
        PORT: String(port),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });

  beforeAll(async () => {
    port = await freePort();
    newsrooms = await startSample();
    // The folder of a clone, without what a command here would change in ours.
    for (const name of readdirSync(ROOT)) {
      if (!/^(\.git|\.rostrum|\.env)$/.test(name)) symlinkSync(join(ROOT, name), join(folder, name));
    }
    // What npx finds in a clone, without the half minute that its first use takes.
    mkdirSync(join(folder, 'path'));
    writeFileSync(join(folder, 'path', 'npx'), '#!/bin/sh\nshift\nexec node bin/rostrum.js "$@"\n');
    chmodSync(join(folder, 'path', 'npx'), 0o755);
    // ag-mt of the page is a newsroom of the sample here, and the only one that is visited.
    const added = await ended(
      shell(`npx rostrum sources add ${newsrooms.url}/ga-ag/feed/ --office ag --state MT --id ag-mt`),
    );
    expect(added.code, added.stderr).toBe(0);
    database = await openEmbeddedDatabase(join(folder, '.rostrum'));
    const db = connect(database.url, 1);
    await sql`update source set enabled = false where id <> 'ag-mt'`.execute(db);
    await db.destroy();
  });
  afterAll(async () => {
    for (const home of readdirSync(folder).filter((name) => name.startsWith('.rostrum'))) {
      await (await openEmbeddedDatabase(join(folder, home))).close();
    }
    await newsrooms.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('are all here', () => {
    expect(commands.length).toBeGreaterThan(12);
    expect(commands.map(bare)).toEqual(expect.arrayContaining([STAYS_UP, 'npx rostrum doctor', 'npm ci']));
  });

  it.each(commands)('%s', async (line) => {
    const command = bare(line);
    if (command === 'npm ci') {
      // CI runs it, in a clone that has nothing else.
      expect(repositoryFile('.ci/run')).toMatch(/^npm ci$/m);
      return;
    }
    const child = shell(command);
    const end = ended(child);
    if (command === STAYS_UP) {
      await printed(child, new RegExp(`1 newsrooms on schedule · http://localhost:${port}`));
      child.kill('SIGTERM');
    }
    const { code, stdout, stderr } = await end;
    expect(code, stdout + stderr).toBe(0);
    if (command.includes(' restore ')) restored = true;
    if (command.endsWith('doctor') && restored) {
      expect(stdout).toMatch(/"check":"statements","state":"good","detail":"[1-9]/);
    }
    if (command.includes('--force')) expect(stderr).toMatch(/1 sources · [1-9]\d* found .* 0 failed/);
  });
});

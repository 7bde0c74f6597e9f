import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RostrumHome, scratchHome } from '../support/rostrum.js';

describe('the verbs of the archive, on the sample after its newsrooms turned the page', () => {
  let own: Awaited<ReturnType<typeof scratchHome>>;
  let home: RostrumHome;
  const out = mkdtempSync(join(tmpdir(), 'rostrum-out-'));
  let edited: { id: number; url: string };
  let source = '';

  beforeAll(async () => {
    own = await scratchHome();
    ({ home } = own);
    for (let visits = 0; visits < 2; visits += 1) {
      expect((await home.run('up', '--sample', '--once')).code).toBe(0);
    }
    const { stdout } = await home.run('statements', '--limit', '500', '--format', 'json');
    const statements = JSON.parse(stdout) as { id: number; url: string; revisions: number }[];
    edited = statements.find((statement) => statement.revisions === 2) ?? { id: 0, url: '' };
    const shown = await home.run('statement', 'show', String(edited.id), '--format', 'json');
    source = (JSON.parse(shown.stdout) as { source: string }).source;
  }, 120_000);
  afterAll(async () => {
    await own.remove();
    rmSync(out, { recursive: true, force: true });
  });

  it('show one statement with its tags, its versions and its history, by number or by address', async () => {
    const { code, stdout } = await home.run('statement', 'show', String(edited.id), '--revisions');
    expect(code).toBe(0);
    const shown = JSON.parse(stdout) as Record<string, unknown>;
    expect(shown).toMatchObject({ id: edited.id, statement_state: 'live', revision: 2 });
    expect(shown.revisions).toMatchObject([
      { number: 1, current: false, kept: true, first_seen: expect.any(String) },
      { number: 2, current: true, kept: true },
    ]);
    expect(shown.history).toMatchObject([{ event: 'found' }, { event: 'edited', revision: 2 }]);
    const byAddress = await home.run('statement', 'show', edited.url, '--format', 'table');
    expect(byAddress.stdout).toContain(`statement    ${edited.id}`);
  });

  it('show what changed by word', async () => {
    const { stdout } = await home.run('statement', 'show', String(edited.id), '--diff', '--format', 'table');
    expect(stdout).toMatch(/^revision 1 → 2$/m);
    expect(stdout).toMatch(/\[-.+-\]|\{\+.+\+\}/s);
    const same = await home.run(
      'statement',
      'show',
      String(edited.id),
      '--diff',
      '2..2',
      '--format',
      'table',
    );
    expect(same.stdout).toContain('the text is the same');
  });

  it.each([
    [['statement', 'show', '999999'], 1, /there is no statement 999999/],
    [['statement', 'show', '1', '--diff', '1-2'], 2, /two revisions, as 1\.\.3/],
    [['statement', 'show', '1', '--diff', '1..9'], 1, /has no revision 9: it has 1/],
    [['reprocess', '--since', 'yesterday'], 2, /"yesterday" is not a date/],
    [['reprocess', '--source', 'nowhere'], 1, /there is no source nowhere/],
    [['reprocess', '--stage', 'all'], 2, /Allowed choices are extract, tag/],
    [['export', 'x', '--format', 'tar'], 2, /Allowed choices are/],
    [['doctor', '--repair'], 2, /--repair goes with --deep/],
  ])('%j is answered with one clear line', async (words, code, line) => {
    const ended = await home.run(...words);
    expect(ended.stderr).toMatch(line);
    expect(ended.code).toBe(code);
  });

  it('read and tag everything again without the network, and find that nothing changes', async () => {
    const dry = await home.run('reprocess', '--dry-run');
    expect(dry.stderr).toMatch(
      /\d+ revisions read · \d+ statements tagged · nothing changes · nothing was written/,
    );
    const { code, stdout, stderr } = await home.run('reprocess');
    expect([code, stdout]).toEqual([0, '']);
    expect(stderr).toMatch(/nothing changes/);
  });

  it('write the kept pages for web archives', async () => {
    const { code, stderr } = await home.run('export', out, '--format', 'warc');
    expect(code).toBe(0);
    expect(stderr).toMatch(/^7\d written to .*: rostrum-\d{14}-00000\.warc\.gz$/m);
    expect(readdirSync(out).sort()).toEqual(['export.json', expect.stringMatching(/\.warc\.gz$/)]);
  });

  it('do what docs/archive.md says', async () => {
    const page = readFileSync(new URL('../../docs/archive.md', import.meta.url), 'utf8');
    const blocks = [...page.matchAll(/^```sh\n(.*?)^```$/gms)].flatMap((block) =>
      (block[1] ?? '').split('\n'),
    );
    const commands = blocks.flatMap((line) => /^npx rostrum ([^#]+)/.exec(line)?.[1]?.trim() ?? []);
    expect(commands.length).toBeGreaterThanOrEqual(10);
    for (const command of commands) {
      const words = command.split(' ').map((word) => {
        if (word === 'ID') return String(edited.id);
        if (word === 'ag-mt') return source;
        return word === 'pages' ? join(out, 'pages') : word;
      });
      const { code, stderr } = await home.run(...words);
      expect(code, `${command}: ${stderr}`).toBe(0);
    }
  }, 120_000);

  it('prove that the archive is whole', async () => {
    const { code, stdout } = await home.run('doctor', '--deep', '--format', 'json');
    expect(code).toBe(0);
    const findings = JSON.parse(stdout) as { check: string; state: string }[];
    expect(findings.filter(({ state }) => state === 'wrong')).toEqual([]);
    expect(findings.map(({ check }) => check)).toContain('evidence stands where it says');
  });
});

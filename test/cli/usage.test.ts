import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openProgram } from '../../src/cli/program.js';
import { type EmbeddedDatabase, openEmbeddedDatabase } from '../../src/embedded/postgres.js';
import { freePort } from '../support/redis.js';
import { RostrumHome } from '../support/rostrum.js';

const home = new RostrumHome();
let database: EmbeddedDatabase;
// Held open, so that no command has to start and stop the server for itself.
beforeAll(async () => {
  database = await openEmbeddedDatabase(home.path);
});
afterAll(async () => {
  await database.close();
  await home.remove();
});

/** What a verb prints to whoever asks it to explain itself. */
async function helpOf(words: string[]): Promise<string> {
  const program = await openProgram(words[0] ?? '');
  let said = '';
  for (const command of [program, ...program.commands.flatMap((child) => [child, ...child.commands])]) {
    command.configureOutput({
      writeOut: (text) => {
        said += text;
      },
    });
  }
  await expect(program.parseAsync([...words, '--help'], { from: 'user' })).rejects.toMatchObject({
    exitCode: 0,
  });
  return said;
}

describe('every verb', () => {
  it('explains itself with --help, a group of verbs by naming them', async () => {
    const { commands } = await openProgram('');
    const verbs = commands.flatMap((verb) => [
      { words: [verb.name()], children: verb.commands.map((child) => child.name()) },
      ...verb.commands.map((child) => ({ words: [verb.name(), child.name()], children: [] })),
    ]);
    expect(verbs.length).toBeGreaterThan(40);
    for (const { words, children } of verbs) {
      const help = await helpOf(words);
      expect(help, words.join(' ')).toContain(`Usage: rostrum ${words.join(' ')}`);
      for (const child of children) expect(help).toMatch(new RegExp(`^  ${child}\\b`, 'm'));
      if (children.length === 0) expect(help, words.join(' ')).toMatch(/Examples?:/);
    }
  });

  it('is explained by the program itself', async () => {
    const { code, stdout } = await home.run('--help');
    expect(code).toBe(0);
    expect(stdout).toContain('Usage: rostrum');
    for (const { code, stdout } of [
      await home.run('crawl', '--help'),
      await home.run('bills', 'show', '--help'),
    ]) {
      expect(code).toBe(0);
      expect(stdout).toMatch(/Examples?:/);
    }
  });
});

describe('wrong input gets one clear line and the right exit code', () => {
  const cases: [name: string, words: string[], code: number, line: RegExp][] = [
    [
      'a bill that is none',
      ['statements', '--bill', 'S.1693'],
      2,
      /"S.1693" is not a bill id: write .* as in s1693-115/,
    ],
    [
      'a bill that nobody knows',
      ['statements', '--bill', 's9999-115'],
      1,
      /there is no bill s9999-115 in the index/,
    ],
    [
      'a date that is none',
      ['statements', '--since', '2018-02-30'],
      2,
      /"2018-02-30" is not a date: write it as YYYY-MM-DD/,
    ],
    ['an official who is none', ['statements', '--official', 'nobody'], 1, /there is no official nobody/],
    [
      'a topic that is none',
      ['statements', '--topic', 'nothing'],
      1,
      /there is no topic nothing: it is one of/,
    ],
    ['a limit that is no number', ['statements', '--limit', 'many'], 2, /must be a whole number/],
    [
      'a format that is none',
      ['statements', '--format', 'xml'],
      2,
      /Allowed choices are table, json, ndjson, csv, md/,
    ],
    ['a bill to show that is not there', ['bills', 'show', 'hr99999-115'], 1, /there is no bill hr99999-115/],
    [
      'a file of bills that is not there',
      ['bills', 'import', '/nowhere/bills.jsonl'],
      1,
      /there is no file \/nowhere\/bills.jsonl/,
    ],
    ['an official to show who is none', ['officials', 'show', 'nobody'], 1, /there is no official nobody/],
    ['a source that is none', ['crawl', 'nowhere', '--wait'], 1, /there is no source nowhere/],
    ['a crawl of nothing', ['crawl'], 2, /say which newsrooms/],
    [
      'a crawl since a day that is none',
      ['crawl', '--all', '--since', 'yesterday'],
      2,
      /"yesterday" is not a date/,
    ],
    ['a source to show that is none', ['sources', 'show', 'nowhere'], 1, /there is no source nowhere/],
    [
      'an address that is none',
      ['sources', 'add', 'ftp://x', '--office', 'ag', '--state', 'MT'],
      2,
      /not an http or https address/,
    ],
    [
      'a state that is none',
      ['sources', 'add', 'https://x.example', '--office', 'ag', '--state', 'XX'],
      2,
      /not a state or territory/,
    ],
    [
      'a page that is not there',
      ['inspect', 'release', '/nowhere/page.html'],
      1,
      /there is no file \/nowhere\/page.html/,
    ],
    ['a private address', ['inspect', 'listing', 'http://127.0.0.1:9/'], 1, /ALLOW_PRIVATE_NETWORK/],
    [
      'a zone that is none',
      ['inspect', 'listing', 'x.html', '--zone', 'Mars'],
      2,
      /"Mars" is not a time zone/,
    ],
    ['a text to tag that is not there', ['tag', '/nowhere/text'], 1, /there is no file \/nowhere\/text/],
    ['a text with a date that is none', ['tag', '--date', 'today'], 2, /"today" is not a date/],
    [
      'a file of topics that is not there',
      ['tag', '--topics', '/nowhere/topics.yaml'],
      1,
      /\/nowhere\/topics.yaml:1: there is no such file of topics/,
    ],
    [
      'a queue that is none',
      ['worker', '--queues', 'dig'],
      2,
      /"dig" is none of poll, collect, tag, alert, sweep/,
    ],
    ['a verb that is none', ['statemets'], 2, /unknown command 'statemets'.*\n.*Did you mean statements/],
  ];
  it.each(cases)('%s', async (_name, words, code, line) => {
    const ended = await home.run(...words);
    expect(ended.stderr).toMatch(line);
    expect(ended.stderr.trim().split('\n').length, ended.stderr).toBeLessThanOrEqual(3);
    expect(ended.stderr).not.toContain('    at ');
    expect(ended.code).toBe(code);
    expect(ended.stdout).toBe('');
  });

  it('a setting that is wrong', async () => {
    const wrong = new RostrumHome({ PORT: 'eighty' });
    const { code, stderr } = await wrong.run('doctor');
    await wrong.remove();
    expect(code).toBe(2);
    expect(stderr).toMatch(/^rostrum: PORT: .*\(it is "eighty"\)\n$/);
  });

  it('a database that does not answer', async () => {
    const port = await freePort();
    const wrong = new RostrumHome({ DATABASE_URL: `postgres://rostrum:secret@127.0.0.1:${port}/rostrum` });
    const { code, stderr } = await wrong.run('statements');
    await wrong.remove();
    expect(code).toBe(1);
    expect(stderr).toMatch(/^rostrum: the database of DATABASE_URL does not answer: .*\n$/);
    expect(stderr).not.toContain('secret');
  });
});

describe('rostrum tag', () => {
  it('tags text from standard input offline, one result a line', async () => {
    const lines = [
      {
        id: 'a',
        text: 'Senator Rob Portman praised S. 1693, the Stop Enabling Sex Traffickers Act.',
        date: '2017-09-01',
        more: 1,
      },
      { id: 'b', text: 'Nothing of the kind.', date: '2017-09-01' },
    ];
    const { code, stdout } = await home.runWith(
      lines.map((line) => JSON.stringify(line)).join('\n'),
      'tag',
      '--ndjson',
    );
    const results = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(code).toBe(0);
    expect(results.map((result) => result.id)).toEqual(['a', 'b']);
    expect(results[0].bills[0].bill).toBe('s1693-115');
    expect(results[1].bills).toEqual([]);
  });

  it('goes on after a line that is broken, names it, and ends in part', async () => {
    const { code, stdout, stderr } = await home.runWith(
      '{"text":1}\nnot json\n{"text":"fine"}\n',
      'tag',
      '--ndjson',
    );
    expect(code).toBe(3);
    expect(stderr).toMatch(/line 1: .*\nline 2: /);
    expect(stdout.trim().split('\n')).toHaveLength(1);
  });
});

describe('rostrum bills', () => {
  it('imports our own lines, finds them by words and by number, and names what is broken', async () => {
    const path = join(home.path, 'bills.jsonl');
    const bill = {
      congress: 115,
      type: 's',
      number: 4242,
      titles: [{ kind: 'short', title: 'Lighthouse Keepers Recognition Act' }],
      introduced: '2017-05-01',
      sponsor: null,
      policyArea: null,
      subjects: [],
      related: [],
    };
    writeFileSync(path, `${JSON.stringify(bill)}\n{"congress":115}\n`);
    const imported = await home.run('bills', 'import', path);
    expect(imported.code).toBe(3);
    expect(imported.stderr).toMatch(/refused: .*bills.jsonl:2: /);
    const found = await home.run('bills', 'search', 'lighthouse', 'keepers', '--format', 'json');
    expect(JSON.parse(found.stdout)).toMatchObject([{ id: 's4242-115' }]);
    const shown = await home.run('bills', 'show', 's4242-115', '--format', 'json');
    expect(JSON.parse(shown.stdout)).toMatchObject({
      title: 'Lighthouse Keepers Recognition Act',
      statements: 0,
    });
  });
});

describe('rostrum sources', () => {
  it('lists every senator’s and every attorney general’s office, each with how it is read or why not', async () => {
    const { stdout } = await home.run('sources', 'list', '--format', 'json');
    const sources = JSON.parse(stdout) as { office: string; enabled: boolean; evidence: string }[];
    expect(sources.filter((source) => source.office === 'senate')).toHaveLength(100);
    expect(sources.filter((source) => source.office === 'attorney-general')).toHaveLength(56);
    expect(sources.every((source) => source.evidence.length > 0)).toBe(true);
  });

  it('disables one and enables it again', async () => {
    expect((await home.run('sources', 'disable', 'ag-mt')).code).toBe(0);
    const disabled = await home.run('sources', 'show', 'ag-mt', '--format', 'json');
    expect(JSON.parse(disabled.stdout)).toMatchObject({ enabled: false, health: 'disabled' });
    expect((await home.run('sources', 'enable', 'ag-mt')).code).toBe(0);
  });
});

describe('rostrum doctor', () => {
  it('says that a fresh home is sound', async () => {
    const { code, stdout } = await home.run('doctor', '--format', 'json');
    const findings = JSON.parse(stdout) as { check: string; state: string }[];
    expect(code).toBe(0);
    expect(findings.find((finding) => finding.check === 'database')?.state).toBe('good');
    expect(findings.filter((finding) => finding.state === 'wrong')).toEqual([]);
  });
});

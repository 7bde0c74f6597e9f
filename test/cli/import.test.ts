import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Database } from '../../db/connection.js';
import { LORIMER, pressLine } from '../support/press.js';
import { ended, type RostrumHome, scratchHome } from '../support/rostrum.js';

const SAMPLE = new URL('../../../shared/releases/congress-press-sample.jsonl', import.meta.url);
const absent = !existsSync(SAMPLE);

describe('rostrum import', { timeout: 90_000 }, () => {
  let own: Awaited<ReturnType<typeof scratchHome>>;
  let home: RostrumHome;
  beforeAll(async () => {
    own = await scratchHome();
    ({ home } = own);
  });
  afterAll(() => own.remove());
  const write = (name: string, lines: string[]) => {
    const path = join(home.path, name);
    writeFileSync(path, lines.map((line) => `${line}\n`).join(''));
    return path;
  };
  const importing = async (...words: string[]) => {
    const { code, stdout, stderr } = await home.run('import', ...words, '--format', 'json');
    return { code, stderr, files: JSON.parse(stdout || '[]') };
  };
  const statements = async (...words: string[]) =>
    JSON.parse((await home.run('statements', '--format', 'json', '--limit', '1000', ...words)).stdout);

  it('accounts for every line: kept, duplicate, empty, or refused with its reason in a file', async () => {
    const path = write('first.jsonl', [
      pressLine(1, {
        title: 'Lorimer introduces S. 1693',
        text: 'Ada Lorimer on S. 1693, the Stop Enabling Sex Traffickers Act. “At last,” Lorimer said.',
        date: '2017-09-01',
      }),
      pressLine(2),
      '',
      pressLine(1),
      'not json',
      pressLine(3, { text: null }),
      pressLine(4, {
        host: 'birkett.house.gov',
        member: {
          bioguide_id: 'K000393',
          name: 'John Kennedy',
          party: 'Republican',
          state: 'LA',
          chamber: 'Senate',
        },
        date: '2026-04-01',
      }),
    ]);
    const dry = await importing(path, '--dry-run');
    const tally = { lines: 7, kept: 3, duplicate: 1, refused: 2, empty: 1, unattributed: 1 };
    expect(dry.files).toMatchObject([tally]);
    expect(await statements()).toEqual([]);

    writeFileSync(join(home.path, 'topics.yaml'), '- name: Old matters\n  phrases: [matter number]\n');
    const done = await importing(path);
    expect(done.code).toBe(3);
    expect(done.files).toMatchObject([tally]);
    const refused = readFileSync(done.files[0].refused_lines, 'utf8').trim().split('\n');
    expect(refused.map((line) => JSON.parse(line))).toMatchObject([
      { file: path, line: 5, reason: 'not-json' },
      { file: path, line: 6, reason: 'no-text' },
    ]);

    const all = await statements();
    expect(all).toMatchObject([
      { title: 'Lorimer on matter number 4', official: null, office: 'house' },
      { official: 'lorimer-ada', party: 'D', state: 'OH', office: 'house', published: '2019-05-14' },
      { title: 'Lorimer introduces S. 1693', bills: [{ bill: 's1693-115' }], quotes: 1 },
    ]);
    const quotes = JSON.parse(
      (await home.run('statements', '--quotes', '--bill', 's1693-115', '--format', 'json')).stdout,
    );
    expect(quotes).toMatchObject([{ official: 'lorimer-ada', party: 'D', text: 'At last,' }]);
    expect(await statements('--q', '"sex traffickers"')).toHaveLength(1);
    expect(await statements('--topic', 'old-matters')).toHaveLength(2);
  });

  it('finds everything known when it is run again, and takes files compressed and in folders', async () => {
    expect((await importing(join(home.path, 'first.jsonl'))).files).toMatchObject([
      { kept: 0, duplicate: 4, refused: 2 },
    ]);
    mkdirSync(join(home.path, 'set', 'deep'), { recursive: true });
    writeFileSync(
      join(home.path, 'set', 'deep', 'a.jsonl.gz'),
      gzipSync(`${pressLine(10)}\n${pressLine(11)}`),
    );
    write('set/b.ndjson', [pressLine(11), pressLine(12)]);
    write('set/notes.txt', ['not a release']);
    const { code, files } = await importing(join(home.path, 'set'));
    expect(code).toBe(0);
    expect(files).toMatchObject([
      { lines: 2, kept: 2, duplicate: 0 },
      { lines: 2, kept: 1, duplicate: 1 },
    ]);
  });

  it('goes on where it was stopped, and counts each line once', async () => {
    const count = 6000;
    const path = write(
      'long.jsonl',
      Array.from({ length: count }, (_, index) =>
        index % 500 === 499
          ? 'broken'
          : pressLine(100_000 + index, { text: `${'Long text of matter. '.repeat(150)}${index}` }),
      ),
    );
    const child = home.start('import', path, '--format', 'json');
    const first = ended(child);
    await untilKept(own.db, 500);
    child.kill('SIGKILL');
    await first;
    const kept = (await home.run('export', join(home.path, 'half'))).stderr;
    expect(Number(/^(\d+) written/m.exec(kept)?.[1])).toBeLessThan(count);
    const { stderr, files } = await importing(path);
    expect(stderr).toMatch(/going on after line \d+/);
    expect(files).toMatchObject([{ lines: count, kept: count - 12, duplicate: 0, refused: 12 }]);
    const refused = readFileSync(files[0].refused_lines, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).line);
    expect(refused).toEqual(Array.from({ length: 12 }, (_, index) => 500 * (index + 1)));
    expect(await statements('--q', `"matter ${count - 2}"`)).toHaveLength(1);
  }, 180_000);

  it('stops in order when it is asked to', async () => {
    const path = write(
      'stopped.jsonl',
      Array.from({ length: 4000 }, (_, index) => pressLine(200_000 + index)),
    );
    const all = await home.run('statements', '--format', 'ndjson', '--limit', '100000');
    const child = home.start('import', path, '--format', 'json');
    const asked = ended(child);
    await untilKept(own.db, all.stdout.split('\n').length);
    child.kill('SIGTERM');
    const { code, stderr } = await asked;
    if (code !== 0) {
      expect(code).toBe(3);
      expect(stderr).toContain('the same command goes on from here');
    }
    expect((await importing(path)).files).toMatchObject([{ lines: 4000, kept: 4000 }]);
  }, 120_000);

  it.each([
    [['/nowhere/x.jsonl'], /there is no file \/nowhere\/x.jsonl/],
    [['.ci-nothing-here'], /there is no file/],
  ])('says in one line what is wrong with %s', async (words, line) => {
    const { code, stderr } = await home.run('import', ...words);
    expect(code).toBe(1);
    expect(stderr.trim()).toMatch(line);
  });

  it('gives its own form back: what was imported is exported as it was', async () => {
    const { home, remove } = await scratchHome();
    const lines = [
      pressLine(1),
      pressLine(2, { date: null }),
      pressLine(3, { member: { ...LORIMER, name: 'Ada Lorimer' } }),
    ];
    const path = join(home.path, 'set.jsonl');
    writeFileSync(path, lines.join('\n'));
    await home.run('import', path);
    await home.run('export', join(home.path, 'out'), '--format', 'congress-press');
    const out = readFileSync(join(home.path, 'out', 'releases.jsonl'), 'utf8')
      .trim()
      .split('\n');
    await remove();
    for (const [index, line] of lines.entries()) {
      const given = JSON.parse(line);
      expect(JSON.parse(out[index] ?? '')).toEqual({
        ...given,
        date_source: given.date === null ? null : 'scraper',
        member: { ...given.member, name: 'Ada Lorimer' },
      });
    }
  });
});

describe.skipIf(absent)(
  `the sample of the congress-press set${absent ? ' (skipped: no ../shared here)' : ''}`,
  () => {
    it('is accounted for line by line, and no senator is given a namesake’s releases', async () => {
      const { home, remove } = await scratchHome();
      const { stdout } = await home.run('import', SAMPLE.pathname, '--format', 'json');
      expect(JSON.parse(stdout)).toMatchObject([
        { lines: 40, kept: 35, duplicate: 0, refused: 5, unattributed: 1 },
      ]);
      const senator = await home.run('statements', '--official', 'kennedy-john', '--format', 'json');
      expect(JSON.parse(senator.stdout)).toEqual([]);
      const johnson = await home.run('statements', '--official', 'johnson-mike', '--format', 'json');
      expect(JSON.parse(johnson.stdout)).toHaveLength(2);
      await remove();
    });
  },
);

/** Waits until more than so many statements are kept. */
async function untilKept(db: Database, count: number): Promise<void> {
  await vi.waitFor(
    async () => {
      const { kept } = await db
        .selectFrom('statement')
        .select((select) => select.fn.countAll<number>().as('kept'))
        .executeTakeFirstOrThrow();
      expect(kept).toBeGreaterThan(count);
    },
    { timeout: 60_000, interval: 20 },
  );
}

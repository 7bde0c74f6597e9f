import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { findBill } from '../../db/bills.js';
import { importPath, newCount } from '../../src/cli/bill-import.js';
import { scratch } from '../catalog/scratch.js';
import { type ScratchDatabase, scratchDatabase } from '../support/database.js';

let archive: ScratchDatabase;
beforeAll(async () => {
  archive = await scratchDatabase();
});
afterAll(() => archive.drop());

const line = (number: number, title = `Lantern ${number} Act`) =>
  JSON.stringify({ congress: 119, type: 's', number, titles: [{ kind: 'short', title }], laws: ['119-7'] });

async function bring(lines: string[]) {
  const count = newCount();
  const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    await importPath(archive.db, scratch({ 'bills.jsonl': lines.join('\n') }), count);
    return { ...count, said: stderr.mock.calls.map(([text]) => String(text)) };
  } finally {
    stderr.mockRestore();
  }
}

describe('an import of bills', () => {
  const lines = Array.from({ length: 1201 }, (_, i) => line(i + 1));

  it('brings all in, in batches, and counts what is new', async () => {
    expect(await bring(lines)).toMatchObject({ read: 1201, changed: 1201, refused: 0, said: [] });
    expect(await findBill(archive.db, 's1201-119')).toMatchObject({
      titles: [{ kind: 'short', title: 'Lantern 1201 Act' }],
      laws: ['119-7'],
    });
  });

  it('writes only what has changed when it comes again', async () => {
    const again = lines.with(700, line(701, 'Beacon Act'));
    expect(await bring(again)).toMatchObject({ read: 1201, changed: 1 });
    expect((await findBill(archive.db, 's701-119'))?.titles).toEqual([
      { kind: 'short', title: 'Beacon Act' },
    ]);
    expect(await bring(again)).toMatchObject({ read: 1201, changed: 0 });
  });

  it('names what it refuses and goes on', async () => {
    const { said, ...count } = await bring([line(1), '{"congress":119}', line(2)]);
    expect(count).toMatchObject({ read: 2, refused: 1 });
    expect(said).toEqual([expect.stringMatching(/^refused: .*bills\.jsonl:2: type: /)]);
  });

  it('takes the last of several lines about one bill', async () => {
    expect(await bring([line(5, 'First Act'), line(5, 'Last Act')])).toMatchObject({ read: 1, changed: 1 });
    expect((await findBill(archive.db, 's5-119'))?.titles[0]?.title).toBe('Last Act');
  });
});

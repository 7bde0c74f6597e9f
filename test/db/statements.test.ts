import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordAbsent } from '../../db/presence.js';
import { saveSources } from '../../db/sources.js';
import { statementAt } from '../../db/statements.js';
import { type ScratchDatabase, scratchDatabase } from '../support/database.js';
import { seeRelease } from '../support/release.js';

describe('a statement', () => {
  let scratch: ScratchDatabase;
  beforeAll(async () => {
    scratch = await scratchDatabase();
    await saveSources(scratch.db, [
      {
        id: 'ag-mt',
        catalogue: 'rostrum',
        office: 'attorney-general',
        state: 'MT',
        name: 'Montana Department of Justice',
        url: 'https://example.gov/news',
        kind: 'listing',
        zone: 'America/Denver',
      },
    ]);
  });
  afterAll(() => scratch.drop());

  const see = (address: string, body: string, aliases: string[] = []) =>
    seeRelease(scratch.db, { address, body, aliases, source_id: 'ag-mt' });

  const revisions = (id: number) =>
    scratch.db
      .selectFrom('revision')
      .select('body')
      .where('statement_id', '=', id)
      .orderBy('number')
      .execute();

  it('keeps each distinct content once, and content that comes back becomes current again', async () => {
    const address = 'https://example.gov/news/1';
    const first = await see(address, 'one');
    expect(first.outcome).toBe('new');
    expect((await see(address, 'one')).outcome).toBe('unchanged');
    expect((await see(address, 'two')).outcome).toBe('changed');
    expect((await see(address, 'one')).outcome).toBe('changed');
    expect((await revisions(first.statementId)).map((row) => row.body)).toEqual(['one', 'two']);
  });

  it('is one however many workers see it first at once', async () => {
    const address = 'https://example.gov/news/2';
    const seen = await Promise.all(Array.from({ length: 8 }, () => see(address, 'same')));
    expect(new Set(seen.map((one) => one.statementId)).size).toBe(1);
    expect(seen.filter((one) => one.outcome === 'new')).toHaveLength(1);
    expect(await revisions(seen[0]?.statementId ?? 0)).toHaveLength(1);
  });

  it('is found at every address that is its own', async () => {
    const { statementId } = await see('https://example.gov/news/3', 'text', [
      'https://example.gov/news/three',
    ]);
    expect((await statementAt(scratch.db, 'https://example.gov/news/three'))?.id).toBe(statementId);
  });

  it('is missing after one visit that did not find it, gone after another a day later, and live when it returns', async () => {
    const address = 'https://example.gov/news/4';
    const { statementId } = await see(address, 'text');
    expect(await recordAbsent(scratch.db, statementId)).toBe('missing');
    expect(await recordAbsent(scratch.db, statementId)).toBe('missing');
    await scratch.db
      .updateTable('statement')
      .set({ missing_since: sql`now() - interval '25 hours'` })
      .where('id', '=', statementId)
      .execute();
    expect(await recordAbsent(scratch.db, statementId)).toBe('gone');
    await see(address, 'text');
    expect((await statementAt(scratch.db, address))?.state).toBe('live');
  });
});

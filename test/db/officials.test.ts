import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { giveToHolders, saveOfficials } from '../../db/officials.js';
import { saveSources } from '../../db/sources.js';
import { type ScratchDatabase, scratchDatabase } from '../support/database.js';
import { seeRelease } from '../support/release.js';

const OFFICE = { office: 'attorney-general', state: 'MT' };

describe('an office that changes hands', () => {
  let scratch: ScratchDatabase;

  beforeAll(async () => {
    scratch = await scratchDatabase();
    const { db } = scratch;
    const newsroom = { catalogue: 'user', zone: 'America/Denver', kind: 'listing', ...OFFICE };
    await hold('berg-ida', '2013-01-07', null);
    await saveSources(db, [
      { ...newsroom, id: 'ag-mt', name: 'Office', url: 'https://ag.example/news' },
      { ...newsroom, id: 'ida', name: 'Ida Berg', url: 'https://ida.example/news', official_id: 'berg-ida' },
    ]);
    for (const [path, source_id, published_on] of [
      ['old', 'ag-mt', '2020-12-31'],
      ['new', 'ag-mt', '2021-01-04'],
      ['undated', 'ag-mt', null],
      ['own', 'ida', '2022-05-05'],
    ] as const) {
      const official_id = source_id === 'ida' ? 'berg-ida' : null;
      await seeRelease(db, {
        address: `https://ag.example/${path}`,
        source_id,
        published_on,
        official_id,
        office: OFFICE.office,
      });
    }
    await db.updateTable('statement').set({ tagged_at: new Date() }).execute();
  });
  afterAll(() => scratch.drop());

  async function hold(id: string, starts_on: string, ends_on: string | null) {
    const [last = '', first = ''] = id.split('-');
    const person = { id, name: `${first} ${last}`, first, last, aliases: [], catalogue: 'user' };
    const division = 'ocd-division/country:us/state:mt';
    await saveOfficials(scratch.db, [
      { ...person, terms: [{ ...OFFICE, division, party: 'R', starts_on, ends_on }] },
    ]);
  }
  const holders = async () => {
    const rows = await scratch.db
      .selectFrom('statement')
      .select(['address', 'official_id', 'tagged_at'])
      .orderBy('address')
      .execute();
    return rows.map((row) => [row.address.split('/').at(-1), row.official_id, row.tagged_at !== null]);
  };

  it('leaves each statement with whoever held it on its day, and tags again what changed hands', async () => {
    expect((await holders()).map(([, holder]) => holder)).toEqual([
      'berg-ida',
      'berg-ida',
      'berg-ida',
      'berg-ida',
    ]);
    await hold('berg-ida', '2013-01-07', '2021-01-04');
    await hold('lund-per', '2021-01-04', null);
    expect(await giveToHolders(scratch.db)).toBe(2);
    expect(await holders()).toEqual([
      ['new', 'lund-per', false],
      ['old', 'berg-ida', true],
      ['own', 'berg-ida', true],
      ['undated', 'lund-per', false],
    ]);
  });

  it('changes nothing when nothing has changed', async () => {
    expect(await giveToHolders(scratch.db)).toBe(0);
  });
});

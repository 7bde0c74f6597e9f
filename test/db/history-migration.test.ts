import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordFetch } from '../../db/fetches.js';
import { migrateDown, migrateToLatest } from '../../db/migrate.js';
import { saveSources } from '../../db/sources.js';
import { type ScratchDatabase, scratchDatabase } from '../support/database.js';
import { releaseOf } from '../support/release.js';

describe('an archive from before its history was kept', () => {
  let scratch: ScratchDatabase;
  beforeAll(async () => {
    scratch = await scratchDatabase({ empty: true });
    const all = await migrateToLatest(scratch.db);
    await migrateDown(scratch.db, all.length - all.indexOf('0006-history'));
    await saveSources(scratch.db, [
      {
        id: 'office',
        catalogue: 'user',
        office: 'attorney-general',
        state: 'MT',
        name: 'The office',
        url: 'https://office.example/news',
        kind: 'listing',
        zone: 'America/Denver',
      },
    ]);
    for (const [body, hash] of [
      ['One.', 'page-1'],
      ['Two.', 'page-2'],
    ] as const) {
      const release = releaseOf({
        address: 'https://office.example/1',
        source_id: 'office',
        body,
        snapshot_hash: hash,
      });
      await sql`select * from keep_release(${JSON.stringify(release)}::jsonb, ${Buffer.from('x')})`.execute(
        scratch.db,
      );
    }
    await recordFetch(scratch.db, {
      source_id: 'office',
      purpose: 'collect',
      url: 'https://office.example/1?utm_source=x',
      final_url: 'https://office.example/1',
      status: 203,
      headers: JSON.stringify({ server: 'nginx' }),
      snapshot_hash: 'page-2',
      started_at: new Date('2024-03-05T10:00:00Z'),
    });
    await sql`update statement set state = 'missing', missing_since = now(), tagged_at = now()`.execute(
      scratch.db,
    );
    await migrateToLatest(scratch.db);
  });
  afterAll(() => scratch.drop());

  it('gets the history that can be told from its revisions', async () => {
    const rows = await scratch.db
      .selectFrom('statement_event as step')
      .leftJoin('revision', 'revision.id', 'step.revision_id')
      .select(['step.event', 'revision.number'])
      .orderBy('step.id')
      .execute();
    expect(rows).toEqual([
      { event: 'found', number: 1 },
      { event: 'edited', number: 2 },
      { event: 'missing', number: null },
    ]);
  });

  it('gets of every kept page how it was fetched, as far as that is known', async () => {
    const rows = await scratch.db
      .selectFrom('capture')
      .select(['snapshot_hash', 'requested_url', 'url', 'status', 'headers'])
      .orderBy('id')
      .execute();
    expect(rows).toEqual([
      {
        snapshot_hash: 'page-1',
        requested_url: 'https://office.example/1',
        url: 'https://office.example/1',
        status: 200,
        headers: {},
      },
      {
        snapshot_hash: 'page-2',
        requested_url: 'https://office.example/1?utm_source=x',
        url: 'https://office.example/1',
        status: 203,
        headers: { server: 'nginx' },
      },
    ]);
  });

  it('is tagged again, so that its joint releases are found', async () => {
    const row = await scratch.db.selectFrom('statement').select('tagged_at').executeTakeFirstOrThrow();
    expect(row.tagged_at).toBeNull();
  });

  it('can be taken back with what it holds', async () => {
    await sql`update snapshot set body = null where hash = 'page-1'`.execute(scratch.db);
    const all = await migrateDown(scratch.db);
    expect(all).toContain('0006-history');
  });
});

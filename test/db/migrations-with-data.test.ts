import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import type { Database } from '../../db/connection.js';
import { migrateToExactly, migrateToLatest, pendingMigrations } from '../../db/migrate.js';
import { findStatements } from '../../src/report/statements.js';
import { scratchDatabase } from '../support/database.js';

/** Every schema there has been, by the migration that made it. */
const SCHEMAS = await (async () => {
  const empty = await scratchDatabase({ empty: true });
  const names = await pendingMigrations(empty.db);
  await empty.drop();
  return names;
})();

describe('an archive that holds data', () => {
  it.each(SCHEMAS)('comes through every migration from %s on, and its answers with it', async (schema) => {
    const scratch = await scratchDatabase({ empty: true });
    const { db } = scratch;
    await migrateToExactly(db, schema);
    await writeRows(db);
    const before = await counts(db);
    await migrateToLatest(db);
    expect(await pendingMigrations(db)).toEqual([]);
    expect(await counts(db)).toEqual(before);
    await expectAnswers(db);
    await scratch.drop();
  });

  it.each(SCHEMAS)('goes back to %s and comes again with every row', async (schema) => {
    const scratch = await scratchDatabase({ empty: true });
    const { db } = scratch;
    await migrateToLatest(db);
    await writeRows(db);
    const before = await counts(db);
    await migrateToExactly(db, schema);
    expect(await counts(db)).toEqual(before);
    await migrateToLatest(db);
    expect(await counts(db)).toEqual(before);
    await expectAnswers(db);
    await scratch.drop();
  });
});

/** Rows that every schema takes. */
async function writeRows(db: Database): Promise<void> {
  const rows = [
    `insert into official (id, name, first, last, catalogue) values ('doe-jane', 'Jane Doe', 'Jane', 'Doe', 'rostrum')`,
    `insert into term values ('doe-jane', 'senate', 'ND', 'ocd-division/country:us/state:nd', 'D', '2013-01-03', null)`,
    `insert into topic (id, name) values ('health', 'Health')`,
    `insert into bill (id, congress, type, number) values ('s1-115', 115, 's', 1)`,
    `insert into source (id, catalogue, office, state, official_id, name, url, kind, zone)
      values ('nd', 'rostrum', 'senate', 'ND', 'doe-jane', 'Doe', 'https://doe.example', 'feed', 'America/Chicago')`,
    `insert into snapshot (hash, body, bytes) values ('page', 'x', 1)`,
    `insert into statement (address, url, source_id, office, official_id, title, published_on, zone, tagged_at)
      select 'https://doe.example/' || n, 'https://doe.example/' || n, 'nd', 'senate', 'doe-jane', 'Release ' || n,
        case when n < 5 then date '2018-03-20' + n end, 'America/Chicago', now() from generate_series(1, 5) n`,
    `insert into revision (statement_id, number, content_hash, title, body, language, snapshot_hash)
      select id, number, address || number, title, 'A lighthouse, text ' || number, 'en', 'page'
      from statement, generate_series(1, 2) number order by id, number`,
    `update statement set revision_id = (select max(id) from revision where statement_id = statement.id)`,
    `insert into statement_address select address, id from statement`,
    `insert into citation (statement_id, revision_id, bill_id, method, confidence, known, evidence)
      select id, revision_id, 's1-115', 'number', 1, true, '[]' from statement`,
    `insert into statement_topic (statement_id, revision_id, topic_id, score, evidence)
      select id, revision_id, 'health', 1, '[]' from statement`,
    `insert into quote (statement_id, revision_id, position, starts_at, ends_at, text, speaker, official_id)
      select id, revision_id, 0, 0, 1, 'A', 'Jane Doe', 'doe-jane' from statement`,
    `insert into mention (statement_id, revision_id, official_id, starts_at, ends_at, text)
      select id, revision_id, 'doe-jane', 0, 1, 'A' from statement`,
  ];
  for (const row of rows) await sql.raw(row).execute(db);
}

async function counts(db: Database) {
  const { rows } = await sql`select (select count(*) from statement) as statements,
    (select count(*) from revision) as revisions, (select count(*) from citation) as citations,
    (select count(*) from statement_topic) as topics, (select count(*) from quote) as quotes,
    (select count(*) from mention) as mentions, (select count(*) from statement_address) as addresses,
    (select count(*) from snapshot) as snapshots, (select count(*) from bill) as bills`.execute(db);
  return rows;
}

async function expectAnswers(db: Database): Promise<void> {
  const all = ['Release 4', 'Release 3', 'Release 2', 'Release 1', 'Release 5'];
  const filters = [
    { bill: 's1-115' },
    { topic: 'health' },
    { official: 'doe-jane' },
    { state: 'ND' },
    { q: 'lighthouse' },
  ];
  for (const filter of filters) {
    const found = await findStatements(db, filter, { limit: 10 });
    expect(
      found.map((one) => one.title),
      JSON.stringify(filter),
    ).toEqual(all);
  }
  const { rows } = await sql`select official, party, count(*) as statements from statements_on_bill
    where bill_id = 's1-115' group by 1, 2`.execute(db);
  expect(rows).toEqual([{ official: 'Jane Doe', party: 'D', statements: 5 }]);
}

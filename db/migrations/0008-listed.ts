import { type Kysely, sql } from 'kysely';

/**
 * What a crawl has seen a listing show so far. A visit that is put back into the queue between two pages, or whose
 * worker was killed, goes on as if it had never stopped: it knows a listing that leads to itself, and what the pages
 * before no longer list.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table crawl_listed (
      crawl_id bigint not null references crawl on delete cascade,
      source_id text not null references source on delete cascade,
      address text not null,
      position integer not null,
      day date,
      primary key (crawl_id, source_id, address)
    )
  `.execute(db);
  await sql`
    comment on table crawl_listed is
      'Addresses that the pages read so far list, in their order, while a visit to a source is under way.'
  `.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table crawl_listed`.execute(db);
}

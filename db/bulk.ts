import type { ClientBase } from 'pg';

/**
 * Runs `work` while the tables of the archive have no indexes but those of their keys, and makes them again after:
 * to fill a large archive row by row into each index takes many times as long as to build it at the end.
 * Nobody else should use the archive meanwhile. Where `work` fails they are not made again: use it in a transaction that
 * is then taken back, or on an archive that is then thrown away.
 */
export async function withoutIndexes<T>(client: ClientBase, work: () => Promise<T>): Promise<T> {
  const { rows } = await client.query<{ name: string; definition: string }>(`
    select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition
    from pg_index i join pg_class t on t.oid = i.indrelid
    where t.relnamespace = 'public'::regnamespace and t.relkind = 'r' and t.relname not like 'kysely%'
      and not exists (select from pg_constraint c where c.conindid = i.indexrelid)
    order by i.indexrelid`);
  for (const { name } of rows) await client.query(`drop index ${name}`);
  const result = await work();
  await client.query(`set maintenance_work_mem = '512MB'`);
  for (const { definition } of rows) await client.query(definition);
  await client.query('reset maintenance_work_mem');
  return result;
}

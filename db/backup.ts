import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { Client } from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { withoutIndexes } from './bulk.js';

/** What a backup in our own form holds: one compressed COPY stream a table, and this beside them. */
export interface BackupManifest {
  form: 'rostrum-copy';
  version: 1;
  made_at: string;
  /** The last migration of the archive it was made of. */
  migration: string;
  tables: { name: string; columns: string[]; rows: number; sha256: string }[];
}

const MANIFEST = 'backup.json';

/** A backup that is not whole, or not ours. */
export class BackupError extends Error {
  override name = 'BackupError';
}

/**
 * Writes every table of the archive as it is at one moment, while it is in use.
 * @param onTable told of each table when it is written
 */
export async function writeBackup(
  url: string,
  folder: string,
  onTable: (name: string, rows: number) => void = () => {},
): Promise<BackupManifest> {
  await mkdir(folder, { recursive: true });
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    const tables: BackupManifest['tables'] = [];
    for (const { name, columns } of await listTables(client)) {
      const hash = createHash('sha256');
      const list = columns.map(quoted).join(', ');
      const stream = client.query(copyTo(`copy ${quoted(name)} (${list}) to stdout`));
      await pipeline(
        stream,
        hashing(hash),
        createGzip({ level: 6 }),
        createWriteStream(fileOf(folder, name)),
      );
      tables.push({ name, columns, rows: stream.rowCount, sha256: hash.digest('hex') });
      onTable(name, stream.rowCount);
    }
    const { rows } = await client.query<{ name: string }>('select max(name) as name from kysely_migration');
    await client.query('commit');
    const manifest: BackupManifest = {
      form: 'rostrum-copy',
      version: 1,
      made_at: new Date().toISOString(),
      migration: rows[0]?.name ?? '',
      tables,
    };
    // Written last: a folder without it is no backup.
    await writeFile(join(folder, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
    return manifest;
  } finally {
    await client.end();
  }
}

/** @throws BackupError when the folder holds no backup of this form */
export async function readManifest(folder: string): Promise<BackupManifest> {
  const text = await readFile(join(folder, MANIFEST), 'utf8').catch(() => {
    throw new BackupError(`${folder} holds no whole backup: there is no ${MANIFEST} in it`);
  });
  const manifest = JSON.parse(text) as BackupManifest;
  if (manifest.form !== 'rostrum-copy' || manifest.version !== 1) {
    throw new BackupError(`${folder} holds a backup of a form that this version does not know`);
  }
  return manifest;
}

/**
 * Fills an archive from a backup, in one transaction: it is filled whole or not at all. What the archive holds by
 * itself (its catalogue) is replaced.
 * @param url an archive at the migration of the backup
 * @throws BackupError when a file is damaged
 */
export async function loadBackup(
  url: string,
  folder: string,
  manifest: BackupManifest,
  onTable: (name: string, rows: number) => void = () => {},
): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('begin');
    const names = manifest.tables.map(({ name }) => quoted(name));
    await client.query(`truncate ${names.join(', ')} cascade`);
    await withoutForeignKeys(client, () =>
      withoutIndexes(client, async () => {
        for (const { name } of manifest.tables)
          await client.query(`alter table ${quoted(name)} disable trigger user`);
        for (const table of manifest.tables) {
          await loadTable(client, folder, table);
          onTable(table.name, table.rows);
        }
        for (const { name } of manifest.tables)
          await client.query(`alter table ${quoted(name)} enable trigger user`);
      }),
    );
    await continueNumbers(client);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  } finally {
    await client.end();
  }
  await analyze(url);
}

async function loadTable(
  client: Client,
  folder: string,
  table: BackupManifest['tables'][number],
): Promise<void> {
  const hash = createHash('sha256');
  const list = table.columns.map(quoted).join(', ');
  const stream = client.query(copyFrom(`copy ${quoted(table.name)} (${list}) from stdin`));
  const path = fileOf(folder, table.name);
  try {
    await pipeline(createReadStream(path), createGunzip(), hashing(hash), stream);
  } catch (error) {
    throw new BackupError(`${path} cannot be read: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    });
  }
  if (hash.digest('hex') !== table.sha256)
    throw new BackupError(`${path} is damaged: it is not what was written`);
}

/** Tables of the archive with their columns, but for what the database makes by itself. */
async function listTables(client: Client): Promise<{ name: string; columns: string[] }[]> {
  const { rows } = await client.query<{ name: string; columns: string[] }>(`
    select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname not like 'kysely%'
      and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
      -- Numbers of changes are those of one server: where it is restored, everything is new.
      and not (c.relname in ('statement', 'capture') and a.attname = 'change')
    group by c.relname order by c.relname`);
  return rows;
}

/** Foreign keys are taken away and made again after, when all they point to is there. */
async function withoutForeignKeys(client: Client, work: () => Promise<void>): Promise<void> {
  const { rows } = await client.query<{ table: string; name: string; definition: string }>(`
    select conrelid::regclass::text as table, quote_ident(conname) as name, pg_get_constraintdef(oid) as definition
    from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace`);
  for (const { table, name } of rows) await client.query(`alter table ${table} drop constraint ${name}`);
  await work();
  for (const { table, name, definition } of rows) {
    await client.query(`alter table ${table} add constraint ${name} ${definition}`);
  }
}

/** New rows are numbered after those that were loaded. */
async function continueNumbers(client: Client): Promise<void> {
  const { rows } = await client.query<{ table: string; column: string }>(`
    select attrelid::regclass::text as table, attname as column from pg_attribute
    join pg_class on pg_class.oid = attrelid
    where relnamespace = 'public'::regnamespace and attidentity <> ''`);
  for (const { table, column } of rows) {
    await client.query(
      `select setval(pg_get_serial_sequence($1, $2), coalesce(max(${quoted(column)}), 0) + 1, false) from ${table}`,
      [table, column],
    );
  }
}

async function analyze(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('analyze');
  } finally {
    await client.end();
  }
}

function fileOf(folder: string, table: string): string {
  return join(folder, `${table}.copy.gz`);
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function hashing(hash: ReturnType<typeof createHash>): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
}

import { Client } from 'pg';
import { inject } from 'vitest';
import { connect, type Database } from '../../db/connection.js';

export interface ScratchDatabase {
  db: Database;
  url: string;
  drop(): Promise<void>;
}

let made = 0;

/** A database of its own, with every migration; `empty` for one without any. */
export async function scratchDatabase(options: { empty?: boolean } = {}): Promise<ScratchDatabase> {
  const server = inject('databaseUrl');
  made += 1;
  const name = `scratch_${process.pid}_${made}`;
  await administer(server, `create database ${name}${options.empty ? '' : ' template template'}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const db = connect(url.href, 8);
  return {
    db,
    url: url.href,
    drop: async () => {
      await db.destroy();
      await administer(server, `drop database ${name} with (force)`);
    },
  };
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await client.query(statement);
        return;
      } catch (error) {
        // Two test files copy the template at the same moment: one of them has to wait.
        if ((error as { code?: string }).code !== '55006' || attempt === 50) throw error;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  } finally {
    await client.end();
  }
}

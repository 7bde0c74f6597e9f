import { Client } from 'pg';
import { openBatchClient } from './batch.js';

/** Statements whose words are made in one go. */
const ROUND = 2000;

/**
 * Makes the search words that statements lack: those written by clients that leave it for later.
 * @param from the first statement that may lack them
 * @param connections how many to work with at once
 * @returns how many were made
 */
export async function writeWords(
  url: string,
  from: number,
  connections: number,
  onProgress: (done: number) => void = () => {},
): Promise<number> {
  const end = await nextStatement(url);
  let next = from;
  let done = 0;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const client = await openBatchClient(url);
      try {
        while (next < end) {
          const first = next;
          next += ROUND;
          const written = await client.query(
            `insert into statement_text
              select s.id, s.listed_on, search_words(r.title, r.body, s.listed_on)
              from statement s join revision r on r.id = s.revision_id
              where s.id >= $1 and s.id < $2
                and not exists (select from statement_text t where t.statement_id = s.id)
            on conflict (statement_id) do nothing`,
            [first, first + ROUND],
          );
          done += written.rowCount ?? 0;
          onProgress(done);
        }
      } finally {
        await client.end();
      }
    }),
  );
  await settleWords(url);
  return done;
}

/** Brings new words from the index's waiting list into the index, so that the next search need not read the list. */
export async function settleWords(url: string): Promise<void> {
  const client = await openBatchClient(url);
  try {
    await client.query(`select gin_clean_pending_list(to_regclass('statement_text_words'))`);
  } finally {
    await client.end();
  }
}

/** The id that the next new statement may have. */
export async function nextStatement(url: string): Promise<number> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ next: string }>(
      'select coalesce(max(id), 0) + 1 as next from statement',
    );
    return Number(rows[0]?.next);
  } finally {
    await client.end();
  }
}

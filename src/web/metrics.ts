import { sql } from 'kysely';
import type { Database } from '../../db/connection.js';
import type { Queues } from '../../queues/queues.js';

/** Counts for Prometheus, in its text format, read from the database at the moment they are asked for. */
export async function metricsText(db: Database, queues: Queues): Promise<string> {
  const [depths, statements, health, items] = await Promise.all([
    queues.counts(),
    db
      .selectFrom('statement')
      .groupBy('state')
      .select(['state', sql<number>`count(*)`.as('count')])
      .execute(),
    db
      .selectFrom('source_health')
      .groupBy('health')
      .select(['health', sql<number>`count(*)`.as('count')])
      .execute(),
    db
      .selectFrom('crawl_item')
      .groupBy('state')
      .select(['state', sql<number>`count(*)`.as('count')])
      .execute(),
  ]);
  const lines = [
    '# HELP rostrum_queue_jobs Jobs by queue and state.',
    '# TYPE rostrum_queue_jobs gauge',
    ...Object.entries(depths).flatMap(([queue, states]) =>
      Object.entries(states).map(
        ([state, count]) => `rostrum_queue_jobs{queue="${queue}",state="${state}"} ${count}`,
      ),
    ),
    '# HELP rostrum_statements Statements by state.',
    '# TYPE rostrum_statements gauge',
    ...statements.map((row) => `rostrum_statements{state="${row.state}"} ${row.count}`),
    '# HELP rostrum_sources Sources by health.',
    '# TYPE rostrum_sources gauge',
    ...health.map((row) => `rostrum_sources{health="${row.health}"} ${row.count}`),
    '# HELP rostrum_crawl_items Addresses to collect, by state.',
    '# TYPE rostrum_crawl_items gauge',
    ...items.map((row) => `rostrum_crawl_items{state="${row.state}"} ${row.count}`),
  ];
  return `${lines.join('\n')}\n`;
}

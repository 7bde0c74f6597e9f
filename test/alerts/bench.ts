import pino from 'pino';
import { createAlert, type NewAlert } from '../../db/alerts.js';
import type { Database } from '../../db/connection.js';
import type { SeenRelease } from '../../db/statements.js';
import { saveTags, type TagRows } from '../../db/tags.js';
import type { Queues } from '../../queues/queues.js';
import { type Courier, createCourier } from '../../src/alert/courier.js';
import { readConfig } from '../../src/config.js';
import { type AlertResult, alert } from '../../workers/alert.js';
import type { WorkerContext } from '../../workers/context.js';
import { scratchDatabase } from '../support/database.js';
import { writeDebate } from '../support/debate.js';
import { seeRelease } from '../support/release.js';

/** A small archive, and what is needed to work for its alerts. */
export interface AlertBench {
  db: Database;
  url: string;
  courier: Courier;
  context: WorkerContext;
  add(alert: Partial<NewAlert> & Pick<NewAlert, 'address'>): Promise<{ id: number; secret: string }>;
  /** Works for an alert once, as a worker would. */
  work(id: number, more?: { courier?: Courier; signal?: AbortSignal }): Promise<AlertResult>;
  /** Publishes a release about S. 1693, tagged. */
  publish(title: string, more?: Partial<SeenRelease> & { tags?: Partial<TagRows> | null }): Promise<number>;
  close(): Promise<void>;
}

const NO_TAGS: TagRows = { citations: [], topics: [], quotes: [], mentions: [], doubts: [] };

export async function alertBench(settings: Record<string, string> = {}): Promise<AlertBench> {
  const scratch = await scratchDatabase();
  const { db } = scratch;
  await writeDebate(db);
  const courier = createCourier(
    readConfig({ ALLOW_PRIVATE_NETWORK: 'true', FETCH_TIMEOUT_MS: '400', ...settings }),
  );
  const context = { db, courier, log: pino({ level: 'silent' }) } as WorkerContext & { queues: Queues };
  let published = 0;
  return {
    db,
    url: scratch.url,
    courier,
    context,
    add: (more) =>
      createAlert(db, {
        name: 'Trafficking',
        filter: {},
        channel: 'webhook',
        daily: null,
        revisions: false,
        since: null,
        createdBy: 'test',
        ...more,
      }),
    work: (id, { courier: other = courier, signal = new AbortController().signal } = {}) =>
      alert({ alertId: id }, { ...context, courier: other }, { signal, last: true }),
    publish: async (title, { tags = {}, ...more } = {}) => {
      published += 1;
      const kept = await seeRelease(db, {
        address: `https://nd-doe.example/new/${published}`,
        source_id: 'nd-doe',
        official_id: 'doe-jane',
        title,
        body: `Senator Jane Doe on S. 1693, number ${published}.`,
        published_on: new Date().toISOString().slice(0, 10),
        published_at: new Date(),
        ...more,
      });
      if (tags === null) return kept.statementId;
      const citations = [
        {
          bill_id: 's1693-115',
          method: 'number' as const,
          confidence: 0.98,
          known: true,
          evidence: [{ start: 26, end: 33, text: 'S. 1693' }],
          companions: [],
        },
      ];
      await saveTags(db, kept.statementId, kept.revisionId, { ...NO_TAGS, citations, ...tags });
      return kept.statementId;
    },
    close: async () => {
      await courier.close();
      await scratch.drop();
    },
  };
}

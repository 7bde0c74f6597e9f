import type { JobsOptions, Queue } from 'bullmq';
import { type Backend, openQueue } from './backend.js';
import { dutyOf, type Payload, QUEUES, type QueueName } from './jobs.js';

/** Lower numbers go first: what a person asked for before what the schedule asks for. */
const PRIORITY = { asked: 1, scheduled: 10 } as const;

/** How often a kind of work is tried, and how long it rests after the first failure; workers know the rest. */
const POLICY: Record<QueueName, JobsOptions> = {
  poll: { attempts: 3, backoff: { type: 'patient', delay: 5_000 } },
  collect: { attempts: 4, backoff: { type: 'patient', delay: 2_000 } },
  tag: { attempts: 3, backoff: { type: 'patient', delay: 1_000 } },
  // Its tries are written down with what is sent, and outlive any queue.
  alert: { attempts: 1 },
  sweep: { attempts: 1 },
};

/** Finished jobs are kept for a look back, no more. */
const HISTORY = {
  removeOnComplete: { age: 24 * 3600, count: 1000 },
  removeOnFail: { age: 14 * 24 * 3600, count: 5000 },
} as const;

/** The one scheduler. */
const TICK = 'tick';

/** The queues of an archive, to add work to. Adding twice what is about the same thing adds it once. */
export class Queues {
  readonly #queues: Record<QueueName, Queue>;
  #clock: NodeJS.Timeout | undefined;

  constructor(backend: Backend) {
    const open = (name: QueueName) =>
      openQueue(backend, name, { defaultJobOptions: { ...POLICY[name], ...HISTORY } });
    this.#queues = {
      poll: open('poll'),
      collect: open('collect'),
      tag: open('tag'),
      alert: open('alert'),
      sweep: open('sweep'),
    };
  }

  async add<Q extends QueueName>(
    queue: Q,
    payloads: Payload<Q>[],
    urgency: keyof typeof PRIORITY = 'scheduled',
  ): Promise<void> {
    for (let from = 0; from < payloads.length; from += 500) {
      await this.#queues[queue].addBulk(
        payloads.slice(from, from + 500).map((data) => ({
          name: queue,
          data,
          opts: { priority: PRIORITY[urgency], deduplication: { id: dutyOf(queue, data) } },
        })),
      );
    }
  }

  /**
   * Sets the clock of the scheduler and keeps it set: a Redis that lost its data has lost the clock with them,
   * and nobody else would set it again. To be called by one process.
   */
  async schedule(everyMs: number): Promise<void> {
    const { sweep } = this.#queues;
    const set = () =>
      sweep.upsertJobScheduler(
        TICK,
        { every: everyMs },
        { name: 'sweep', data: {}, opts: { ...HISTORY, ...POLICY.sweep } },
      );
    await set();
    let looking = false;
    clearInterval(this.#clock);
    this.#clock = setInterval(async () => {
      if (looking) return;
      looking = true;
      try {
        if ((await sweep.getJobScheduler(TICK)) === undefined) await set();
      } catch {
        // The server is away; it is asked again at the next look.
      } finally {
        looking = false;
      }
    }, everyMs);
  }

  /** The queues themselves, for a page that shows them. */
  get each(): Queue[] {
    return Object.values(this.#queues);
  }

  /** True while some process works on the queues. */
  async hasWorkers(): Promise<boolean> {
    return (await this.#queues.poll.getWorkersCount()) > 0;
  }

  /** How many jobs wait, run, rest and have failed, by queue. */
  async counts(): Promise<Record<QueueName, Record<string, number>>> {
    const entries = await Promise.all(
      QUEUES.map(async (name) => [
        name,
        await this.#queues[name].getJobCounts('waiting', 'prioritized', 'active', 'delayed', 'failed'),
      ]),
    );
    return Object.fromEntries(entries);
  }

  async close(): Promise<void> {
    clearInterval(this.#clock);
    await Promise.all(Object.values(this.#queues).map((queue) => queue.close()));
  }
}

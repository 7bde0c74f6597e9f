import { DelayedError, type Job, UnrecoverableError, type Worker } from 'bullmq';
import { type Backend, openWorker } from '../queues/backend.js';
import { PayloadError, type QueueName, readPayload } from '../queues/jobs.js';
import { alert } from './alert.js';
import { collect } from './collect.js';
import type { Attempt, WorkerContext } from './context.js';
import { toVisitError, VisitError } from './failure.js';
import { asHolder, HostBusy } from './host-gate.js';
import { poll } from './poll.js';
import { sweep } from './sweep.js';
import { tag } from './tag.js';

type Handler = (data: unknown, context: WorkerContext, attempt: Attempt) => Promise<object>;

const HANDLERS: Record<QueueName, Handler> = {
  poll: (data, context, attempt) => poll(readPayload('poll', data), context, attempt),
  collect: (data, context, attempt) => collect(readPayload('collect', data), context, attempt),
  tag: (data, context, attempt) => tag(readPayload('tag', data), context, attempt),
  alert: (data, context, attempt) => alert(readPayload('alert', data), context, attempt),
  sweep: (data, context) => {
    readPayload('sweep', data);
    return sweep(context);
  },
};

/** A worker that dies is noticed, and its job given to another, within about this time. */
const LOCK_MS = 10_000;
const STALLED_CHECK_MS = 5_000;
/** A job may lose its worker this often before it counts as the cause. */
const STALLS = 5;
/** The longest rest between two attempts, whatever a site asks for. */
const LONGEST_RETRY_AFTER_MS = 3_600_000;

export interface Stack {
  /**
   * Takes no more jobs, waits for those under way up to `graceMs`, then cancels what remains: a cancelled job
   * is not lost, the next start does it again.
   */
  stop(graceMs: number): Promise<void>;
}

/** Starts a worker on each of the named queues in this process. */
export function startWorkers(
  backend: Backend,
  context: WorkerContext,
  options: { queues: readonly QueueName[]; concurrency: number },
): Stack {
  const workers = options.queues.map((name) => {
    const worker = openWorker(backend, name, processor(name, context), {
      concurrency: name === 'sweep' ? 1 : options.concurrency,
      // An idle worker is asked to stop between two looks at its queue; a job that arrives wakes it at once.
      drainDelay: 1,
      lockDuration: LOCK_MS,
      stalledInterval: STALLED_CHECK_MS,
      maxStalledCount: STALLS,
      settings: { backoffStrategy: restBefore },
    });
    worker.on('error', (error) => context.log.warn({ queue: name, error: error.message }, 'queue trouble'));
    worker.on('lockRenewalFailed', (ids) => {
      for (const id of ids) worker.cancelJob(id, 'its lock was lost');
    });
    return worker;
  });
  return { stop: (graceMs) => stop(workers, graceMs) };
}

function processor(name: QueueName, context: WorkerContext) {
  // BullMQ makes the signal only for a function of three parameters.
  return async (job: Job, token: string | undefined, signal: AbortSignal | undefined) => {
    const started = performance.now();
    const attempt: Attempt = {
      signal: signal ?? new AbortController().signal,
      last: job.attemptsMade + 1 >= (job.opts.attempts ?? 1),
    };
    const outcome = (fields: object) => ({
      queue: name,
      job: job.id,
      ...(job.data as object),
      ...fields,
      ms: Math.round(performance.now() - started),
    });
    try {
      const result = await asHolder(`${name}-${job.id}`, () => HANDLERS[name](job.data, context, attempt));
      context.log[name === 'sweep' ? 'debug' : 'info'](outcome(result), 'done');
      return result;
    } catch (error) {
      if (error instanceof HostBusy) {
        context.log.debug(outcome({ wait: error.waitMs }), 'later');
        await job.moveToDelayed(Date.now() + error.waitMs, token);
        throw new DelayedError();
      }
      const message = error instanceof Error ? error.message : String(error);
      const kind = error instanceof VisitError ? error.kind : undefined;
      context.log.warn(outcome({ kind, error: message, last: attempt.last }), 'failed');
      if (!isWorthAnotherTry(error)) throw new UnrecoverableError(message);
      throw error;
    }
  };
}

/** The rest before the next attempt: what the site asked for, else twice as long each time, spread at random. */
function restBefore(attemptsMade: number, _type?: string, error?: Error, job?: Pick<Job, 'opts'>): number {
  const asked = error instanceof VisitError ? error.retryAfterMs : null;
  if (asked !== null) return Math.min(asked, LONGEST_RETRY_AFTER_MS);
  const backoff = job?.opts.backoff;
  const delay = typeof backoff === 'object' ? (backoff.delay ?? 1000) : 1000;
  return Math.round(delay * 2 ** (attemptsMade - 1) * (0.5 + Math.random() / 2));
}

function isWorthAnotherTry(error: unknown): boolean {
  return !(error instanceof PayloadError) && toVisitError(error).retryable;
}

async function stop(workers: Worker[], graceMs: number): Promise<void> {
  const cancelling = setTimeout(() => {
    for (const worker of workers) worker.cancelAllJobs('the program stops');
  }, graceMs);
  await Promise.all(workers.map((worker) => worker.close()));
  clearTimeout(cancelling);
}

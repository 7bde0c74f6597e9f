import { z } from 'zod';

/** The five kinds of work. Jobs carry ids only: what they need to know is read from Postgres when they run. */
export const QUEUES = ['poll', 'collect', 'tag', 'alert', 'sweep'] as const;
export type QueueName = (typeof QUEUES)[number];

const id = z.number().int().positive();

/** What a job of each queue carries. */
export const PAYLOADS = {
  /** Visit a source: because it is due, or because a crawl asked for it. */
  poll: z.strictObject({ sourceId: z.string().min(1), crawlId: id.nullable() }),
  /** Collect some addresses of one newsroom: those of the batch that still wait. */
  collect: z.strictObject({ batchId: id }),
  /** Tag one statement. */
  tag: z.strictObject({ statementId: id }),
  /** Look for what an alert has to tell, and send it. */
  alert: z.strictObject({ alertId: id }),
  /** Look for what is due and for what was lost. */
  sweep: z.strictObject({}),
} satisfies Record<QueueName, z.ZodType>;

export type Payload<Q extends QueueName> = z.infer<(typeof PAYLOADS)[Q]>;

/** Two jobs about the same thing are one job while the first is not done. */
export function dutyOf<Q extends QueueName>(queue: Q, payload: Payload<Q>): string {
  const fields = Object.values(payload).filter((value) => value !== null);
  return [queue, ...fields].join('-');
}

/** A job whose payload is not of its queue's form: written by another version of the program, or by hand. */
export class PayloadError extends Error {
  override name = 'PayloadError';
}

/** @throws PayloadError saying which field is wrong. */
export function readPayload<Q extends QueueName>(queue: Q, data: unknown): Payload<Q> {
  const result = PAYLOADS[queue].safeParse(data);
  if (result.success) return result.data as Payload<Q>;
  const issue = result.error.issues[0];
  throw new PayloadError(
    `a job of the queue ${queue} is not of its form: ${issue?.path.join('.') || 'payload'}: ${issue?.message}`,
  );
}

import { type AlertSummary, resumeAlert } from '../../db/alerts.js';
import type { Database } from '../../db/connection.js';
import { GIVE_UP_MS } from '../../db/deliveries.js';
import { nextDigest } from './digest-time.js';

/**
 * Sets an alert to work again that was paused or stopped.
 * @param options.skip leave out what was published meanwhile
 * @returns whether it was paused or stopped
 */
export function resume(
  db: Database,
  { id, hour, zone }: Pick<AlertSummary, 'id' | 'hour' | 'zone'>,
  options: { skip: boolean },
): Promise<boolean> {
  const dueAt = hour === null || zone === null ? null : nextDigest(new Date(), hour, zone);
  return resumeAlert(db, id, { ...options, dueAt, giveUpMs: GIVE_UP_MS });
}

import type { ToldStatement } from '../report/told-statements.js';

/** What an alert sends: the body of a webhook, and what a mail is written from. */
export type AlertEvent = { timestamp: string } & (
  | {
      type: 'statement.published' | 'statement.revised';
      data: { alert: AlertName; statement: ToldStatement };
    }
  | { type: 'statements.digest'; data: { alert: AlertName; statements: ToldStatement[] } }
  | { type: 'alert.test'; data: { alert: AlertName } }
);

export interface AlertName {
  id: number;
  name: string;
}

/** An event, and the statements it is about. */
export interface Told {
  event: AlertEvent;
  statementIds: number[];
}

/**
 * Makes events of what was found.
 * @param together all in one: a digest, or a mail; else each of its own, in order
 */
export function eventsOf(
  alert: AlertName,
  statements: ToldStatement[],
  together: boolean,
  now = new Date(),
): Told[] {
  const timestamp = now.toISOString();
  if (together) {
    if (statements.length === 0) return [];
    const event: AlertEvent = { type: 'statements.digest', timestamp, data: { alert, statements } };
    return [{ event, statementIds: statements.map((statement) => statement.id) }];
  }
  return statements.map((statement) => ({
    event: {
      type: statement.revised ? 'statement.revised' : 'statement.published',
      timestamp,
      data: { alert, statement },
    },
    statementIds: [statement.id],
  }));
}

/** An event that only shows whether what an alert sends is received. */
export function testEvent(alert: AlertName, now = new Date()): AlertEvent {
  return { type: 'alert.test', timestamp: now.toISOString(), data: { alert } };
}

import { z } from 'zod';
import type { AlertSummary } from '../../../db/alerts.js';
import type { DeliveryRow } from '../../../db/deliveries.js';
import { filterFields } from '../statement-query.js';
import { dayText, moment, named, namedRequests } from './shapes.js';

const { bill, topic, official, office, state, party, q } = filterFields;

/** What an alert looks for: the filters of a list of statements. */
const alertFilter = z
  .strictObject({
    bill,
    companions: z
      .boolean()
      .optional()
      .meta({ description: 'With `bill`: its companions, too, as they are then.' }),
    topic,
    official,
    office,
    state,
    party,
    q,
  })
  .register(namedRequests, { id: 'AlertFilter', description: 'Every filter that is given must hold.' });

export const alertRequest = z
  .strictObject({
    name: z
      .string()
      .min(1)
      .max(100)
      .meta({ description: 'Told in what is sent.', examples: ['Trafficking'] }),
    filter: alertFilter,
    webhook: z
      .string()
      .max(2000)
      .optional()
      .meta({ description: 'Where to post to; this or `mail`.', examples: ['https://desk.example/hook'] }),
    mail: z.string().max(254).optional().meta({ description: 'One mail address; this or `webhook`.' }),
    daily: z
      .strictObject({
        hour: z.int().min(0).max(23),
        zone: z
          .string()
          .max(60)
          .meta({ examples: ['America/New_York'] }),
      })
      .optional()
      .meta({ description: 'All of a day at once, at this hour; else each as it is found.' }),
    revisions: z
      .boolean()
      .optional()
      .meta({ description: 'Tell again of a statement whose text was changed.' }),
    since: filterFields.since.meta({
      description: 'Begin with what was published on this day; else with what is published from now on.',
    }),
  })
  .register(namedRequests, { id: 'AlertRequest' });

export const alertChange = z
  .strictObject({
    paused: z.boolean().meta({ description: 'Whether it looks and sends.' }),
    skip: z
      .boolean()
      .optional()
      .meta({ description: 'With `paused: false`: leave out what was published meanwhile.' }),
  })
  .register(namedRequests, { id: 'AlertChange' });

export const redeliverRequest = z
  .strictObject({
    delivery: z
      .int()
      .min(1)
      .optional()
      .meta({ description: 'One delivery, whether it was received or not.' }),
    dead: z.literal(true).optional().meta({ description: 'All that were given up.' }),
  })
  .register(namedRequests, { id: 'Redelivery' });

const alertFields = {
  id: z.int(),
  name: z.string(),
  channel: z.string().meta({ description: 'webhook or mail.' }),
  address: z.string(),
  filter: z.record(z.string(), z.unknown()).meta({ description: 'As it was asked for.' }),
  daily: z
    .object({ hour: z.int(), zone: z.string(), next: moment })
    .nullable()
    .meta({ description: 'Its hour, and when that is next; null where it tells at once.' }),
  revisions: z.boolean(),
  since: dayText.nullable(),
  state: z
    .string()
    .meta({ description: 'active; paused; stopped, `reason` says why; unsubscribed, by whoever reads it.' }),
  reason: z.string().nullable(),
  created_by: z.string(),
  created: moment,
  waiting: z.int().meta({ description: 'Deliveries that are still to be received.' }),
  dead: z.int().meta({ description: 'Deliveries that were given up.' }),
  last_sent: moment.nullable(),
  error: z.string().nullable().meta({ description: 'Why the one that waits first was not received yet.' }),
};

export const alert = z.object(alertFields).register(named, { id: 'Alert' });

export const addedAlert = z
  .object({
    ...alertFields,
    secret: z
      .string()
      .nullable()
      .meta({ description: 'What its webhooks are signed with, shown this once; null for mail.' }),
  })
  .register(named, { id: 'AddedAlert' });

export const delivery = z
  .object({
    id: z.int(),
    alert: z.int(),
    key: z.string().meta({ description: 'Its webhook-id, the same at every try.' }),
    kind: z.string().meta({ examples: ['statement.published'] }),
    statements: z.array(z.int()),
    state: z.string().meta({ description: 'waiting, sent, or dead: given up.' }),
    attempts: z.int(),
    status: z.int().nullable().meta({ description: 'What the last try was answered with.' }),
    error: z.string().nullable(),
    created: moment,
    tried: moment.nullable(),
    sent: moment.nullable(),
    next_try: moment.nullable(),
  })
  .register(named, { id: 'Delivery' });

/** An alert as the API shows it. */
export function alertView(row: AlertSummary) {
  const { created_at, last_sent_at, rhythm: _, hour, zone, due_at, filter, ...rest } = row;
  return {
    ...rest,
    filter: filter as Record<string, unknown>,
    daily: hour === null || zone === null || due_at === null ? null : { hour, zone, next: due_at },
    created: created_at,
    last_sent: last_sent_at,
  };
}

/** A delivery as the API shows it. */
export function deliveryView(row: DeliveryRow) {
  const { created_at, tried_at, sent_at, next_try_at, ...rest } = row;
  return { ...rest, created: created_at, tried: tried_at, sent: sent_at, next_try: next_try_at };
}

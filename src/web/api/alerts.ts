import { z } from 'zod';
import { createAlert, findAlert, listAlerts, pauseAlert, removeAlert } from '../../../db/alerts.js';
import type { Database } from '../../../db/connection.js';
import { addDeliveries, listDeliveries, redeliver } from '../../../db/deliveries.js';
import { testEvent } from '../../alert/event.js';
import { AlertRequestError, newAlert } from '../../alert/new-alert.js';
import { resume } from '../../alert/resume.js';
import type { AlertFilter } from '../../report/alert-filter.js';
import { signedIn } from '../access.js';
import { RequestProblem } from '../problem.js';
import { filterOf, pageFields } from '../statement-query.js';
import {
  addedAlert,
  alert,
  alertChange,
  alertRequest,
  alertView,
  delivery,
  deliveryView,
  redeliverRequest,
} from './alert-shapes.js';
import { numberOf, operation, type Services } from './operation.js';
import { pageLinks } from './paging.js';
import { named, next, nextCursor } from './shapes.js';

const byId = z.strictObject({
  id: numberOf('must be the number of an alert, as /api/v1/alerts lists them').meta({
    description: 'Number of the alert.',
    examples: [1],
  }),
});

const alertList = z.object({ alerts: z.array(alert) }).register(named, { id: 'AlertList' });
const deliveryList = z
  .object({ deliveries: z.array(delivery), next, next_cursor: nextCursor })
  .register(named, { id: 'DeliveryList' });
const accepted = z
  .object({ deliveries: z.array(z.int()).meta({ description: 'Their numbers.' }) })
  .register(named, { id: 'AcceptedDeliveries' });

/** @throws RequestProblem where there is none of that number */
async function known(db: Database, id: number) {
  const row = await findAlert(db, id);
  if (row === null) throw new RequestProblem(404, `There is no alert ${id}: /api/v1/alerts lists them.`);
  return row;
}

/** @throws RequestProblem where nothing would be sent */
async function atWork(db: Database, id: number) {
  const row = await known(db, id);
  if (row.state === 'active') return row;
  throw new RequestProblem(400, `The alert is ${row.state}: resume it first.`);
}

async function asFilter(db: Database, given: z.output<typeof alertRequest>['filter']): Promise<AlertFilter> {
  const { companions, ...filter } = await filterOf(db, given);
  return { ...filter, ...(companions === undefined ? {} : { companions: true }) };
}

const common = { tag: 'Alerts', scope: 'alerts' } as const;
const send = ({ queues }: Services, alertId: number) => queues.add('alert', [{ alertId }], 'asked');

export const alertOperations = [
  operation({
    ...common,
    id: 'addAlert',
    method: 'post',
    path: '/alerts',
    summary: 'Have what passes a filter sent, by webhook or by mail',
    body: alertRequest,
    answers: { 201: { description: 'It is at work from now on.', schema: addedAlert } },
    async handle({ body, request, reply }, { db, config }) {
      const filter = await asFilter(db, body.filter);
      try {
        const asked = newAlert({ ...body, filter }, (await signedIn(request))?.name ?? 'api', config);
        const { id, secret } = await createAlert(db, asked);
        reply.code(201).header('cache-control', 'no-store');
        return { ...alertView(await known(db, id)), secret: asked.channel === 'webhook' ? secret : null };
      } catch (error) {
        if (!(error instanceof AlertRequestError)) throw error;
        const part = { parameter: error.field, detail: error.message };
        throw new RequestProblem(400, `${error.field}: ${error.message}`, [part]);
      }
    },
  }),
  operation({
    ...common,
    id: 'listAlerts',
    method: 'get',
    path: '/alerts',
    summary: 'Every alert, and how it fares',
    answers: { 200: { description: 'Alerts, by number.', schema: alertList } },
    handle: async (_, { db }) => ({ alerts: (await listAlerts(db)).map(alertView) }),
  }),
  operation({
    ...common,
    id: 'getAlert',
    method: 'get',
    path: '/alerts/{id}',
    summary: 'One alert',
    params: byId,
    answers: { 200: { description: 'The alert.', schema: alert } },
    handle: async ({ params }, { db }) => alertView(await known(db, params.id)),
  }),
  operation({
    ...common,
    id: 'updateAlert',
    method: 'patch',
    path: '/alerts/{id}',
    summary: 'Pause an alert, or let it go on',
    params: byId,
    body: alertChange,
    answers: { 200: { description: 'The alert as it is now.', schema: alert } },
    async handle({ params: { id }, body }, services) {
      const { db } = services;
      const row = await known(db, id);
      if (row.state === 'unsubscribed') {
        throw new RequestProblem(400, 'Whoever reads it has unsubscribed: add another if they ask for it.');
      }
      if (body.paused) await pauseAlert(db, id);
      else if (await resume(db, row, { skip: body.skip ?? false })) await send(services, id);
      return alertView(await known(db, id));
    },
  }),
  operation({
    ...common,
    id: 'removeAlert',
    method: 'delete',
    path: '/alerts/{id}',
    summary: 'Remove an alert with all that it was still to send',
    params: byId,
    answers: { 204: { description: 'It is gone.' } },
    async handle({ params: { id }, reply }, { db }) {
      await known(db, id);
      await removeAlert(db, id);
      return reply.code(204).send();
    },
  }),
  operation({
    ...common,
    id: 'testAlert',
    method: 'post',
    path: '/alerts/{id}/test',
    summary: 'Send a trial, before all that waits',
    params: byId,
    answers: {
      202: { description: 'It is on its way; its delivery tells what came of it.', schema: accepted },
    },
    async handle({ params: { id }, reply }, services) {
      const { name } = await atWork(services.db, id);
      const event = testEvent({ id, name });
      const body = JSON.stringify(event);
      const deliveries = await addDeliveries(services.db, id, [{ kind: event.type, statementIds: [], body }]);
      await send(services, id);
      reply.code(202);
      return { deliveries };
    },
  }),
  operation({
    ...common,
    id: 'listDeliveries',
    method: 'get',
    path: '/alerts/{id}/deliveries',
    summary: 'What an alert has sent, is to send and has given up, the newest first',
    params: byId,
    query: z.strictObject({
      state: z.enum(['waiting', 'sent', 'dead'], 'must be waiting, sent or dead').optional(),
      limit: pageFields.limit,
      cursor: numberOf('must be a cursor that a page of this list gave')
        .optional()
        .meta({ description: 'Go on after this delivery.' }),
    }),
    answers: { 200: { description: 'A page of deliveries.', schema: deliveryList, headers: ['Link'] } },
    async handle({ params, query: { state, limit, cursor }, request, reply }, { db }) {
      await known(db, params.id);
      const rows = await listDeliveries(db, { alert: params.id, state, before: cursor, limit: limit + 1 });
      const deliveries = rows.slice(0, limit).map(deliveryView);
      const last = rows.length > limit ? deliveries.at(-1) : undefined;
      return { deliveries, ...pageLinks(request, reply, last === undefined ? null : String(last.id)) };
    },
  }),
  operation({
    ...common,
    id: 'redeliver',
    method: 'post',
    path: '/alerts/{id}/redeliver',
    summary: 'Send again what was given up, or one delivery whatever came of it',
    description: 'It has the webhook-id that it had, and goes in its old place before those after it.',
    params: byId,
    body: redeliverRequest,
    answers: { 202: { description: 'They are on their way.', schema: accepted } },
    async handle({ params: { id }, body, reply }, services) {
      await atWork(services.db, id);
      if ((body.delivery === undefined) === (body.dead === undefined)) {
        throw new RequestProblem(400, 'Say which: send delivery, or dead.');
      }
      const which = body.delivery === undefined ? { dead: true as const } : { id: body.delivery };
      const deliveries = await redeliver(services.db, id, which);
      if ('id' in which && deliveries.length === 0) {
        const detail = `there is no such delivery: /api/v1/alerts/${id}/deliveries lists them`;
        throw new RequestProblem(400, `delivery: ${detail}`, [{ parameter: 'delivery', detail }]);
      }
      await send(services, id);
      reply.code(202);
      return { deliveries };
    },
  }),
];

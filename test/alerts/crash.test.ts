import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findAlert, resumeAlert, stopMovedAlerts } from '../../db/alerts.js';
import { renumber } from '../../db/changes.js';
import { listDeliveries } from '../../db/deliveries.js';
import { archiveId } from '../../db/settings.js';
import { chooseBackend, migrateBackend } from '../../queues/backend.js';
import { Queues } from '../../queues/queues.js';
import type { Courier } from '../../src/alert/courier.js';
import { type AlertBench, alertBench } from './bench.js';
import { answers, type Receiver, startReceiver, verified } from './receiver.js';

const BIN = fileURLToPath(new URL('../../bin/rostrum.js', import.meta.url));

let bench: AlertBench;
let receiver: Receiver;
beforeAll(async () => {
  bench = await alertBench();
});
afterAll(() => bench.close());
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.close());

const ids = () => receiver.received.map(({ headers }) => headers['webhook-id']);
/** Time passes, after which whoever does not move counts as dead. */
const leaseEnds = () => sql`update alert set leased_until = now()`.execute(bench.db);

describe('a worker that dies', () => {
  it('between sending and noting it, has it sent again under the same id', async () => {
    const { id } = await bench.add({ address: receiver.url });
    await bench.publish('First');
    await bench.publish('Second');
    let arrived = () => {};
    const sent = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    let wake = () => {};
    const asleep = new Promise<void>((resolve) => {
      wake = resolve;
    });
    const frozen: Courier = {
      ...bench.courier,
      send: async (parcel, signal) => {
        const outcome = await bench.courier.send(parcel, signal);
        arrived();
        await asleep;
        return outcome;
      },
    };
    const dying = bench.work(id, { courier: frozen });
    await sent;
    expect(await bench.work(id), 'nobody else may send meanwhile').toMatchObject({ sent: 0 });
    await leaseEnds();
    expect(await bench.work(id)).toMatchObject({ sent: 2 });
    wake();
    await dying;
    const [first, again, second] = ids();
    expect(ids()).toHaveLength(3);
    expect(again).toBe(first);
    expect(second).not.toBe(first);
    expect(await listDeliveries(bench.db, { alert: id, state: 'sent', limit: 10 })).toHaveLength(2);
  });

  it('while it writes down what it found, leaves nothing written and loses nothing', async () => {
    const { id } = await bench.add({ address: receiver.url });
    await bench.publish('Found');
    await sql`create function fail_now() returns trigger language plpgsql as
      $$ begin raise exception 'killed'; end $$`.execute(bench.db);
    await sql`create trigger fail_now before insert on alert_told for each row execute function fail_now()`.execute(
      bench.db,
    );
    await expect(bench.work(id)).rejects.toThrow('killed');
    expect(await listDeliveries(bench.db, { alert: id, limit: 10 })).toEqual([]);
    await sql`drop function fail_now() cascade`.execute(bench.db);
    expect(await bench.work(id)).toMatchObject({ found: 1, sent: 1 });
  });

  it('by kill -9 in the middle of a request, is followed by one that sends it again and goes on', async () => {
    expect(existsSync(BIN)).toBe(true);
    const { id, secret } = await bench.add({ address: receiver.url });
    await bench.publish('First');
    await bench.publish('Second');
    const backend = chooseBackend(bench.url, null, await archiveId(bench.db));
    await migrateBackend(backend);
    const queues = new Queues(backend);
    await queues.add('alert', [{ alertId: id }]);
    await queues.close();
    const worker: { process?: ChildProcess } = {};
    const killed = new Promise<void>((resolve) => {
      receiver.plan.push(() => {
        worker.process?.once('exit', () => resolve());
        worker.process?.kill('SIGKILL');
      });
    });
    worker.process = spawn(process.execPath, [BIN, 'worker', '--queues', 'alert'], {
      env: {
        ...process.env,
        DATABASE_URL: bench.url,
        REDIS_URL: '',
        ALLOW_PRIVATE_NETWORK: 'true',
        LOG_LEVEL: 'error',
      },
      stdio: 'ignore',
    });
    await killed;
    await leaseEnds();
    expect(await bench.work(id)).toMatchObject({ found: 0, sent: 2 });
    expect(ids()[1]).toBe(ids()[0]);
    expect(receiver.received.map((one) => verified(secret, one).data.statement?.title)).toEqual([
      'First',
      'First',
      'Second',
    ]);
  });

  it('is not blamed on the receiver where it was asked to stop', async () => {
    const { id } = await bench.add({ address: receiver.url });
    await bench.publish('First');
    const stopping = new AbortController();
    receiver.plan.push(() => stopping.abort());
    await bench.work(id, { signal: stopping.signal });
    const [delivery] = await listDeliveries(bench.db, { alert: id, limit: 10 });
    expect(delivery).toMatchObject({ state: 'waiting', attempts: 0 });
    expect(await bench.work(id)).toMatchObject({ sent: 1 });
  });
});

describe('two workers on one alert', () => {
  it('send everything once and in order', async () => {
    const { id, secret } = await bench.add({ address: receiver.url });
    const titles = Array.from({ length: 12 }, (_, number) => `Number ${number}`);
    for (const title of titles) await bench.publish(title);
    receiver.plan.push((response) => setTimeout(() => answers(204)(response, { headers: {}, body: '' }), 50));
    await Promise.all([bench.work(id), bench.work(id), bench.work(id)]);
    expect(receiver.received.map((one) => verified(secret, one).data.statement?.title)).toEqual(titles);
  });
});

describe('an archive that was restored on another server', () => {
  it('sends nothing by itself, and nothing twice when it is told to', async () => {
    const { id } = await bench.add({ address: receiver.url });
    await bench.publish('Before');
    await bench.work(id);
    await renumber(bench.db);
    expect(await stopMovedAlerts(bench.db)).toBeGreaterThan(0);
    expect(await findAlert(bench.db, id)).toMatchObject({ state: 'stopped' });
    await bench.publish('After');
    await resumeAlert(bench.db, id, { skip: false, dueAt: null, giveUpMs: 1000 });
    await bench.work(id);
    expect(ids()).toHaveLength(2);
    expect(JSON.parse(receiver.received[1]?.body ?? '').data.statement.title).toBe('After');
  });
});

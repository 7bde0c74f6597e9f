import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dueAlerts, findAlert, pauseAlert, removeAlert, resumeAlert } from '../../db/alerts.js';
import { GIVE_UP_MS, listDeliveries, redeliver } from '../../db/deliveries.js';
import { seeRelease } from '../support/release.js';
import { type AlertBench, alertBench } from './bench.js';
import { answers, type Receiver, startReceiver, verified } from './receiver.js';

let bench: AlertBench;
let receiver: Receiver;
let alerts: number[] = [];
beforeAll(async () => {
  bench = await alertBench({ PUBLIC_URL: 'https://rostrum.example' });
});
afterAll(() => bench.close());
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(async () => {
  await receiver.close();
  for (const id of alerts) await removeAlert(bench.db, id);
  alerts = [];
});

async function add(more: Parameters<AlertBench['add']>[0] | object = {}) {
  const added = await bench.add({ address: receiver.url, ...more });
  alerts.push(added.id);
  return added;
}

/** Lets the rest before the next try pass. */
const restIsOver = (alert: number) =>
  sql`update alert_delivery set next_try_at = now() where alert_id = ${alert} and state = 'waiting'`.execute(
    bench.db,
  );
const titles = () =>
  receiver.received.map(({ body }) => JSON.parse(body).data.statement?.title ?? JSON.parse(body).type);
const deliveries = (alert: number) => listDeliveries(bench.db, { alert, limit: 100 });

describe('an alert with a webhook', () => {
  it('sends each statement that passes its filter, once, in order, signed as Standard Webhooks says', async () => {
    const { id, secret } = await add({ filter: { bill: 's1693-115' } });
    await bench.publish('First');
    await bench.publish('Second');
    await bench.publish('On another bill', { tags: { citations: [] } });
    expect(await bench.work(id)).toMatchObject({ found: 2, sent: 2, failed: 0 });
    const [first, second] = receiver.received.map((one) => verified(secret, one));
    expect(receiver.received).toHaveLength(2);
    expect(first).toMatchObject({
      type: 'statement.published',
      data: {
        alert: { id, name: 'Trafficking' },
        statement: { title: 'First', revision: 1, revised: false, bills: [{ bill: 's1693-115' }] },
      },
    });
    expect(first?.data.statement?.page).toBe(
      `https://rostrum.example/statements/${first?.data.statement?.id}`,
    );
    expect(second?.data.statement?.title).toBe('Second');
    expect(receiver.received[0]?.headers).toMatchObject({
      'content-type': 'application/json',
      'user-agent': expect.stringMatching(/^Rostrum\//),
      'webhook-id': expect.stringMatching(/^msg_[\w-]+$/),
    });
    await bench.work(id);
    expect(receiver.received).toHaveLength(2);
  });

  it('keeps to every filter, looks for companions as they are now, and for words', async () => {
    const companions = await add({ filter: { bill: 'hr1865-115', companions: true } });
    const words = await add({ filter: { q: '"rural hospitals" -drug', party: 'D', office: 'senate' } });
    await bench.publish('On the companion');
    await bench.publish('In other words', { body: 'Rural hospitals close.', tags: { citations: [] } });
    await bench.work(companions.id);
    await bench.work(words.id);
    expect(titles()).toEqual(['On the companion', 'In other words']);
  });

  it('begins with what is published from its creation on, however late it is seen', async () => {
    const { id } = await add();
    const yesterday = new Date(Date.now() - 30 * 3_600_000);
    await bench.publish('Of an old year', { published_on: '2017-05-01', published_at: null });
    await bench.publish('Of the day before', {
      published_on: yesterday.toISOString().slice(0, 10),
      published_at: yesterday,
    });
    await bench.publish('Without a date', { published_on: null, published_at: null });
    await sql`update statement set tagged_at = now()`.execute(bench.db);
    expect(await bench.work(id)).toMatchObject({ found: 1 });
    expect(titles()).toEqual(['Without a date']);
  });

  it('begins with a day that was asked for', async () => {
    const { id } = await add({ since: '2018-03-22', filter: { topic: 'crime' } });
    await bench.work(id);
    expect(titles().sort()).toEqual(['Attorney General on trafficking websites', 'Moe welcomes vote']);
  });

  it('waits for tags, and does without where a text cannot be tagged', async () => {
    const { id } = await add();
    const statement = await bench.publish('Not tagged yet', { tags: null });
    expect(await bench.work(id)).toMatchObject({ found: 0 });
    await sql`update statement set tag_error = 'broken' where id = ${statement}`.execute(bench.db);
    expect(await bench.work(id)).toMatchObject({ found: 1 });
    await sql`update statement set tag_error = null, tagged_at = now() where id = ${statement}`.execute(
      bench.db,
    );
    expect(await bench.work(id)).toMatchObject({ found: 0 });
  });

  it('tells again of a changed text only where it was asked to', async () => {
    const plain = await add();
    const asking = await add({ revisions: true });
    const statement = await bench.publish('As it was');
    await bench.work(plain.id);
    await bench.work(asking.id);
    const { address } = await bench.db
      .selectFrom('statement')
      .select('address')
      .where('id', '=', statement)
      .executeTakeFirstOrThrow();
    const release = {
      address,
      source_id: 'nd-doe',
      official_id: 'doe-jane',
      published_on: new Date().toISOString().slice(0, 10),
      published_at: new Date(),
    };
    await seeRelease(bench.db, { ...release, title: 'As it is', body: 'Corrected.' });
    await sql`update statement set tagged_at = now()`.execute(bench.db);
    expect(await bench.work(plain.id)).toMatchObject({ found: 0 });
    expect(await bench.work(asking.id)).toMatchObject({ found: 1, sent: 1 });
    const last = receiver.received.at(-1);
    expect(last && verified(asking.secret, last)).toMatchObject({
      type: 'statement.revised',
      data: { statement: { title: 'As it is', revision: 2, revised: true } },
    });
    expect(await bench.work(asking.id)).toMatchObject({ found: 0 });
  });

  it('loses nothing that a transaction under way writes behind its back', async () => {
    const { id } = await add();
    const slow = await bench.db.startTransaction().execute();
    await sql`select pg_current_xact_id()`.execute(slow);
    await bench.publish('Quick');
    await bench.work(id);
    await sql`update statement set title = 'Slow', url = 'https://slow.example', published_on = current_date,
      published_at = now() + interval '1 minute', tagged_at = now()
      where id = (select min(id) from statement)`.execute(slow);
    await slow.commit().execute();
    await bench.work(id);
    expect(titles()).toEqual(['Quick', 'Slow']);
  });

  it('takes a large harvest in rounds and sends all of it', async () => {
    const { id } = await add({ since: '2000-01-01', filter: { official: 'doe-jane' } });
    await sql`insert into statement (address, url, source_id, office, official_id, zone, title, published_on, tagged_at)
      select 'https://nd-doe.example/many/' || n, 'x', 'nd-doe', 'senate', 'doe-jane', 'UTC', 'Many', '2018-01-01',
        now() from generate_series(1, 230) n`.execute(bench.db);
    await sql`with made as (insert into revision (statement_id, number, content_hash, title, body, language)
      select id, 1, 'x', 'Many', 'Many.', 'en' from statement where title = 'Many' returning id, statement_id)
      update statement set revision_id = made.id from made where made.statement_id = statement.id`.execute(
      bench.db,
    );
    await bench.work(id);
    expect(titles().filter((title) => title === 'Many')).toHaveLength(230);
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(
      receiver.received.length,
    );
    await sql`delete from statement where title = 'Many'`.execute(bench.db);
  });
});

describe('a delivery that fails', () => {
  it('is tried again under the same id with a new timestamp, and holds up those behind it', async () => {
    const { id, secret } = await add();
    await bench.publish('First');
    await bench.publish('Second');
    receiver.plan.push(answers(500));
    expect(await bench.work(id)).toMatchObject({ sent: 0, failed: 1 });
    expect(await bench.work(id)).toMatchObject({ sent: 0, failed: 0 });
    expect(receiver.received).toHaveLength(1);
    expect(await dueAlerts(bench.db, 100)).not.toContain(id);
    await restIsOver(id);
    expect(await dueAlerts(bench.db, 100)).toContain(id);
    expect(await bench.work(id)).toMatchObject({ sent: 2 });
    expect(titles()).toEqual(['First', 'First', 'Second']);
    const [before, after] = receiver.received;
    expect(after?.headers['webhook-id']).toBe(before?.headers['webhook-id']);
    expect(after?.body).toBe(before?.body);
    if (after) verified(secret, after);
  });

  it.each([
    ['never answers', () => {}, /did not (begin|finish) (an|its) answer within 400 ms/],
    [
      'resets in the body',
      (response) => {
        response.writeHead(200, { 'content-length': '100' }).write('{');
        setTimeout(() => response.destroy(), 20);
      },
      /in the middle of the body/,
    ],
    ['sends elsewhere', answers(302, { location: 'http://127.0.0.1:1/' }), /redirects are not followed/],
    ['answers 404', answers(404), /answers 404/],
  ] satisfies [string, Receiver['plan'][number], RegExp][])(
    'has its reason told: the receiver %s',
    async (_, reaction, reason) => {
      const { id } = await add();
      await bench.publish('First');
      receiver.plan.push(reaction);
      expect(await bench.work(id)).toMatchObject({ failed: 1 });
      expect(receiver.received).toHaveLength(1);
      const [delivery] = await deliveries(id);
      expect(delivery).toMatchObject({ state: 'waiting', attempts: 1 });
      expect(delivery?.error).toMatch(reason);
      await restIsOver(id);
      expect(await bench.work(id)).toMatchObject({ sent: 1 });
    },
  );

  it('rests as long as the receiver asks', async () => {
    const { id } = await add();
    await bench.publish('First');
    receiver.plan.push(answers(503, { 'retry-after': '3600' }));
    await bench.work(id);
    const [delivery] = await deliveries(id);
    expect((delivery?.next_try_at?.getTime() ?? 0) - Date.now()).toBeGreaterThan(3_500_000);
  });

  it('is dead after a day, lets the others pass, and can be sent again by hand', async () => {
    const { id } = await add();
    await bench.publish('First');
    await bench.publish('Second');
    receiver.plan.push(answers(500), answers(500), answers(500));
    for (let tries = 0; tries < 2; tries += 1) {
      await bench.work(id);
      await restIsOver(id);
    }
    await sql`update alert_delivery set give_up_at = now() where alert_id = ${id}`.execute(bench.db);
    expect(await bench.work(id)).toMatchObject({ sent: 1 });
    expect(titles()).toEqual(['First', 'First', 'First', 'Second']);
    const [, dead] = await deliveries(id);
    expect(dead).toMatchObject({ state: 'dead', attempts: 3, error: 'it answers 500', status: 500 });
    expect(await findAlert(bench.db, id)).toMatchObject({ dead: 1, waiting: 0 });
    expect(await redeliver(bench.db, id, { dead: true })).toEqual([dead?.id]);
    await bench.work(id);
    expect(titles().at(-1)).toBe('First');
    expect(receiver.received.at(-1)?.headers['webhook-id']).toBe(receiver.received[0]?.headers['webhook-id']);
    expect(await redeliver(bench.db, id, { id: dead?.id ?? 0 })).toEqual([dead?.id]);
    await bench.work(id);
    expect(receiver.received).toHaveLength(6);
  });

  it('stops the alert where the receiver answers 410, says so, and goes on when it is resumed', async () => {
    const { id } = await add();
    await bench.publish('First');
    receiver.plan.push(answers(410));
    await bench.work(id);
    expect(await findAlert(bench.db, id)).toMatchObject({
      state: 'stopped',
      reason: 'it answers 410: it wants no more of this alert',
      waiting: 1,
    });
    await bench.publish('Second');
    expect(await dueAlerts(bench.db, 100)).not.toContain(id);
    expect(await bench.work(id)).toMatchObject({ found: 0, sent: 0 });
    await resumeAlert(bench.db, id, { skip: false, dueAt: null, giveUpMs: GIVE_UP_MS });
    expect(await bench.work(id)).toMatchObject({ sent: 2 });
    expect(titles()).toEqual(['First', 'First', 'Second']);
  });
});

describe('an alert that is paused', () => {
  it('sends nothing, and when it is resumed what was published meanwhile', async () => {
    const { id } = await add();
    expect(await pauseAlert(bench.db, id)).toBe(true);
    await bench.publish('Meanwhile');
    await bench.work(id);
    expect(receiver.received).toHaveLength(0);
    await resumeAlert(bench.db, id, { skip: false, dueAt: null, giveUpMs: GIVE_UP_MS });
    await bench.work(id);
    expect(titles()).toEqual(['Meanwhile']);
  });

  it('leaves out what was published meanwhile where that is asked for', async () => {
    const { id } = await add();
    await pauseAlert(bench.db, id);
    await bench.publish('Meanwhile', { published_at: new Date(Date.now() - 1000) });
    await resumeAlert(bench.db, id, { skip: true, dueAt: null, giveUpMs: GIVE_UP_MS });
    await bench.publish('After', { published_at: new Date(Date.now() + 1000) });
    await bench.work(id);
    expect(titles()).toEqual(['After']);
  });
});

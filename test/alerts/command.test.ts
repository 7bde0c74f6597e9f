import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { findAlert } from '../../db/alerts.js';
import { listDeliveries } from '../../db/deliveries.js';
import { chooseBackend, migrateBackend } from '../../queues/backend.js';
import { Queues } from '../../queues/queues.js';
import { createCourier } from '../../src/alert/courier.js';
import { type AlertRequest, newAlert } from '../../src/alert/new-alert.js';
import { alertsCommand } from '../../src/cli/alerts.js';
import { reportFailure } from '../../src/cli/outcome.js';
import { readConfig } from '../../src/config.js';
import { startWorkers } from '../../workers/stack.js';
import { sweep } from '../../workers/sweep.js';
import { type Ended, RostrumHome } from '../support/rostrum.js';
import { type AlertBench, alertBench } from './bench.js';
import { answers, type Receiver, startReceiver, verified } from './receiver.js';

let bench: AlertBench;
let home: RostrumHome;
let receiver: Receiver;
beforeAll(async () => {
  bench = await alertBench();
  const settings = { DATABASE_URL: bench.url, REDIS_URL: '', ALLOW_PRIVATE_NETWORK: 'true' };
  home = new RostrumHome(settings);
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await home.remove();
  await bench.close();
});
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.close());

/** Runs the verb in this process, which is much quicker than a process of its own. */
async function alerts(...words: string[]): Promise<Ended> {
  const printed = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      printed[stream] += String(text);
      return true;
    });
  }
  let code = 0;
  try {
    const verb = alertsCommand();
    for (const command of [verb, ...verb.commands]) command.exitOverride();
    await verb.parseAsync(words, { from: 'user' });
  } catch (error) {
    code = reportFailure(error);
  } finally {
    vi.restoreAllMocks();
  }
  return { code, ...printed };
}

describe('rostrum alerts', () => {
  it('adds an alert, shows its secret once, tries it, and looks after what became of it', async () => {
    const added = await alerts(
      'add',
      'Desk',
      '--bill',
      's1693-115',
      '--companions',
      '--webhook',
      receiver.url,
    );
    expect(added.stderr).toMatch(/^alert (\d+) is at work; its secret is shown this once/);
    const { id, secret } = JSON.parse(added.stdout) as { id: number; secret: string };
    expect(secret).toMatch(/^whsec_[\w+/]{43}=$/);

    const tried = await alerts('test', String(id));
    expect(tried).toMatchObject({ code: 0, stderr: `${receiver.url} took it (204)\n` });
    const [trial] = receiver.received;
    expect(trial && verified(secret, trial)).toMatchObject({
      type: 'alert.test',
      data: { alert: { id, name: 'Desk' } },
    });

    await bench.publish('A statement');
    receiver.plan.push(answers(500));
    await bench.work(id);
    const list = await alerts('list', '--format', 'json');
    const shown = await alerts('show', String(id), '--format', 'table');
    const [listed] = JSON.parse(list.stdout) as object[];
    expect(listed).toMatchObject({ id, waiting: 1, error: 'it answers 500', filter: { companions: true } });
    expect(shown.stdout).toContain('it answers 500');
    expect(list.stdout + shown.stdout).not.toContain('whsec_');
    const [delivery] = await listDeliveries(bench.db, { alert: id, limit: 1 });
    expect(await alerts('redeliver', String(id), String(delivery?.id))).toMatchObject({
      code: 0,
      stderr: '1 will be sent again\n',
    });
    expect(await bench.work(id)).toMatchObject({ sent: 1 });
    const table = await alerts('deliveries', String(id), '--state', 'sent', '--format', 'csv');
    const paused = await alerts('pause', String(id));
    expect(table.stdout).toContain(`${delivery?.id},${id},statement.published,`);
    expect(paused.code).toBe(0);
    expect(await findAlert(bench.db, id)).toMatchObject({ state: 'paused' });
    expect((await alerts('resume', String(id))).code).toBe(0);
    expect(await findAlert(bench.db, id)).toMatchObject({ state: 'active' });
    expect((await alerts('remove', String(id))).code).toBe(0);
    expect(await findAlert(bench.db, id)).toBeNull();
  });

  it('answers what it cannot take with one line that says what to give instead', async () => {
    const cases: [words: string[], code: number, line: RegExp][] = [
      [['add', 'X', '--mail', 'desk@paper.example'], 2, /set SMTP_URL and MAIL_FROM first/],
      [['add', 'X', '--webhook', 'https://a.example', '--official', 'nobody'], 1, /no official nobody/],
      [['test', '999'], 1, /there is no alert 999/],
      [['redeliver', '999'], 2, /give the number of a delivery, or --dead/],
    ];
    for (const [words, code, line] of cases) {
      const ended = await alerts(...words);
      expect(ended.code, words.join(' ')).toBe(code);
      expect(ended.stderr).toMatch(line);
    }
  });
});

describe('an alert that is asked for', () => {
  const config = readConfig({ SMTP_URL: 'smtp://mail.example', MAIL_FROM: 'alerts@rostrum.example' });
  const ask = (more: Partial<AlertRequest>) => () =>
    newAlert({ name: 'X', filter: {}, ...more }, 'test', config);
  const hook = 'https://desk.example/hook';

  it.each([
    ['name', { name: 'a\nb', webhook: hook }],
    ['name', { name: ' ', webhook: hook }],
    ['webhook', {}],
    ['webhook', { webhook: hook, mail: 'desk@paper.example' }],
    ['webhook', { webhook: 'ftp://desk.example/' }],
    ['webhook', { webhook: 'https://name:word@desk.example/' }],
    ['webhook', { webhook: 'http://169.254.169.254/latest' }],
    ['webhook', { webhook: 'http://[::1]/' }],
    ['mail', { mail: 'desk@paper.example, all@paper.example' }],
    ['mail', { mail: 'Desk <desk@paper.example>' }],
    ['zone', { webhook: hook, daily: { hour: 7, zone: 'Mars' } }],
  ])('is refused for its %s: %j', (field, more) => {
    expect(ask(more)).toThrow(expect.objectContaining({ name: 'AlertRequestError', field }));
  });

  it('is taken otherwise', () => {
    expect(ask({ webhook: hook })()).toMatchObject({ channel: 'webhook', address: hook, daily: null });
    expect(ask({ mail: 'desk@paper.example', daily: { hour: 7, zone: 'America/Denver' } })()).toMatchObject({
      channel: 'mail',
      daily: { dueAt: expect.any(Date) },
    });
  });
});

describe('the queue of alerts', () => {
  it('has a worker of its own, which a sweep gives what is due', async () => {
    const { id } = await bench.add({ address: receiver.url });
    const idle = await bench.add({ address: receiver.url, filter: { topic: 'health' } });
    await bench.publish('Through the queue');
    const backend = chooseBackend(bench.url, null, 'test');
    await migrateBackend(backend);
    const queues = new Queues(backend);
    // Newsrooms of this archive are not to be asked.
    await bench.db.updateTable('source').set({ enabled: false }).execute();
    const context = { ...bench.context, queues, scope: 'live' as const, retagDays: 0, snapshotKeepDays: 0 };
    const workers = startWorkers(backend, context, { queues: ['alert'], concurrency: 2 });
    try {
      const received = new Promise<void>((resolve) => {
        receiver.plan.push((response, request) => {
          answers(204)(response, request);
          resolve();
        });
      });
      await sweep(context);
      await received;
    } finally {
      await workers.stop(2000);
      await queues.close();
    }
    expect(receiver.received).toHaveLength(1);
    expect((await findAlert(bench.db, idle.id))?.waiting).toBe(0);
    expect(await listDeliveries(bench.db, { alert: id, state: 'sent', limit: 2 })).toHaveLength(1);
  });
});

describe('the address of a webhook', () => {
  it('is refused where its name leads into a private network, and the reason is told', async () => {
    const { id } = await bench.add({ address: receiver.url.replace('127.0.0.1', 'desk.example') });
    await bench.publish('Not for inside');
    const courier = createCourier(readConfig({}), {
      lookup: async () => [{ address: '127.0.0.1', family: 4 }],
    });
    expect(await bench.work(id, { courier })).toMatchObject({ failed: 1 });
    await courier.close();
    expect(receiver.received).toHaveLength(0);
    const [delivery] = await listDeliveries(bench.db, { alert: id, limit: 1 });
    expect(delivery?.error).toMatch(/address not allowed: 127\.0\.0\.1 is this machine itself/);
  });
});

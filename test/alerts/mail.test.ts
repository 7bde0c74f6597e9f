import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { alertSecret, dueAlerts, findAlert } from '../../db/alerts.js';
import { listDeliveries } from '../../db/deliveries.js';
import { chooseBackend, migrateBackend } from '../../queues/backend.js';
import { createCourier } from '../../src/alert/courier.js';
import { nextDigest } from '../../src/alert/digest-time.js';
import { readConfig } from '../../src/config.js';
import { startWeb } from '../../src/web/server.js';
import { type AlertBench, alertBench } from './bench.js';
import { type MailServer, startMailServer } from './mail-server.js';

let server: MailServer;
let bench: AlertBench;
beforeAll(async () => {
  server = await startMailServer();
  bench = await alertBench({
    SMTP_URL: server.url,
    MAIL_FROM: 'alerts@rostrum.example',
    PUBLIC_URL: 'https://rostrum.example',
  });
});
afterAll(async () => {
  await bench.close();
  await server.close();
});
beforeEach(() => {
  server.mails.length = 0;
});
afterEach(() => {
  vi.useRealTimers();
});

const add = (more: object = {}) =>
  bench.add({ address: 'desk@paper.example', channel: 'mail', filter: { bill: 's1693-115' }, ...more });
const mail = (number = 0) => {
  const found = server.mails[number];
  if (found === undefined) throw new Error(`there is no mail ${number}`);
  return found;
};
const header = (name: string) =>
  mail()
    .headerLines.find(({ key }) => key === name)
    ?.line.replace(/\r?\n\s+/g, ' ');

describe('an alert by mail', () => {
  it('tells what was found in one mail, as text and as HTML, with a way to end it', async () => {
    const { id, secret } = await add();
    await bench.publish('Doe praises the bill');
    await bench.publish('Doe praises it again');
    expect(await bench.work(id)).toMatchObject({ found: 2, sent: 1 });
    expect(mail().to_addresses).toEqual(['desk@paper.example']);
    expect(mail().from?.text).toBe('"Rostrum" <alerts@rostrum.example>');
    expect(mail().subject).toBe('Trafficking: 2 statements');
    expect(mail().text).toMatch(
      /^Doe praises the bill\nJane Doe \(D-ND\), \d{4}-\d\d-\d\d\ns1693-115: “S\. 1693”\n/,
    );
    expect(mail().text).toContain('Doe praises it again');
    const page = `https://rostrum.example/alerts/unsubscribe/${secret}`;
    expect(mail().text).toContain(`End it: ${page}`);
    expect(mail().html).toContain('<a href="https://nd-doe.example/new/1">As it was published</a>');
    expect(header('list-unsubscribe')).toBe(`List-Unsubscribe: <${page}>`);
    expect(header('list-unsubscribe-post')).toBe('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
    expect(header('auto-submitted')).toBe('Auto-Submitted: auto-generated');
    const [delivery] = await listDeliveries(bench.db, { alert: id, limit: 1 });
    expect(mail().messageId).toBe(`<${delivery?.key}@rostrum.example>`);
    await bench.work(id);
    expect(server.mails).toHaveLength(1);
  });

  it('shows what strangers wrote as text, on its line, in its direction', async () => {
    const { id } = await add();
    await bench.publish(
      'Vote\r\nBcc: all@paper.example\r\n\r\n<script>alert(1)</script> <img src=x onerror=alert(1)> \u202Eevil\u0007',
      {
        url: 'javascript:alert(document.cookie)',
        content_hash: 'x',
        body: `${'x'.repeat(1_000_000)}</p></body>`,
      },
    );
    await bench.work(id);
    expect(mail().to_addresses).toEqual(['desk@paper.example']);
    expect(mail().headers.has('bcc')).toBe(false);
    expect(mail().subject).toBe(
      'Trafficking: Vote Bcc: all@paper.example <script>alert(1)</script> <img src=x onerror=alert(1)> evil',
    );
    const html = mail().html || '';
    expect(html).not.toMatch(/<script|<img|href="javascript/i);
    expect(html).not.toMatch(/\p{Bidi_Control}/u);
    expect(html).not.toContain('\u0007');
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(mail().text).toContain('Published at: javascript:alert(document.cookie)');
    expect(mail().raw.length).toBeLessThan(20_000);
  });

  it('waits while the mail server is down, and sends the same mail when it is up', async () => {
    const { id } = await add();
    await bench.publish('While it is down');
    const port = Number(new URL(server.url).port);
    await server.close();
    expect(await bench.work(id)).toMatchObject({ sent: 0, failed: 1 });
    const [waiting] = await listDeliveries(bench.db, { alert: id, limit: 1 });
    expect(waiting).toMatchObject({
      state: 'waiting',
      attempts: 1,
      error: expect.stringMatching(/ECONNREFUSED/),
    });
    server = await startMailServer(port);
    await sql`update alert_delivery set next_try_at = now()`.execute(bench.db);
    expect(await bench.work(id)).toMatchObject({ sent: 1 });
    expect(mail().messageId).toBe(`<${waiting?.key}@rostrum.example>`);
  });

  it('stops where there is no such mailbox, and says so', async () => {
    const { id } = await add({ address: 'gone@paper.example' });
    server.unknown.add('gone@paper.example');
    await bench.publish('To nobody');
    await bench.work(id);
    expect(await findAlert(bench.db, id)).toMatchObject({
      state: 'stopped',
      reason: expect.stringMatching(/550/),
      waiting: 1,
    });
  });

  it('waits, without being given up, where no mail can be sent from here', async () => {
    const { id } = await add();
    await bench.publish('Not yet');
    const courier = createCourier(readConfig({}));
    await bench.work(id, { courier });
    const [delivery] = await listDeliveries(bench.db, { alert: id, limit: 1 });
    expect(delivery).toMatchObject({
      state: 'waiting',
      attempts: 0,
      error: expect.stringContaining('SMTP_URL'),
    });
  });
});

describe('a daily digest', () => {
  it('comes at its hour in its zone, on the day that clocks are put forward too', async () => {
    const zone = 'America/New_York';
    const at = (moment: string) => vi.useFakeTimers({ toFake: ['Date'], now: new Date(moment) });
    at('2018-03-10T11:00:00Z');
    const dueAt = nextDigest(new Date(), 7, zone);
    const { id } = await add({
      daily: { hour: 7, zone, dueAt },
      since: '2017-01-01',
      filter: { topic: 'health' },
    });
    await bench.work(id);
    expect(server.mails).toHaveLength(0);
    at('2018-03-10T12:00:01Z');
    await bench.work(id);
    expect(server.mails).toHaveLength(1);
    expect(mail().subject).toBe('Trafficking: 3 statements');
    await bench.publish('After the digest', {
      tags: { topics: [{ topic_id: 'health', score: 1, evidence: [] }] },
    });
    for (const [moment, mails] of [
      ['2018-03-10T23:00:00Z', 1],
      ['2018-03-11T10:59:59Z', 1],
      ['2018-03-11T11:00:01Z', 2],
      ['2018-03-12T11:00:01Z', 2],
    ] as const) {
      at(moment);
      await bench.work(id);
      expect(server.mails, moment).toHaveLength(mails);
    }
    expect(mail(1).subject).toBe('Trafficking: After the digest');
    expect((await findAlert(bench.db, id))?.due_at).toEqual(new Date('2018-03-13T11:00:00Z'));
  });
});

describe('whoever reads the mail of an alert', () => {
  it('ends it by a button or by one click of a mail program, and by no look at the page', async () => {
    const { id } = await add();
    const secret = await alertSecret(bench.db, id);
    const backend = chooseBackend(bench.url, null, 'test');
    await migrateBackend(backend);
    const web = await startWeb({ db: bench.db, config: readConfig({ RATE_LIMIT: '0' }), backend, port: 0 });
    try {
      const page = `${web.url}/alerts/unsubscribe/${secret}`;
      const shown = await fetch(page);
      expect(shown.status).toBe(200);
      expect(await shown.text()).toContain('<form method="post">');
      expect(await findAlert(bench.db, id)).toMatchObject({ state: 'active' });
      const done = await fetch(page, {
        method: 'POST',
        body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
      });
      expect(done.status).toBe(200);
      expect(await done.text()).toContain('You are unsubscribed');
      expect(await findAlert(bench.db, id)).toMatchObject({ state: 'unsubscribed' });
      await bench.publish('After that');
      expect(await dueAlerts(bench.db, 100)).not.toContain(id);
      await bench.work(id);
      expect(server.mails).toHaveLength(0);
      expect((await fetch(`${web.url}/alerts/unsubscribe/guessed`, { method: 'POST' })).status).toBe(404);
      const hook = await bench.add({ address: 'https://desk.example/' });
      const key = encodeURIComponent(hook.secret);
      expect((await fetch(`${web.url}/alerts/unsubscribe/${key}`, { method: 'POST' })).status).toBe(404);
    } finally {
      await web.close();
    }
  });
});

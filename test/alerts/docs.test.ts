import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type AlertBench, alertBench } from './bench.js';
import { type Received, startReceiver } from './receiver.js';

const page = readFileSync('docs/alerts.md', 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'rostrum-docs-'));
let bench: AlertBench;
type Given = [secret: string, headers: IncomingHttpHeaders, body: string];
let open: (...given: Given) => { id: string; event: unknown };
let secret: string;
let sent: Received;
beforeAll(async () => {
  const [, code] = /```js\n(.*?)```/s.exec(page) ?? [];
  const file = join(folder, 'open.mjs');
  writeFileSync(file, code ?? '');
  ({ openWebhook: open } = await import(pathToFileURL(file).href));
  bench = await alertBench();
  const receiver = await startReceiver();
  const alert = await bench.add({ address: receiver.url, name: 'Döß “quoted”' });
  secret = alert.secret;
  await bench.publish('Ünïcode — title');
  await bench.work(alert.id);
  await receiver.close();
  const [first] = receiver.received;
  if (first === undefined) throw new Error('nothing was sent');
  sent = first;
});
afterAll(async () => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true });
  await bench.close();
});

describe('the code in docs/alerts.md', () => {
  it('opens what is sent', () => {
    expect(open(secret, sent.headers, sent.body)).toMatchObject({
      id: sent.headers['webhook-id'],
      event: { type: 'statement.published', data: { statement: { title: 'Ünïcode — title' } } },
    });
  });

  it.each([
    ['a changed body', () => [secret, sent.headers, sent.body.replace('title', 'tale')]],
    ['another id', () => [secret, { ...sent.headers, 'webhook-id': 'msg_1' }, sent.body]],
    ['another secret', () => [`whsec_${Buffer.alloc(32).toString('base64')}`, sent.headers, sent.body]],
    ['no signature', () => [secret, { ...sent.headers, 'webhook-signature': undefined }, sent.body]],
  ] satisfies [string, () => Given][])('refuses %s', (_, given) => {
    const [key, headers, body] = given();
    expect(() => open(key, headers, body)).toThrow('the signature is wrong');
  });

  it('refuses what was recorded and sent again later', () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 301_000 });
    expect(() => open(secret, sent.headers, sent.body)).toThrow('too old');
  });

  it('stands beside an example that has the fields of what is sent', () => {
    const [, example] = /```json\n(.*?)```/s.exec(page) ?? [];
    const shown = JSON.parse(example ?? '{}');
    const real = JSON.parse(sent.body);
    expect(Object.keys(real)).toEqual(Object.keys(shown));
    expect(Object.keys(real.data)).toEqual(Object.keys(shown.data));
    expect(Object.keys(real.data.statement)).toEqual(
      expect.arrayContaining(Object.keys(shown.data.statement)),
    );
    expect(Object.keys(real.data.statement.bills[0])).toEqual(Object.keys(shown.data.statement.bills[0]));
  });
});

import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type ApiDocument,
  apiDocument,
  type OperationObject,
  type ParameterObject,
} from '../../src/web/api/document.js';
import { writeDebate } from '../support/debate.js';
import { type ScratchWeb, scratchWeb } from '../support/web.js';

/** A request that an operation takes. */
interface Call {
  path?: Record<string, string>;
  query?: Record<string, string>;
  body?: object;
  headers?: Record<string, string>;
  /** 200 where not given. */
  status?: number;
}

/** What each operation is asked; one that is missing here fails its test. */
const CALLS: Record<string, Call[]> = {
  listStatements: [
    {},
    { query: { bill: 's1693-115', companions: 'true', since: '2018-01-01', until: '2018-12-31' } },
    {
      query: { topic: 'crime', official: 'doe-jane', office: 'senate', state: 'nd', party: 'd', limit: '1' },
    },
    { query: { q: '"trafficking websites" or praised', sort: 'relevance', limit: '2' } },
    { query: { official: '', q: '', limit: '3' } },
  ],
  listStatementsAsCsv: [{}, { query: { bill: 's1693-115', limit: '2' } }],
  listStatementsAsNdjson: [{}, { query: { office: 'ag' } }],
  getStatement: [{ path: { id: '1' } }],
  getRevision: [{ path: { id: '1', number: '1' } }, { path: { id: '1', number: '2' } }],
  listQuotes: [{}, { query: { official: 'moe-max', limit: '1' } }],
  search: [{ query: { q: 'S. 1693' } }, { query: { q: 'moe' } }, { query: { q: 'hospitals', state: 'ND' } }],
  listBills: [{}, { query: { q: 'traffickers' } }, { query: { congress: '115', type: 's', limit: '1' } }],
  getBill: [{ path: { id: 's1693-115' } }],
  getTimeline: [{ path: { id: 's1693-115' } }],
  getSilence: [{ path: { id: 's1693-115' } }, { path: { id: 's1693-115' }, query: { party: 'R' } }],
  listOfficials: [{}, { query: { office: 'senate', state: 'MT', current: 'true', name: 'poe', limit: '1' } }],
  getOfficial: [{ path: { id: 'doe-jane' } }],
  listTopics: [{}],
  listSources: [{}, { query: { health: 'never tried', state: 'ND', enabled: 'true', office: 'senate' } }],
  getSource: [{ path: { id: 'mt-ag' } }],
  updateSource: [{ path: { id: 'mt-ag' }, body: { enabled: false } }],
  startCrawl: [
    { body: { state: 'ND', dry_run: true } },
    { body: { sources: ['nd-doe'], since: '2018-01-01', pages: 2, force: true }, status: 202 },
    { body: { sources: ['nd-doe'], since: '2018-01-01', pages: 2, force: true }, status: 202 },
  ],
  listCrawls: [{}, { query: { limit: '1' } }],
  getCrawl: [{ path: { id: '1' } }],
  watchCrawl: [{ path: { id: '1' }, headers: { 'last-event-id': '0123-done' }, status: 204 }],
  addAlert: [
    {
      body: {
        name: 'Hook',
        filter: { bill: 's1693-115', companions: true },
        webhook: 'https://desk.example/',
      },
      status: 201,
    },
    {
      body: {
        name: 'Mail',
        filter: { q: 'trafficking', party: 'd', state: 'nd', office: 'ag' },
        mail: 'desk@paper.example',
        daily: { hour: 7, zone: 'America/New_York' },
        revisions: true,
        since: '2018-01-01',
      },
      status: 201,
    },
    { body: { name: 'Short-lived', filter: {}, webhook: 'https://desk.example/' }, status: 201 },
  ],
  listAlerts: [{}],
  getAlert: [{ path: { id: '1' } }, { path: { id: '2' } }],
  updateAlert: [
    { path: { id: '1' }, body: { paused: true } },
    { path: { id: '1' }, body: { paused: false, skip: true } },
  ],
  removeAlert: [{ path: { id: '3' }, status: 204 }],
  testAlert: [{ path: { id: '1' }, status: 202 }],
  listDeliveries: [{ path: { id: '1' } }, { path: { id: '1' }, query: { state: 'waiting', limit: '1' } }],
  redeliver: [
    { path: { id: '1' }, body: { delivery: 1 }, status: 202 },
    { path: { id: '1' }, body: { dead: true }, status: 202 },
  ],
};

/** A path that is well formed and leads to nothing. */
const NOWHERE: Record<string, string> = {
  getStatement: '/statements/999999',
  getRevision: '/statements/1/revisions/99',
  getBill: '/bills/s9-99',
  getTimeline: '/bills/s9-99/timeline',
  getSilence: '/bills/s9-99/silent',
  getOfficial: '/officials/nobody',
  getSource: '/sources/nowhere',
  updateSource: '/sources/nowhere',
  getCrawl: '/crawls/999999',
  watchCrawl: '/crawls/999999/events',
  getAlert: '/alerts/999999',
  updateAlert: '/alerts/999999',
  removeAlert: '/alerts/999999',
  testAlert: '/alerts/999999/test',
  listDeliveries: '/alerts/999999/deliveries',
  redeliver: '/alerts/999999/redeliver',
};

const document = apiDocument('http://localhost');
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);
const each = operations.map((one) => [one.operation.operationId, one] as const);

describe('the API does what its document says:', () => {
  let web: ScratchWeb;
  let token: string;
  beforeAll(async () => {
    web = await scratchWeb(writeDebate, {
      SMTP_URL: 'smtp://127.0.0.1:9',
      MAIL_FROM: 'alerts@rostrum.example',
    });
    token = await web.token('crawl', 'alerts', 'admin');
  });
  afterAll(() => web.close());

  const ask = (method: string, path: string, call: Call = {}, authorization = `Bearer ${token}`) => {
    const url = new URL(`${web.url}/api/v1${path}`);
    for (const [name, value] of Object.entries(call.query ?? {})) url.searchParams.append(name, value);
    return fetch(url, {
      method: method.toUpperCase(),
      headers: {
        authorization,
        ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...call.headers,
      },
      ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
    });
  };
  const filled = (path: string, call: Call | undefined) =>
    path.replace(/\{(\w+)\}/g, (_, name: string) => call?.path?.[name] ?? '');
  const first = (id: string) => CALLS[id]?.[0];

  it('it is itself valid OpenAPI 3.1, and the very document that is served', async () => {
    const served = await (await fetch(`${web.url}/api/v1/openapi.json`)).json();
    expect(served).toEqual(apiDocument(web.url));
    expect(document.openapi).toBe('3.1.0');
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    const referred = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map((match) => match[1]);
    for (const pointer of new Set(referred)) expect(at(document, pointer ?? ''), pointer).toBeDefined();
  });

  it.each(each)('%s, asked as it should be', async (id, { path, method, operation }) => {
    expect(CALLS[id], 'every operation is asked something').toBeDefined();
    for (const call of CALLS[id] ?? []) {
      const answer = await ask(method, filled(path, call), call);
      const { status = 200 } = call;
      expect(answer.status, JSON.stringify(call)).toBe(status);
      await expectDocumented(operation, path, method, answer);
    }
  });

  it.each(each)('%s, asked something it does not know', async (_id, { path, method, operation }) => {
    const call = first(operation.operationId);
    const unknown = await ask(method, filled(path, call), {
      ...call,
      query: { ...call?.query, colour: 'red' },
    });
    expect(unknown.status).toBe(400);
    const problem = await expectDocumented(operation, path, method, unknown);
    expect(problem).toMatchObject({ detail: expect.stringContaining('colour: no such parameter') });

    for (const parameter of (operation.parameters ?? []).filter((one) => one.in === 'query')) {
      for (const [name, value] of badValues(parameter)) {
        const query = { ...call?.query, [name]: value };
        const answer = await ask(method, filled(path, call), { ...call, query });
        expect(answer.status, `${name}=${value}`).toBe(400);
        const said = await expectDocumented(operation, path, method, answer);
        expect(said, `${name}=${value}`).toMatchObject({ errors: [{ parameter: name }] });
      }
      if (parameter.schema.type === 'boolean') continue;
      const { [parameter.name]: _, ...others } = call?.query ?? {};
      const twice = new URLSearchParams({ ...others });
      twice.append(parameter.name, '1');
      twice.append(parameter.name, '2');
      expect(
        (await ask(method, `${filled(path, call)}?${twice}`, { headers: call?.headers ?? {} })).status,
      ).toBe(400);
    }
  });

  it.each(each.filter(([id]) => id in NOWHERE))(
    '%s, asked for what is not there',
    async (id, { path, method, operation }) => {
      const answer = await ask(method, NOWHERE[id] ?? '', { ...first(id) });
      expect(answer.status).toBe(404);
      await expectDocumented(operation, path, method, answer);
      if (!/\/(statements|crawls|bills|alerts)\//.test(path)) return;
      const malformed = await ask(method, path.replace(/\{\w+\}/, 'no-such-form').replace('{number}', '1'));
      expect(malformed.status).toBe(400);
      await expectDocumented(operation, path, method, malformed);
    },
  );

  it('asks for a path parameter for every operation that can be led to nothing', () => {
    const named = operations.filter(({ path }) => path.includes('{')).map((one) => one.operation.operationId);
    expect(named.sort()).toEqual(Object.keys(NOWHERE).sort());
  });

  it.each(each.filter(([, { method }]) => method === 'get'))(
    '%s, asked again by whoever has the answer',
    async (id, { path, method }) => {
      if (id === 'watchCrawl') return;
      const call = first(id);
      const answer = await ask(method, filled(path, call), call);
      const etag = answer.headers.get('etag') ?? '';
      expect(etag).toMatch(/^"[\w-]{27}"$/);
      const again = await ask(method, filled(path, call), { ...call, headers: { 'if-none-match': etag } });
      expect(again.status).toBe(304);
      expect(await again.text()).toBe('');
      expect(again.headers.get('etag')).toBe(etag);
      const head = await ask('head', filled(path, call), call);
      expect(head.status).toBe(200);
      expect(head.headers.get('etag')).toBe(etag);
      expect(head.headers.get('content-length')).toBe(String((await answer.arrayBuffer()).byteLength));
    },
  );

  it.each(each.filter(([, { operation }]) => operation.security !== undefined))(
    '%s, asked by whoever may not',
    async (id, { path, method, operation }) => {
      const call = first(id);
      const none = await ask(method, filled(path, call), call, '');
      expect(none.status).toBe(401);
      await expectDocumented(operation, path, method, none);
      const scope = Object.values(operation.security?.[0] ?? {})[0]?.[0];
      const other = await web.token(scope === 'crawl' ? 'admin' : 'crawl');
      const wrong = await ask(method, filled(path, call), call, `Bearer ${other}`);
      expect(wrong.status).toBe(403);
      await expectDocumented(operation, path, method, wrong);
    },
  );

  it.each(each.filter(([, { operation }]) => operation.requestBody !== undefined))(
    '%s, sent what it cannot take',
    async (id, { path, method, operation }) => {
      const send = (body: string, type = 'application/json') =>
        fetch(`${web.url}/api/v1${filled(path, first(id))}`, {
          method: method.toUpperCase(),
          headers: { authorization: `Bearer ${token}`, 'content-type': type },
          body,
        });
      for (const [body, type, status] of [
        ['{"colour":"red"}', 'application/json', 400],
        ['{"enabled":"yes","sources":"ag-mt"}', 'application/json', 400],
        ['{', 'application/json', 400],
        ['[]', 'application/json', 400],
        ['null', 'application/json', 400],
        ['{}', 'text/plain', 415],
      ] as const) {
        const answer = await send(body, type);
        expect(answer.status, body).toBe(status);
        await expectDocumented(operation, path, method, answer);
      }
    },
  );

  it.each(Object.keys(document.paths))('%s answers other methods with those that there are', async (path) => {
    const answer = await ask('put', filled(path, undefined) || path);
    expect(answer.status).toBe(405);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    const allowed = Object.keys(document.paths[path] ?? {}).map((method) => method.toUpperCase());
    if (allowed.includes('GET')) allowed.push('HEAD');
    expect(answer.headers.get('allow')?.split(', ').sort()).toEqual(allowed.sort());
  });

  /** Checks that status, type and body are what the document says of them. @returns the body, where it is JSON */
  async function expectDocumented(
    operation: OperationObject,
    path: string,
    method: string,
    answer: Response,
  ) {
    const described = operation.responses[answer.status] as { $ref?: string } | undefined;
    expect(described, `${answer.status} is documented`).toBeDefined();
    const inPlace = ['paths', path, method, 'responses', String(answer.status)];
    const pointer = described?.$ref?.slice(2).split('/') ?? inPlace;
    const content = at(document, pointer.map(escaped).join('/'))?.content ?? {};
    const type = answer.headers.get('content-type')?.split(';')[0] ?? null;
    expect(type === null ? [] : [type]).toEqual(Object.keys(content));
    const text = await answer.text();
    if (type === null) return null;
    if (!type.endsWith('json') || type === 'application/x-ndjson') return text;
    const body = JSON.parse(text);
    const validate = validator([...pointer, 'content', type, 'schema'].map(escaped).join('/'));
    expect(validate(body), JSON.stringify(validate.errors?.slice(0, 3))).toBe(true);
    return body;
  }
});

/** Values of a parameter that its schema rules out. */
function badValues({ name, schema }: ParameterObject): [name: string, value: string][] {
  if (schema.enum !== undefined) return [[name, 'nonsense']];
  if (schema.type === 'integer')
    return ['x', '0', '-1', '1.5', '99999999999999999'].map((value) => [name, value]);
  if (schema.pattern !== undefined) return [[name, '!!!']];
  const named: Record<string, string[]> = {
    bill: ['S. 1693', 's0-0-0'],
    since: ['yesterday', '2018-02-30', '0000-01-01'],
    until: ['2018-13-01'],
    topic: ['crimes'],
    official: ['doe-jan', 'x'.repeat(101)],
    cursor: ['nonsense!'],
    q: ['x'.repeat(501)],
    name: ['x'.repeat(101)],
  };
  return (named[name] ?? []).map((value) => [name, value]);
}

const ajv = new Ajv2020({ strict: false, allErrors: true });
formats.default(ajv);
// Answers may gain fields for those who read them; here each must be in the document.
ajv.addSchema(closed(document), 'api');
const validators = new Map<string, ValidateFunction>();

function validator(pointer: string): ValidateFunction {
  const made = validators.get(pointer) ?? ajv.compile({ $ref: `api#/${pointer}` });
  validators.set(pointer, made);
  return made;
}

function closed(value: ApiDocument): ApiDocument {
  return JSON.parse(JSON.stringify(value), (_key, part) =>
    part?.type === 'object' && part.properties !== undefined
      ? { ...part, additionalProperties: false }
      : part,
  );
}

function escaped(part: string): string {
  return part.includes('~1') ? part : encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));
}

function at(value: unknown, pointer: string): { content?: Record<string, unknown> } | undefined {
  let found: unknown = value;
  for (const part of pointer.split('/')) {
    const key = decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~');
    found = (found as Record<string, unknown> | undefined)?.[key];
  }
  return found as { content?: Record<string, unknown> } | undefined;
}

import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeDebate } from '../support/debate.js';
import { type ScratchWeb, scratchWeb } from '../support/web.js';

const BIN = fileURLToPath(new URL('../../bin/rostrum.js', import.meta.url));

let web: ScratchWeb;
let databaseUrl = '';
beforeAll(async () => {
  web = await scratchWeb(async (db, scratch) => {
    databaseUrl = scratch.url;
    await writeDebate(db);
  });
});
afterAll(() => web.close());

describe.each(['streamable HTTP', 'standard input and output'])('an assistant that speaks over %s', (way) => {
  const client = new Client({ name: 'a test', version: '1' });
  beforeAll(async () => {
    const { REDIS_URL: _, ...environment } = process.env as Record<string, string>;
    await client.connect(
      way === 'streamable HTTP'
        ? new StreamableHTTPClientTransport(new URL(`${web.url}/mcp`))
        : new StdioClientTransport({
            command: process.execPath,
            args: [BIN, 'mcp'],
            env: { ...environment, DATABASE_URL: databaseUrl, PUBLIC_URL: 'https://rostrum.example' },
          }),
    );
  });
  afterAll(() => client.close());

  // The client itself checks what is structured against the schema that the server gave.
  const call = async (name: string, input: Record<string, unknown>) => {
    const answer = (await client.callTool({ name, arguments: input })) as CallToolResult;
    const [content] = answer.content;
    const text = content?.type === 'text' ? content.text : '';
    return {
      text,
      told: (answer.structuredContent ?? {}) as Record<string, unknown>,
      failed: answer.isError === true,
    };
  };

  it('finds tools that only read, each with the shape of its answers', async () => {
    const { tools } = await client.listTools();
    expect(tools.map((tool) => tool.name).sort()).toEqual([
      'find_bill',
      'read_statement',
      'search_statements',
      'silent_on_bill',
      'statements_on_bill',
    ]);
    for (const tool of tools) {
      expect(tool.annotations?.readOnlyHint).toBe(true);
      expect(tool.outputSchema?.type).toBe('object');
      expect(tool.description).toBeTruthy();
    }
    expect(client.getInstructions()).toContain('Cite the url');
  });

  it('finds a bill, and who said what about it, with sources', async () => {
    expect((await call('find_bill', { q: 'sex traffickers' })).told).toMatchObject({
      bills: [{ bill: 's1693-115', title: 'Stop Enabling Sex Traffickers Act of 2017' }],
    });
    const { text, told } = await call('statements_on_bill', { bill: 's1693-115', party: 'R' });
    expect(told).toMatchObject({
      total: 2,
      about: { label: 'S. 1693', companions: ['hr1865-115'] },
      statements: [
        { name: 'Carl Coe', url: 'https://mt-ag.example/1' },
        {
          name: 'Max Moe',
          url: 'https://mt-moe.example/1',
          bills: [{ bill: 's1693-115', evidence: ['text'] }],
        },
      ],
      quotes: [{ speaker: 'Carl Coe' }, { speaker: 'Max Moe' }, { speaker: 'Max Moe' }],
    });
    expect(text).toContain('source: https://mt-moe.example/1');
  });

  it('searches, and goes on where a list ended', async () => {
    const first = await call('search_statements', { q: 'praised', limit: 1 });
    expect(first.told).toMatchObject({
      total: 2,
      statements: [{ passage: expect.stringContaining('praised') }],
    });
    const next = await call('search_statements', {
      q: 'praised',
      limit: 1,
      cursor: first.told.next_cursor,
    });
    expect(next.told).toMatchObject({ next_cursor: null });
    expect(next.told.statements).not.toEqual(first.told.statements);
  });

  it('names the silent', async () => {
    const { told, text } = await call('silent_on_bill', { bill: 's1693-115', office: 'senate' });
    expect(told).toMatchObject({ officials: [{ name: 'Paula Poe' }, { name: 'Ralph Roe' }] });
    expect(text).toContain('Ralph Roe (R-ND, senate)');
  });

  it('reads a statement, and learns that it was edited', async () => {
    const { told, text } = await call('read_statement', { id: 1 });
    const base = way === 'streamable HTTP' ? web.url : 'https://rostrum.example';
    expect(told).toMatchObject({
      text: 'Third text on S. 1693: praised.',
      url: 'https://nd-doe.example/1',
      page: `${base}/statements/1`,
      revisions: 3,
      text_is_cut: false,
    });
    expect(text).toContain('3 versions were seen');
  });

  it('is told what to send instead of what cannot be answered', async () => {
    for (const [name, input, advice] of [
      ['read_statement', { id: 99999 }, 'there is no statement 99999'],
      ['statements_on_bill', { bill: 'S. 1693' }, 'write type, number and Congress, as in s1693-115'],
      ['statements_on_bill', { bill: 's9-99' }, 'There is no bill s9-99'],
      ['search_statements', { topic: 'crimes' }, 'did you mean crime?'],
      ['search_statements', { limit: 500 }, 'must be a whole number from 1 to 50'],
    ] as const) {
      const { failed, text } = await call(name, input);
      expect(failed, name).toBe(true);
      expect(text).toContain(advice);
    }
  });
});

describe('/mcp', () => {
  it('takes posts only, and tells of anything else', async () => {
    const answer = await fetch(`${web.url}/mcp`);
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('POST');
    const nonsense = await fetch(`${web.url}/mcp`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
      body: '{"jsonrpc":"2.0"}',
    });
    expect(nonsense.status).toBe(400);
    expect(nonsense.headers.get('content-security-policy')).toContain("default-src 'none'");
  });
});

import { createHash } from 'node:crypto';
import { createReadStream, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WARCParser, type WARCRecord } from 'warcio';
import { keepRelease } from '../../db/statements.js';
import { exportWarc } from '../../src/report/export/warc.js';
import { ChangingNewsroom } from '../support/changing-newsroom.js';
import { type ScratchDatabase, scratchDatabase } from '../support/database.js';
import { type NewsroomRun, startNewsroomRun } from '../support/newsroom-run.js';
import { releaseOf } from '../support/release.js';
import { settled } from '../support/settled.js';

interface ReadRecord {
  record: WARCRecord;
  payload: Buffer;
}

describe('an archive of kept pages as WARC', () => {
  const directory = mkdtempSync(join(tmpdir(), 'rostrum-warc-'));
  let scratch: ScratchDatabase;
  let newsroom: ChangingNewsroom;
  let run: NewsroomRun;

  beforeAll(async () => {
    scratch = await scratchDatabase();
    newsroom = new ChangingNewsroom();
    await newsroom.start();
    await newsroom.subscribe(scratch.db, 'office');
    newsroom.add('one', {
      date: '2024-03-03',
      paragraphs: ['Señora Peña “thanked” the office — at length, and for good reason.'],
    });
    newsroom.add('two', { date: '2024-03-02' });
    run = startNewsroomRun(scratch, { origin: newsroom.url });
    await run.crawl(['office']);
    newsroom.at('two').title = 'Another title';
    await run.crawl(['office']);
    // One that redirects led to, whose bytes came packed, with a header that would begin a record of its own.
    const moved = releaseOf({
      address: 'https://office.example/old',
      source_id: 'office',
      body: 'Moved text.',
    });
    await keepRelease(
      scratch.db,
      {
        ...moved,
        snapshot_hash: 'moved',
        capture: {
          ...moved.capture,
          url: 'https://office.example/new?a=1',
          headers: {
            'content-encoding': 'br',
            'content-length': '4',
            'transfer-encoding': 'chunked',
            'x-odd': 'a\r\nWARC/1.1\r\nWARC-Type: response',
          },
          request_headers: { accept: 'text/html' },
        },
      },
      gzipSync('<p>Moved text.</p>'),
    );
  });
  afterAll(async () => {
    await run.stop();
    await newsroom.close();
    await scratch.drop();
    rmSync(directory, { recursive: true, force: true });
  });

  const write = async (name: string, options: { fileBytes?: number; since?: string } = {}) => {
    const folder = mkdtempSync(join(directory, name));
    const job = { db: scratch.db, directory: folder, since: options.since ?? null, onProgress: () => {} };
    const result = await exportWarc(job, ...(options.fileBytes === undefined ? [] : [options.fileBytes]));
    return { ...result, folder };
  };

  async function read(path: string): Promise<ReadRecord[]> {
    const records: ReadRecord[] = [];
    for await (const record of new WARCParser(createReadStream(path))) {
      // `true` checks the record's length and takes the body as it stands.
      records.push({ record, payload: Buffer.from(await record.readFully(false)) });
    }
    return records;
  }

  it('is read by a reader of such files: information, responses, requests, how redirects went', async () => {
    const { files, written, folder, notes } = await write('all');
    expect(written).toBe(4);
    expect(notes).toEqual([]);
    expect(files).toHaveLength(1);
    expect(readdirSync(folder).sort()).toEqual(['export.json', ...files]);
    const records = await read(join(folder, files[0] ?? ''));
    expect(records.map(({ record }) => record.warcType)).toEqual([
      'warcinfo',
      ...['response', 'request', 'response', 'request', 'response', 'request'],
      ...['response', 'request', 'metadata'],
    ]);
    expect(records[0]?.payload.toString()).toMatch(
      /software: Rostrum\/\d.*isPartOf: rostrum-[0-9a-f-]{36}\r\n/s,
    );
    const first = records.find(({ record }) => record.warcTargetURI?.endsWith('/release/one'));
    expect(first?.record.httpHeaders?.statusCode).toBe(200);
    expect(first?.record.httpHeaders?.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(first?.payload.toString('utf8')).toContain('Señora Peña “thanked” the office');
    const request = records[2]?.record;
    expect(request?.warcHeader('WARC-Concurrent-To')).toBe(records[1]?.record.warcHeader('WARC-Record-ID'));
    expect(request?.httpHeaders?.method).toBe('GET');
    expect(request?.httpHeaders?.headers.get('user-agent')).toContain('Rostrum');
    expect(request?.httpHeaders?.headers.get('host')).toBe(new URL(newsroom.url).host);
  });

  it('says of packed bytes that they were unpacked, and lets no header begin a record', async () => {
    const { files, folder } = await write('moved');
    const [response, , way] = (await read(join(folder, files[0] ?? ''))).slice(-3);
    const headers = response?.record.httpHeaders?.headers;
    expect(headers?.get('content-encoding')).toBeNull();
    expect(headers?.get('x-archive-orig-content-encoding')).toBe('br');
    expect(headers?.get('content-length')).toBe('18');
    expect(headers?.get('x-odd')).toBe('a WARC/1.1 WARC-Type: response');
    expect(response?.record.warcTargetURI).toBe('https://office.example/new?a=1');
    expect(way?.payload.toString()).toBe('via: https://office.example/old\r\nhopsFromSeed: R\r\n');
  });

  it('gives every record its true length and digests, each in a gzip member of its own', async () => {
    const { files, folder } = await write('strict');
    const packed = readFileSync(join(folder, files[0] ?? ''));
    const members = membersOf(packed);
    expect(members).toHaveLength(10);
    const ids = new Set<string>();
    for (const member of members) {
      const text = gunzipSync(member);
      const end = text.indexOf('\r\n\r\n');
      const head = text.subarray(0, end).toString();
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(head)?.[1]?.trim();
      expect(head.startsWith('WARC/1.1\r\n')).toBe(true);
      const length = Number(field('Content-Length'));
      const block = text.subarray(end + 4, end + 4 + length);
      expect(text.subarray(end + 4 + length).toString()).toBe('\r\n\r\n');
      expect(field('WARC-Block-Digest')).toBe(sha1(block));
      if (field('WARC-Type') === 'response') {
        const payload = block.subarray(block.indexOf('\r\n\r\n') + 4);
        expect(field('WARC-Payload-Digest')).toBe(sha1(payload));
      }
      expect(field('WARC-Date')).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      ids.add(field('WARC-Record-ID') ?? '');
    }
    expect(ids.size).toBe(members.length);
  });

  it('is written into several files where one grows large', async () => {
    const { files, folder } = await write('small', { fileBytes: 1 });
    expect(files).toHaveLength(4);
    for (const file of files) expect((await read(join(folder, file)))[0]?.record.warcType).toBe('warcinfo');
  });

  it('goes on where the last one ended', async () => {
    await settled(scratch.db);
    const { cursor } = await write('whole');
    expect((await write('nothing', { since: cursor ?? '' })).files).toEqual([]);
    newsroom.at('two').title = 'A third title';
    await run.crawl(['office']);
    const more = await write('more', { since: cursor ?? '' });
    expect(more.written).toBe(1);
    expect(more.files[0]).toMatch(/^rostrum-\d{14}-00000-since-[0-9a-f]{8}-\d+\.warc\.gz$/);
    await expect(write('wrong', { since: '00000000-1' })).rejects.toThrow(/cursor of another archive/);
  });

  it('leaves out, by name, a page whose bytes are spoiled', async () => {
    await scratch.db
      .updateTable('snapshot')
      .set({ body: Buffer.from('no gzip') })
      .where('hash', '=', 'moved')
      .execute();
    const { written, notes } = await write('spoiled');
    expect(written).toBe(4);
    expect(notes).toEqual([expect.stringContaining('https://office.example/new?a=1 cannot be read')]);
  });
});

/** As a number of base 32, digit by digit. */
function sha1(bytes: Buffer): string {
  const number = BigInt(`0x${createHash('sha1').update(bytes).digest('hex')}`);
  const digits = number.toString(32).padStart(32, '0');
  return `sha1:${[...digits].map((digit) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[Number.parseInt(digit, 32)]).join('')}`;
}

/** The gzip members of a file: each begins with the same ten bytes. */
function membersOf(packed: Buffer): Buffer[] {
  const start = packed.subarray(0, 10);
  const members: Buffer[] = [];
  for (let at = 0; at < packed.length; ) {
    const next = packed.indexOf(start, at + 10);
    const end = next === -1 ? packed.length : next;
    members.push(packed.subarray(at, end));
    at = end;
  }
  return members;
}

import { Readable } from 'node:stream';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { type Answer, repeat } from './answer.js';

const GIBIBYTE = 1024 ** 3;
const HTML = { 'content-type': 'text/html; charset=utf-8' };
export const PLAIN_TEXT = 'Thirty words of plain text, sent in a form that a client must read.';

/** 10 GiB of zeros: whole gzip members of 64 MiB put one after the other are a valid gzip file. */
async function* zerosGzipped() {
  const member = gzipSync(Buffer.alloc(1024 ** 2), { level: 9 });
  const chunk = Buffer.concat(Array.from({ length: 64 }, () => member));
  for (let sent = 0; sent < 10 * GIBIBYTE; sent += 64 * 1024 ** 2) yield chunk;
}

/** Empty gzip members without end: they come to nothing, for ever. */
async function* nothingGzipped() {
  const member = gzipSync('');
  const chunk = Buffer.concat(Array.from({ length: 1_000 }, () => member));
  for (;;) yield chunk;
}

async function* largePage() {
  yield '<!doctype html><html lang="en"><head><title>A very long page</title></head><body>\n';
  const paragraph =
    '<p>The committee met, and met again, and the minutes of its meetings are all on this page.</p>\n';
  const chunk = paragraph.repeat(700);
  for (let sent = 0; sent < 50 * 1024 ** 2; sent += chunk.length) yield chunk;
  yield '</body></html>\n';
}

/** A zstd frame of one uncompressed block: magic, descriptor, size, block header, bytes (RFC 8878). */
function zstdFrame(text: string): Buffer {
  const bytes = Buffer.from(text);
  const block = (bytes.length << 3) | 1;
  const head = [0x28, 0xb5, 0x2f, 0xfd, 0x20, bytes.length, block & 0xff, block >> 8, block >> 16];
  return Buffer.concat([Buffer.from(head), bytes]);
}

function stream(headers: Record<string, string>, source: () => AsyncIterable<Buffer | string>): Answer {
  return ({ response }) => {
    response.writeHead(200, headers);
    const body = Readable.from(source());
    body.on('error', () => {}).pipe(response);
    response.on('close', () => body.destroy());
  };
}

/** Bytes put on the wire as they stand, with none of Node's care for what makes an answer. */
function raw(bytes: string, then: 'close' | 'reset' | 'keep' = 'close'): Answer {
  return ({ request: { socket } }) => {
    socket.write(bytes, () => {
      if (then === 'close') socket.end();
      if (then === 'reset') setTimeout(() => socket.resetAndDestroy(), 20);
    });
  };
}

function encoded(coding: string, body: Buffer | string): Answer {
  return ({ response }) => {
    const bytes = Buffer.from(body);
    const headers = {
      'content-type': 'text/plain',
      'content-encoding': coding,
      'content-length': bytes.length,
    };
    response.writeHead(200, headers).end(bytes);
  };
}

/** What is wrong is in the bytes: too many, too few, too slow, in the wrong order or the wrong code. */
export const BODY_FAULTS: Record<string, Answer> = {
  '/reset/before': ({ request }) => void request.socket.resetAndDestroy(),
  '/reset/body': raw('HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n<html><p>The beg', 'reset'),
  '/reset/chunked': raw('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n<html><p>The beg\r\n'),
  '/slow/silence': () => {},
  '/slow/headers': ({ request: { socket } }) => {
    socket.write('HTTP/1.1 200 OK\r\n');
    let line = 0;
    repeat(socket, 20, () => socket.write(`X-Line-${line++}: and another one\r\n`));
  },
  '/slow/body': ({ request: { socket } }) => {
    socket.write('HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5000\r\n\r\n<');
    repeat(socket, 1_000, () => socket.write('p'));
  },
  '/slow/late-body': ({ request: { socket } }) => {
    socket.write('HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n');
    setTimeout(() => socket.write('Late, whole'), 1_000);
  },
  '/slow/redirect': ({ request: { socket } }) => {
    socket.write('HTTP/1.1 302 Found\r\nLocation: /release/1\r\nContent-Length: 5000\r\n\r\n<');
    repeat(socket, 1_000, () => socket.write('p'));
  },
  '/huge/headers': raw(`HTTP/1.1 200 OK\r\n${`X-Filler: ${'x'.repeat(1_000)}\r\n`.repeat(100)}\r\n`),
  '/huge/zeros': stream({ ...HTML, 'content-encoding': 'gzip' }, zerosGzipped),
  '/huge/nothing': stream({ ...HTML, 'content-encoding': 'gzip' }, nothingGzipped),
  '/huge/html': stream(HTML, largePage),
  '/huge/announced': raw(`HTTP/1.1 200 OK\r\nContent-Length: ${10 * GIBIBYTE}\r\n\r\n<html>`, 'keep'),
  '/etag/odd': raw(
    'HTTP/1.1 200 OK\r\nETag: "\u2013"\r\nLast-Modified: Sun, 01 Jun 2025 12:00:00 GMT\r\nContent-Length: 2\r\n\r\nOk',
  ),
  '/http/1.0': raw('HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nWords of an old server.'),
  '/length/too-long': raw('HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nOnly these words come.'),
  '/length/too-short': raw(
    'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nFirstHTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nForged',
    'keep',
  ),
  '/length/nonsense': raw('HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\nWords.'),
  '/not-http': raw('220 mail.example ESMTP ready\r\n'),
  '/encoding/gzip': encoded('gzip', gzipSync(PLAIN_TEXT)),
  '/encoding/fifty': encoded('gzip', gzipSync(PLAIN_TEXT.repeat(50))),
  '/encoding/deflate': encoded('deflate', deflateSync(PLAIN_TEXT)),
  '/encoding/bare-deflate': encoded('deflate', deflateRawSync(PLAIN_TEXT)),
  '/encoding/br': encoded('br', brotliCompressSync(PLAIN_TEXT)),
  '/encoding/zstd': encoded('zstd', zstdFrame(PLAIN_TEXT)),
  '/encoding/twice': encoded('deflate, gzip', gzipSync(deflateSync(PLAIN_TEXT))),
  '/encoding/unknown': encoded('rot13', PLAIN_TEXT),
  '/encoding/broken': encoded('gzip', PLAIN_TEXT),
  '/encoding/cut': encoded('gzip', gzipSync(PLAIN_TEXT.repeat(50)).subarray(0, -12)),
  '/encoding/empty': encoded('gzip', ''),
};

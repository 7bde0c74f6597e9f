/** Records of WARC 1.1 (ISO 28500:2017), as bytes. */
import { createHash } from 'node:crypto';
import { STATUS_CODES } from 'node:http';

/** One page as it was fetched. */
export interface CapturedPage {
  /** Tells it apart from every other page of every archive; its records are named after it. */
  name: string;
  /** Where the redirects ended. */
  url: string;
  /** Where they began. */
  requestedUrl: string;
  fetchedAt: Date;
  status: number;
  requestHeaders: Record<string, string>;
  headers: Record<string, string>;
  /** The page, decompressed. */
  payload: Buffer;
}

const CRLF = '\r\n';

/** The record that begins a file: who wrote it, and how. */
export function warcinfoRecord(
  info: { name: string; file: string; at: Date },
  fields: Record<string, string>,
): Buffer {
  const block = Buffer.from(headerLines(fields), 'utf8');
  return record(
    {
      'WARC-Type': 'warcinfo',
      'WARC-Record-ID': recordId(info.name, 'warcinfo'),
      'WARC-Date': warcDate(info.at),
      'WARC-Filename': info.file,
      'Content-Type': 'application/warc-fields',
    },
    block,
  );
}

/**
 * A page as its records: the response, the request that asked for it, and, where redirects led to it, how.
 * @param infoId the id of the file's warcinfo record
 */
export function pageRecords(page: CapturedPage, infoId: string): Buffer[] {
  const responseId = recordId(page.name, 'response');
  const common = {
    'WARC-Target-URI': page.url,
    'WARC-Date': warcDate(page.fetchedAt),
    'WARC-Warcinfo-ID': infoId,
  };
  const response = record(
    {
      'WARC-Type': 'response',
      'WARC-Record-ID': responseId,
      ...common,
      'WARC-Payload-Digest': digest(page.payload),
      'Content-Type': 'application/http; msgtype=response',
    },
    Buffer.concat([Buffer.from(responseHead(page), 'utf8'), page.payload]),
  );
  const request = record(
    {
      'WARC-Type': 'request',
      'WARC-Record-ID': recordId(page.name, 'request'),
      ...common,
      'WARC-Concurrent-To': responseId,
      'Content-Type': 'application/http; msgtype=request',
    },
    Buffer.from(requestHead(page), 'utf8'),
  );
  if (page.requestedUrl === page.url) return [response, request];
  const way = record(
    {
      'WARC-Type': 'metadata',
      'WARC-Record-ID': recordId(page.name, 'metadata'),
      ...common,
      'WARC-Concurrent-To': responseId,
      'Content-Type': 'application/warc-fields',
    },
    Buffer.from(headerLines({ via: page.requestedUrl, hopsFromSeed: 'R' }), 'utf8'),
  );
  return [response, request, way];
}

/** The id of a record, the same at every export. */
export function recordId(name: string, type: string): string {
  const hash = createHash('sha1').update(`rostrum/${name}/${type}`).digest();
  // A name-based UUID (RFC 9562, version 5).
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  const hex = hash.toString('hex');
  return `<urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}>`;
}

function record(fields: Record<string, string>, block: Buffer): Buffer {
  const head = headerLines({
    ...fields,
    'WARC-Block-Digest': digest(block),
    'Content-Length': String(block.byteLength),
  });
  return Buffer.concat([
    Buffer.from(`WARC/1.1${CRLF}${head}${CRLF}`, 'utf8'),
    block,
    Buffer.from(CRLF + CRLF),
  ]);
}

/** What describes the bytes on the wire, which were unpacked before they were kept. */
const OF_THE_WIRE = new Set(['content-encoding', 'transfer-encoding', 'content-length']);

function responseHead({ status, headers, payload }: CapturedPage): string {
  const kept = Object.entries(headers).map(([name, value]): [string, string] =>
    OF_THE_WIRE.has(name) ? [`x-archive-orig-${name}`, value] : [name, value],
  );
  const lines = headerLines({ ...Object.fromEntries(kept), 'content-length': String(payload.byteLength) });
  return `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Unknown'}${CRLF}${lines}${CRLF}`;
}

function requestHead({ url, requestHeaders }: CapturedPage): string {
  const { host, pathname, search } = new URL(url);
  return `GET ${pathname}${search} HTTP/1.1${CRLF}${headerLines({ host, ...requestHeaders })}${CRLF}`;
}

/** No value can begin a line of its own, whatever a site sent. */
function headerLines(fields: Record<string, string>): string {
  return Object.entries(fields)
    .map(([name, value]) => `${name}: ${value.replace(/[\r\n\0]+/g, ' ')}${CRLF}`)
    .join('');
}

function warcDate(moment: Date): string {
  return moment.toISOString();
}

/** SHA-1 in base 32: the digest that every reader of WARC files checks. */
function digest(bytes: Buffer): string {
  return `sha1:${base32(createHash('sha1').update(bytes).digest())}`;
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** RFC 4648; twenty bytes come out even, without padding. */
function base32(bytes: Buffer): string {
  let text = '';
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += BASE32[(held >>> bits) & 31];
    }
    held &= (1 << bits) - 1;
  }
  return text;
}

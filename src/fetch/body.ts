import { pipeline, Readable, type Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import { FetchError } from './errors.js';

/** Larger steps than Node's 16 KiB halve the time of a large page; a bomb still grows by no more than this. */
const DECODER = { chunkSize: 64 * 1024 };

const zstd: unknown = Reflect.get(zlib, 'createZstdDecompress');
const zstdDecoder: Record<string, () => Transform> = isDecoderFactory(zstd) ? { zstd } : {};

const DECODERS: Record<string, () => Transform> = {
  gzip: () => zlib.createGunzip(DECODER),
  'x-gzip': () => zlib.createGunzip(DECODER),
  deflate: () => zlib.createInflate(DECODER),
  br: () => zlib.createBrotliDecompress(DECODER),
  // Node has it from 22.15 on.
  ...zstdDecoder,
};

/** What this Node can decompress, as `Accept-Encoding` says it. */
export const ACCEPT_ENCODING = ['gzip', 'deflate', 'br', ...Object.keys(zstdDecoder)].join(', ');

export interface BodyLimits {
  /** After decompression; the compressed bytes may not be more either. */
  maxBytes: number;
  /** What to do with a larger body: `fail` throws `too-large`, `cut` gives the first `maxBytes`. */
  onExcess: 'fail' | 'cut';
}

export interface BodyRead {
  bytes: Uint8Array;
  /** As they came over the wire, compressed. */
  wireBytes: number;
}

/**
 * Reads a body to its end or its limit, decompressing as it comes, and stops the sender as soon as the limit is
 * passed. Errors of the connection are thrown as they are; broken or unknown compressions as `FetchError`.
 */
export async function readBody(
  body: Readable,
  headers: Record<string, string>,
  limits: BodyLimits,
  url: string,
): Promise<BodyRead> {
  const codings = contentCodings(headers['content-encoding'], url);
  const declared = Number(headers['content-length']);
  if (limits.onExcess === 'fail' && declared > limits.maxBytes) {
    body.destroy();
    throw tooLarge(url, limits.maxBytes, `it announces ${declared.toLocaleString('en')} bytes`);
  }

  const wire = { bytes: 0, failure: undefined as unknown };
  try {
    const source = countedBytes(body, wire, limits, url);
    const first = await source.next();
    if (first.done) return { bytes: new Uint8Array(0), wireBytes: 0 };
    const bytes = await collect(decoded(first.value, source, codings), limits, url);
    return { bytes, wireBytes: wire.bytes };
  } catch (cause) {
    if (wire.failure !== undefined) throw wire.failure;
    if (cause instanceof FetchError || codings.length === 0) throw cause;
    throw brokenCompression(cause, codings, url);
  } finally {
    body.destroy();
  }
}

/** The codings to undo, last applied first. */
function contentCodings(header: string | undefined, url: string): string[] {
  const codings = (header ?? '')
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'identity');
  const unknown = codings.find((coding) => !Object.hasOwn(DECODERS, coding));
  if (unknown !== undefined || codings.length > 2) {
    throw new FetchError(
      'unsupported-encoding',
      url,
      `The body is compressed as "${header}", which is not read`,
    );
  }
  return codings.reverse();
}

async function* countedBytes(
  body: Readable,
  wire: { bytes: number; failure: unknown },
  limits: BodyLimits,
  url: string,
): AsyncGenerator<Buffer, void> {
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      wire.bytes += chunk.length;
      // Empty blocks without end come to nothing after decompression, but not on the wire.
      if (limits.onExcess === 'fail' && wire.bytes > limits.maxBytes) throw tooLarge(url, limits.maxBytes);
      yield chunk;
    }
  } catch (failure) {
    wire.failure = failure;
    throw failure;
  }
}

function decoded(
  first: Buffer,
  rest: AsyncGenerator<Buffer, void>,
  codings: string[],
): AsyncIterable<Buffer> {
  const whole = (async function* () {
    yield first;
    yield* rest;
  })();
  const decoders = codings
    .map((coding, index) => {
      // "deflate" should wear a zlib header; some servers send it bare. Only its first byte can tell.
      const bare = coding === 'deflate' && index === 0 && ((first[0] ?? 0) & 0x0f) !== 8;
      return bare ? zlib.createInflateRaw(DECODER) : DECODERS[coding]?.();
    })
    .filter((decoder) => decoder !== undefined);
  const last = decoders.at(-1);
  if (last === undefined) return whole;
  // The reader of the last decoder gets any failure; the callback only keeps it from being thrown twice.
  pipeline([Readable.from(whole), ...decoders], () => {});
  return last;
}

async function collect(source: AsyncIterable<Buffer>, limits: BodyLimits, url: string): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of source) {
    size += chunk.length;
    chunks.push(chunk);
    if (size <= limits.maxBytes) continue;
    if (limits.onExcess === 'cut') break;
    throw tooLarge(url, limits.maxBytes);
  }
  const all = Buffer.concat(chunks, size);
  return size > limits.maxBytes ? all.subarray(0, limits.maxBytes) : all;
}

function tooLarge(url: string, maxBytes: number, detail = 'the rest was not read'): FetchError {
  const limit = maxBytes.toLocaleString('en');
  return new FetchError('too-large', url, `The body is larger than the limit of ${limit} bytes; ${detail}`);
}

function brokenCompression(cause: unknown, codings: string[], url: string): FetchError {
  const detail = cause instanceof Error ? cause.message : String(cause);
  const cut = cause instanceof Error && 'code' in cause && cause.code === 'Z_BUF_ERROR';
  return cut
    ? new FetchError('truncated', url, `The ${codings.join(', ')} body ends before its end`, { cause })
    : new FetchError('unsupported-encoding', url, `The body is not valid ${codings.join(', ')}: ${detail}`, {
        cause,
      });
}

function isDecoderFactory(value: unknown): value is () => Transform {
  return typeof value === 'function';
}

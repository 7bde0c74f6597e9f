import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { FetchError } from './errors.js';

const unpack = promisify(gunzip);

/**
 * What a gzip file holds (`sitemap.xml.gz`: a file, not a coding of the transport, so nobody else undoes it).
 * Bytes that are no gzip file are given back as they are.
 * @param maxBytes of what it holds
 * @throws FetchError `too-large` past that bound, `truncated` or `unsupported-encoding` for a broken file
 */
export async function unpackFile(bytes: Uint8Array, maxBytes: number, url: string): Promise<Uint8Array> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return await unpack(bytes, { maxOutputLength: maxBytes });
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === 'ERR_BUFFER_TOO_LARGE') {
      const limit = maxBytes.toLocaleString('en');
      throw new FetchError('too-large', url, `The file holds more than the limit of ${limit} bytes`);
    }
    if (code === 'Z_BUF_ERROR') {
      throw new FetchError('truncated', url, 'The gzip file ends before its end', { cause });
    }
    throw new FetchError('unsupported-encoding', url, `The file is not valid gzip: ${message}`, { cause });
  }
}

import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { unpackFile } from '../../src/fetch/gzip-file.js';

const URL = 'https://ag.example/sitemap.xml.gz';
const kindOf = (bytes: Uint8Array, most: number) =>
  unpackFile(bytes, most, URL).then(
    () => 'fine',
    ({ kind }) => kind,
  );

describe('a gzip file', () => {
  it('is unpacked', async () => {
    expect(Buffer.from(await unpackFile(gzipSync('<urlset/>'), 100, URL)).toString()).toBe('<urlset/>');
  });

  it('is unpacked whole where it was written in several parts', async () => {
    const bytes = Buffer.concat([gzipSync('<urlset>'), gzipSync('</urlset>')]);
    expect(Buffer.from(await unpackFile(bytes, 100, URL)).toString()).toBe('<urlset></urlset>');
  });

  it('leaves other bytes as they are', async () => {
    const bytes = Buffer.from('<urlset/>');
    expect(await unpackFile(bytes, 1, URL)).toBe(bytes);
  });

  it('is refused past the bound without being unpacked to its end', async () => {
    expect(await kindOf(gzipSync(Buffer.alloc(50_000_000)), 1000)).toBe('too-large');
    expect(await kindOf(gzipSync('x'.repeat(1000)), 1000)).toBe('fine');
  });

  it('is named when it is cut short or broken', async () => {
    const whole = gzipSync('x'.repeat(500));
    expect(await kindOf(whole.subarray(0, -10), 1000)).toBe('truncated');
    expect(await kindOf(Buffer.from([0x1f, 0x8b, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9]), 1000)).toBe(
      'unsupported-encoding',
    );
  });
});

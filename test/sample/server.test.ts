import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadSampleCatalog } from '../../sample/catalog.js';
import type { Edition } from '../../sample/newsroom.js';
import { type Sample, startSample } from '../../sample/server.js';

let edition: Edition = 1;
let sample: Sample;

beforeAll(async () => {
  sample = await startSample({ edition: () => edition });
});
afterAll(() => sample.close());

function ask(path: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(new URL(path, sample.url), { headers, redirect: 'manual' });
}

async function inEdition<T>(wanted: Edition, look: () => Promise<T>): Promise<T> {
  edition = wanted;
  try {
    return await look();
  } finally {
    edition = 1;
  }
}

describe('the sample server', () => {
  it('answers every source of its own catalogue', async () => {
    const { officials, sources } = loadSampleCatalog(sample.url);
    expect(officials).toHaveLength(7);
    expect(sources).toHaveLength(6);
    for (const { url } of sources) expect((await fetch(url)).status, url).toBe(200);
  });
});

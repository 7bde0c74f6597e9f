import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateSource } from 'oazapfts';
import { apiDocument } from '../src/web/api/document.js';

/** Where a client looks when it is told no other place. */
const HERE = 'http://localhost:8080';

/** The TypeScript client that the API's document gives: its types and a function for each operation. */
export async function clientSource(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'rostrum-client-'));
  try {
    const path = join(folder, 'openapi.json');
    writeFileSync(path, JSON.stringify(apiDocument(HERE)));
    return await generateSource(path, { argumentStyle: 'object' });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * The text of a PDF, read in a thread of its own: whatever a hostile file makes the library do, it ends in time
 * and its memory is given back.
 */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { packageDirectory } from '../catalog/data-directory.js';
import { extractPdfRelease, type PdfText } from '../extract/pdf.js';
import type { ReleaseContext } from '../extract/release.js';
import type { Extraction } from '../model.js';

/** What one PDF may take. */
export interface PdfLimits {
  ms: number;
  /** For what the library keeps of its own. */
  heapMb: number;
  /** For unpacked streams, which stand outside of the heap: so much more than before in the whole process. */
  growthMb: number;
}

const LIMITS: PdfLimits = { ms: 20_000, heapMb: 256, growthMb: 512 };
const MEGABYTE = 1024 * 1024;
const LOOK_MS = 50;

/** Why a PDF gives no text. */
class PdfError extends Error {
  override name = 'PdfError';
}

/** True for the bytes of a PDF, whatever they were sent as. */
export function isPdf(bytes: Uint8Array): boolean {
  return /^[^<]{0,1000}%PDF-/.test(Buffer.from(bytes.subarray(0, 1024)).toString('latin1'));
}

/**
 * Reads the release that a PDF holds.
 * @returns the document, or a refusal that says why the PDF gives none. Never throws.
 */
export async function readPdfRelease(
  bytes: Uint8Array,
  context: ReleaseContext,
  limits = LIMITS,
): Promise<Extraction> {
  try {
    return extractPdfRelease(await readPdf(bytes, limits), context);
  } catch (error) {
    const detail = `a PDF that cannot be read: ${(error as Error).message}`;
    return { document: null, refusal: { reason: 'not-html', detail }, warnings: [] };
  }
}

/**
 * Reads the lines of a PDF's pages.
 * @throws PdfError where it is damaged, locked, or takes too much time or memory
 */
function readPdf(bytes: Uint8Array, limits: PdfLimits): Promise<PdfText> {
  const before = process.memoryUsage.rss();
  const data = Uint8Array.from(bytes);
  const thread = new Worker(join(packageDirectory(), 'dist', 'src', 'pdf', 'thread.js'), {
    workerData: data,
    transferList: [data.buffer],
    resourceLimits: { maxOldGenerationSizeMb: limits.heapMb },
    stdout: true,
    stderr: true,
  });
  return new Promise<PdfText>((resolve, reject) => {
    const fail = (reason: string) => reject(new PdfError(reason));
    const time = setTimeout(() => fail(`it takes more than ${limits.ms / 1000} s`), limits.ms);
    const memory = setInterval(() => {
      if (process.memoryUsage.rss() - before > limits.growthMb * MEGABYTE) fail(TOO_LARGE);
    }, LOOK_MS);
    thread.once('message', resolve);
    thread.once('error', (error) => fail(reasonOf(error as Error)));
    thread.once('exit', () => fail('its reader ended early'));
    thread.once('exit', () => {
      clearTimeout(time);
      clearInterval(memory);
    });
  }).finally(() => thread.terminate());
}

const TOO_LARGE = 'it takes too much memory';

function reasonOf({ name, message }: Error & { code?: string }): string {
  if (name === 'PasswordException') return 'it is locked with a password';
  if (/memory limit/i.test(message)) return TOO_LARGE;
  return message.slice(0, 200);
}

import {
  createClient,
  type FetchClient,
  type FetchDependencies,
  type FetchSettings,
} from '../../src/fetch/client.js';
import { FetchError } from '../../src/fetch/errors.js';
import { createMemoryGate } from '../../src/fetch/memory-gate.js';

/** Long enough never to be reached by a test that expects an answer, however busy the machine is. */
const PATIENT: FetchSettings = {
  userAgent: 'Rostrum/0.1',
  contact: 'mailto:clerk@example.org',
  timeoutMs: 20_000,
  headersTimeoutMs: 20_000,
  maxBodyBytes: 1024 * 1024,
  maxRedirects: 5,
  allowPrivateNetwork: false,
  allowedOrigins: [],
};

/** A client without delays. Close it. */
export function clientWith(
  settings: Partial<FetchSettings>,
  deps: Partial<FetchDependencies> = {},
): FetchClient {
  return createClient(
    { ...PATIENT, ...settings },
    { gate: createMemoryGate({ delayMs: 0, concurrency: 10 }), ...deps },
  );
}

/** The failure of a request that must fail. */
export async function failureOf(work: Promise<unknown>): Promise<FetchError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof FetchError) return error;
    throw error;
  }
  throw new Error('It was to fail, and did not');
}

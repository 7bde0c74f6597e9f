import type { Config } from '../config.js';
import { readSource } from '../discover/source.js';
import { createClient, type FetchClient, type FetchResult, type FetchSettings } from '../fetch/client.js';
import { createMemoryGate } from '../fetch/memory-gate.js';
import type { Discovery, SourceKind } from '../model.js';
import { CommandError } from './outcome.js';

/** How requests are made, by the settings. */
export function fetchSettings(config: Config, allowedOrigins: string[] = []): FetchSettings {
  return {
    userAgent: 'Rostrum/0.1',
    contact: config.contact,
    timeoutMs: config.fetchTimeoutMs,
    headersTimeoutMs: config.fetchTimeoutMs,
    maxBodyBytes: config.maxBodyBytes,
    maxRedirects: 10,
    allowPrivateNetwork: config.allowPrivateNetwork,
    allowedOrigins,
  };
}

/** Lends a client for a person's own look at a few pages, and closes it after. */
export async function withClient<T>(config: Config, work: (client: FetchClient) => Promise<T>): Promise<T> {
  const gate = createMemoryGate({ delayMs: config.hostDelayMs, concurrency: config.hostConcurrency });
  const client = createClient(fetchSettings(config), { gate });
  try {
    return await work(client);
  } finally {
    await client.close();
  }
}

/** Fetches one page. @throws CommandError for an answer that is not a success. */
export async function fetchPage(client: FetchClient, url: string): Promise<FetchResult> {
  const answer = await client.fetch({ url });
  if (answer.status < 200 || answer.status > 299) {
    throw new CommandError(`${url} answers ${answer.status}: open it in a browser and check the address`);
  }
  return answer;
}

/** What an answer would be read as. */
export function readAnswer(answer: FetchResult, kind: SourceKind, zone: string): Promise<Discovery> {
  return readSource({
    text: answer.text,
    url: answer.url,
    contentType: answer.contentType,
    headers: answer.headers,
    kind,
    zone,
  });
}

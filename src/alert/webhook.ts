import { createAgent, type Lookup } from '../fetch/connector.js';
import { FetchError } from '../fetch/errors.js';
import { exchange } from '../fetch/exchange.js';
import { retryAfterMs } from '../fetch/response-headers.js';
import type { Outcome, Parcel } from './parcel.js';
import { signatureOf } from './signature.js';

export interface WebhookSettings {
  userAgent: string;
  /** For a whole request. */
  timeoutMs: number;
  /** True turns the address guard off. */
  allowPrivateNetwork: boolean;
  /** In place of the system's name resolution. */
  lookup?: Lookup;
}

/** Of an answer nothing is read but that it is whole; this is the most that is waited for. */
const MOST_ANSWER_BYTES = 64 * 1024;

/** Sends webhooks: signed, to public addresses only, in bounded time, wherever an answer would lead. */
export class Webhooks {
  readonly #settings: WebhookSettings;
  readonly #agent: ReturnType<typeof createAgent>;

  constructor(settings: WebhookSettings) {
    this.#settings = settings;
    this.#agent = createAgent({
      connectTimeoutMs: settings.timeoutMs,
      allowPrivateNetwork: settings.allowPrivateNetwork,
      allowedOrigins: [],
      lookup: settings.lookup,
    });
  }

  /** @throws FetchError of the kind `aborted` where the signal gave it up */
  async send({ address, secret, key, body }: Parcel, signal: AbortSignal): Promise<Outcome> {
    const { userAgent, timeoutMs } = this.#settings;
    const now = new Date();
    const seconds = Math.floor(now.getTime() / 1000);
    try {
      const { status, headers } = await exchange(this.#agent, new URL(address), {
        headers: {
          'content-type': 'application/json',
          'user-agent': userAgent,
          'accept-encoding': 'identity',
          'webhook-id': key,
          'webhook-timestamp': String(seconds),
          'webhook-signature': signatureOf(secret, key, seconds, body),
        },
        post: body,
        headersTimeoutMs: timeoutMs,
        timeoutMs,
        signal,
        maxBytes: MOST_ANSWER_BYTES,
        onExcess: 'cut',
      });
      if (status >= 200 && status < 300) return { kind: 'sent', status };
      if (status === 410) {
        return { kind: 'unwanted', status, error: 'it answers 410: it wants no more of this alert' };
      }
      const target = status >= 300 && status < 400 ? headers.location : undefined;
      const error =
        target === undefined
          ? `it answers ${status}`
          : `it answers ${status} and leads to ${target.slice(0, 200)}: redirects are not followed`;
      return { kind: 'failed', status, error, retryAfterMs: retryAfterMs(headers['retry-after'], now) };
    } catch (error) {
      if (!(error instanceof FetchError) || error.kind === 'aborted') throw error;
      return { kind: 'failed', status: null, error: error.message, retryAfterMs: null };
    }
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }
}

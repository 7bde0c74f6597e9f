import type { Config } from '../config.js';
import { programVersion } from '../version.js';
import type { Outcome, Parcel } from './parcel.js';
import { PostOffice } from './post-office.js';
import { type WebhookSettings, Webhooks } from './webhook.js';

/** Sends what alerts have to tell. */
export interface Courier {
  /** Where this site is, for links in what is sent; null where that is not known. */
  publicUrl: string | null;
  /** @throws FetchError of the kind `aborted` where the signal gave it up */
  send(parcel: Parcel, signal: AbortSignal): Promise<Outcome>;
  close(): Promise<void>;
}

/** A receiver of webhooks that has not answered by then will not. */
const WEBHOOK_TIMEOUT_MS = 30_000;

type CourierSettings = Pick<
  Config,
  'contact' | 'fetchTimeoutMs' | 'allowPrivateNetwork' | 'publicUrl' | 'mail'
>;

/** Makes a courier by the settings; one per process: it holds the connections. */
export function createCourier(config: CourierSettings, more: Pick<WebhookSettings, 'lookup'> = {}): Courier {
  const webhooks = new Webhooks({
    userAgent: `Rostrum/${programVersion()}${config.contact === null ? '' : ` (+${config.contact})`}`,
    timeoutMs: Math.min(config.fetchTimeoutMs, WEBHOOK_TIMEOUT_MS),
    allowPrivateNetwork: config.allowPrivateNetwork,
    ...more,
  });
  const { mail, publicUrl } = config;
  const office = mail === null ? null : new PostOffice({ ...mail, publicUrl });
  return {
    publicUrl,
    async send(parcel, signal) {
      if (parcel.channel === 'webhook') return webhooks.send(parcel, signal);
      if (office === null) return { kind: 'held', error: 'no mail can be sent: SMTP_URL is not set' };
      return office.send(parcel, signal);
    },
    async close() {
      office?.close();
      await webhooks.close();
    },
  };
}

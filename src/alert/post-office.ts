import { createTransport } from 'nodemailer';
import { FetchError } from '../fetch/errors.js';
import { mailText } from './mail-text.js';
import type { Outcome, Parcel } from './parcel.js';

export interface MailSettings {
  /** `smtp://` or `smtps://`, with name and password where the server wants them. */
  url: string;
  /** The address that mail is from. */
  from: string;
  /** Where this site is, without a slash at the end; null where that is not known. */
  publicUrl: string | null;
}

const CONNECT_MS = 10_000;
const SILENCE_MS = 20_000;
/** For a whole mail, however slowly the server takes it. */
const MOST_MS = 60_000;

/** A mailbox that does not exist, or takes nothing from us. */
const NO_SUCH_MAILBOX = new Set([550, 551, 553]);

/** Sends mail through an SMTP server. */
export class PostOffice {
  readonly #settings: MailSettings;
  readonly #transport;

  constructor(settings: MailSettings) {
    this.#settings = settings;
    this.#transport = createTransport({
      url: settings.url,
      connectionTimeout: CONNECT_MS,
      greetingTimeout: CONNECT_MS,
      socketTimeout: SILENCE_MS,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  }

  /** @throws FetchError of the kind `aborted` where the signal gave it up */
  async send({ address, secret, key, body }: Parcel, signal: AbortSignal): Promise<Outcome> {
    const { from } = this.#settings;
    const ways = this.#unsubscribing(secret);
    const { subject, text, html } = mailText(body, ways.forReaders);
    const sending = this.#transport.sendMail({
      from: { name: 'Rostrum', address: from },
      to: { name: '', address },
      subject,
      text,
      html,
      // The same at every try: whoever gets it twice can tell.
      messageId: `<${key}@${from.split('@').at(-1)}>`,
      headers: { 'Auto-Submitted': 'auto-generated', ...ways.headers },
    });
    try {
      await orGivenUp(sending, signal);
      return { kind: 'sent', status: 250 };
    } catch (error) {
      if (error instanceof FetchError) throw error;
      const { message, responseCode = null, command } = error as SmtpFailure;
      const status = responseCode;
      const told = message.split('\n')[0] ?? 'the mail server took it not';
      const refused = command === 'RCPT TO' && status !== null && NO_SUCH_MAILBOX.has(status);
      return refused
        ? { kind: 'unwanted', status, error: told }
        : { kind: 'failed', status, error: told, retryAfterMs: null };
    }
  }

  /** By a page with a button, and by one click of a mail program (RFC 8058); else by a mail to us. */
  #unsubscribing(key: string): { forReaders: string; headers: Record<string, string> } {
    const { from, publicUrl } = this.#settings;
    const byMail = `mailto:${from}?subject=unsubscribe`;
    if (publicUrl === null) return { forReaders: byMail, headers: { 'List-Unsubscribe': `<${byMail}>` } };
    const page = `${publicUrl}/alerts/unsubscribe/${key}`;
    return {
      forReaders: page,
      headers: {
        'List-Unsubscribe': `<${page}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      },
    };
  }

  /** Asks the server whether it would take mail. @throws where it would not */
  async verify(): Promise<void> {
    await this.#transport.verify();
  }

  close(): void {
    this.#transport.close();
  }
}

interface SmtpFailure extends Error {
  responseCode?: number;
  command?: string;
}

/** The library can neither be told to stop nor how long a whole mail may take. */
async function orGivenUp(sending: Promise<unknown>, signal: AbortSignal): Promise<void> {
  let clock: NodeJS.Timeout | undefined;
  let cancel = () => {};
  const givenUp = new Promise<never>((_, reject) => {
    cancel = () => reject(new FetchError('aborted', 'smtp:', 'The mail was cancelled'));
    signal.addEventListener('abort', cancel, { once: true });
    if (signal.aborted) cancel();
    clock = setTimeout(() => reject(new Error(`the mail was not taken within ${MOST_MS} ms`)), MOST_MS);
  });
  sending.catch(() => {});
  try {
    await Promise.race([sending, givenUp]);
  } finally {
    clearTimeout(clock);
    signal.removeEventListener('abort', cancel);
  }
}

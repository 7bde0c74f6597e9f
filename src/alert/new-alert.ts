import type { NewAlert } from '../../db/alerts.js';
import type { Config } from '../config.js';
import { addressRefusal, literalAddress } from '../fetch/address-guard.js';
import { FetchError } from '../fetch/errors.js';
import { parseAddress } from '../fetch/walk.js';
import type { AlertFilter } from '../report/alert-filter.js';
import { parseDay } from '../report/dates.js';
import { isZone, nextDigest } from './digest-time.js';

/** An alert as it is asked for, by command or by API. */
export interface AlertRequest {
  name: string;
  webhook?: string | undefined;
  mail?: string | undefined;
  filter: AlertFilter;
  /** Null or left out for one that tells at once. */
  daily?: { hour: number; zone: string } | null | undefined;
  revisions?: boolean | undefined;
  since?: string | undefined;
}

/** An alert that cannot be as it was asked for; the message says what to give instead. */
export class AlertRequestError extends Error {
  override name = 'AlertRequestError';
  readonly field: string;

  constructor(field: string, message: string) {
    super(message);
    this.field = field;
  }
}

const MOST_NAME = 100;

/**
 * Checks an alert that is asked for.
 * @throws AlertRequestError
 */
export function newAlert(
  request: AlertRequest,
  createdBy: string,
  config: Pick<Config, 'mail' | 'allowPrivateNetwork'>,
): NewAlert {
  const name = request.name.trim();
  if (name === '' || name.length > MOST_NAME || /[\p{Cc}\p{Zl}\p{Zp}]/u.test(name)) {
    throw new AlertRequestError('name', `must be a name of one line and at most ${MOST_NAME} characters`);
  }
  const { webhook, mail, daily } = request;
  if ((webhook === undefined) === (mail === undefined)) {
    throw new AlertRequestError('webhook', 'give either a webhook or a mail address to send to');
  }
  if (webhook !== undefined) checkWebhook(webhook, config.allowPrivateNetwork);
  if (mail !== undefined) checkMail(mail, config.mail !== null);
  if (daily && !isZone(daily.zone)) {
    throw new AlertRequestError('zone', `there is no zone "${daily.zone}": write it as America/New_York`);
  }
  return {
    name,
    filter: request.filter,
    channel: webhook === undefined ? 'mail' : 'webhook',
    address: webhook ?? mail ?? '',
    daily: daily ? { ...daily, dueAt: nextDigest(new Date(), daily.hour, daily.zone) } : null,
    revisions: request.revisions ?? false,
    since: request.since === undefined ? null : parseDay(request.since),
    createdBy,
  };
}

/** What its name leads to is looked at when something is sent; what can be seen now is told now. */
function checkWebhook(address: string, allowPrivate: boolean): void {
  let url: URL;
  try {
    url = parseAddress(address);
  } catch (error) {
    if (!(error instanceof FetchError)) throw error;
    throw new AlertRequestError('webhook', `${error.message}: give an address as https://desk.example/hook`);
  }
  const literal = literalAddress(url.hostname);
  const refusal = allowPrivate || literal === null ? null : addressRefusal(literal);
  if (refusal !== null) throw new AlertRequestError('webhook', `${refusal}: nothing is sent there`);
}

function checkMail(address: string, canSend: boolean): void {
  if (!canSend) {
    throw new AlertRequestError('mail', 'no mail can be sent from here: set SMTP_URL and MAIL_FROM first');
  }
  // One mailbox, and nothing that a list, a name or a route could hide in.
  if (address.length > 254 || !/^[^\s<>,;:"()[\]\\@]+@[^\s<>,;:"()[\]\\@]+$/.test(address)) {
    throw new AlertRequestError('mail', 'must be one mail address, as desk@paper.example');
  }
}

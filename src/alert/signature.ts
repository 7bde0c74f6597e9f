import { createHmac } from 'node:crypto';

/**
 * The signature of a webhook as Standard Webhooks has it.
 * @param secret `whsec_` and the key in base64
 * @param id its webhook-id
 * @param seconds when it is sent, in seconds since 1970
 * @param body exactly what is sent
 * @returns `v1,` and HMAC-SHA256 of `id.seconds.body` in base64
 */
export function signatureOf(secret: string, id: string, seconds: number, body: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64')}`;
}

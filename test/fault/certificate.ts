import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

interface CertificateOptions {
  hostname: string;
  /** Days from now; negative ones lie in the past. */
  validForDays?: number;
  /** Signs it; by itself where there is none. */
  issuer?: Authority;
}

export interface Authority {
  name: string;
  key: KeyObject;
  pem: string;
}

export interface Certificate {
  /** PEM. */
  key: string;
  cert: string;
}

const OID = { commonName: [0x55, 4, 3], altName: [0x55, 0x1d, 0x11], basicConstraints: [0x55, 0x1d, 0x13] };
const ECDSA_SHA256 = tlv(0x30, tlv(0x06, Buffer.from([0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2])));
const TRUE = tlv(0x01, Buffer.from([0xff]));

/** An authority of our own, for a test's client to trust. */
export function createAuthority(): Authority {
  const name = 'Rostrum test authority';
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const isAuthority = extension(OID.basicConstraints, tlv(0x30, TRUE), true);
  return {
    name,
    key: privateKey,
    pem: build({
      subject: name,
      issuer: name,
      days: 30,
      publicKey,
      extension: isAuthority,
      signer: privateKey,
    }),
  };
}

/** A certificate made on the spot, so that none in the repository can expire and no key lies in it. */
export function createCertificate(options: CertificateOptions): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const altName = extension(OID.altName, tlv(0x30, tlv(0x82, Buffer.from(options.hostname))));
  const cert = build({
    subject: options.hostname,
    issuer: options.issuer?.name ?? options.hostname,
    days: options.validForDays ?? 30,
    publicKey,
    extension: altName,
    signer: options.issuer?.key ?? privateKey,
  });
  return { key: privateKey.export({ type: 'sec1', format: 'pem' }).toString(), cert };
}

interface Parts {
  subject: string;
  issuer: string;
  days: number;
  publicKey: KeyObject;
  extension: Buffer;
  signer: KeyObject;
}

/** X.509 version 3 (RFC 5280), with nothing that a test does not need. */
function build(parts: Parts): string {
  const until = Date.now() + parts.days * 86_400_000;
  const from = Math.min(Date.now(), until) - 10 * 86_400_000;
  const serial = Buffer.from([1, ...Buffer.from(String(process.hrtime.bigint())).subarray(-12)]);
  const body = tlv(
    0x30,
    tlv(0xa0, tlv(0x02, Buffer.from([2]))),
    tlv(0x02, serial),
    ECDSA_SHA256,
    distinguishedName(parts.issuer),
    tlv(0x30, time(from), time(until)),
    distinguishedName(parts.subject),
    parts.publicKey.export({ type: 'spki', format: 'der' }),
    tlv(0xa3, tlv(0x30, parts.extension)),
  );
  const signature = tlv(0x03, Buffer.from([0]), sign('sha256', body, parts.signer));
  const base64 = tlv(0x30, body, ECDSA_SHA256, signature).toString('base64');
  return `-----BEGIN CERTIFICATE-----\n${base64.replace(/.{1,64}/g, '$&\n')}-----END CERTIFICATE-----\n`;
}

function distinguishedName(commonName: string): Buffer {
  const value = tlv(0x0c, Buffer.from(commonName));
  return tlv(0x30, tlv(0x31, tlv(0x30, tlv(0x06, Buffer.from(OID.commonName)), value)));
}

function extension(oid: number[], value: Buffer, critical = false): Buffer {
  return tlv(0x30, tlv(0x06, Buffer.from(oid)), ...(critical ? [TRUE] : []), tlv(0x04, value));
}

/** GeneralizedTime: `20250530120000Z`. */
function time(ms: number): Buffer {
  const digits = new Date(ms).toISOString().replace(/\D/g, '').slice(0, 14);
  return tlv(0x18, Buffer.from(`${digits}Z`));
}

/** One DER value: tag, length, content. */
function tlv(tag: number, ...contents: Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  const { length } = content;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

import { FetchError } from './errors.js';

/** Where in the exchange it failed; the same closed socket means different things before and in the body. */
export type Phase = 'answer' | 'body';

const TLS_WORDS: Record<string, string> = {
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet (is this machine’s clock right?)',
  CERT_REVOKED: 'its certificate was revoked',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by itself',
  SELF_SIGNED_CERT_IN_CHAIN: 'its chain ends in a certificate nobody vouches for',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'it does not send the intermediate certificate',
  UNABLE_TO_GET_ISSUER_CERT: 'its issuer’s certificate is missing',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its issuer is not one this machine trusts',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host name',
  ERR_SSL_WRONG_VERSION_NUMBER: 'what answers there does not speak TLS',
  EPROTO: 'the handshake failed',
};

/**
 * Names a failure of Node, OpenSSL or undici as a `FetchError`; one that is named already stays as it is.
 * @param cause what was thrown
 * @param url the address asked for
 * @param phase whether the answer's headers had come
 */
export function nameFailure(cause: unknown, url: string, phase: Phase): FetchError {
  const named = firstNamed(cause);
  // The connector knows the host only.
  if (named !== null) return named.kind === 'private-address' ? named.at(url) : named;
  const { code, message } = describe(cause);
  const host = new URL(url).host;
  const error = (kind: ConstructorParameters<typeof FetchError>[0], text: string) =>
    new FetchError(kind, url, text, { cause });

  if (isTls(code, message)) {
    return error('tls', `No secure connection to ${host}: ${TLS_WORDS[code] ?? message}`);
  }
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_NODATA':
      return error('dns', `${host} is not a name the DNS knows`);
    case 'EAI_AGAIN':
    case 'ESERVFAIL':
    case 'EAI_FAIL':
      return error('dns', `The DNS gave no answer for ${host}`);
    case 'ECONNREFUSED':
      return error('refused', `${host} refused the connection`);
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EHOSTDOWN':
    case 'ENETDOWN':
    case 'EADDRNOTAVAIL':
      return error('unreachable', `There is no way to ${host} from here (${code})`);
    case 'ETIMEDOUT':
    case 'UND_ERR_CONNECT_TIMEOUT':
    case 'UND_ERR_HEADERS_TIMEOUT':
    case 'UND_ERR_BODY_TIMEOUT':
      return error('timeout', `${host} did not answer in time (${code})`);
    case 'ECONNRESET':
    case 'EPIPE':
    case 'ECONNABORTED':
    case 'UND_ERR_SOCKET':
      return phase === 'body'
        ? error('truncated', `${host} closed the connection in the middle of the body`)
        : error('reset', `${host} closed the connection without an answer`);
    case 'UND_ERR_HEADERS_OVERFLOW':
      return error('too-large', `The headers of ${host} are larger than 64 KiB`);
    case 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH':
      return error('truncated', 'The body is not as long as its Content-Length says');
    case 'HPE_INVALID_EOF_STATE':
      return error('truncated', `${host} closed the connection in the middle of the answer`);
    default:
      return error('http', `${host} gave no proper HTTP answer: ${message}`);
  }
}

function isTls(code: string, message: string): boolean {
  return (
    Object.hasOwn(TLS_WORDS, code) ||
    /^(?:CERT_|ERR_SSL_|ERR_TLS_|UNABLE_TO_)|_CERT$/.test(code) ||
    message.includes('before secure TLS connection was established')
  );
}

/** A name tried at several addresses fails with several errors, of which undici and Node give a bundle. */
function firstNamed(cause: unknown): FetchError | null {
  if (cause instanceof FetchError) return cause;
  if (cause instanceof AggregateError) return firstNamed(cause.errors[0]);
  return null;
}

function describe(cause: unknown): { code: string; message: string } {
  if (cause instanceof AggregateError && cause.errors.length > 0) return describe(cause.errors[0]);
  if (!(cause instanceof Error)) return { code: '', message: String(cause) };
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
  return { code, message: cause.message };
}

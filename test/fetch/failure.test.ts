import { describe, expect, it } from 'vitest';
import { FetchError } from '../../src/fetch/errors.js';
import { nameFailure } from '../../src/fetch/failure.js';

const URL_ASKED = 'https://news.example:8443/press';
const withCode = (code: string, message = 'it failed') => Object.assign(new Error(message), { code });

describe('a failure of the system', () => {
  it.each([
    ['ENOTFOUND', 'dns', 'is not a name the DNS knows'],
    ['EAI_AGAIN', 'dns', 'The DNS gave no answer'],
    ['ECONNREFUSED', 'refused', 'refused the connection'],
    ['EHOSTUNREACH', 'unreachable', 'EHOSTUNREACH'],
    ['ENETUNREACH', 'unreachable', 'ENETUNREACH'],
    ['ETIMEDOUT', 'timeout', 'ETIMEDOUT'],
    ['UND_ERR_CONNECT_TIMEOUT', 'timeout', 'did not answer in time'],
    ['ECONNRESET', 'reset', 'without an answer'],
    ['UND_ERR_SOCKET', 'reset', 'without an answer'],
    ['EPIPE', 'reset', 'without an answer'],
    ['UND_ERR_HEADERS_OVERFLOW', 'too-large', '64 KiB'],
    ['HPE_INVALID_EOF_STATE', 'truncated', 'in the middle'],
    ['HPE_INVALID_CONSTANT', 'http', 'it failed'],
    ['CERT_HAS_EXPIRED', 'tls', 'has expired'],
    ['CERT_NOT_YET_VALID', 'tls', 'clock'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls', 'intermediate'],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'tls', 'not one this machine trusts'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls', 'another host name'],
    ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'tls', 'it failed'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'tls', 'nobody vouches for'],
    ['CERT_SIGNATURE_FAILURE', 'tls', 'it failed'],
  ])('%s is %s', (code, kind, words) => {
    const failure = nameFailure(withCode(code), URL_ASKED, 'answer');
    expect([failure.kind, failure.url]).toEqual([kind, URL_ASKED]);
    expect(failure.message).toContain(words);
    expect(failure.advice).not.toBe('');
  });

  it('is a cut body once the body has begun', () => {
    expect(nameFailure(withCode('ECONNRESET'), URL_ASKED, 'body').kind).toBe('truncated');
    expect(nameFailure(withCode('UND_ERR_SOCKET'), URL_ASKED, 'body').kind).toBe('truncated');
  });

  it('is one of TLS where the handshake was cut', () => {
    const message = 'Client network socket disconnected before secure TLS connection was established';
    expect(nameFailure(withCode('ECONNRESET', message), URL_ASKED, 'answer').kind).toBe('tls');
  });

  it('is named by its first where several addresses failed', () => {
    const several = new AggregateError([withCode('ECONNREFUSED'), withCode('ENETUNREACH')]);
    expect(nameFailure(several, URL_ASKED, 'answer').kind).toBe('refused');
  });

  it('that has a name keeps it, and gets the address that was asked for', () => {
    const guard = new FetchError('private-address', 'news.example', 'Refused to connect');
    expect(nameFailure(guard, URL_ASKED, 'answer')).toMatchObject({
      kind: 'private-address',
      url: URL_ASKED,
    });
    const robots = new FetchError('robots', 'https://other.example/', 'forbidden');
    expect(nameFailure(robots, URL_ASKED, 'answer')).toBe(robots);
  });

  it('that is no error at all is told as it is', () => {
    expect(nameFailure('a string', URL_ASKED, 'answer')).toMatchObject({ kind: 'http', retryable: true });
  });
});

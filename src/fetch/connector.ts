import { lookup as resolve } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import { Agent, buildConnector } from 'undici';
import { addressRefusal, literalAddress } from './address-guard.js';
import { FetchError } from './errors.js';

/** All addresses of a host name, as `dns.promises.lookup(name, { all: true })` gives them. */
export type Lookup = (hostname: string) => Promise<{ address: string; family: number }[]>;

export interface ConnectorSettings {
  connectTimeoutMs: number;
  allowPrivateNetwork: boolean;
  allowedOrigins: string[];
  lookup?: Lookup | undefined;
  /** Certificates to trust besides Node's own, in PEM. */
  ca?: string | undefined;
}

/**
 * The pool of connections. The address guard stands here, between the name's resolution and the connection, so
 * that the address that was checked is the address that is connected to and a second answer of the DNS changes
 * nothing. A connection is only used again for the origin it was made for.
 */
export function createAgent(settings: ConnectorSettings): Agent {
  const base = {
    timeout: settings.connectTimeoutMs,
    // Node's quarter of a second gives up on addresses that are only far away.
    autoSelectFamilyAttemptTimeout: 500,
    ...(settings.ca === undefined ? {} : { ca: settings.ca }),
  };
  const find = settings.lookup ?? ((hostname: string) => resolve(hostname, { all: true }));
  const free = buildConnector({ ...base, lookup: lookupFunction(find, () => null) });
  const guarded = buildConnector({ ...base, lookup: lookupFunction(find, addressRefusal) });
  const allowed = new Set(settings.allowedOrigins.map((origin) => new URL(origin).origin));

  return new Agent({
    connections: 16,
    pipelining: 1,
    keepAliveTimeout: 4_000,
    keepAliveMaxTimeout: 30_000,
    // Real newsrooms send content security policies of more than undici's 16 KiB.
    maxHeaderSize: 64 * 1024,
    allowH2: false,
    // The exchange keeps its own clocks: one for the headers, one for the whole.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect(options, callback) {
      const { origin } = new URL(`${options.protocol}//${options.host ?? options.hostname}`);
      if (settings.allowPrivateNetwork || allowed.has(origin)) return free(options, callback);
      const literal = literalAddress(options.hostname);
      // Node asks no resolver for a numeric address, so the guard in the lookup would not see it.
      const refusal = literal === null ? null : addressRefusal(literal);
      if (refusal !== null) return callback(privateAddress(origin, refusal), null);
      return guarded(options, callback);
    },
  });
}

/**
 * A lookup for `net.connect` that gives only addresses that are not refused, and fails where all of them are.
 * @param refuse why an address may not be connected to; null where it may
 */
export function lookupFunction(find: Lookup, refuse: (address: string) => string | null): LookupFunction {
  return (hostname, options, callback) => {
    find(hostname).then(
      (found) => {
        if (found.length === 0) {
          callback(Object.assign(new Error(`${hostname} has no address`), { code: 'ENOTFOUND' }), '', 0);
          return;
        }
        const refusals = found.map(({ address }) => refuse(address));
        const open = found.filter((_, index) => refusals[index] === null);
        const first = open[0];
        if (first === undefined) {
          const reason = refusals.join(', ');
          callback(
            privateAddress(hostname, `${hostname} resolves to an address not allowed: ${reason}`),
            '',
            0,
          );
        } else if (options.all) {
          callback(null, open);
        } else {
          callback(null, first.address, first.family);
        }
      },
      (cause: NodeJS.ErrnoException) => callback(cause, '', 0),
    );
  };
}

function privateAddress(url: string, reason: string): FetchError {
  return new FetchError('private-address', url, `Refused to connect: ${reason}`);
}

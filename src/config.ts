import { join, resolve } from 'node:path';
import ipaddr from 'ipaddr.js';
import { z } from 'zod';

/** A wrong setting. The message is one line that names the setting and says what it takes. */
export class ConfigError extends Error {
  override name = 'ConfigError';
  readonly setting: string;

  constructor(setting: string, message: string) {
    super(message);
    this.setting = setting;
  }
}

const flag = z
  .enum(['true', 'false', '1', '0', 'yes', 'no'])
  .transform((value) => value === 'true' || value === '1' || value === 'yes');

const count = (low: number, high: number) => z.coerce.number().int().min(low).max(high);

const address = (...schemes: string[]) =>
  z.string().refine((value) => URL.canParse(value) && schemes.includes(new URL(value).protocol), {
    message: `must be an address that begins with ${schemes.map((scheme) => `${scheme}//`).join(' or ')}`,
  });

/** Addresses and networks, separated by commas. */
const networks = z
  .string()
  .transform((text) => text.split(',').map((part) => part.trim()))
  .refine((parts) => parts.every((part) => ipaddr.isValid(part) || ipaddr.isValidCIDR(part)), {
    message: 'must be addresses or networks, separated by commas, as 10.0.0.7 or 10.0.0.0/8',
  });

interface Setting {
  schema: z.ZodType;
  fallback: string | null;
  about: string;
  /** Never printed whole. */
  secret?: true;
}

/** Every setting, read from the environment: its form, its default, and what it is for. */
export const SETTINGS = {
  ROSTRUM_HOME: {
    schema: z.string().min(1),
    fallback: '.rostrum',
    about: 'Folder of the embedded database and of what a run leaves behind.',
  },
  DATABASE_URL: {
    schema: address('postgres:', 'postgresql:'),
    fallback: null,
    about: 'A Postgres server to use instead of the embedded one.',
    secret: true,
  },
  REDIS_URL: {
    schema: address('redis:', 'rediss:'),
    fallback: null,
    about: 'A Redis server for the queues; without it they live in Postgres.',
    secret: true,
  },
  PORT: { schema: count(0, 65535), fallback: '8080', about: 'Port of the web server.' },
  HOST: { schema: z.string().min(1), fallback: '127.0.0.1', about: 'Address the web server listens on.' },
  PUBLIC_URL: {
    schema: address('http:', 'https:'),
    fallback: null,
    about: 'Where readers find the web server, as https://rostrum.example; without it, the host they asked.',
  },
  TRUSTED_PROXIES: {
    schema: networks,
    fallback: null,
    about:
      'Proxies whose word on who sends a request is taken (X-Forwarded-For): addresses, networks, with commas.',
  },
  RATE_LIMIT: {
    schema: count(0, 1_000_000),
    fallback: '600',
    about: 'Requests a minute that one address may send to the web server; 0 for any number.',
  },
  ADMIN_TOKEN: {
    schema: z.string().min(16, 'must have at least 16 characters'),
    fallback: null,
    about: 'A token that may do everything over HTTP, beside those that "rostrum token create" makes.',
    secret: true,
  },
  CONTACT: {
    schema: z.string().regex(/^[^\s()<>]+$/, 'must be a mail address or a URL, without spaces or brackets'),
    fallback: null,
    about: 'Mail address or URL put in the User-Agent, so that a newsroom can reach you.',
  },
  SMTP_URL: {
    schema: address('smtp:', 'smtps:'),
    fallback: null,
    about:
      'The server that takes mail of alerts, as smtps://name:password@mail.example; without it none is sent.',
    secret: true,
  },
  MAIL_FROM: {
    schema: z
      .string()
      .regex(/^[^\s<>,;:"()@]+@[^\s<>,;:"()@]+$/, 'must be one mail address, as alerts@rostrum.example'),
    fallback: null,
    about: 'The address that mail of alerts is from; it is needed with SMTP_URL.',
  },
  LOG_LEVEL: {
    schema: z.enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace']),
    fallback: 'info',
    about: 'How much is logged (to standard error).',
  },
  ALLOW_PRIVATE_NETWORK: {
    schema: flag,
    fallback: 'false',
    about: 'Fetch from private, loopback and link-local addresses too. For tests only.',
  },
  HOST_DELAY_MS: {
    schema: count(0, 600_000),
    fallback: '1000',
    about: 'Least time between two requests to one host, over all workers.',
  },
  HOST_CONCURRENCY: {
    schema: count(1, 64),
    fallback: '2',
    about: 'Most requests under way at one host, over all workers.',
  },
  MAX_BODY_BYTES: {
    schema: count(1024, 1_073_741_824),
    fallback: '20000000',
    about: 'Largest body read from a newsroom, after decompression.',
  },
  FETCH_TIMEOUT_MS: {
    schema: count(10, 600_000),
    fallback: '30000',
    about: 'Longest time for one request, headers and body together.',
  },
  WORKER_CONCURRENCY: {
    schema: count(1, 256),
    fallback: '8',
    about: 'Jobs of one queue that one process works on at a time.',
  },
  TICK_MS: {
    schema: count(200, 3_600_000),
    fallback: '15000',
    about: 'How often the scheduler looks for sources that are due.',
  },
  TOPICS_FILE: {
    schema: z.string().min(1),
    fallback: null,
    about:
      'File of topics of your own (docs/tagging.md); without it topics.yaml in ROSTRUM_HOME, where there is one.',
  },
  RETAG_DAYS: {
    schema: count(0, 36_500),
    fallback: '60',
    about:
      'Statements of so many days back are tagged again when a bill or topic they may name is new or changed.',
  },
  SNAPSHOT_KEEP_DAYS: {
    schema: count(0, 36_500),
    fallback: '0',
    about: 'For how many days the bytes of pages are kept after they were last new; 0 for ever.',
  },
  METRICS: { schema: flag, fallback: 'true', about: 'Serve counts for Prometheus on /metrics.' },
} as const satisfies Record<string, Setting>;

type SettingName = keyof typeof SETTINGS;

export interface Config {
  home: string;
  databaseUrl: string | null;
  redisUrl: string | null;
  port: number;
  host: string;
  /** Without a slash at its end. */
  publicUrl: string | null;
  trustedProxies: string[] | null;
  /** Requests a minute of one address; 0 for any number. */
  rateLimit: number;
  adminToken: string | null;
  contact: string | null;
  /** Where mail is sent through, and the address it is from; null where none is sent. */
  mail: { url: string; from: string } | null;
  logLevel: 'silent' | 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace';
  allowPrivateNetwork: boolean;
  hostDelayMs: number;
  hostConcurrency: number;
  maxBodyBytes: number;
  fetchTimeoutMs: number;
  workerConcurrency: number;
  tickMs: number;
  /** The file of topics, and whether it was asked for by name, so that it has to be there. */
  topicsFile: { path: string; required: boolean };
  retagDays: number;
  snapshotKeepDays: number;
  metrics: boolean;
}

/**
 * Reads every setting once.
 * @throws ConfigError naming the first setting that is wrong and what it takes.
 */
export function readConfig(environment: Record<string, string | undefined> = process.env): Config {
  const read = <T>(name: SettingName, schema: z.ZodType<T>): T => {
    const given = environment[name];
    const value = given === undefined || given === '' ? SETTINGS[name].fallback : given;
    const result = schema.safeParse(value);
    if (result.success) return result.data;
    const shown = 'secret' in SETTINGS[name] ? '' : ` (it is "${value}")`;
    throw new ConfigError(name, `${name}: ${result.error.issues[0]?.message ?? 'not valid'}${shown}`);
  };
  const known = SETTINGS;
  const home = resolve(read('ROSTRUM_HOME', known.ROSTRUM_HOME.schema));
  const topicsFile = read('TOPICS_FILE', known.TOPICS_FILE.schema.nullable());
  return {
    home,
    databaseUrl: read('DATABASE_URL', known.DATABASE_URL.schema.nullable()),
    redisUrl: read('REDIS_URL', known.REDIS_URL.schema.nullable()),
    port: read('PORT', known.PORT.schema),
    host: read('HOST', known.HOST.schema),
    publicUrl: read('PUBLIC_URL', known.PUBLIC_URL.schema.nullable())?.replace(/\/+$/, '') ?? null,
    trustedProxies: read('TRUSTED_PROXIES', known.TRUSTED_PROXIES.schema.nullable()),
    rateLimit: read('RATE_LIMIT', known.RATE_LIMIT.schema),
    adminToken: read('ADMIN_TOKEN', known.ADMIN_TOKEN.schema.nullable()),
    contact: read('CONTACT', known.CONTACT.schema.nullable()),
    mail: mailSettings(
      read('SMTP_URL', known.SMTP_URL.schema.nullable()),
      read('MAIL_FROM', known.MAIL_FROM.schema.nullable()),
    ),
    logLevel: read('LOG_LEVEL', known.LOG_LEVEL.schema),
    allowPrivateNetwork: read('ALLOW_PRIVATE_NETWORK', known.ALLOW_PRIVATE_NETWORK.schema),
    hostDelayMs: read('HOST_DELAY_MS', known.HOST_DELAY_MS.schema),
    hostConcurrency: read('HOST_CONCURRENCY', known.HOST_CONCURRENCY.schema),
    maxBodyBytes: read('MAX_BODY_BYTES', known.MAX_BODY_BYTES.schema),
    fetchTimeoutMs: read('FETCH_TIMEOUT_MS', known.FETCH_TIMEOUT_MS.schema),
    workerConcurrency: read('WORKER_CONCURRENCY', known.WORKER_CONCURRENCY.schema),
    tickMs: read('TICK_MS', known.TICK_MS.schema),
    topicsFile: { path: resolve(topicsFile ?? join(home, 'topics.yaml')), required: topicsFile !== null },
    retagDays: read('RETAG_DAYS', known.RETAG_DAYS.schema),
    snapshotKeepDays: read('SNAPSHOT_KEEP_DAYS', known.SNAPSHOT_KEEP_DAYS.schema),
    metrics: read('METRICS', known.METRICS.schema),
  };
}

function mailSettings(url: string | null, from: string | null): Config['mail'] {
  if (url === null) return null;
  if (from === null) throw new ConfigError('MAIL_FROM', 'MAIL_FROM: must be set where SMTP_URL is');
  return { url, from };
}

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import type { Database } from '../../db/connection.js';
import { etagOf } from './fresh.js';
import { baseOf } from './public-address.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What it answers says the same to everybody, and comes from statements, bills, officials and topics only. */
    kept?: true;
  }
  interface FastifyRequest {
    keepAs: { key: string; version: string; done: () => void } | null;
  }
}

interface Kept {
  version: string;
  until: number;
  body: Buffer;
  headers: Record<string, string>;
}

const HEADERS = ['etag', 'content-type', 'content-disposition', 'link', 'last-modified'];
const MOST_BYTES = 32_000_000;
const MOST_OF_ONE = 1_000_000;

/**
 * Keeps whole answers for a few seconds, so that what everybody asks for at once is made once. A kept answer is given
 * only while nothing has changed since in the archive; what that does not show (when a release was last seen, which
 * releases are joint) is late by those seconds.
 */
export function keepAnswers(
  app: FastifyInstance,
  db: Database,
  { seconds, now = Date.now }: { seconds: number; now?: () => number },
): void {
  const kept = new Map<string, Kept>();
  let bytes = 0;
  const drop = (key: string) => {
    bytes -= kept.get(key)?.body.length ?? 0;
    kept.delete(key);
  };
  const making = new Map<string, Promise<void>>();
  const begin = (name: string): (() => void) => {
    let end = () => {};
    const made = new Promise<void>((resolve) => {
      end = resolve;
    });
    making.set(name, made);
    return () => {
      if (making.get(name) === made) making.delete(name);
      end();
    };
  };
  const version = versionsOf(db);
  app.decorateRequest('keepAs', null);

  app.addHook('preHandler', async (request, reply) => {
    if (!mayBeKept(request)) return undefined;
    const key = `${baseOf(request)} ${request.url}`;
    const current = await version();
    // A change is under way: what is read now may be older than what it is kept under.
    if (current === null) return undefined;
    const fresh = () => {
      const found = kept.get(key);
      return found !== undefined && found.version === current && found.until > now() ? found : null;
    };
    let found = fresh();
    if (found === null) {
      // Somebody is making it: whoever comes meanwhile waits for that, once.
      const underWay = making.get(`${current} ${key}`);
      if (underWay !== undefined) {
        await underWay;
        found = fresh();
      }
    }
    if (found !== null) return reply.headers(found.headers).send(found.body);
    drop(key);
    request.keepAs = { key, version: current, done: begin(`${current} ${key}`) };
    return undefined;
  });

  app.addHook('onSend', async (request, reply, payload) => {
    const as = request.keepAs;
    if (as === null || reply.statusCode !== 200 || !isWhole(payload) || payload.length > MOST_OF_ONE) {
      return payload;
    }
    drop(as.key);
    // Made once: a kept answer brings it along.
    reply.header('etag', etagOf(payload));
    kept.set(as.key, {
      version: as.version,
      until: now() + seconds * 1000,
      body: Buffer.from(payload),
      headers: headersOf(reply),
    });
    bytes += kept.get(as.key)?.body.length ?? 0;
    for (const oldest of kept.keys()) {
      if (bytes <= MOST_BYTES) break;
      drop(oldest);
    }
    as.done();
    return payload;
  });
  // However it ended, those who wait go on.
  app.addHook('onResponse', async (request) => request.keepAs?.done());
}

function mayBeKept(request: FastifyRequest): boolean {
  const { method, routeOptions } = request;
  return routeOptions.config.kept === true && (method === 'GET' || method === 'HEAD');
}

function isWhole(payload: unknown): payload is string | Buffer {
  return typeof payload === 'string' || Buffer.isBuffer(payload);
}

function headersOf(reply: FastifyReply): Record<string, string> {
  return Object.fromEntries(
    HEADERS.flatMap((name) => {
      const value = reply.getHeader(name);
      return value === undefined ? [] : [[name, String(value)]];
    }),
  );
}

/**
 * What tells one state of the archive from the next: the newest change of a statement, the version of the index, the
 * topics, the day. Those who ask at the same time are told the same.
 * @returns null while a change is under way that may be older than the newest
 */
function versionsOf(db: Database): () => Promise<string | null> {
  let asking: Promise<string | null> | null = null;
  const ask = async () => {
    const { rows } = await sql<{ settled: boolean; version: string }>`
      select newest < pg_snapshot_xmin(pg_current_snapshot())::text::bigint as settled,
        concat_ws(' ', newest, (select value from setting where name = 'bill_index_version'), current_date,
          (select md5(string_agg(id || ' ' || name, ',' order by id)) from topic)) as version
      from (select coalesce(max(change), 0) as newest from statement) changes`.execute(db);
    return rows[0]?.settled === true ? rows[0].version : null;
  };
  return () => {
    asking ??= ask().finally(() => {
      asking = null;
    });
    return asking;
  };
}

import { timingSafeEqual } from 'node:crypto';
import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Database } from '../../db/connection.js';
import {
  closeSession,
  findSession,
  findToken,
  openSession,
  SCOPES,
  type SessionOwner,
  secretHash,
  type TokenScope,
} from '../../db/tokens.js';
import { problem } from './problem.js';
import { baseOf } from './public-address.js';

/** Whoever sends a request with a token, or with the cookie of a session opened with one. */
export interface Caller {
  /** The token's name; `ADMIN_TOKEN` for that of the settings. */
  name: string;
  scopes: readonly TokenScope[];
  /** Null for ADMIN_TOKEN. */
  tokenId: number | null;
}

declare module 'fastify' {
  interface FastifyInstance {
    access: { db: Database; adminHash: string | null };
  }
}

const COOKIE = 'rostrum_session';
const SESSION_SECONDS = 7 * 24 * 3600;
const SAFE = ['GET', 'HEAD', 'OPTIONS'];

/** Makes `signedIn` and `requireScope` work on an app, and adds the two addresses that open and end a session. */
export async function addAccess(
  app: FastifyInstance,
  { db, adminToken }: { db: Database; adminToken: string | null },
): Promise<void> {
  app.decorate('access', { db, adminHash: adminToken === null ? null : secretHash(adminToken) });
  await app.register(cookie);
  await app.register(formbody, { bodyLimit: 16_384 });
  // Guessing gains nothing at ten tries a minute.
  const limited = { config: { rateLimit: { max: 10, timeWindow: '1 minute' } } };
  app.post('/session', limited, openFromForm);
  app.post('/session/end', endFromForm);
}

const sessionForm = z.object({ token: z.string().min(1).max(500), next: z.string().max(2000).optional() });

async function openFromForm(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const form = sessionForm.safeParse(request.body);
  if (foreign(request, 'lenient')) return problem(reply, 403, FOREIGN);
  const owner = form.success ? await ownerOf(request, form.data.token) : null;
  const next = localPath(form.data?.next);
  if (owner === null) {
    if (wantsPage(request)) {
      return reply.redirect(`/session?wrong=1&next=${encodeURIComponent(next)}`, 303);
    }
    return problem(
      reply,
      401,
      'That token is not in use: send one that "rostrum token create" printed, as token.',
    );
  }
  const key = await openSession(request.server.access.db, owner, SESSION_SECONDS);
  return reply
    .setCookie(COOKIE, key, { ...cookieFor(request), maxAge: SESSION_SECONDS })
    .header('cache-control', 'no-store')
    .redirect(next, 303);
}

async function endFromForm(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  if (foreign(request, 'strict')) return problem(reply, 403, FOREIGN);
  const key = request.cookies[COOKIE];
  if (key !== undefined) await closeSession(request.server.access.db, key);
  return reply.clearCookie(COOKIE, cookieFor(request)).redirect('/', 303);
}

function cookieFor(request: FastifyRequest) {
  const secure = baseOf(request).startsWith('https:');
  return { httpOnly: true, sameSite: 'strict', path: '/', secure } as const;
}

async function ownerOf(request: FastifyRequest, secret: string): Promise<SessionOwner | null> {
  const { db, adminHash } = request.server.access;
  if (isAdmin(request, secretHash(secret))) return { adminHash: adminHash ?? '' };
  const token = await findToken(db, secret);
  return token === null ? null : { tokenId: token.id };
}

/** Hashes are compared, and in constant time: how long it takes tells nothing. */
function isAdmin(request: FastifyRequest, hash: string): boolean {
  const { adminHash } = request.server.access;
  return adminHash !== null && timingSafeEqual(Buffer.from(hash, 'hex'), Buffer.from(adminHash, 'hex'));
}

const ADMIN: Caller = { name: 'ADMIN_TOKEN', scopes: SCOPES, tokenId: null };

/** Whoever sends this request; null where it brings neither a token nor a session that is in use. */
export async function signedIn(request: FastifyRequest): Promise<Caller | null> {
  const { db } = request.server.access;
  const secret = bearer(request);
  if (secret !== null) {
    if (isAdmin(request, secretHash(secret))) return ADMIN;
    const token = await findToken(db, secret);
    return token && { name: token.name, scopes: token.scopes, tokenId: token.id };
  }
  const key = request.cookies[COOKIE];
  const session = key === undefined ? null : await findSession(db, key);
  if (session === null) return null;
  if ('adminHash' in session) return isAdmin(request, session.adminHash) ? ADMIN : null;
  return { name: session.name, scopes: session.scopes, tokenId: session.id };
}

function bearer(request: FastifyRequest): string | null {
  const match = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '');
  return match?.[1] ?? null;
}

/** A preHandler that lets through whoever may do this, and nobody else. */
export function requireScope(scope: TokenScope) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    const caller = await signedIn(request);
    if (caller === null) {
      reply.header('www-authenticate', 'Bearer realm="rostrum"');
      return problem(
        reply,
        401,
        `This needs a token of scope ${scope}: send "Authorization: Bearer TOKEN" with one that "rostrum token create" made.`,
      );
    }
    if (!caller.scopes.includes(scope)) {
      reply.header(
        'www-authenticate',
        `Bearer realm="rostrum", error="insufficient_scope", scope="${scope}"`,
      );
      return problem(
        reply,
        403,
        `The token ${caller.name} is for ${caller.scopes.join(' and ')}: this needs one of scope ${scope}.`,
      );
    }
    // A cookie comes along whoever made the browser send the request; a token does not.
    if (!SAFE.includes(request.method) && bearer(request) === null && foreign(request, 'strict')) {
      return problem(reply, 403, FOREIGN);
    }
    return undefined;
  };
}

const FOREIGN = 'This was sent by a page of another site: send it from a page of this one, or with a token.';

/** Whether another site's page sent this; `strict` where a browser that says nothing is not believed either. */
function foreign(request: FastifyRequest, how: 'strict' | 'lenient'): boolean {
  const { origin, 'sec-fetch-site': site } = request.headers;
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  if (origin !== undefined) return origin !== new URL(baseOf(request)).origin;
  return how === 'strict';
}

/** Only a path of this site, so that nobody is led away after signing in. */
function localPath(path: string | undefined): string {
  if (path === undefined || !/^\/(?![/\\])[\x21-\x7e]*$/.test(path)) return '/';
  return path.includes('\\') ? '/' : path;
}

function wantsPage(request: FastifyRequest): boolean {
  return (request.headers.accept ?? '').includes('text/html');
}

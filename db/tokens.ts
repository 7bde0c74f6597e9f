import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Database } from './connection.js';

/** What a token may do: start crawls; keep alerts; switch newsrooms on and off. */
export const SCOPES = ['crawl', 'alerts', 'admin'] as const;
export type TokenScope = (typeof SCOPES)[number];

/** A token that may be used now. */
export interface LiveToken {
  id: number;
  name: string;
  scopes: TokenScope[];
}

/** Another token of that name is in use. */
class TokenNameError extends Error {
  override name = 'TokenNameError';
}

/** SHA-256 in hexadecimal: how secrets are kept and looked up. */
export function secretHash(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/**
 * Makes a token; only its hash is kept.
 * @returns the token itself, which cannot be had again
 * @throws TokenNameError
 */
export async function createToken(
  db: Database,
  token: { name: string; scopes: readonly TokenScope[]; expiresAt: Date | null },
): Promise<string> {
  const secret = `rostrum_${randomBytes(32).toString('base64url')}`;
  const row = await db
    .insertInto('api_token')
    .values({
      name: token.name,
      token_hash: secretHash(secret),
      scopes: [...token.scopes],
      expires_at: token.expiresAt,
    })
    .onConflict((conflict) => conflict.column('name').where('revoked_at', 'is', null).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (row === undefined) {
    throw new TokenNameError(
      `there is a token ${token.name} already: revoke it first, or choose another name`,
    );
  }
  return secret;
}

/** Every token there was, the newest first, without what it is. */
export async function listTokens(db: Database) {
  return db
    .selectFrom('api_token')
    .select(['name', 'scopes', 'created_at', 'last_used_at', 'expires_at', 'revoked_at'])
    .select(
      sql<string>`case when revoked_at is not null then 'revoked' when expires_at <= now() then 'expired'
        else 'in use' end`.as('state'),
    )
    .orderBy('id', 'desc')
    .execute();
}

/** Ends a token and the sessions opened with it. @returns false where none of that name is in use */
export async function revokeToken(db: Database, name: string): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const row = await trx
      .updateTable('api_token')
      .set({ revoked_at: sql`now()` })
      .where('name', '=', name)
      .where('revoked_at', 'is', null)
      .returning('id')
      .executeTakeFirst();
    if (row === undefined) return false;
    await trx.deleteFrom('session').where('token_id', '=', row.id).execute();
    return true;
  });
}

/** The token that a secret is, where it was neither revoked nor has expired. Notes that it was used, to the minute. */
export async function findToken(db: Database, secret: string): Promise<LiveToken | null> {
  const row = await liveTokens(db).where('token_hash', '=', secretHash(secret)).executeTakeFirst();
  return row === undefined ? null : used(db, row);
}

const liveTokens = (db: Database) =>
  db
    .selectFrom('api_token')
    .select(['api_token.id', 'api_token.name', 'api_token.scopes', 'api_token.last_used_at'])
    .where('api_token.revoked_at', 'is', null)
    .where(sql<boolean>`coalesce(api_token.expires_at > now(), true)`);

async function used(
  db: Database,
  row: { id: number; name: string; scopes: string[]; last_used_at: Date | null },
): Promise<LiveToken> {
  if (row.last_used_at === null || Date.now() - row.last_used_at.getTime() > 60_000) {
    await db.updateTable('api_token').set({ last_used_at: sql`now()` }).where('id', '=', row.id).execute();
  }
  return { id: row.id, name: row.name, scopes: SCOPES.filter((scope) => row.scopes.includes(scope)) };
}

/** By what a session was opened: a token of the table, or ADMIN_TOKEN by its hash. */
export type SessionOwner = { tokenId: number } | { adminHash: string };

/** Opens a session of so many seconds; those that have ended are cleared away. @returns its key */
export async function openSession(db: Database, owner: SessionOwner, seconds: number): Promise<string> {
  const key = randomBytes(32).toString('base64url');
  await db.deleteFrom('session').where('expires_at', '<=', sql<Date>`now()`).execute();
  await db
    .insertInto('session')
    .values({
      key_hash: secretHash(key),
      token_id: 'tokenId' in owner ? owner.tokenId : null,
      admin_hash: 'adminHash' in owner ? owner.adminHash : null,
      expires_at: sql`now() + ${seconds} * interval '1 second'`,
    })
    .execute();
  return key;
}

/** Whose session a key opens; null where it has ended, or its token has. */
export async function findSession(
  db: Database,
  key: string,
): Promise<LiveToken | { adminHash: string } | null> {
  const row = await db
    .selectFrom('session')
    .select(['token_id', 'admin_hash'])
    .where('key_hash', '=', secretHash(key))
    .where('expires_at', '>', sql<Date>`now()`)
    .executeTakeFirst();
  if (row === undefined) return null;
  if (row.admin_hash !== null) return { adminHash: row.admin_hash };
  const token = await liveTokens(db).where('api_token.id', '=', row.token_id).executeTakeFirst();
  return token === undefined ? null : used(db, token);
}

export async function closeSession(db: Database, key: string): Promise<void> {
  await db.deleteFrom('session').where('key_hash', '=', secretHash(key)).execute();
}

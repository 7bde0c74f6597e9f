import type { IncomingHttpHeaders } from 'node:http';

/** Seven days: no header is believed for longer. */
const LONGEST_MS = 7 * 24 * 3_600_000;

/** Header fields as undici gives them, with fields sent more than once joined by a comma. */
export function joinHeaders(raw: IncomingHttpHeaders): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(raw)) {
    if (value === undefined) continue;
    headers[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  }
  return headers;
}

/**
 * `Retry-After` in milliseconds from `now`, given in seconds or as an HTTP date. Null where there is none, where
 * it cannot be read, and where it is zero or past, which sites send to mean nothing. At most seven days.
 */
export function retryAfterMs(value: string | undefined, now: Date): number | null {
  const text = value?.trim();
  if (!text) return null;
  const ms = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : httpDate(text) - now.getTime();
  return ms > 0 ? Math.min(Math.ceil(ms), LONGEST_MS) : null;
}

/**
 * For how long an answer says it stays fresh, in milliseconds: `Cache-Control: max-age` less `Age`, else
 * `Expires` less `Date`. Null where it does not say, or says that it may not be kept. At most seven days.
 */
export function cacheMaxAgeMs(headers: Record<string, string>, now: Date): number | null {
  const control = headers['cache-control']?.toLowerCase() ?? '';
  if (/\bno-(?:store|cache)\b/.test(control)) return null;
  const maxAge = /(?:^|[\s,])max-age\s*=\s*"?(\d+)/.exec(control)?.[1];
  let ms = Number.NaN;
  if (maxAge !== undefined) {
    ms = (Number(maxAge) - (Number(headers.age) || 0)) * 1000;
  } else if (headers.expires !== undefined) {
    const sent = headers.date === undefined ? Number.NaN : httpDate(headers.date);
    ms = httpDate(headers.expires) - (Number.isNaN(sent) ? now.getTime() : sent);
  }
  return ms > 0 ? Math.min(ms, LONGEST_MS) : null;
}

/** Milliseconds since 1970 of an HTTP date (RFC 9110, its two obsolete forms too); NaN where it is none. */
function httpDate(text: string): number {
  // `Date.parse` reads bare numbers as years and any zoneless date in this machine's zone: neither is a date here.
  if (!/^[A-Z][a-z]{2,8},? /.test(text)) return Number.NaN;
  return Date.parse(/(?:GMT|UTC|[+-]\d{4})$/.test(text) ? text : `${text} GMT`);
}

// Whether a request that failed before any answer may be sent again after a while (pure): too many requests,
// a server that is busy or breaking down, a connection that was refused or reset. Owns which failures these
// are and how long the server wants to be left alone. Leaves waiting and counting to ../retries.ts, which
// also sees that nothing of an answer had arrived.

import { APICallError } from '@ai-sdk/provider';
import { findNetworkCode, findProxyRefusal } from './describe-network.js';
import { isQuota } from './describe-refusal.js';
import type { ErrorEvent } from './failure-context.js';

type RetryWish = NonNullable<ErrorEvent['again']>;

const BUSY: ReadonlySet<number> = new Set([429, 500, 502, 503, 529]);
const BROKEN: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset',
  EPIPE: 'connection reset',
  UND_ERR_SOCKET: 'connection reset',
};

/** described: what is said of the failure. now: ms since 1970. */
export function withRetryWish(error: unknown, described: ErrorEvent, now: number): ErrorEvent {
  const again = findWish(error, described, now);
  return again ? { ...described, again } : described;
}

function findWish(error: unknown, described: ErrorEvent, now: number): RetryWish | undefined {
  if (APICallError.isInstance(error) && error.statusCode !== undefined) {
    const { statusCode: status, responseBody: body = '', responseHeaders: headers = {} } = error;
    if (!BUSY.has(status)) return undefined;
    // What needs the user does not pass: a quota, a conversation that is too long.
    if (status === 429 ? isQuota(body) : described.needsUser) return undefined;
    const afterMs = retryAfterMs(headers, now);
    return { why: String(status), ...(afterMs === undefined ? {} : { afterMs }) };
  }
  if (findProxyRefusal(error) !== undefined) return undefined;
  const why = BROKEN[findNetworkCode(error) ?? ''];
  return why === undefined ? undefined : { why };
}

/** Seconds or a date (RFC 9110, 10.2.3); undefined: not said. */
function retryAfterMs(headers: Readonly<Record<string, string>>, now: number): number | undefined {
  const value = headers['retry-after']?.trim() ?? '';
  if (/^\d+(?:\.\d+)?$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

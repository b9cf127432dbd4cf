// How a server of the Model Context Protocol is reached by HTTP: through the proxy that providers are reached
// through, and nowhere else. Owns what is said of replies that the protocol does not mean: a redirect, a wish
// to sign in, an older transport. Invariant: headers, which may hold a token, go to the address that was
// named and to no other.

import { chooseProxy } from '../providers/proxy-choice.js';
import { isRedirect } from '../providers/failures/redirects.js';

type Fetch = typeof globalThis.fetch;

export interface ServerAddress {
  url: string;
  headers: Readonly<Record<string, string>>;
}

/** env: with the variables that name a proxy. Rejects with a UserError for a bad one. */
export async function fetchForServer(
  { url, headers }: ServerAddress,
  env: Readonly<Record<string, string>>,
): Promise<(input: string | URL, init?: RequestInit) => Promise<Response>> {
  const proxy = chooseProxy(url, env);
  const { host } = new URL(url);
  let way: Fetch = globalThis.fetch;
  if (proxy) {
    const { fetchThrough } = await import('../providers/proxied-fetch.js');
    way = await fetchThrough(proxy);
  }
  const hasToken = Object.keys(headers).some((name) => /^authorization$/i.test(name));
  let hasAnswered = false;
  return async (input, init) => {
    const response = await way(input, { ...init, redirect: 'manual' }).catch((error: unknown) => {
      if (init?.signal?.aborted) throw error;
      const through = proxy ? ` through the proxy ${proxy.host} (${proxy.variable})` : '';
      throw new Error(`${host} cannot be reached${through}: ${causeOf(error)}`, { cause: error });
    });
    const fault = findFault(response, { host, hasToken, isFirst: !hasAnswered && init?.method === 'POST' });
    hasAnswered ||= response.ok;
    if (fault === undefined) return response;
    void response.body?.cancel().catch(() => undefined);
    throw new Error(fault);
  };
}

function findFault(
  { status, headers }: Response,
  { host, hasToken, isFirst }: { host: string; hasToken: boolean; isFirst: boolean },
): string | undefined {
  if (isRedirect(status))
    return `${host} redirects to ${placeOf(headers.get('location'), host)}, which is not followed; name that address if you trust it`;
  if (status === 401)
    return hasToken
      ? `${host} refuses the token in its headers (401)`
      : `${host} wants you to sign in (401); signing in by OAuth is not supported yet, so give a token in headers`;
  if (isFirst && (status === 404 || status === 405))
    return `${host} has no streamable HTTP at this address (${status}); the older transport sse is not supported`;
  return undefined;
}

function placeOf(location: string | null, host: string): string {
  if (location === null || !URL.canParse(location, `https://${host}`)) return 'another address';
  return new URL(location, `https://${host}`).host;
}

function causeOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  return cause instanceof Error ? cause.message : String(cause);
}

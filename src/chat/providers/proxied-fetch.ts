// A fetch that goes through a proxy. Owns the agents, one for each proxy and way; undici is loaded when the
// first one is needed. Leaves which proxy it is to proxy-choice.ts, whose decision the agents only carry out,
// so that messages always name the proxy in use.

import { findProxyRefusal } from './failures/describe-network.js';
import type { ProxyChoice } from './proxy-choice.js';

/** A tunnel by CONNECT, or for plain HTTP the request itself sent to the proxy. */
type Way = 'tunnel' | 'forward';
type Dispatcher = NonNullable<RequestInit['dispatcher']>;

/** Kept: each turn makes a new fetch, and their connections stay open for a while. */
const agents = new Map<string, Dispatcher>();

/** Loads undici the first time (100 ms). */
export async function fetchThrough(proxy: ProxyChoice): Promise<typeof globalThis.fetch> {
  const undici = await import('undici-7');
  const agentFor = (way: Way): Dispatcher => {
    const key = `${way} ${proxy.url}`;
    const agent =
      agents.get(key) ??
      // Its types come from another copy than the global fetch's; the global fetch of Node 20 and later
      // accepts it.
      (new undici.EnvHttpProxyAgent({
        httpProxy: proxy.url,
        httpsProxy: proxy.url,
        noProxy: '',
        proxyTunnel: way === 'tunnel',
      }) as unknown as Dispatcher);
    agents.set(key, agent);
    return agent;
  };
  return async (input, init) => {
    try {
      return await fetch(input, { ...init, dispatcher: agentFor('tunnel') });
    } catch (error) {
      if (!mayForward(input, error)) throw error;
      return fetch(input, { ...init, dispatcher: agentFor('forward') });
    }
  };
}

/** Many proxies allow tunnels only for TLS. Nothing of the request was sent by then. */
function mayForward(input: Parameters<typeof fetch>[0], error: unknown): boolean {
  const { protocol } = new URL(input instanceof Request ? input.url : input);
  const refused = findProxyRefusal(error);
  return protocol === 'http:' && refused !== undefined && refused !== 407;
}

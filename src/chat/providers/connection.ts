// How the server of a model is reached, for every provider: the fetch, the proxy, headers of the config, and
// what is wrong before anything is sent. Owns what the two kinds of packages have in common. Leaves keys and
// packages to openai-compatible.ts and keyed-model.ts. Invariant: nothing goes over a network unencrypted
// unless the config says so.

import type { SharedV3ProviderOptions } from '@ai-sdk/provider';
import { isInsecure } from './base-url.js';
import type { Endpoint } from './endpoint.js';
import type { ErrorEvent, FailureContext } from './failures/failure-context.js';
import { addressOf, forUser, providerOf } from './failures/failure-context.js';
import type { IdleLimits } from './idle-watch.js';
import type { ModelFacts } from './facts/model-facts.js';
import type { OwnHeaders } from './own-headers.js';
import type { ProxyChoice } from './proxy-choice.js';

export interface Connection {
  fetch?: typeof globalThis.fetch;
  /** That fetch goes through; for messages. */
  proxy?: ProxyChoice | undefined;
  /** Keys of other providers, which no message may contain. */
  otherKeys?: readonly string[];
  idleLimits?: IdleLimits;
  facts?: ModelFacts;
  /** Of the model itself, such as how hard it thinks. */
  settings?: SharedV3ProviderOptions;
  /** Of the config. */
  own?: OwnHeaders;
  /** The address may begin with http:// and be that of another machine. */
  insecure?: boolean;
  /** What a user changes to change the key or the address. */
  named?: FailureContext['named'];
}

export const wayOf = ({
  fetch,
  idleLimits,
  facts,
  settings,
}: Connection): Pick<Connection, 'fetch' | 'idleLimits' | 'facts' | 'settings'> => ({
  ...(settings ? { settings } : {}),
  ...(fetch ? { fetch } : {}),
  ...(idleLimits ? { idleLimits } : {}),
  ...(facts ? { facts } : {}),
});

export const contextOf = (
  { proxy, otherKeys = [], own, named }: Connection,
  server: { provider: string; modelName: string; apiKey: string | undefined; endpoint: Endpoint },
): FailureContext => ({
  provider: server.provider,
  modelName: server.modelName,
  baseUrl: server.endpoint.url,
  apiKey: server.apiKey,
  secrets: [...server.endpoint.secrets, ...(own?.secrets ?? [])],
  otherKeys,
  proxy,
  ...(named ? { named } : {}),
});

/** What is wrong with the address or the headers. */
export function findFault(
  { insecure = false, own }: Connection,
  context: FailureContext,
): ErrorEvent | undefined {
  if (isInsecure(context.baseUrl) && !insecure)
    return forUser(
      `${addressOf(context)} is not encrypted, and nothing was sent; use https://, or if the network is yours set insecure = true under [providers.${providerOf(context)}] in config.toml`,
    );
  return own?.fault;
}

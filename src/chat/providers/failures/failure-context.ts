// What a chat talks to, for the wording of errors (pure): the server, the variables that name it and its key,
// the proxy on the way. Owns how each is named. Invariant: nothing named here contains a key, a password or a
// query.

import type { ModelEvent } from '../../model-event.js';
import { findProvider } from '../known-providers.js';
import type { ProxyChoice } from '../proxy-choice.js';

export type ErrorEvent = Extract<ModelEvent, { type: 'error' }>;

export interface FailureContext {
  /** Default openai. */
  provider?: string;
  /** What a user changes to change its key or its address; absent: as the provider is known. */
  named?: { key: string | undefined; address: string | undefined };
  modelName: string;
  /** Without credentials. */
  baseUrl: string;
  apiKey: string | undefined;
  /** What was sent instead of a key, or besides it: no message may contain it. */
  secrets?: readonly string[];
  /** Nor may it contain keys that were not sent: those of other providers in the same environment. */
  otherKeys?: readonly string[];
  /** The proxy between us and the server. */
  proxy?: ProxyChoice | undefined;
}

export const failure = (message: string): ErrorEvent => ({ type: 'error', message, needsUser: false });

/** The user can fix it. */
export const forUser = (message: string): ErrorEvent => ({ type: 'error', message, needsUser: true });

/** `host:port`. */
export const hostOf = ({ baseUrl }: FailureContext): string => new URL(baseUrl).host;

/** Scheme, host and path. */
export function addressOf({ baseUrl }: FailureContext): string {
  const { origin, pathname } = new URL(baseUrl);
  return `${origin}${pathname}`.replace(/\/+$/, '');
}

export const providerOf = ({ provider = 'openai' }: FailureContext): string => provider;

export const keyVariable = (context: FailureContext): string | undefined =>
  context.named ? context.named.key : findProvider(providerOf(context))?.keyVariables[0];

/** A variable, or a place in the config. undefined: the provider's address is fixed. */
export const addressVariable = (context: FailureContext): string | undefined =>
  context.named ? context.named.address : findProvider(providerOf(context))?.addressVariable;

/** How a value is given to what addressVariable() names. */
export const setAddress = (place: string, value: string): string =>
  place.includes(' ') ? `set ${place} to "${value}"` : `set ${place}=${value}`;

/** `check OPENAI_BASE_URL`, for an address that leads to something other than a model. */
export function checkAddress(context: FailureContext): string {
  const variable = addressVariable(context);
  return variable === undefined ? `check what listens at ${addressOf(context)}` : `check ${variable}`;
}

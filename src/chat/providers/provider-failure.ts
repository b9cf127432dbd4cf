// Makes one clear line of whatever went wrong between us and a provider: lower case, names the thing, then the way
// out. Owns the wording and the decision whether the user can help. Invariant: no line ever holds a key or the
// credentials of a URL, whatever the provider or the HTTP client put into its own message.

import {
  APICallError,
  InvalidResponseDataError,
  JSONParseError,
  TypeValidationError,
} from '@ai-sdk/provider';
import type { ModelEvent } from '../ports.js';
import { PROVIDERS, type ProviderName } from './known-providers.js';

export type ErrorEvent = Extract<ModelEvent, { type: 'error' }>;

/** Whom we asked, for the wording. */
export interface FailureContext {
  /** Default openai. */
  provider?: ProviderName;
  modelName: string;
  /** Without credentials. */
  baseUrl: string;
  apiKey: string | undefined;
  /** Other words that no message may hold. */
  secrets?: readonly string[];
}

const keyVariable = ({ provider = 'openai' }: FailureContext): string =>
  PROVIDERS[provider].keyVariables[0] ?? 'a key';

/** Nothing arrived for this long; the reason with which the connection was then aborted. */
export class IdleTimeout extends Error {
  override readonly name = 'IdleTimeout';
  constructor(readonly silentMs: number) {
    super(`nothing arrived for ${silentMs} ms`);
  }
}

const missingKey = (context: FailureContext): ErrorEvent =>
  forUser(`${keyVariable(context)} is not set; export it and ask again`);

/** What is wrong with the key before anything is sent: undefined when nothing is. */
export function findKeyFault(
  context: FailureContext,
  { required }: { required: boolean },
): ErrorEvent | undefined {
  const { apiKey } = context;
  if (apiKey === undefined) return required ? missingKey(context) : undefined;
  if (/^[\x21-\x7e]+$/.test(apiKey)) return undefined;
  // A header may not hold such a key, and the HTTP client's own complaint would repeat it.
  return forUser(
    `${keyVariable(context)} holds a space or another character that no key has; export it again`,
  );
}

/** Longest part of a provider's own words that we repeat: two lines of a pane of 80 columns. */
const MAX_DETAIL_LENGTH = 160;
/** Codes of Node's network errors that mean: nobody answers there. */
const UNREACHABLE =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT)$/;

/** Whether a stream part says only that the stream ended without a finish reason: that is a cut answer, no failure. */
export function isEndWithoutFinish(error: unknown): boolean {
  return InvalidResponseDataError.isInstance(error);
}

export function describeFailure(error: unknown, context: FailureContext): ErrorEvent {
  const host = new URL(context.baseUrl).host;
  if (error instanceof IdleTimeout)
    return failure(`${host} sent nothing for ${Math.round(error.silentMs / 1000)} s; ask again`);
  if (APICallError.isInstance(error) && error.statusCode !== undefined && error.statusCode >= 400)
    return describeStatus(error, error.statusCode, host, context);
  const code = findNetworkCode(error);
  if (code !== undefined && UNREACHABLE.test(code))
    return forUser(`cannot reach ${context.baseUrl} (${code}); ${howToReach(context)}`);
  if (JSONParseError.isInstance(error) || TypeValidationError.isInstance(error))
    return failure(`${host} sent what is not a chat completion; ${howToCheck(context)}`);
  if (code !== undefined) return describeBreak(error, context);
  return failure(`${host} failed${withDetail(messageOf(error), context)}; ask again`);
}

/** The providers' own addresses are always there: then it is the way to them. */
function howToReach({ provider = 'openai' }: FailureContext): string {
  const { addressVariable, keyVariables } = PROVIDERS[provider];
  if (addressVariable === undefined) return 'check that the server runs';
  const isLocal = keyVariables.length === 0 || provider === 'openai';
  return isLocal
    ? `check that the server runs and that ${addressVariable} names it`
    : `check the network, and ${addressVariable} if it is set`;
}

function howToCheck({ provider = 'openai' }: FailureContext): string {
  const { addressVariable } = PROVIDERS[provider];
  return addressVariable === undefined ? 'ask again' : `ask again, or check that ${addressVariable} is right`;
}

/** The body of an answer ended early, for this reason. */
export function describeBreak(reason: unknown, context: FailureContext): ErrorEvent {
  if (reason instanceof IdleTimeout) return describeFailure(reason, context);
  const code = findNetworkCode(reason);
  return failure(
    `the connection to ${new URL(context.baseUrl).host} broke${code === undefined ? '' : ` (${code})`}; ask again`,
  );
}

function describeStatus(
  error: APICallError,
  status: number,
  host: string,
  context: FailureContext,
): ErrorEvent {
  const detail = withDetail(messageOf(error.data) ?? error.message, context);
  switch (status) {
    case 401:
      return context.apiKey === undefined ? missingKey(context) : wrongKey(status, host, context);
    case 400:
      // Google's answer to a wrong key.
      if (error.responseBody?.includes('API_KEY_INVALID')) return wrongKey(status, host, context);
      return failure(`${host} refused the request (400)${detail}; change the question or the model`);
    case 402:
      return forUser(`the credit at ${host} is used up (402); top it up and ask again`);
    case 403:
      return forUser(
        `${host} refuses this key the model ${context.modelName} (403)${detail}; use another key or model`,
      );
    case 404:
      return forUser(
        `no such model ${context.modelName} at ${context.baseUrl} (404); name another with QMUX_MODEL or /new --model`,
      );
    case 429:
      return describeLimit(error, host);
    default:
      if (status >= 500) return failure(`${host} failed (${status})${detail}; ask again`);
      return failure(`${host} refused the request (${status})${detail}; change the question or the model`);
  }
}

const wrongKey = (status: number, host: string, context: FailureContext): ErrorEvent =>
  forUser(
    `${host} does not accept the key in ${keyVariable(context)} (${status}); export the right one and ask again`,
  );

/** OpenAI sends 429 for two things that need different ways out, told apart by the code in the body. */
function describeLimit(error: APICallError, host: string): ErrorEvent {
  if (error.responseBody?.includes('insufficient_quota'))
    return forUser(`the quota at ${host} is used up (429); check plan and billing there, or use another key`);
  return forUser(
    `too many requests for ${host}, or its quota is used up (429); ask again ${whenToRetry(error)}`,
  );
}

/** Retry-After holds seconds or a date (RFC 9110, 10.2.3). */
function whenToRetry(error: APICallError): string {
  const value = error.responseHeaders?.['retry-after']?.trim() ?? '';
  if (/^\d+$/.test(value)) return `in ${Number(value)} s`;
  return Number.isNaN(Date.parse(value)) ? 'later' : `after ${new Date(value).toISOString()}`;
}

/** The code of the innermost network error, as Node and its fetch nest them by `cause`. */
function findNetworkCode(error: unknown): string | undefined {
  let code: string | undefined;
  for (let inner = error; inner instanceof Error; inner = inner.cause) {
    if ('code' in inner && typeof inner.code === 'string') code = inner.code;
  }
  return code;
}

/** Providers report as `{error: {message}}`, `{message}`, an Error, or plain text. */
function messageOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return undefined;
  if ('error' in value) return messageOf(value.error);
  return 'message' in value ? messageOf(value.message) : undefined;
}

/** `: what the provider said` on one line, without controls and without the key; empty when it said nothing. */
function withDetail(text: string | undefined, context: FailureContext): string {
  let line = text ?? '';
  for (const secret of [context.apiKey, ...(context.secrets ?? [])])
    if (secret) line = line.replaceAll(secret, '(key)');
  line = line.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
  line = line.replace(/\b(sk|pk|key)-[\w*.-]{6,}/g, '(key)').replace(/\/\/[^/\s@]+@/g, '//');
  const characters = Array.from(line);
  if (characters.length > MAX_DETAIL_LENGTH) line = `${characters.slice(0, MAX_DETAIL_LENGTH).join('')}…`;
  return line === '' ? '' : `: ${line}`;
}

const failure = (message: string): ErrorEvent => ({ type: 'error', message, needsUser: false });
const forUser = (message: string): ErrorEvent => ({ type: 'error', message, needsUser: true });

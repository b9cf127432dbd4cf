// What an HTTP status other than 200 means to the user (pure): the key, the account, the address, the model,
// the length of the conversation, or the server. Owns distinguishing these by status and body, and the way
// out of each.

import type { ErrorEvent, FailureContext } from './failure-context.js';
import {
  addressOf,
  addressVariable,
  checkAddress,
  failure,
  forUser,
  hostOf,
  keyVariable,
  providerOf,
} from './failure-context.js';
import { findWords, isPage, withWords } from './server-words.js';

export interface Refusal {
  status: number;
  /** As far as it was read. */
  body: string;
  headers: Readonly<Record<string, string>>;
}

export const missingKey = (context: FailureContext): ErrorEvent =>
  forUser(`${keyVariable(context) ?? 'the key'} is not set; export it and ask again`);

export function describeRefusal(refusal: Refusal, context: FailureContext): ErrorEvent {
  const { status, body } = refusal;
  const host = hostOf(context);
  const words = withWords(body, context);
  if (status === 407) return describeProxyRefusal(status, context);
  // How nginx and Go answer a request without TLS.
  if (status === 400 && /plain HTTP request|HTTP request to an HTTPS server/i.test(body))
    return forUser(`${host} accepts only TLS (400)${words}; begin ${nameOf(context)} with https://`);
  if (isWrongKey(refusal)) return wrongKey(status, words, context);
  if (isTooLong(refusal))
    return forUser(
      `the conversation is too long for ${context.modelName} at ${host} (${status})${words}; start a new chat with /new`,
    );
  if (isUnknownModel(refusal, context)) return unknownModel(status, words, context);
  switch (status) {
    case 402:
      return forUser(`the credit at ${host} is used up (402)${words}; top it up and ask again`);
    case 403:
      if (isPage(body))
        return forUser(
          `${host} does not allow the request (403)${words}; ${checkAddress(context)} and the network`,
        );
      if (keyVariable(context) === undefined)
        return forUser(`${host} does not allow the request (403)${words}; ${checkAddress(context)}`);
      return forUser(
        `${host} does not let this key use the model ${context.modelName} (403)${words}; use another key or model`,
      );
    case 404:
    case 405:
    case 410:
    case 501:
      return wrongAddress(status, words, context);
    case 408:
      return failure(`${host} gave up waiting (408)${words}; ask again`);
    case 429:
      return describeLimit(refusal, words, context);
    case 451:
      return forUser(`${host} may not answer here for legal reasons (451)${words}; choose another provider`);
  }
  if (status >= 500) return describeBreakdown(refusal, words, context);
  return failure(`${host} refused the request (${status})${words}; change the question or the model`);
}

/** A proxy in between: its answer is not the model's. */
export function describeProxyRefusal(status: number, context: FailureContext): ErrorEvent {
  const { proxy } = context;
  if (!proxy)
    return forUser(
      `a proxy in front of ${hostOf(context)} requires a user name and a password (407); put them into HTTPS_PROXY as http://USER:PASSWORD@HOST:PORT`,
    );
  const named = `the proxy ${proxy.host} (${proxy.variable})`;
  if (status === 407)
    return forUser(
      `${named} requires a user name and a password (407); write them into ${proxy.variable} as http://USER:PASSWORD@${proxy.host}`,
    );
  return forUser(
    `${named} does not connect to ${hostOf(context)} (${status}); check ${proxy.variable}, or add the host to NO_PROXY`,
  );
}

const nameOf = (context: FailureContext): string => addressVariable(context) ?? 'its address';

/** 401, and Google's 400; Bedrock's 403 for a key that it does not know. */
function isWrongKey({ status, body }: Refusal): boolean {
  if (status === 401) return true;
  if (status === 400) return /API_KEY_INVALID|API key not valid|invalid[_ ]api[_ ]key/i.test(body);
  return (
    status === 403 &&
    /security token .* invalid|signature we calculated|InvalidClientTokenId|UnrecognizedClient|authentication.?failed|expired token|ExpiredToken|invalid bearer|invalid api.?key|incorrect api key/i.test(
      body.slice(0, 4096),
    )
  );
}

function wrongKey(status: number, words: string, context: FailureContext): ErrorEvent {
  const { apiKey, secrets = [] } = context;
  const host = hostOf(context);
  const variable = keyVariable(context);
  if (variable === undefined)
    return forUser(
      `${host} requires a key (${status})${words}; ${checkAddress(context)}, or name it openai/${context.modelName} with OPENAI_BASE_URL and OPENAI_API_KEY`,
    );
  if (apiKey === undefined && secrets.length === 0)
    return forUser(`${host} requires a key (${status})${words}; ${missingKey(context).message}`);
  const sent =
    apiKey !== undefined
      ? `the key in ${variable}`
      : providerOf(context) === 'bedrock'
        ? 'the keys in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY'
        : `the user name and password in ${nameOf(context)}`;
  return forUser(`${host} does not accept ${sent} (${status})${words}; export the right one and ask again`);
}

const isTooLong = ({ status, body }: Refusal): boolean =>
  status === 413 ||
  ((status === 400 || status === 422 || status === 500) &&
    /context[_ ](?:length|size|window)|maximum context|prompt is too long|too many tokens|input is too long|exceeds? the (?:available|maximum|model)[^.]{0,40}(?:context|tokens)/i.test(
      body.slice(0, 4096),
    ));

/** If a model is unknown the body says `model`, which neither a page nor an empty body does. */
function isUnknownModel({ status, body }: Refusal, { modelName }: FailureContext): boolean {
  if (status !== 404 && status !== 400 && status !== 422 && status !== 410) return false;
  if (isPage(body)) return false;
  const words = findWords(body) ?? '';
  if (/model_not_found|ModelNotFound|invalid_model|unknown_model/i.test(body.slice(0, 4096))) return true;
  const saysUnknown =
    /not[ _]found|no such|unknown|does(?: not|n't) exist|do not have access|invalid|not supported|not available|unavailable|not loaded|no models? loaded|deprecated|retired|decommissioned|end of (?:its )?life|try pulling/i.test(
      words,
    );
  if (status === 404 || status === 410)
    return (/\bmodels?\b/i.test(words) || words.includes(modelName)) && saysUnknown;
  return (
    /\bmodel(?: (?:name|id|identifier))?\b/i.test(words) &&
    /not[ _]found|no such|unknown|does(?: not|n't) exist|invalid model|model (?:identifier|name|id)[^.]{0,40} invalid|no models? loaded|decommissioned/i.test(
      words,
    )
  );
}

function unknownModel(status: number, words: string, context: FailureContext): ErrorEvent {
  const { modelName } = context;
  const provider = providerOf(context);
  const first =
    provider === 'ollama'
      ? `get it with ollama pull ${modelName}, or `
      : provider === 'lmstudio'
        ? 'load it in LM Studio, or '
        : '';
  return forUser(
    `no such model ${modelName} at ${addressOf(context)} (${status})${words}; ${first}name another with QMUX_MODEL or /new --model`,
  );
}

/** Nothing at this address answers chat requests. */
function wrongAddress(status: number, words: string, context: FailureContext): ErrorEvent {
  const address = addressOf(context);
  const variable = addressVariable(context);
  const said = `${address} does not answer chat requests (${status})${words}`;
  if (variable === undefined) return forUser(`${said}; ${checkAddress(context)}`);
  return forUser(`${said}; ${howToMend(context, variable)}`);
}

/** Common mistakes: the path of a request in the address, or no version. */
function howToMend(context: FailureContext, variable: string): string {
  const address = addressOf(context);
  const request =
    /\/(?:chat\/completions|completions|messages|responses|models|api\/chat|api\/generate)$/.exec(address);
  if (request)
    return `remove ${request[0]} from the end of ${variable}, so that it ends ${endOf(address, request[0])}`;
  const provider = providerOf(context);
  if (provider === 'openai' && !/\/v\d/.test(address))
    return `${variable} usually ends with /v1: try ${address}/v1`;
  return `check ${variable}, or whether the server knows the model ${context.modelName}`;
}

const endOf = (address: string, request: string): string => {
  const rest = new URL(address.slice(0, -request.length)).pathname;
  return rest === '/' ? 'with the host' : `with ${rest}`;
};

/** Of a 429: waiting does not help. */
export const isQuota = (body: string): boolean =>
  /insufficient_quota|exceeded your current quota|credit balance|billing/i.test(body.slice(0, 4096));

/** OpenAI sends 429 for two things that need different ways out, distinguished by the code in the body. */
function describeLimit({ body, headers }: Refusal, words: string, context: FailureContext): ErrorEvent {
  const host = hostOf(context);
  if (isQuota(body))
    return forUser(
      `the quota at ${host} is used up (429)${words}; check plan and billing there, or use another key`,
    );
  return forUser(
    `too many requests for ${host}, or its quota is used up (429)${words}; ask again ${whenToRetry(headers)}`,
  );
}

/** Retry-After holds seconds or a date (RFC 9110, 10.2.3). */
function whenToRetry(headers: Refusal['headers']): string {
  const value = headers['retry-after']?.trim() ?? '';
  if (/^\d+$/.test(value)) return `in ${Number(value)} s`;
  return Number.isNaN(Date.parse(value)) ? 'later' : `after ${new Date(value).toISOString()}`;
}

/**
 * A proxy or load balancer without a server behind it sends a page; the address may be wrong then, or the
 * server down.
 */
function describeBreakdown(
  { status, body, headers }: Refusal,
  words: string,
  context: FailureContext,
): ErrorEvent {
  const host = hostOf(context);
  const isGateway = status === 502 || status === 503 || status === 504;
  const again = headers['retry-after'] === undefined ? 'ask again' : `ask again ${whenToRetry(headers)}`;
  const { proxy } = context;
  // For plain HTTP a proxy answers in place of the server.
  if (isGateway && proxy)
    return failure(
      `${host} or the proxy ${proxy.host} (${proxy.variable}) failed (${status})${words}; ${again}, or check both`,
    );
  const way =
    isGateway && isPage(body)
      ? `${again}, or check that the server behind ${nameOf(context)} is running`
      : again;
  return failure(`${host} failed (${status})${words}; ${way}`);
}

// Describes whatever went wrong between us and a provider in one clear line: lower case, names the thing,
// then the way out. Owns which kind of failure it is. Leaves refusals to describe-refusal.ts, connections to
// describe-network.ts, the server's own words to server-words.ts. Invariant: no line ever contains a key or
// the credentials of a URL.

import {
  APICallError,
  InvalidResponseDataError,
  JSONParseError,
  TypeValidationError,
} from '@ai-sdk/provider';
import { tooManyOpenFiles } from '../../../files/open-files.js';
import { explainFailedImport } from '../../../text/failed-import.js';
import { isOutOfFiles } from '../../../text/open-files-limit.js';
import { describeBroken, describeClosed, describeNetwork, findNetworkCode } from './describe-network.js';
import { describeRefusal, missingKey } from './describe-refusal.js';
import type { ErrorEvent, FailureContext } from './failure-context.js';
import { checkAddress, failure, forUser, hostOf, keyVariable } from './failure-context.js';
import { withWords } from './server-words.js';

/** Nothing arrived for this long; the reason with which the connection was then aborted. */
export class IdleTimeout extends Error {
  override readonly name = 'IdleTimeout';
  constructor(readonly silentMs: number) {
    super(`nothing arrived for ${silentMs} ms`);
  }
}

/** Thrown by our own fetch when it knows better than its callers what to say. */
export class WireFault extends Error {
  override readonly name = 'WireFault';
  constructor(readonly event: ErrorEvent) {
    super(event.message);
  }
}

/** What is wrong with the key before anything is sent: undefined when nothing is. */
export function findKeyFault(
  context: FailureContext,
  { required }: { required: boolean },
): ErrorEvent | undefined {
  const { apiKey } = context;
  if (apiKey === undefined) return required ? missingKey(context) : undefined;
  if (/^[\x21-\x7e]+$/.test(apiKey)) return undefined;
  // A header cannot contain such a key, and the HTTP client's own error would repeat it.
  return forUser(
    `${keyVariable(context) ?? 'the key'} contains a space or another character that is not allowed in a key; export it again`,
  );
}

/**
 * Whether a stream part says only that the stream ended without a finish reason: that is a cut answer, not a
 * failure.
 */
export function isEndWithoutFinish(error: unknown): boolean {
  return InvalidResponseDataError.isInstance(error);
}

export function describeFailure(error: unknown, context: FailureContext): ErrorEvent {
  if (error instanceof WireFault) return error.event;
  const host = hostOf(context);
  if (error instanceof IdleTimeout)
    return failure(
      `${host} sent nothing for ${Math.round(error.silentMs / 1000)} s; ask again, or check the server`,
    );
  const updated = explainFailedImport(error);
  if (updated) return failure(updated.message);
  if (APICallError.isInstance(error) && error.statusCode !== undefined && error.statusCode >= 400)
    return describeRefusal(
      {
        status: error.statusCode,
        body: error.responseBody || error.message,
        headers: error.responseHeaders ?? {},
      },
      context,
    );
  if (isOutOfFiles(error)) return forUser(`cannot reach ${host}: ${tooManyOpenFiles()}`);
  const network = describeNetwork(error, context);
  if (network) return network;
  if (JSONParseError.isInstance(error)) return notAnAnswer(error.text, context);
  if (TypeValidationError.isInstance(error)) return notAnAnswer(error.value, context);
  if (findNetworkCode(error) !== undefined) return describeClosed(error, context);
  const words = withWords(error, context);
  return failure(`${host} failed${words}; ask again${words === '' ? `, or ${checkAddress(context)}` : ''}`);
}

/** said: what arrived instead of a piece of an answer. */
export const notAnAnswer = (said: unknown, context: FailureContext): ErrorEvent =>
  failure(
    `${hostOf(context)} sent something other than a chat completion${withWords(said, context)}; ask again, or ${checkAddress(context)}`,
  );

/** The body of an answer ended early, for this reason. */
export function describeBreak(reason: unknown, context: FailureContext): ErrorEvent {
  return reason instanceof IdleTimeout ? describeFailure(reason, context) : describeBroken(reason, context);
}

// One provider's model of the AI SDK as a ChatModel. Owns the life of one HTTP request per turn and the mapping of
// stream parts to ModelEvents; the wording of failures is provider-failure.ts's. Invariant: nothing is retried, one turn
// is at most one request, and the connection is closed when the consumer stops, whatever the reason.

import type {
  LanguageModelV3,
  LanguageModelV3FinishReason,
  LanguageModelV3Prompt,
  LanguageModelV3StreamPart,
} from '@ai-sdk/provider';
import type { ChatModel, ModelEvent, ModelRequest } from '../ports.js';
import { IDLE_LIMITS, IdleWatch, type IdleLimits } from './idle-watch.js';
import {
  describeBreak,
  describeFailure,
  IdleTimeout,
  isEndWithoutFinish,
  type ErrorEvent,
  type FailureContext,
} from './provider-failure.js';
import { watchFetch } from './watched-fetch.js';

export interface SdkModelOptions {
  /** `provider/MODEL`. */
  name: string;
  /** The provider's model on this fetch; sends nothing yet. */
  open(fetch: typeof globalThis.fetch): LanguageModelV3;
  context: FailureContext;
  /** What is wrong before anything is sent; then nothing is. */
  fault: ErrorEvent | undefined;
  fetch?: typeof globalThis.fetch;
  idleLimits?: IdleLimits;
}

/** A finish of any other kind means that the answer is not whole, even at a clean end of the stream. */
const WHOLE: ReadonlySet<LanguageModelV3FinishReason['unified']> = new Set([
  'stop',
  'length',
  'tool-calls',
  'content-filter',
]);

export function createSdkModel(options: SdkModelOptions): ChatModel {
  const { name, context, fault, idleLimits = IDLE_LIMITS } = options;

  async function* stream(request: ModelRequest): AsyncGenerator<ModelEvent> {
    if (request.signal.aborted) return;
    if (fault) {
      yield fault;
      return;
    }
    const connection = new AbortController();
    const idle = new IdleWatch(idleLimits, (silentMs) => connection.abort(new IdleTimeout(silentMs)));
    const wire = watchFetch(options.fetch ?? globalThis.fetch, idle);
    const onAbort = (): void => connection.abort(request.signal.reason);
    request.signal.addEventListener('abort', onAbort);
    try {
      const model = options.open(wire.fetch);
      idle.expectMore();
      const prompt = toPrompt(request);
      const { stream: parts } = await model.doStream({ prompt, abortSignal: connection.signal });
      for await (const part of parts) {
        if (request.signal.aborted) return;
        const event = toEvent(part, wire.findFailure, context);
        if (!event) continue;
        idle.heardPiece();
        idle.hold();
        yield event;
        if (event.type !== 'text') return;
        idle.expectMore();
      }
      // Some providers' packages end without a word where the connection did.
      if (!request.signal.aborted) yield endOf('none given', wire.findFailure, context);
    } catch (error) {
      if (!request.signal.aborted) yield describeFailure(connection.signal.reason ?? error, context);
    } finally {
      request.signal.removeEventListener('abort', onAbort);
      idle.stop();
      connection.abort();
    }
  }

  return { name, stream };
}

/** undefined for parts that say nothing to a reader: begin and end marks, metadata, reasoning. */
function toEvent(
  part: LanguageModelV3StreamPart,
  findFailure: () => unknown,
  context: FailureContext,
): ModelEvent | undefined {
  switch (part.type) {
    case 'text-delta':
      return part.delta === '' ? undefined : { type: 'text', text: part.delta };
    case 'error':
      return isEndWithoutFinish(part.error)
        ? endOf('none given', findFailure, context)
        : describeFailure(part.error, context);
    case 'finish': {
      const { unified, raw } = part.finishReason;
      if (WHOLE.has(unified)) return { type: 'finish', complete: true, reason: raw ?? unified };
      return endOf(raw ?? (unified === 'other' ? 'none given' : unified), findFailure, context);
    }
    default:
      return undefined;
  }
}

/** The answer is not whole: the connection broke, or the provider only said this much. */
function endOf(reason: string, findFailure: () => unknown, context: FailureContext): ModelEvent {
  const failure = findFailure();
  return failure === undefined
    ? { type: 'finish', complete: false, reason }
    : describeBreak(failure, context);
}

function toPrompt(request: ModelRequest): LanguageModelV3Prompt {
  const prompt: LanguageModelV3Prompt = [];
  if (request.instruction !== undefined) prompt.push({ role: 'system', content: request.instruction });
  for (const { role, text } of request.messages) prompt.push({ role, content: [{ type: 'text', text }] });
  return prompt;
}

// A model behind the chat-completions wire format: OpenAI itself or any server that speaks like it. Owns the life of
// one HTTP request per turn and the mapping of stream parts to ModelEvents; the wording of failures is
// provider-failure.ts's. Invariant: nothing is retried, one turn is at most one request, and the connection is closed
// when the consumer stops, whatever the reason.

import type {
  LanguageModelV3FinishReason,
  LanguageModelV3Prompt,
  LanguageModelV3StreamPart,
} from '@ai-sdk/provider';
import type { ChatModel, ModelEvent, ModelRequest } from '../ports.js';
import { OPENAI_BASE_URL } from './choose-model.js';
import { IDLE_LIMITS, IdleWatch, type IdleLimits } from './idle-watch.js';
import {
  describeBreak,
  describeFailure,
  findKeyFault,
  IdleTimeout,
  isEndWithoutFinish,
  type FailureContext,
} from './provider-failure.js';
import { watchFetch } from './watched-fetch.js';

export interface OpenAiModelOptions {
  /** As the server knows it, without our `openai/`. */
  modelName: string;
  /** Up to and without `/chat/completions`; may hold `user:password@`, which is sent as basic authorization. */
  baseUrl: string;
  /** undefined: sent without one, as local servers allow; OpenAI's own URL then only yields an error event. */
  apiKey: string | undefined;
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

/** Loads the provider's package (about 40 ms) and makes the model; sends nothing yet. */
export async function createOpenAiModel(options: OpenAiModelOptions): Promise<ChatModel> {
  const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible');
  const { modelName, apiKey, idleLimits = IDLE_LIMITS } = options;
  const endpoint = withoutCredentials(options.baseUrl);
  const context: FailureContext = { modelName, baseUrl: endpoint.url, apiKey };
  const keyFault = findKeyFault(apiKey, { required: endpoint.url === OPENAI_BASE_URL });

  async function* stream(request: ModelRequest): AsyncGenerator<ModelEvent> {
    if (request.signal.aborted) return;
    if (keyFault) {
      yield keyFault;
      return;
    }
    const connection = new AbortController();
    const idle = new IdleWatch(idleLimits, (silentMs) => connection.abort(new IdleTimeout(silentMs)));
    const wire = watchFetch(options.fetch ?? globalThis.fetch, idle);
    const onAbort = (): void => connection.abort(request.signal.reason);
    request.signal.addEventListener('abort', onAbort);
    try {
      const model = createOpenAICompatible({
        name: 'openai',
        baseURL: endpoint.url,
        headers: endpoint.headers,
        fetch: wire.fetch,
        ...(apiKey === undefined ? {} : { apiKey }),
      }).chatModel(modelName);
      idle.expectMore();
      const prompt = toPrompt(request);
      const { stream: parts } = await model.doStream({ prompt, abortSignal: connection.signal });
      for await (const part of parts) {
        if (request.signal.aborted) return;
        const event = toEvent(part, () => wire.findFailure(), context);
        if (!event) continue;
        idle.heardPiece();
        idle.hold();
        yield event;
        if (event.type !== 'text') return;
        idle.expectMore();
      }
    } catch (error) {
      if (!request.signal.aborted) yield describeFailure(connection.signal.reason ?? error, context);
    } finally {
      request.signal.removeEventListener('abort', onAbort);
      idle.stop();
      connection.abort();
    }
  }

  return { name: `openai/${modelName}`, stream };
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
    case 'error': {
      if (!isEndWithoutFinish(part.error)) return describeFailure(part.error, context);
      const failure = findFailure();
      if (failure !== undefined) return describeBreak(failure, context);
      return { type: 'finish', complete: false, reason: 'none given' };
    }
    case 'finish': {
      const { unified, raw } = part.finishReason;
      return { type: 'finish', complete: WHOLE.has(unified), reason: raw ?? unified };
    }
    default:
      return undefined;
  }
}

function toPrompt(request: ModelRequest): LanguageModelV3Prompt {
  const prompt: LanguageModelV3Prompt = [];
  if (request.instruction !== undefined) prompt.push({ role: 'system', content: request.instruction });
  for (const { role, text } of request.messages) prompt.push({ role, content: [{ type: 'text', text }] });
  return prompt;
}

/** fetch refuses URLs with credentials, so they travel as a header (RFC 7617), and messages can name the URL. */
function withoutCredentials(baseUrl: string): { url: string; headers: Record<string, string> } {
  const url = new URL(baseUrl);
  const { username, password } = url;
  url.username = '';
  url.password = '';
  const plain = url.href.replace(/\/+$/, '');
  if (username === '' && password === '') return { url: plain, headers: {} };
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { url: plain, headers: { Authorization: `Basic ${Buffer.from(pair).toString('base64')}` } };
}

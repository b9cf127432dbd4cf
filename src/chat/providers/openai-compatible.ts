// A model behind the chat-completions wire format: OpenAI itself, a local server, or any other that speaks
// it. Owns keys and addresses of this format. Leaves the request to sdk-model.ts.

import type { ChatModel } from '../ports.js';
import { OPENAI_BASE_URL } from './base-url.js';
import type { IdleLimits } from './idle-watch.js';
import { findEndpoint } from './endpoint.js';
import type { FailureContext } from './failure-context.js';
import { findKeyFault } from './provider-failure.js';
import type { ProxyChoice } from './proxy-choice.js';
import { createSdkModel } from './sdk-model.js';

export interface OpenAiModelOptions {
  /** Default openai. The others are local and need no key. */
  provider?: 'openai' | 'ollama' | 'lmstudio';
  /** As the server knows it, without our `openai/`. */
  modelName: string;
  /** Without `/chat/completions`; may contain `user:password@`, which is sent as basic authorization. */
  baseUrl: string;
  /**
   * undefined: sent without one, as local servers allow; OpenAI's own URL then only yields an error event.
   */
  apiKey: string | undefined;
  fetch?: typeof globalThis.fetch;
  /** That fetch goes through; for messages. */
  proxy?: ProxyChoice | undefined;
  /** Keys of other providers, which no message may contain. */
  otherKeys?: readonly string[];
  idleLimits?: IdleLimits;
}

/** Loads the provider's package (about 40 ms) and makes the model; sends nothing yet. */
export async function createOpenAiModel(options: OpenAiModelOptions): Promise<ChatModel> {
  const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible');
  const { provider = 'openai', modelName, baseUrl, apiKey, proxy, otherKeys = [], ...rest } = options;
  const endpoint = findEndpoint(baseUrl);
  const context: FailureContext = {
    provider,
    modelName,
    baseUrl: endpoint.url,
    apiKey,
    secrets: endpoint.secrets,
    otherKeys,
    proxy,
  };
  return createSdkModel({
    ...rest,
    name: `${provider}/${modelName}`,
    context,
    fault: findKeyFault(context, { required: endpoint.url === OPENAI_BASE_URL }),
    open: (fetch) =>
      createOpenAICompatible({
        name: provider,
        baseURL: endpoint.url,
        headers: endpoint.headers,
        fetch,
        ...(apiKey === undefined ? {} : { apiKey }),
      }).chatModel(modelName),
  });
}

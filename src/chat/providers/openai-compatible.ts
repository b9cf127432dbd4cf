// A model behind the chat-completions wire format: OpenAI itself, a local server, or any other that speaks
// it. Owns keys and addresses of this format. Leaves the request to sdk-model.ts.

import type { ChatModel } from '../ports.js';
import { OPENAI_BASE_URL } from './base-url.js';
import { contextOf, findFault, wayOf, type Connection } from './connection.js';
import { findEndpoint } from './endpoint.js';
import { findKeyFault } from './failures/provider-failure.js';
import { createSdkModel } from './sdk-model.js';

export interface OpenAiModelOptions extends Connection {
  /** Default openai. */
  provider?: string;
  /** As the server knows it, without our `openai/`. */
  modelName: string;
  /** Without `/chat/completions`; may contain `user:password@`, which is sent as basic authorization. */
  baseUrl: string;
  /** undefined: sent without one, as local servers allow. */
  apiKey: string | undefined;
  /** Without a key only an error event comes. Default: it is OpenAI's own address. */
  needsKey?: boolean;
}

/** Loads the provider's package (about 40 ms) and makes the model; sends nothing yet. */
export async function createOpenAiModel(options: OpenAiModelOptions): Promise<ChatModel> {
  const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible');
  const { provider = 'openai', modelName, baseUrl, apiKey, ...connection } = options;
  const endpoint = findEndpoint(baseUrl);
  const { needsKey = endpoint.url === OPENAI_BASE_URL, own } = connection;
  const context = contextOf(connection, { provider, modelName, apiKey, endpoint });
  return createSdkModel({
    ...wayOf(connection),
    name: `${provider}/${modelName}`,
    context,
    fault: findFault(connection, context) ?? findKeyFault(context, { required: needsKey }),
    open: (fetch) =>
      createOpenAICompatible({
        name: provider,
        baseURL: endpoint.url,
        headers: { ...endpoint.headers, ...own?.headers },
        fetch,
        // Mistral counts without being asked, and refuses to be.
        includeUsage: provider !== 'mistral',
        ...(apiKey === undefined ? {} : { apiKey }),
      }).chatModel(modelName),
  });
}

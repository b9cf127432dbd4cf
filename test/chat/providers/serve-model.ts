// A model behind a scripted wire server that ends with the test.

import { onTestFinished } from 'vitest';
import { createOpenAiModel, type OpenAiModelOptions } from '../../../src/chat/providers/openai-compatible.js';
import { startWireServer, type WireScript } from './wire-server.js';

export const KEY = 'sk-test-0123456789abcdef';

export async function serve(script: WireScript, options: Partial<OpenAiModelOptions> = {}) {
  const server = await startWireServer(script);
  onTestFinished(() => server.stop());
  const model = await createOpenAiModel({ modelName: 'm', baseUrl: server.url, apiKey: KEY, ...options });
  return { server, model };
}

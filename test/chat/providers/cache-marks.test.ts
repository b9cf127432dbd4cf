import { describe, expect, it, onTestFinished } from 'vitest';
import { chooseModel } from '../../../src/chat/providers/choose-model.js';
import { loadModel } from '../../../src/chat/providers/load-model.js';
import { startWireServer } from './wire-server.js';

const MESSAGES = ['a', 'b', 'c']
  .flatMap((text) => [
    { role: 'user' as const, text },
    { role: 'assistant' as const, text: `${text}!` },
  ])
  .slice(0, 5);

/** What is sent for a third question. */
async function sentTo(flag: string, effort?: string): Promise<Record<string, unknown>> {
  const server = await startWireServer((response) => response.writeHead(400).end('{}'));
  onTestFinished(() => server.stop());
  const address = new URL(server.url).origin;
  const env = {
    ANTHROPIC_BASE_URL: address,
    ANTHROPIC_API_KEY: 'k',
    AWS_ENDPOINT_URL_BEDROCK_RUNTIME: address,
    AWS_BEARER_TOKEN_BEDROCK: 'k',
  };
  const model = await loadModel(chooseModel({ flag, env }), env, { providers: {}, effort });
  const { signal } = new AbortController();
  const stream = model.stream({ instruction: 'be brief', messages: MESSAGES, signal });
  for await (const event of stream) expect(event.type).toBe('error');
  return server.requests[0]?.body as Record<string, unknown>;
}

const countOf = (body: unknown, word: string): number => JSON.stringify(body).split(word).length - 1;

describe('what is kept for the next question ends with the instruction and the last two questions', () => {
  it('at Anthropic', async () => {
    const body = await sentTo('anthropic/claude-haiku-4-5');
    const mark = { cache_control: { type: 'ephemeral' } };
    const said = (text: string, more = {}) => [{ type: 'text', text, ...more }];
    expect(body).toMatchObject({
      system: said('be brief', mark),
      messages: [
        { role: 'user', content: said('a') },
        { role: 'assistant', content: said('a!') },
        { role: 'user', content: said('b', mark) },
        { role: 'assistant', content: said('b!') },
        { role: 'user', content: said('c', mark) },
      ],
    });
    expect(countOf(body, 'cache_control')).toBe(3);
  });

  it('at Bedrock, where its models can, with the effort that was chosen', async () => {
    const body = await sentTo('bedrock/global.anthropic.claude-haiku-4-5-20251001-v1:0', 'low');
    const mark = { cachePoint: { type: 'default' } };
    expect(body).toMatchObject({
      system: [{ text: 'be brief' }, mark],
      messages: [
        { role: 'user', content: [{ text: 'a' }] },
        { role: 'assistant', content: [{ text: 'a!' }] },
        { role: 'user', content: [{ text: 'b' }, mark] },
        { role: 'assistant', content: [{ text: 'b!' }] },
        { role: 'user', content: [{ text: 'c' }, mark] },
      ],
      additionalModelRequestFields: { thinking: { type: 'enabled', budget_tokens: 2_048 } },
    });
    expect(countOf(body, 'cachePoint')).toBe(3);
    const other = await sentTo('bedrock/amazon.nova-2-lite-v1:0', 'low');
    expect(other).toMatchObject({
      additionalModelRequestFields: { reasoningConfig: { type: 'enabled', maxReasoningEffort: 'low' } },
    });
    expect(countOf(other, 'cachePoint')).toBe(0);
    expect(await sentTo('bedrock/openai.gpt-oss-20b-1:0', 'high')).toMatchObject({
      additionalModelRequestFields: { reasoning_effort: 'high' },
    });
    expect(await sentTo('bedrock/us.anthropic.claude-opus-4-6-v1', 'max')).toMatchObject({
      additionalModelRequestFields: { thinking: { type: 'adaptive' }, output_config: { effort: 'max' } },
    });
  });
});

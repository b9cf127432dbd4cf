import { describe, expect, it } from 'vitest';
import { chooseModel } from '../../../src/chat/providers/choose-model.js';
import { effortsOf } from '../../../src/chat/providers/facts/efforts.js';
import { loadModel } from '../../../src/chat/providers/load-model.js';
import { collect } from './collect.js';
import { serve } from './serve-model.js';
import { beginStream, sse } from './wire-server.js';

describe('how hard a model thinks', () => {
  it.each([
    ['openai', 'gpt-5-mini', { openaiCompatible: { reasoningEffort: 'high' } }],
    ['openai', 'o4-mini', { openaiCompatible: { reasoningEffort: 'high' } }],
    ['lab', 'openai/gpt-oss-20b', { openaiCompatible: { reasoningEffort: 'high' } }],
    ['xai', 'grok-3-mini', { openaiCompatible: { reasoningEffort: 'high' } }],
    ['anthropic', 'claude-opus-4-6', { anthropic: { effort: 'high', thinking: { type: 'adaptive' } } }],
    ['anthropic', 'claude-sonnet-5', { anthropic: { effort: 'high' } }],
    ['anthropic', 'claude-haiku-4-5', { anthropic: { thinking: { type: 'enabled', budgetTokens: 24_576 } } }],
    ['anthropic', 'claude-sonnet-4-20250514', { anthropic: { thinking: { type: 'enabled' } } }],
    ['google', 'gemini-2.5-flash', { google: { thinkingConfig: { includeThoughts: true } } }],
    ['google', 'gemini-3-pro', { google: { thinkingConfig: { thinkingLevel: 'high' } } }],
    [
      'bedrock',
      'global.anthropic.claude-haiku-4-5-20251001-v1:0',
      { bedrock: { reasoningConfig: { type: 'enabled', budgetTokens: 24_576 } } },
    ],
    [
      'bedrock',
      'us.anthropic.claude-opus-4-6-v1',
      { bedrock: { reasoningConfig: { type: 'adaptive', maxReasoningEffort: 'high' } } },
    ],
    ['bedrock', 'openai.gpt-oss-20b-1:0', { bedrock: { reasoningConfig: { maxReasoningEffort: 'high' } } }],
    ['openrouter', 'deepseek/deepseek-r1', { openrouter: { reasoning: { effort: 'high' } } }],
  ])('%s/%s is sent %j', (provider, model, options) => {
    const efforts = effortsOf(provider, model);
    expect(efforts?.words).toContain('high');
    expect(efforts?.optionsFor('high')).toMatchObject(options);
  });

  it.each([
    ['openai', 'gpt-4.1'],
    ['openai', 'gpt-5-chat-latest'],
    ['anthropic', 'claude-3-5-haiku-latest'],
    ['google', 'gemini-2.0-flash'],
    ['lab', 'gpt-5'],
    ['bedrock', 'amazon.nova-pro-v1:0'],
    ['bedrock', 'us.anthropic.claude-3-5-sonnet-20241022-v2:0'],
    ['mistral', 'mistral-small-latest'],
  ])('%s/%s cannot be told', (provider, model) => {
    expect(effortsOf(provider, model)).toBeUndefined();
  });

  it('is part of the request, and not of another model’s', async () => {
    const { server } = await serve((response) => {
      beginStream(response);
      response.end(sse({ text: 'yes' }) + sse({ finish: 'stop' }));
    });
    const env = { OPENAI_BASE_URL: server.url };
    for (const flag of ['openai/o3', 'openai/gpt-4.1'])
      expect(
        (await collect(await loadModel(chooseModel({ flag, env }), env, { providers: {}, effort: 'low' })))
          .text,
      ).toBe('yes');
    expect(server.requests[0]?.body).toMatchObject({ reasoning_effort: 'low' });
    expect(server.requests[1]?.body).not.toHaveProperty('reasoning_effort');
  });
});

// Prices, windows, and what an answer used.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { chooseModel } from '../../../src/chat/providers/choose-model.js';
import { FACTS_DATE } from '../../../src/chat/providers/facts/model-facts.js';
import { usageOf } from '../../../src/chat/providers/facts/token-usage.js';
import type { ProviderTable } from '../../../src/chat/providers/known-providers.js';
import { collect } from './collect.js';
import { serve } from './serve-model.js';
import { beginStream, sse } from './wire-server.js';

const factsOf = (
  flag: string,
  given: {
    env?: Record<string, string>;
    providers?: ProviderTable;
    prices?: Record<string, { input: number; output: number }>;
  } = {},
) => {
  const choice = chooseModel({ flag, env: {}, ...given });
  return 'facts' in choice ? choice.facts : undefined;
};

describe('what is known of a model', () => {
  it.each([
    ['openai/gpt-4.1-mini', { price: { input: 0.4, output: 1.6, cached: 0.1 }, window: 1_047_576 }],
    ['openai/gpt-4.1-mini-2025-04-14', { price: { input: 0.4 }, window: 1_047_576 }],
    [
      'anthropic/claude-haiku-4-5-20251001',
      { price: { input: 1, output: 5, cached: 0.1, kept: 1.25 }, window: 200_000 },
    ],
    ['openrouter/anthropic/claude-sonnet-4.5', { price: { input: 3, output: 15 }, window: 200_000 }],
    ['bedrock/global.anthropic.claude-haiku-4-5-20251001-v1:0', { price: { input: 1 }, window: 200_000 }],
    ['mistral/mistral-small-latest', { price: { input: 0.1 } }],
    ['groq/openai/gpt-oss-20b', { price: { input: 0.075 }, window: 131_072 }],
    ['ollama/llama3.2', { price: 'free', window: undefined }],
  ])('%s', (name, facts) => {
    expect(factsOf(name)).toMatchObject(facts);
  });

  it.each([
    'openai/gpt-4.1-mini-other',
    'openai/gpt-5-pro',
    'bedrock/eu.anthropic.claude-haiku-4-5-20251001-v1:0',
    'openai/constructor',
    'openrouter/nobody/x',
    'lmstudio/m',
  ])('of %s no price is guessed from another', (name) => {
    const facts = factsOf(name);
    expect(facts?.window).toBeUndefined();
    expect(facts?.price).toBe(name.startsWith('lmstudio') ? 'free' : undefined);
  });

  it('at another address has no price, and the window of its name', () => {
    const env = { OPENAI_BASE_URL: 'http://127.0.0.1:8080/v1' };
    expect(factsOf('openai/gpt-4o', { env })).toEqual({ price: undefined, window: 128_000 });
  });

  it('comes from the config first', () => {
    const providers = {
      lab: { base_url: 'https://lab.example/v1', context_window: 9000 },
      openai: { context_window: 1000 },
    };
    const prices = { 'lab/m': { input: 1, output: 2 }, 'openai/gpt-4o': { input: 7, output: 8 } };
    expect(factsOf('lab/m', { providers, prices })).toEqual({ price: { input: 1, output: 2 }, window: 9000 });
    expect(factsOf('openai/gpt-4o', { providers, prices })).toEqual({
      price: { input: 7, output: 8 },
      window: 1000,
    });
  });
});

it('has the date of its table in the manual', () => {
  const [year, month] = FACTS_DATE.split('-').map(Number);
  const name = new Date(Date.UTC(year ?? 0, (month ?? 0) - 1)).toLocaleString('en', {
    month: 'long',
    timeZone: 'UTC',
  });
  expect(readFileSync('docs/manual/models.md', 'utf8')).toContain(`(as of ${name} ${year})`);
});

const counted = (
  input: number,
  output: number,
  more: { cacheRead?: number; cacheWrite?: number; reasoning?: number } = {},
) => ({
  inputTokens: { total: input, noCache: undefined, cacheRead: more.cacheRead, cacheWrite: more.cacheWrite },
  outputTokens: { total: output, text: undefined, reasoning: more.reasoning },
});

describe('what an answer used', () => {
  const price = { input: 2, output: 10, cached: 0.5, kept: 3, upTo: 1_000_000 };

  it('counts what the provider had kept at its own price, and reasoning not for the next question', () => {
    expect(
      usageOf(counted(1000, 100, { cacheRead: 600, cacheWrite: 100, reasoning: 40 }), {
        price,
        window: 5000,
      }),
    ).toEqual({
      type: 'usage',
      usage: { inputTokens: 1000, outputTokens: 100, used: 1060, size: 5000 },
      request: {
        cost: {
          amount: expect.closeTo((300 * 2 + 600 * 0.5 + 100 * 3 + 100 * 10) / 1e6, 12) as number,
          currency: 'USD',
        },
      },
    });
  });

  it.each([
    [undefined, counted(10, 1), true],
    [price, counted(1_000_001, 1), true],
    ['free' as const, counted(10, 1), undefined],
  ])('is unpriced where the price %o is not known', (given, tokens, unpriced) => {
    const event = usageOf(tokens, { price: given, window: undefined });
    expect(event?.usage.unpriced).toBe(unpriced);
    expect(event?.request).toEqual({ cost: undefined });
  });

  it('is not known where the provider does not count', async () => {
    const { model } = await serve((response) => {
      beginStream(response);
      response.end(sse({ text: 'yes' }) + sse({ finish: 'stop' }));
    });
    expect(await collect(model)).toMatchObject({ usage: undefined, end: { complete: true } });
  });

  it('is asked of a server, and comes before the end', async () => {
    const usage = {
      prompt_tokens: 1234,
      completion_tokens: 56,
      prompt_tokens_details: { cached_tokens: 1000 },
    };
    const facts = { price, window: 2580 };
    const { model, server } = await serve(
      (response) => {
        beginStream(response);
        response.end(
          `${sse({ text: 'yes' })}${sse({ finish: 'stop' })}data: ${JSON.stringify({ choices: [], usage })}\n\ndata: [DONE]\n\n`,
        );
      },
      { facts },
    );
    expect(await collect(model)).toMatchObject({
      usage: {
        usage: { inputTokens: 1234, outputTokens: 56, used: 1290, size: 2580 },
        request: { cost: { amount: expect.closeTo(0.001528, 9) as number } },
      },
      end: { complete: true },
    });
    expect(server.requests[0]?.body).toMatchObject({ stream_options: { include_usage: true } });
  });
});

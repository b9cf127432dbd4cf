// What an answer used, from the provider's counts (pure): tokens, how much of the context window is taken,
// and what it cost. Invariant: what the provider did not count, or what has no known price, stays unknown.

import type { LanguageModelV3Usage } from '@ai-sdk/provider';
import type { ModelEvent } from '../../model-event.js';
import type { ModelFacts, Price } from './model-facts.js';

type UsageEvent = Extract<ModelEvent, { type: 'usage' }>;

const PER_TOKENS = 1_000_000;

/** undefined: the provider counted nothing. */
export function usageOf(
  counted: LanguageModelV3Usage,
  { price, window }: ModelFacts,
): UsageEvent | undefined {
  const { inputTokens: input, outputTokens: output } = counted;
  if (input.total === undefined || output.total === undefined) return undefined;
  const cost = price === undefined || price === 'free' ? undefined : costOf(counted, price);
  return {
    type: 'usage',
    usage: {
      inputTokens: input.total,
      outputTokens: output.total,
      // Reasoning is not part of the next question.
      used: input.total + output.total - (output.reasoning ?? 0),
      ...(window === undefined ? {} : { size: window }),
      ...(price !== 'free' && cost === undefined ? { unpriced: true as const } : {}),
    },
    request: { cost: cost === undefined ? undefined : { amount: cost, currency: 'USD' } },
  };
}

function costOf({ inputTokens, outputTokens }: LanguageModelV3Usage, price: Price): number | undefined {
  const { total: input = 0, cacheRead = 0, cacheWrite = 0 } = inputTokens;
  const { cached = price.input, kept = price.input, upTo = Infinity } = price;
  if (input > upTo) return undefined;
  const plain = Math.max(0, input - cacheRead - cacheWrite);
  const sum =
    plain * price.input + cacheRead * cached + cacheWrite * kept + (outputTokens.total ?? 0) * price.output;
  return sum / PER_TOKENS;
}

// Where Anthropic's models keep what they have read for the next question (pure): after the instruction, and
// after the questions of the last two turns. What was kept costs a tenth. Why two: the next question finds
// the first of them again, whatever became of the turn in between.

import type {
  LanguageModelV3Message,
  LanguageModelV3Prompt,
  SharedV3ProviderOptions,
} from '@ai-sdk/provider';
import type { Wire } from './known-providers.js';

const TURNS = 2;

/** Other models on Bedrock refuse a request with such a mark. */
const KEEPING_ON_BEDROCK =
  /^(?:[\w-]+\.)?anthropic\.claude-(?:3-5-haiku|3-7-sonnet|(?:opus|sonnet|haiku)-\d)/;

/** undefined: the model keeps nothing, or does so by itself. */
export function cacheMarkOf(wire: Wire, modelName: string): SharedV3ProviderOptions | undefined {
  if (wire === 'anthropic') return { anthropic: { cacheControl: { type: 'ephemeral' } } };
  if (wire === 'bedrock' && KEEPING_ON_BEDROCK.test(modelName))
    return { bedrock: { cachePoint: { type: 'default' } } };
  return undefined;
}

/** mark: as cacheMarkOf() gives it. */
export function markForCache(
  prompt: LanguageModelV3Prompt,
  mark: SharedV3ProviderOptions,
): LanguageModelV3Prompt {
  const marked = (message: LanguageModelV3Message): LanguageModelV3Message => ({
    ...message,
    providerOptions: { ...message.providerOptions, ...mark },
  });
  const questions = prompt.flatMap(({ role }, at) => (role === 'user' ? [at] : [])).slice(-TURNS);
  return prompt.map((message, at) =>
    message.role === 'system' || questions.includes(at) ? marked(message) : message,
  );
}

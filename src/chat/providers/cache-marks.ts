// Where Anthropic keeps what it has read for the next question (pure): after the instruction, and after the
// questions of the last two turns. What was kept costs a tenth. Why two: the next question finds the first of
// them again, whatever became of the turn in between.

import type { LanguageModelV3Message, LanguageModelV3Prompt } from '@ai-sdk/provider';

const TURNS = 2;
const MARK = { anthropic: { cacheControl: { type: 'ephemeral' } } };

const marked = (message: LanguageModelV3Message): LanguageModelV3Message => ({
  ...message,
  providerOptions: { ...message.providerOptions, ...MARK },
});

export function markForCache(prompt: LanguageModelV3Prompt): LanguageModelV3Prompt {
  const questions = prompt.flatMap(({ role }, at) => (role === 'user' ? [at] : [])).slice(-TURNS);
  return prompt.map((message, at) =>
    message.role === 'system' || questions.includes(at) ? marked(message) : message,
  );
}

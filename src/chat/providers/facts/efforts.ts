// How hard a model is told to think (pure): which models can be told, what the words are, and what is sent
// for each. Invariant: a model that is not known to take an effort is sent nothing of the kind, since
// providers refuse requests with settings that a model does not have.

import type { SharedV3ProviderOptions } from '@ai-sdk/provider';

export interface Efforts {
  /** From little to much. */
  readonly words: readonly string[];
  /** What is sent for one of them. */
  optionsFor(word: string): SharedV3ProviderOptions;
}

const WORDS = ['low', 'medium', 'high'];
/** Tokens of reasoning, for models that are told a number. */
const BUDGETS: Readonly<Record<string, number>> = { low: 2_048, medium: 8_192, high: 24_576 };

/** In the chat-completions format; the package takes it under this name for every provider. */
const COMPATIBLE: Efforts = {
  words: WORDS,
  optionsFor: (word) => ({ openaiCompatible: { reasoningEffort: word } }),
};

const LOW_OR_HIGH: Efforts = { ...COMPATIBLE, words: ['low', 'high'] };

/** The package makes of it what newer models take instead. */
const BUDGETED: Efforts = {
  words: WORDS,
  optionsFor: (word) => ({ anthropic: { thinking: { type: 'enabled', budgetTokens: BUDGETS[word] ?? 0 } } }),
};

const ADAPTIVE: Efforts = {
  words: [...WORDS, 'max'],
  optionsFor: (word) => ({ anthropic: { effort: word, thinking: { type: 'adaptive' } } }),
};

const GOOGLE_BUDGET: Efforts = {
  words: WORDS,
  optionsFor: (word) => ({
    google: { thinkingConfig: { thinkingBudget: BUDGETS[word] ?? 0, includeThoughts: true } },
  }),
};

const GOOGLE_LEVEL: Efforts = {
  words: ['low', 'high'],
  optionsFor: (word) => ({ google: { thinkingConfig: { thinkingLevel: word, includeThoughts: true } } }),
};

type BedrockReasoning = Record<string, string | number>;

const onBedrock = (words: readonly string[], reasoningFor: (word: string) => BedrockReasoning): Efforts => ({
  words,
  optionsFor: (word) => ({ bedrock: { reasoningConfig: reasoningFor(word) } }),
});

const BEDROCK_BUDGET = onBedrock(WORDS, (word) => ({ type: 'enabled', budgetTokens: BUDGETS[word] ?? 0 }));

const BEDROCK_ADAPTIVE = onBedrock([...WORDS, 'max'], (word) => ({
  type: 'adaptive',
  maxReasoningEffort: word,
}));

const BEDROCK_NOVA = onBedrock(WORDS, (word) => ({ type: 'enabled', maxReasoningEffort: word }));

const BEDROCK_OPEN = onBedrock(WORDS, (word) => ({ maxReasoningEffort: word }));

const OPENROUTER: Efforts = {
  words: WORDS,
  optionsFor: (word) => ({ openrouter: { reasoning: { effort: word } } }),
};

/** By provider and name of the model; the first that fits. */
const RULES: readonly (readonly [provider: string, model: RegExp, efforts: Efforts])[] = [
  ['openai', /^(?:gpt-5|o[134])(?!.*(?:chat|audio|search))/, COMPATIBLE],
  ['azure', /^(?:gpt-5|o[134])(?!.*(?:chat|audio|search))/, COMPATIBLE],
  ['xai', /^grok-3-mini/, LOW_OR_HIGH],
  ['anthropic', /^claude-[a-z]+-(?:4-[6-9]|[5-9])(?![\d.]*\d{4})/, ADAPTIVE],
  ['anthropic', /^claude-(?:3-7-sonnet|(?:opus|sonnet|haiku)-4)/, BUDGETED],
  // A region may stand before the maker.
  ['bedrock', /^(?:[\w-]+\.)?anthropic\.claude-[a-z]+-(?:4-[6-9]|[5-9])(?![\d.]*\d{4})/, BEDROCK_ADAPTIVE],
  ['bedrock', /^(?:[\w-]+\.)?anthropic\.claude-(?:3-7-sonnet|(?:opus|sonnet|haiku)-4)/, BEDROCK_BUDGET],
  ['bedrock', /^(?:[\w-]+\.)?amazon\.nova-2-lite/, BEDROCK_NOVA],
  ['bedrock', /^(?:[\w-]+\.)?openai\.gpt-oss-/, BEDROCK_OPEN],
  ['google', /^gemini-2\.5-/, GOOGLE_BUDGET],
  ['google', /^gemini-3/, GOOGLE_LEVEL],
  ['openrouter', /^/, OPENROUTER],
];
/** An open model that takes it wherever it runs. */
const OPEN = /(?:^|\/)gpt-oss[-:]/;

/** undefined: it cannot be told. */
export function effortsOf(provider: string, modelName: string): Efforts | undefined {
  const rule = RULES.find(([name, model]) => name === provider && model.test(modelName));
  if (rule) return rule[2];
  const isOther = ['anthropic', 'google', 'bedrock'].includes(provider);
  return !isOther && OPEN.test(modelName) ? COMPATIBLE : undefined;
}

// What is known of models by their names (pure): prices, and how many tokens a conversation may have. Owns
// the built-in table and what the config puts in its place. Invariant: what is not known is undefined, never
// guessed: a name that only resembles one of the table is another model.

import type { PriceOptions } from '../../../config/price-options.js';
import type { Provider } from '../known-providers.js';

/** Of the table below. Providers change their prices, and [prices] in the config goes first. */
export const FACTS_DATE = '2026-10';

/** USD for a million tokens. */
export interface Price {
  input: number;
  output: number;
  /** Of input that the provider had kept from an earlier question; absent: the price of input. */
  cached?: number;
  /** Of input that it keeps; absent: the price of input. */
  kept?: number;
  /** Longer inputs cost more, and how much is not known here. */
  upTo?: number;
}

export interface ModelFacts {
  /** undefined: not known. */
  price: Price | 'free' | undefined;
  /** Tokens of a whole conversation; undefined: not known. */
  window: number | undefined;
}

type Row = readonly [window: number, price?: Price];

const claude = (window: number, input: number): Row => [
  window,
  { input, output: 5 * input, cached: 0.1 * input, kept: 1.25 * input },
];
const MILLION = 1_000_000;

/** By the names of the providers whose models they are; others sell them under the same names. */
const TABLE: Readonly<Record<string, Readonly<Record<string, Row>>>> = {
  openai: {
    'gpt-4.1': [1_047_576, { input: 2, output: 8, cached: 0.5 }],
    'gpt-4.1-mini': [1_047_576, { input: 0.4, output: 1.6, cached: 0.1 }],
    'gpt-4.1-nano': [1_047_576, { input: 0.1, output: 0.4, cached: 0.025 }],
    'gpt-4o': [128_000, { input: 2.5, output: 10, cached: 1.25 }],
    'gpt-4o-mini': [128_000, { input: 0.15, output: 0.6, cached: 0.075 }],
    'gpt-5': [400_000, { input: 1.25, output: 10, cached: 0.125 }],
    'gpt-5-mini': [400_000, { input: 0.25, output: 2, cached: 0.025 }],
    'gpt-5-nano': [400_000, { input: 0.05, output: 0.4, cached: 0.005 }],
    o3: [200_000, { input: 2, output: 8, cached: 0.5 }],
    'o4-mini': [200_000, { input: 1.1, output: 4.4, cached: 0.275 }],
  },
  anthropic: {
    'claude-opus-5': claude(MILLION, 5),
    'claude-opus-4-5': claude(200_000, 5),
    'claude-opus-4-1': claude(200_000, 15),
    'claude-opus-4': claude(200_000, 15),
    'claude-sonnet-5': claude(MILLION, 2),
    'claude-sonnet-4-5': claude(200_000, 3),
    'claude-sonnet-4': claude(200_000, 3),
    'claude-3-7-sonnet': claude(200_000, 3),
    'claude-haiku-4-5': claude(200_000, 1),
  },
  google: {
    'gemini-2.5-pro': [1_048_576, { input: 1.25, output: 10, upTo: 200_000 }],
    'gemini-2.5-flash': [1_048_576, { input: 0.3, output: 2.5 }],
    'gemini-2.5-flash-lite': [1_048_576, { input: 0.1, output: 0.4 }],
  },
  mistral: {
    'mistral-small': [128_000, { input: 0.1, output: 0.3 }],
    'mistral-medium': [128_000, { input: 0.4, output: 2 }],
  },
  xai: {
    'grok-3': [131_072, { input: 3, output: 15, cached: 0.75 }],
    'grok-3-mini': [131_072, { input: 0.3, output: 0.5, cached: 0.075 }],
    'grok-4': [256_000, { input: 3, output: 15, cached: 0.75, upTo: 128_000 }],
  },
  groq: {
    'openai/gpt-oss-20b': [131_072, { input: 0.075, output: 0.3 }],
    'openai/gpt-oss-120b': [131_072, { input: 0.15, output: 0.6 }],
    'llama-3.3-70b-versatile': [131_072, { input: 0.59, output: 0.79 }],
    'llama-3.1-8b-instant': [131_072, { input: 0.05, output: 0.08 }],
  },
};

/** A date, or the word for the newest of them, says which edition of a model it is. */
const EDITION = /-(?:\d{8}|\d{4}-\d{2}-\d{2}|latest)$/;

export function factsOf(
  provider: Provider,
  modelName: string,
  {
    isOwnAddress,
    prices = {},
  }: { isOwnAddress: boolean; prices?: Readonly<Record<string, PriceOptions>> | undefined },
): ModelFacts {
  const { name, options } = provider;
  const [tableWindow, tablePrice] = findRow(name, modelName) ?? [];
  const configured = prices[`${name}/${modelName}`];
  const window = options.context_window ?? tableWindow;
  if (configured) return { price: configured, window };
  if (name === 'ollama' || name === 'lmstudio') return { price: 'free', window };
  // Another server may sell a model of the same name at another price.
  return { price: isOwnAddress ? tablePrice : undefined, window };
}

function findRow(provider: string, modelName: string): Row | undefined {
  const [maker, name] = makerOf(provider, modelName);
  const table = TABLE[maker];
  if (!table) return undefined;
  for (const candidate of [name, name.replace(EDITION, '')])
    if (Object.hasOwn(table, candidate)) return table[candidate];
  return undefined;
}

/** Whose model it is, and what its maker calls it. */
function makerOf(provider: string, modelName: string): readonly [maker: string, name: string] {
  if (provider === 'openrouter') {
    const slash = modelName.indexOf('/');
    const [maker, name] = [modelName.slice(0, slash), modelName.slice(slash + 1)];
    return [maker, maker === 'anthropic' ? name.replaceAll('.', '-') : name];
  }
  // Regions cost more.
  const [, claudeName] = /^global\.anthropic\.(.+?)-v\d+:\d+$/.exec(modelName) ?? [];
  return provider === 'bedrock' ? ['anthropic', claudeName ?? ''] : [provider, modelName];
}

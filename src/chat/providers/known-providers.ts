// The providers that a model's name may begin with (pure): what their variables are called, what their
// addresses are, and which model a key alone selects. Leaves the choice to choose-model.ts and the wire
// format to a file for each.

export type ProviderName = 'openai' | 'anthropic' | 'google' | 'bedrock' | 'ollama' | 'lmstudio';

export interface KnownProvider {
  /** The first that is set is used. Empty: no key is needed. */
  keyVariables: readonly string[];
  /** Variable for an address other than the provider's own; absent: there is none. */
  addressVariable?: string;
  /**
   * The model if there is a key but no name: small, fast and cheap, so that a key that happens to be exported
   * costs little, and open to every account (newer and larger ones may ask for a verified organisation
   * first).
   */
  defaultModel?: string;
}

/** In the order in which keys select a provider. */
export const PROVIDERS: Readonly<Record<ProviderName, KnownProvider>> = {
  openai: {
    keyVariables: ['OPENAI_API_KEY'],
    addressVariable: 'OPENAI_BASE_URL',
    defaultModel: 'gpt-4.1-mini',
  },
  anthropic: {
    keyVariables: ['ANTHROPIC_API_KEY'],
    addressVariable: 'ANTHROPIC_BASE_URL',
    defaultModel: 'claude-haiku-4-5',
  },
  google: {
    // Google's own tools read the first, its package for the AI SDK the second.
    keyVariables: ['GEMINI_API_KEY', 'GOOGLE_GENERATIVE_AI_API_KEY'],
    addressVariable: 'GOOGLE_GEMINI_BASE_URL',
    defaultModel: 'gemini-2.5-flash',
  },
  bedrock: {
    // AWS access keys serve many other purposes: only the key made for Bedrock selects it without being
    // asked.
    keyVariables: ['AWS_BEARER_TOKEN_BEDROCK'],
    addressVariable: 'AWS_ENDPOINT_URL_BEDROCK_RUNTIME',
    defaultModel: 'global.anthropic.claude-haiku-4-5-20251001-v1:0',
  },
  ollama: { keyVariables: [], addressVariable: 'OLLAMA_HOST' },
  lmstudio: { keyVariables: [] },
};

export const PROVIDER_NAMES = Object.keys(PROVIDERS) as readonly ProviderName[];

export const isProviderName = (word: string): word is ProviderName =>
  (PROVIDER_NAMES as readonly string[]).includes(word);

/** The usual access keys of AWS, which Bedrock accepts too. */
const AWS_KEYS = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'];

type Variables = Readonly<Record<string, string | undefined>>;

/** Everything in the environment that is a provider's key. */
export const findAllKeys = (env: Variables): string[] =>
  [...PROVIDER_NAMES.flatMap((name) => PROVIDERS[name].keyVariables), ...AWS_KEYS]
    .map((name) => env[name]?.trim() ?? '')
    .filter((key) => key !== '');

/** undefined: none is set, or all are blank. */
export function findKey(provider: ProviderName, env: Variables): string | undefined {
  const values = PROVIDERS[provider].keyVariables.map((name) => env[name]?.trim());
  return values.find((value) => value !== undefined && value !== '');
}

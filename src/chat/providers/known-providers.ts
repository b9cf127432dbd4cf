// The providers that a model's name may begin with (pure): what their variables are called, what their
// addresses are, and which model a key alone selects; with those that the config adds or changes. Leaves the
// choice to choose-model.ts and the wire format to a file for each.

import { isSecretName, type ProviderOptions } from '../../config/provider-options.js';
import { findSecrets, orderSecrets } from '../../log/redact.js';

export type ProviderName =
  | 'openai'
  | 'anthropic'
  | 'google'
  | 'bedrock'
  | 'openrouter'
  | 'groq'
  | 'mistral'
  | 'deepseek'
  | 'xai'
  | 'azure'
  | 'ollama'
  | 'lmstudio';

/** Whose format its requests have. */
export type Wire = 'openai' | 'anthropic' | 'google' | 'bedrock';

export interface KnownProvider {
  wire: Wire;
  /** The first that is set is used. Empty: no key is needed. */
  keyVariables: readonly string[];
  /** Variable for an address other than the provider's own; absent: there is none. */
  addressVariable?: string;
  /** Its own address up to and including the version; absent: made by base-url.ts. */
  address?: string;
  /**
   * The model if there is a key but no name: small, fast and cheap, so that a key that happens to be exported
   * costs little, and open to every account (newer and larger ones may ask for a verified organisation
   * first).
   */
  defaultModel?: string;
  /**
   * Its key selects it only if nothing else does, not even a model on this machine: the keys of those above
   * have always done so, and a new version must not send anybody's conversations to another place.
   */
  isLate?: true;
}

/** A provider with what the config says of it. */
export interface Provider extends KnownProvider {
  name: string;
  options: ProviderOptions;
}

/** In the order in which keys select a provider. */
export const PROVIDERS: Readonly<Record<ProviderName, KnownProvider>> = {
  openai: {
    wire: 'openai',
    keyVariables: ['OPENAI_API_KEY'],
    addressVariable: 'OPENAI_BASE_URL',
    defaultModel: 'gpt-4.1-mini',
  },
  anthropic: {
    wire: 'anthropic',
    keyVariables: ['ANTHROPIC_API_KEY'],
    addressVariable: 'ANTHROPIC_BASE_URL',
    defaultModel: 'claude-haiku-4-5',
  },
  google: {
    wire: 'google',
    // Google's own tools read the first, its package for the AI SDK the second.
    keyVariables: ['GEMINI_API_KEY', 'GOOGLE_GENERATIVE_AI_API_KEY'],
    addressVariable: 'GOOGLE_GEMINI_BASE_URL',
    defaultModel: 'gemini-2.5-flash',
  },
  bedrock: {
    wire: 'bedrock',
    // AWS access keys serve many other purposes: only the key made for Bedrock selects it without being
    // asked.
    keyVariables: ['AWS_BEARER_TOKEN_BEDROCK'],
    addressVariable: 'AWS_ENDPOINT_URL_BEDROCK_RUNTIME',
    defaultModel: 'global.anthropic.claude-haiku-4-5-20251001-v1:0',
  },
  openrouter: {
    wire: 'openai',
    keyVariables: ['OPENROUTER_API_KEY'],
    address: 'https://openrouter.ai/api/v1',
    defaultModel: 'openai/gpt-4.1-mini',
    isLate: true,
  },
  groq: {
    wire: 'openai',
    keyVariables: ['GROQ_API_KEY'],
    address: 'https://api.groq.com/openai/v1',
    defaultModel: 'openai/gpt-oss-20b',
    isLate: true,
  },
  mistral: {
    wire: 'openai',
    keyVariables: ['MISTRAL_API_KEY'],
    address: 'https://api.mistral.ai/v1',
    defaultModel: 'mistral-small-latest',
    isLate: true,
  },
  deepseek: {
    wire: 'openai',
    keyVariables: ['DEEPSEEK_API_KEY'],
    address: 'https://api.deepseek.com/v1',
    defaultModel: 'deepseek-chat',
    isLate: true,
  },
  xai: {
    wire: 'openai',
    keyVariables: ['XAI_API_KEY'],
    address: 'https://api.x.ai/v1',
    defaultModel: 'grok-3-mini',
    isLate: true,
  },
  // Models are named by deployments, which every account names itself: it is never chosen by its key.
  azure: {
    wire: 'openai',
    keyVariables: ['AZURE_OPENAI_API_KEY', 'AZURE_API_KEY'],
    addressVariable: 'AZURE_OPENAI_ENDPOINT',
  },
  ollama: { wire: 'openai', keyVariables: [], addressVariable: 'OLLAMA_HOST' },
  lmstudio: { wire: 'openai', keyVariables: [] },
};

export const PROVIDER_NAMES = Object.keys(PROVIDERS) as readonly ProviderName[];

export type ProviderTable = Readonly<Record<string, ProviderOptions>>;

const isProviderName = (word: string): word is ProviderName => Object.hasOwn(PROVIDERS, word);

/** undefined: there is none of this name. */
export function findProvider(name: string, configured: ProviderTable = {}): Provider | undefined {
  const options = Object.hasOwn(configured, name) ? (configured[name] ?? {}) : undefined;
  if (isProviderName(name)) {
    const known = PROVIDERS[name];
    return { ...known, ...(options ? keyOf(options) : {}), name, options: options ?? {} };
  }
  return options && { wire: 'openai', keyVariables: [], ...keyOf(options), name, options };
}

/** The variable may be written as one. */
function keyOf({ env_key: given }: ProviderOptions): Pick<KnownProvider, 'keyVariables'> | undefined {
  return given === undefined ? undefined : { keyVariables: [given.replace(/^\$\{(.*)\}$/, '$1')] };
}

/** How the place of an address in the config is named. */
export const configAddress = (name: string): string => `base_url of [providers.${name}]`;

/** Names that may stand before the slash, those of the config last. */
export const providerNames = (configured: ProviderTable = {}): string[] => [
  ...new Set([...PROVIDER_NAMES, ...Object.keys(configured)]),
];

/** The usual access keys of AWS, which Bedrock accepts too. */
const AWS_KEYS = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'];

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * The variables that hold a provider's key, or a credential that goes to one in a header: the one place that
 * says which. No tool, no server of another kind, no other provider and no file gets their values.
 */
export const findKeyVariables = (env: Variables, configured: ProviderTable): ReadonlyMap<string, string> =>
  new Map(
    [
      ...providerNames(configured).flatMap((name) => [
        ...(isProviderName(name) ? PROVIDERS[name].keyVariables : []),
        ...(findProvider(name, configured)?.keyVariables ?? []),
        ...credentialsIn(configured[name]?.headers, env),
      ]),
      ...AWS_KEYS,
    ].flatMap((name) => {
      const value = env[name]?.trim() ?? '';
      return value === '' ? [] : [[name, value] as const];
    }),
  );

/** The values of these variables. */
export const findAllKeys = (env: Variables, configured: ProviderTable): string[] => [
  ...findKeyVariables(env, configured).values(),
];

/** Shorter values also stand where they mean something else, even in a log. */
const LEAST_LENGTH = 6;

/** With what is named like a secret, as redact() needs them. */
export const findAllSecrets = (env: Variables, configured: ProviderTable): string[] =>
  orderSecrets([
    ...findSecrets(env),
    ...findAllKeys(env, configured).filter(({ length }) => length >= LEAST_LENGTH),
  ]);

const SECRET_VARIABLE = /key|token|secret|pass|auth|cred/i;

/** Names of people and teams are shorter; a path begins so, or names a folder. */
const isLikeKey = (value: string): boolean => value.length >= 16 && !/^[/~.]|\s/.test(value);

/**
 * Variables in the values of headers, if the name of either speaks of a credential or the value may be one:
 * `X-User = "${USER}"` must not take HOME and PATH, which contain it, out of every environment.
 */
const credentialsIn = (headers: Readonly<Record<string, string>> = {}, env: Variables): string[] =>
  Object.entries(headers).flatMap(([header, value]) =>
    [...value.matchAll(/\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g)]
      .map(([, name = '']) => name)
      .filter(
        (name) => isSecretName(header) || SECRET_VARIABLE.test(name) || isLikeKey(env[name]?.trim() ?? ''),
      ),
  );

/** undefined: none is set, or all are blank. */
export function findKey(
  { keyVariables }: Pick<KnownProvider, 'keyVariables'>,
  env: Variables,
): string | undefined {
  const values = keyVariables.map((name) => env[name]?.trim());
  return values.find((value) => value !== undefined && value !== '');
}

// Which model a chat uses (pure): the order of the places where one may be named. Owns the syntax of model
// names. Leaves the providers to known-providers.ts, finding local models to local-models.ts, loading to
// load-model.ts; environment, config and what was found are arguments. Invariant: `guide` is the choice only
// when it is named or when nothing else is.

import { redact } from '../../log/redact.js';
import type { PriceOptions } from '../../config/price-options.js';
import { UserError } from '../../text/user-error.js';
import { FILES, isModelFile, lastPart } from '../gguf/gguf-name.js';
import { baseUrlOf, ownAddress } from './base-url.js';
import { factsOf, type ModelFacts } from './facts/model-facts.js';
import type { Provider, ProviderTable } from './known-providers.js';
import {
  findAllSecrets,
  findKey,
  findProvider,
  PROVIDER_NAMES,
  providerNames,
  PROVIDERS,
} from './known-providers.js';

/**
 * Where the name came from, so that a caller can say so, and can recognise a `guide` that nobody asked for.
 */
type ModelSource = 'flag' | 'QMUX_MODEL' | 'config' | 'key' | 'late key' | 'found' | 'nothing found';

export type ModelChoice =
  | { provider: 'guide'; name: 'guide'; source: ModelSource }
  /**
   * name: `provider/MODEL`, as shown and stored; modelName and baseUrl: what is sent to the server. port:
   * where it was found on loopback.
   */
  | {
      provider: string;
      settings: Provider;
      name: string;
      source: ModelSource;
      modelName: string;
      baseUrl: string;
      facts: ModelFacts;
      port?: number;
    }
  /** In a file of this machine. file: its path as it is named. */
  | { provider: typeof FILES; name: string; source: ModelSource; file: string };

/** A model that a server on this machine offers. */
export interface FoundModel {
  provider: 'ollama' | 'lmstudio';
  modelName: string;
  port: number;
}

export interface ModelWishes {
  /** `--model`, or the model of the session or of its type. */
  flag?: string | undefined;
  env: Readonly<Record<string, string | undefined>>;
  /** `model` of the config. */
  configured?: string | undefined;
  /** Of the config. */
  providers?: ProviderTable | undefined;
  prices?: Readonly<Record<string, PriceOptions>> | undefined;
  found?: FoundModel | undefined;
}

const known = (providers: ProviderTable | undefined): string =>
  'openai/NAME (any OpenAI-compatible server with OPENAI_BASE_URL), ' +
  `${providerNames(providers)
    .slice(1)
    .map((name) => `${name}/NAME`)
    .join(', ')}, ${FILES}/FILE.gguf or guide`;

/** Throws a UserError for an unknown provider, a bad name, or a bad address. Empty strings count as unset. */
export function chooseModel(wishes: ModelWishes): ModelChoice {
  const { flag, env, configured, found } = wishes;
  if (flag) return parseModel(flag, 'flag', wishes);
  if (env['QMUX_MODEL']) return parseModel(env['QMUX_MODEL'], 'QMUX_MODEL', wishes);
  if (configured) return parseModel(configured, 'config', wishes);
  const byKey = choiceByKey(wishes, 'key');
  if (byKey) return byKey;
  if (found) {
    const choice = parseModel(`${found.provider}/${found.modelName}`, 'found', wishes);
    return 'settings' in choice ? { ...choice, port: found.port } : choice;
  }
  return choiceByKey(wishes, 'late key') ?? { provider: 'guide', name: 'guide', source: 'nothing found' };
}

/** A model on this machine would be the choice, if there is one. */
export const isOpen = ({ source }: ModelChoice): boolean =>
  source === 'nothing found' || source === 'late key';

function choiceByKey(wishes: ModelWishes, source: 'key' | 'late key'): ModelChoice | undefined {
  for (const name of PROVIDER_NAMES) {
    const { defaultModel, isLate = false } = PROVIDERS[name];
    const provider = findProvider(name, wishes.providers);
    if (defaultModel === undefined || !provider || isLate !== (source === 'late key')) continue;
    if (findKey(provider, wishes.env) !== undefined)
      return parseModel(`${name}/${defaultModel}`, source, wishes);
  }
  return undefined;
}

/** As titles show it: for a model that nobody named, with where it was found. */
export function describeChoice(choice: ModelChoice): string {
  if ('file' in choice) return `${FILES}/${lastPart(choice.file)}`;
  return 'port' in choice && choice.port !== undefined
    ? `${choice.name} (found on ${choice.port})`
    : choice.name;
}

function parseModel(text: string, source: ModelSource, { env, providers, prices }: ModelWishes): ModelChoice {
  const name = text.trim();
  if (name === 'guide') return { provider: 'guide', name, source };
  const place =
    source === 'QMUX_MODEL' ? 'QMUX_MODEL' : source === 'config' ? 'model in the config' : 'model';
  // A key in the wrong variable is still a key.
  const shown = (): string => JSON.stringify(redact(name, findAllSecrets(env, providers ?? {}), '(key)'));
  const slash = name.indexOf('/');
  if (slash < 0) throw bad(`${place} ${shown()} does not name a provider; use ${known(providers)}`);
  const provider = name.slice(0, slash);
  const settings = findProvider(provider, providers);
  const modelName = name.slice(slash + 1);
  if (!settings && provider === FILES) {
    if (isModelFile(modelName) && !/\p{Cc}/u.test(modelName))
      return { provider, name, source, file: modelName };
    throw bad(`${place} ${shown()} names no file of a model; use ${FILES}/FILE.gguf`);
  }
  if (!settings) throw bad(`${place} ${shown()} has an unknown provider; use ${known(providers)}`);
  if (!/^[^\s\p{Cc}]+$/u.test(modelName))
    throw bad(`${place} ${shown()} is not a model name; use ${known(providers)}`);
  const baseUrl = baseUrlOf(settings, env);
  const isOwnAddress = baseUrl === ownAddress(settings, env);
  const facts = factsOf(settings, modelName, { isOwnAddress, prices });
  return { provider: settings.name, settings, name, source, modelName, baseUrl, facts };
}

const bad = (message: string): UserError => new UserError(message, { exitCode: 2 });

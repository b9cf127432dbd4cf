// Which model a chat uses (pure): the order of the places where one may be named. Owns the syntax of model
// names. Leaves the providers to known-providers.ts, finding local models to local-models.ts, loading to
// load-model.ts; environment, config and what was found are arguments. Invariant: `guide` is the choice only
// when it is named or when nothing else is.

import { findSecrets, redact } from '../../log/redact.js';
import { UserError } from '../../text/user-error.js';
import { baseUrlOf } from './base-url.js';
import type { ProviderName } from './known-providers.js';
import { findKey, isProviderName, PROVIDER_NAMES, PROVIDERS } from './known-providers.js';

/**
 * Where the name came from, so that a caller can say so, and can recognise a `guide` that nobody asked for.
 */
type ModelSource = 'flag' | 'QMUX_MODEL' | 'config' | 'key' | 'found' | 'nothing found';

export type ModelChoice =
  | { provider: 'guide'; name: 'guide'; source: ModelSource }
  /**
   * name: `provider/MODEL`, as shown and stored; modelName and baseUrl: what is sent to the server. port:
   * where it was found on loopback.
   */
  | {
      provider: ProviderName;
      name: string;
      source: ModelSource;
      modelName: string;
      baseUrl: string;
      port?: number;
    };

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
  found?: FoundModel | undefined;
}

const KNOWN =
  'openai/NAME (any OpenAI-compatible server with OPENAI_BASE_URL), ' +
  `${PROVIDER_NAMES.slice(1)
    .map((name) => `${name}/NAME`)
    .join(', ')} or guide`;

/** Throws a UserError for an unknown provider, a bad name, or a bad address. Empty strings count as unset. */
export function chooseModel(wishes: ModelWishes): ModelChoice {
  const { flag, env, configured, found } = wishes;
  if (flag) return parseModel(flag, 'flag', env);
  if (env['QMUX_MODEL']) return parseModel(env['QMUX_MODEL'], 'QMUX_MODEL', env);
  if (configured) return parseModel(configured, 'config', env);
  for (const provider of PROVIDER_NAMES) {
    const { defaultModel } = PROVIDERS[provider];
    if (defaultModel !== undefined && findKey(provider, env) !== undefined)
      return parseModel(`${provider}/${defaultModel}`, 'key', env);
  }
  if (found) {
    const choice = parseModel(`${found.provider}/${found.modelName}`, 'found', env);
    return choice.provider === 'guide' ? choice : { ...choice, port: found.port };
  }
  return { provider: 'guide', name: 'guide', source: 'nothing found' };
}

/** As titles show it: for a model that nobody named, with where it was found. */
export const describeChoice = (choice: ModelChoice): string =>
  'port' in choice && choice.port !== undefined ? `${choice.name} (found on ${choice.port})` : choice.name;

function parseModel(text: string, source: ModelSource, env: ModelWishes['env']): ModelChoice {
  const name = text.trim();
  if (name === 'guide') return { provider: 'guide', name, source };
  const place =
    source === 'QMUX_MODEL' ? 'QMUX_MODEL' : source === 'config' ? 'model in the config' : 'model';
  // A key in the wrong variable is still a key.
  const shown = (): string => JSON.stringify(redact(name, findSecrets(env), '(key)'));
  const slash = name.indexOf('/');
  if (slash < 0) throw bad(`${place} ${shown()} does not name a provider; use ${KNOWN}`);
  const provider = name.slice(0, slash);
  const modelName = name.slice(slash + 1);
  if (!isProviderName(provider)) throw bad(`${place} ${shown()} has an unknown provider; use ${KNOWN}`);
  if (!/^[^\s\p{Cc}]+$/u.test(modelName)) throw bad(`${place} ${shown()} is not a model name; use ${KNOWN}`);
  return { provider, name, source, modelName, baseUrl: baseUrlOf(provider, env) };
}

const bad = (message: string): UserError => new UserError(message, { exitCode: 2 });

// From a choice to a usable model. Owns which module implements which provider; each is loaded by import()
// only when it is chosen, since a provider's package costs more to load than all of an attach.

import type { GgufModels } from '../gguf/gguf-models.js';
import type { ChatModel } from '../ports.js';
import { UserError } from '../../text/user-error.js';
import type { ModelChoice } from './choose-model.js';
import { addressNameOf } from './base-url.js';
import type { Connection } from './connection.js';
import { effortsOf, type Efforts } from './facts/efforts.js';
import { findAllKeys, findKey, type Provider, type ProviderTable } from './known-providers.js';
import { expandHeaders } from './own-headers.js';
import { chooseProxy, type ProxyChoice } from './proxy-choice.js';

type Chosen = Extract<ModelChoice, { settings: Provider }>;
type Variables = Readonly<Record<string, string | undefined>>;

interface LoadOptions {
  /** Of the config: keys that it names are not repeated in messages either. */
  providers: ProviderTable;
  effort?: string | undefined;
  /** Absent: none can be loaded. */
  files?: Pick<GgufModels, 'open'>;
  /** To this chat, so that it is said once. */
  said?: Set<string>;
}

/**
 * env: of the client whose keys, proxies and PATH are used. Never rejects for a missing or wrong key: the
 * model's stream reports it, where the user can see which question it belongs to. Rejects with a UserError
 * for a bad proxy, for a file that cannot be loaded, and if qmux was updated meanwhile.
 */
export async function loadModel(
  choice: ModelChoice,
  env: Variables,
  { providers, effort, files, said = new Set() }: LoadOptions,
): Promise<ChatModel> {
  if ('file' in choice) {
    if (!files) throw new UserError(`${choice.name} cannot be loaded here; choose another model`);
    return files.open(choice, said);
  }
  if (!('settings' in choice)) return loadGuide(env);
  const { settings, modelName, baseUrl, facts } = choice;
  const connection = {
    ...(await wayTo(choice, env)),
    modelName,
    baseUrl,
    otherKeys: findAllKeys(env, providers),
    facts,
    ...withEffort(effortsOf(settings.name, modelName), effort),
    own: expandHeaders(settings, env),
    insecure: settings.options.insecure ?? false,
    named: { key: settings.keyVariables[0], address: addressNameOf(settings, env) },
  };
  if (settings.wire !== 'openai') {
    const { createKeyedModel } = await import('./keyed-model.js');
    return createKeyedModel({ ...connection, provider: settings, env });
  }
  const { createOpenAiModel } = await import('./openai-compatible.js');
  return createOpenAiModel({
    ...connection,
    provider: settings.name,
    // Only what is named openai gets OpenAI's key.
    apiKey: findKey(settings, env),
    // A server of one's own that speaks the same format may need none.
    ...(settings.name === 'openai' && settings.options.env_key === undefined
      ? {}
      : { needsKey: settings.keyVariables.length > 0 }),
  });
}

/** A word that this model does not have is one of another model that the chat had. */
const withEffort = (efforts: Efforts | undefined, word: string | undefined): Pick<Connection, 'settings'> =>
  efforts && word !== undefined && efforts.words.includes(word) ? { settings: efforts.optionsFor(word) } : {};

/** The fetch by which a model's server is reached. Rejects with a UserError for a bad proxy. */
export const fetchFor = async (
  choice: Pick<Chosen, 'baseUrl' | 'port'>,
  env: Variables,
): Promise<typeof globalThis.fetch> => (await wayTo(choice, env)).fetch ?? globalThis.fetch;

const wayTo = async ({ baseUrl, port }: Pick<Chosen, 'baseUrl' | 'port'>, env: Variables): Promise<Way> =>
  port === undefined ? findWay(baseUrl, env) : { fetch: await guardedFetch() };

interface Way {
  fetch?: typeof globalThis.fetch;
  proxy?: ProxyChoice;
}

/**
 * Through the proxy of the same environment as the key, or none. Rejects with a UserError for a bad proxy.
 */
async function findWay(baseUrl: string, env: Variables): Promise<Way> {
  const proxy = chooseProxy(baseUrl, env);
  if (!proxy) return {};
  const { fetchThrough } = await import('./proxied-fetch.js');
  return { proxy, fetch: await fetchThrough(proxy) };
}

async function guardedFetch(): Promise<typeof globalThis.fetch> {
  const { fetchFromFound } = await import('./local-models.js');
  return fetchFromFound(globalThis.fetch);
}

async function loadGuide(env: Variables): Promise<ChatModel> {
  const [{ createGuide }, { loadGuideIndex }, { findPathPrograms }] = await Promise.all([
    import('./guide.js'),
    import('../../guide/load-guide-index.js'),
    import('./path-programs.js'),
  ]);
  return createGuide({
    loadIndex: loadGuideIndex,
    findPrograms: (names) => findPathPrograms(names, env['PATH']),
  });
}

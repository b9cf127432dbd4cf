// From a choice to a usable model. Owns which module implements which provider; each is loaded by import()
// only when it is chosen, since a provider's package costs more to load than all of an attach.

import type { ChatModel } from '../ports.js';
import type { ModelChoice } from './choose-model.js';
import { findAllKeys, findKey } from './known-providers.js';
import { chooseProxy, type ProxyChoice } from './proxy-choice.js';

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * env: of the client whose keys, proxies and PATH are used. Never rejects for a missing or wrong key: the
 * model's stream reports it, where the user can see which question it belongs to. Rejects with a UserError
 * for a bad proxy, and if qmux was updated meanwhile.
 */
export async function loadModel(choice: ModelChoice, env: Variables): Promise<ChatModel> {
  switch (choice.provider) {
    case 'guide':
      return loadGuide(env);
    case 'openai':
    case 'ollama':
    case 'lmstudio': {
      const { createOpenAiModel } = await import('./openai-compatible.js');
      const { provider, modelName, baseUrl, port } = choice;
      const way = port === undefined ? await findWay(baseUrl, env) : { fetch: await guardedFetch() };
      // Only what is named openai gets OpenAI's key.
      return createOpenAiModel({
        ...way,
        provider,
        modelName,
        baseUrl,
        apiKey: findKey(choice.provider, env),
        otherKeys: findAllKeys(env),
      });
    }
    default: {
      const { createKeyedModel } = await import('./keyed-model.js');
      const { provider, modelName, baseUrl } = choice;
      return createKeyedModel({
        ...(await findWay(baseUrl, env)),
        provider,
        modelName,
        baseUrl,
        env,
        otherKeys: findAllKeys(env),
      });
    }
  }
}

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

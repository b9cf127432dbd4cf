// From a choice to a usable model. Owns which module implements which provider; each is loaded by import()
// only when it is chosen, since a provider's package costs more to load than all of an attach.

import type { ChatModel } from '../ports.js';
import type { ModelChoice } from './choose-model.js';
import { findAllKeys, findKey } from './known-providers.js';
import { chooseProxy, type ProxyChoice } from './proxy-choice.js';

/** Each import() of this file: a server loads them while it is idle. */
export const MODEL_PARTS = {
  openAi: () => import('./openai-compatible.js'),
  keyed: () => import('./keyed-model.js'),
  proxied: () => import('./proxied-fetch.js'),
  local: () => import('./local-models.js'),
  guide: () => import('./guide.js'),
  guideIndex: () => import('./load-guide-index.js'),
  pathPrograms: () => import('./path-programs.js'),
};

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
      const { createOpenAiModel } = await MODEL_PARTS.openAi();
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
      const { createKeyedModel } = await MODEL_PARTS.keyed();
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
  const { fetchThrough } = await MODEL_PARTS.proxied();
  return { proxy, fetch: await fetchThrough(proxy) };
}

async function guardedFetch(): Promise<typeof globalThis.fetch> {
  const { fetchFromFound } = await MODEL_PARTS.local();
  return fetchFromFound(globalThis.fetch);
}

async function loadGuide(env: Variables): Promise<ChatModel> {
  const [{ createGuide }, { loadGuideIndex }, { findPathPrograms }] = await Promise.all([
    MODEL_PARTS.guide(),
    MODEL_PARTS.guideIndex(),
    MODEL_PARTS.pathPrograms(),
  ]);
  return createGuide({
    loadIndex: loadGuideIndex,
    findPrograms: (names) => findPathPrograms(names, env['PATH']),
  });
}

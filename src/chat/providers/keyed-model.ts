// What Anthropic, Google and Bedrock have in common: a key that must be there, an address, a package of their own that
// is loaded when it is chosen. Owns which package makes which model. Leaves the request to sdk-model.ts.

import type { LanguageModelV3 } from '@ai-sdk/provider';
import type { ChatModel } from '../ports.js';
import { regionOf } from './base-url.js';
import type { IdleLimits } from './idle-watch.js';
import { findKey } from './known-providers.js';
import { findKeyFault, type FailureContext } from './provider-failure.js';
import { createSdkModel } from './sdk-model.js';

export interface KeyedModelOptions {
  provider: 'anthropic' | 'google' | 'bedrock';
  modelName: string;
  baseUrl: string;
  /** Of the client whose keys count; nothing is read from the process's own. */
  env: Readonly<Record<string, string | undefined>>;
  idleLimits?: IdleLimits;
}

/** Loads the provider's package (40 to 120 ms) and makes the model; sends nothing yet. */
export async function createKeyedModel(options: KeyedModelOptions): Promise<ChatModel> {
  const { provider, modelName, baseUrl, env, ...rest } = options;
  const apiKey = findKey(provider, env);
  const accessKeys = provider === 'bedrock' && apiKey === undefined ? findAccessKeys(env) : undefined;
  const context: FailureContext = {
    provider,
    modelName,
    baseUrl,
    apiKey,
    secrets: accessKeys ? Object.values(accessKeys) : [],
  };
  return createSdkModel({
    ...rest,
    name: `${provider}/${modelName}`,
    context,
    fault: findKeyFault(context, { required: accessKeys === undefined }),
    open: await loadPackage({ ...options, apiKey, accessKeys }),
  });
}

interface AccessKeys {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

/** Asked for by name (`bedrock/…`), AWS's usual keys will do. */
function findAccessKeys(env: KeyedModelOptions['env']): AccessKeys | undefined {
  const accessKeyId = env['AWS_ACCESS_KEY_ID']?.trim();
  const secretAccessKey = env['AWS_SECRET_ACCESS_KEY']?.trim();
  if (!accessKeyId || !secretAccessKey) return undefined;
  const sessionToken = env['AWS_SESSION_TOKEN']?.trim();
  return { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) };
}

async function loadPackage({
  provider,
  modelName,
  baseUrl,
  env,
  apiKey = '',
  accessKeys,
}: KeyedModelOptions & {
  apiKey: string | undefined;
  accessKeys: AccessKeys | undefined;
}): Promise<(fetch: typeof globalThis.fetch) => LanguageModelV3> {
  switch (provider) {
    case 'anthropic': {
      const { createAnthropic } = await import('@ai-sdk/anthropic');
      return (fetch) => createAnthropic({ baseURL: baseUrl, apiKey, fetch })(modelName);
    }
    case 'google': {
      const { createGoogleGenerativeAI } = await import('@ai-sdk/google');
      return (fetch) => createGoogleGenerativeAI({ baseURL: baseUrl, apiKey, fetch })(modelName);
    }
    case 'bedrock': {
      const { createAmazonBedrock } = await import('@ai-sdk/amazon-bedrock');
      const region = regionOf(env);
      // An empty key keeps the package from looking for one in the process's own environment.
      const credentials = accessKeys ? { ...accessKeys, apiKey: '' } : { apiKey };
      return (fetch) => createAmazonBedrock({ baseURL: baseUrl, region, fetch, ...credentials })(modelName);
    }
  }
}

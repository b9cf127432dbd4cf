// What Anthropic, Google and Bedrock have in common: a required key, an address, and a package of their own
// that is loaded when it is chosen. Owns which package makes which model. Leaves the request to sdk-model.ts.

import type { LanguageModelV3, LanguageModelV3Prompt } from '@ai-sdk/provider';
import type { ChatModel } from '../ports.js';
import { regionOf } from './base-url.js';
import { cacheMarkOf, markForCache } from './cache-marks.js';
import { contextOf, findFault, wayOf, type Connection } from './connection.js';
import { findKey, type Provider } from './known-providers.js';
import { findEndpoint, type Endpoint } from './endpoint.js';
import { forUser, type FailureContext } from './failures/failure-context.js';
import { findKeyFault } from './failures/provider-failure.js';
import { createSdkModel } from './sdk-model.js';

export interface KeyedModelOptions extends Connection {
  /** Of one of the three packages. */
  provider: Provider;
  modelName: string;
  baseUrl: string;
  /** Of the client whose keys count; nothing is read from the process's own. */
  env: Readonly<Record<string, string | undefined>>;
}

/** Loads the provider's package (40 to 120 ms) and makes the model; sends nothing yet. */
export async function createKeyedModel(options: KeyedModelOptions): Promise<ChatModel> {
  const { provider: known, modelName, baseUrl, env, ...connection } = options;
  const { name: provider, wire } = known;
  const endpoint = findEndpoint(baseUrl);
  const apiKey = findKey(known, env);
  const accessKeys = wire === 'bedrock' && apiKey === undefined ? findAccessKeys(env) : undefined;
  const given = contextOf(connection, { provider, modelName, apiKey, endpoint });
  const secrets = [...(accessKeys ? Object.values(accessKeys) : []), ...(given.secrets ?? [])];
  const context: FailureContext = { ...given, secrets };
  const mark = cacheMarkOf(wire, modelName);
  return createSdkModel({
    ...wayOf(connection),
    ...(mark ? { markPrompt: (prompt: LanguageModelV3Prompt) => markForCache(prompt, mark) } : {}),
    name: `${provider}/${modelName}`,
    context,
    fault:
      findFault(connection, context) ??
      (wire === 'bedrock' && 'Authorization' in endpoint.headers
        ? forUser(
            'AWS_ENDPOINT_URL_BEDROCK_RUNTIME contains a user name and a password, which Bedrock does not accept; remove them and ask again',
          )
        : findKeyFault(context, { required: accessKeys === undefined })),
    open: await loadPackage({ ...options, endpoint, apiKey, accessKeys }),
  });
}

interface AccessKeys {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

/** If chosen by name (`bedrock/…`), AWS's usual keys are enough. */
function findAccessKeys(env: KeyedModelOptions['env']): AccessKeys | undefined {
  const accessKeyId = env['AWS_ACCESS_KEY_ID']?.trim();
  const secretAccessKey = env['AWS_SECRET_ACCESS_KEY']?.trim();
  if (!accessKeyId || !secretAccessKey) return undefined;
  const sessionToken = env['AWS_SESSION_TOKEN']?.trim();
  return { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) };
}

async function loadPackage({
  provider: { wire },
  modelName,
  endpoint: { url: baseURL, headers: ownCredentials },
  own,
  env,
  apiKey = '',
  accessKeys,
}: KeyedModelOptions & {
  endpoint: Endpoint;
  apiKey: string | undefined;
  accessKeys: AccessKeys | undefined;
}): Promise<(fetch: typeof globalThis.fetch) => LanguageModelV3> {
  const headers = { ...ownCredentials, ...own?.headers };
  switch (wire) {
    case 'anthropic': {
      const { createAnthropic } = await import('@ai-sdk/anthropic');
      return (fetch) => createAnthropic({ baseURL, headers, apiKey, fetch })(modelName);
    }
    case 'google': {
      const { createGoogleGenerativeAI } = await import('@ai-sdk/google');
      return (fetch) => createGoogleGenerativeAI({ baseURL, headers, apiKey, fetch })(modelName);
    }
    default: {
      const { createAmazonBedrock } = await import('@ai-sdk/amazon-bedrock');
      const region = regionOf(env);
      // An empty key keeps the package from looking for one in the process's own environment.
      const credentials = accessKeys ? { ...accessKeys, apiKey: '' } : { apiKey };
      return (fetch) => createAmazonBedrock({ baseURL, region, fetch, headers, ...credentials })(modelName);
    }
  }
}

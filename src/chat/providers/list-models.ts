// The names of the models that a provider offers, asked of its server when somebody chooses. Owns the request
// and reading the reply, in each format. Invariants: the key goes where questions go and nowhere else; it is
// asked once, for a short time, and no reply is believed beyond names.

import { UserError } from '../../text/user-error.js';
import type { ModelChoice } from './choose-model.js';
import { isInsecure } from './base-url.js';
import { findEndpoint } from './endpoint.js';
import { findKey, type Provider } from './known-providers.js';
import { fetchFor } from './load-model.js';
import { expandHeaders } from './own-headers.js';
import { isRedirect } from './failures/redirects.js';

type Chosen = Extract<ModelChoice, { settings: Provider }>;

const LIMIT_MS = 5_000;
/** Some thousand models, parsed at once. */
const MAX_BYTES = 1024 * 1024;
const MAX_NAMES = 2_000;
/** Parts of names: these models answer no questions. */
const NO_CHAT = /embed|whisper|tts|dall-e|moderation|realtime|transcribe|rerank|imagen|veo-|-image|-audio/i;

/** Without the provider's name. Rejects with a UserError that says why there is no list. */
export async function listModels(
  choice: Chosen,
  env: Readonly<Record<string, string | undefined>>,
): Promise<string[]> {
  const { settings, baseUrl } = choice;
  const { options, wire, name } = settings;
  if (options.models) return options.models;
  if (wire === 'bedrock') throw new UserError('bedrock has no list of models; type a name');
  const endpoint = findEndpoint(baseUrl);
  const own = expandHeaders(settings, env);
  if (own.fault) throw new UserError(own.fault.message);
  if (isInsecure(endpoint.url) && !options.insecure)
    throw new UserError(`the list of ${name} is not asked for without encryption`);
  const fetch = await fetchFor(choice, env);
  const key = findKey(settings, env);
  const headers = { ...endpoint.headers, ...own.headers, ...(key === undefined ? {} : keyHeader(wire, key)) };
  const url = `${endpoint.url}/models${{ openai: '', anthropic: '?limit=1000', google: '?pageSize=1000' }[wire]}`;
  const response = await fetch(url, {
    headers,
    redirect: 'manual',
    signal: AbortSignal.timeout(LIMIT_MS),
  }).catch(() => undefined);
  if (!response) throw new UserError(`${new URL(url).host} cannot be reached`);
  if (isRedirect(response.status) || !response.ok) {
    void response.body?.cancel().catch(() => undefined);
    throw new UserError(`${new URL(url).host} gives no list of models (${response.status})`);
  }
  const names = namesIn(await readBody(response));
  if (!names) throw new UserError(`${new URL(url).host} gives no list of models that qmux can read`);
  return names;
}

function keyHeader(wire: Exclude<Provider['wire'], 'bedrock'>, key: string): Record<string, string> {
  switch (wire) {
    case 'openai':
      return { Authorization: `Bearer ${key}` };
    case 'anthropic':
      return { 'x-api-key': key, 'anthropic-version': '2023-06-01' };
    case 'google':
      return { 'x-goog-api-key': key };
  }
}

/** undefined: it is too long, or broke off. */
async function readBody({ body }: Response): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  try {
    for await (const chunk of body ?? []) {
      sizeBytes += chunk.byteLength;
      if (sizeBytes > MAX_BYTES) return undefined;
      chunks.push(chunk);
    }
  } catch {
    return undefined;
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** `{data: [{id}]}`, or Google's `{models: [{name: 'models/…'}]}`. undefined: it is neither. */
function namesIn(body: string | undefined): string[] | undefined {
  let reply: unknown;
  try {
    reply = JSON.parse(body ?? '');
  } catch {
    return undefined;
  }
  const entries = fieldOf(reply, 'data') ?? fieldOf(reply, 'models');
  if (!Array.isArray(entries)) return undefined;
  const names = entries
    .map((entry: unknown) => fieldOf(entry, 'id') ?? fieldOf(entry, 'name'))
    .filter((name): name is string => typeof name === 'string')
    .map((name) => name.replace(/^models\//, ''))
    .filter((name) => /^[^\s\p{Cc}]{1,200}$/u.test(name) && !NO_CHAT.test(name));
  return [...new Set(names)].slice(0, MAX_NAMES);
}

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
